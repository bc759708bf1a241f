"""申报表: what a firm is asked, page by page, each question by a semantic key.

A question with ``fact`` is one of the dictionary of facts: it is prefilled from what the city
knows and never asked twice; any other is this programme's own, named by its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huiqi.rules.policy import Cite

Kind = Literal[
    "fact", "text", "long_text", "money", "count", "rate", "date", "flag", "choice", "rows"
]


@dataclass(frozen=True)
class Question:
    """问题: ``key`` is the fact's own key where ``kind`` is fact.

    ``at_most`` bounds the letters of a text. ``choices`` are code and words. ``required`` means
    that nothing is handed in without it. ``identifying`` is left out where experts are blind.
    ``rows`` has ``columns``, each asked for in every row, and takes ``most`` rows. ``ceiling``
    bounds one amount of money (元) or one count.
    """

    key: str
    text: str
    kind: Kind
    hint: str = ""
    required: bool = True
    at_most: int = 500
    choices: tuple[tuple[str, str], ...] = ()
    identifying: bool = False
    cite: Cite | None = None
    line: int = 0
    columns: tuple[Question, ...] = ()
    most: int = 30
    ceiling: int | None = None


@dataclass(frozen=True)
class Page:
    """一页: of questions that belong together."""

    id: str
    title: str
    questions: tuple[Question, ...]
    line: int = 0


@dataclass(frozen=True)
class Computed:
    """算出的数: nobody types it: the sum of money questions, less others."""

    key: str
    text: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class SumCheck:
    """勾稽: two money keys (typed, computed or ``invoices``) must stand as ``relation`` says."""

    id: str
    text: str
    left: str
    relation: Literal["equals", "at_most", "at_least"]
    right: str
    line: int = 0


@dataclass(frozen=True)
class Evidence:
    """材料: ``kinds`` of files that are taken; reused across programmes by its ``id``."""

    id: str
    text: str
    required: bool = True
    most: int = 5
    hint: str = ""
    cite: Cite | None = None
    line: int = 0


@dataclass(frozen=True)
class Invoices:
    """发票: lines with code, number, amount, buyer, seller and date, of ``years`` back at most.

    The firm is the buyer, or with ``firm_is`` the seller.
    """

    text: str
    required: bool = True
    firm_is: Literal["buyer", "seller"] = "buyer"
    hint: str = ""
    line: int = 0


@dataclass(frozen=True)
class Form:
    """申报表: of one programme; ``asks`` is the money key that tells what is asked for."""

    pages: tuple[Page, ...]
    declaration: str
    asks: str = ""
    computed: tuple[Computed, ...] = ()
    checks: tuple[SumCheck, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    invoices: Invoices | None = None
    line: int = 0

    def questions(self) -> Iterator[Question]:
        """全部问题: in the order of the pages."""
        for page in self.pages:
            yield from page.questions

    def question(self, key: str) -> Question | None:
        """一个问题: by its key; None for what is not asked."""
        return next((one for one in self.questions() if one.key == key), None)

    def page(self, name: str) -> Page | None:
        """一页: by its id."""
        return next((one for one in self.pages if one.id == name), None)

    def cites(self) -> Iterator[Cite]:
        """出处: of questions and materials."""
        for question in self.questions():
            if question.cite:
                yield question.cite
        for one in self.evidence:
            if one.cite:
                yield one.cite
