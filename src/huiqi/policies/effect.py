"""发布前的效果: what a draft changes, how it reads, what it covers, and what the rule itself says.

Words are checked against the rule by hand: this lays the two side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from huiqi.library import load
from huiqi.policies.models import PARTS, FirmCount, Summary, labels
from huiqi.policies.readability import Finding, findings
from huiqi.policies.wording import summary_of
from huiqi.rules.answer import clause_of
from huiqi.rules.files import load_cases
from huiqi.rules.policy import Cite, Policy
from huiqi.rules.testing import check

# A number or a Latin word is changed as a whole, Chinese by the character.
PIECE: Final = re.compile(r"[0-9A-Za-z.,%]+|.", re.DOTALL)
SAME, ADDED, REMOVED = "=", "+", "-"


@dataclass(frozen=True)
class Change:
    """一部分的改动: pieces of text, each kept, added or removed, in the order of reading."""

    label: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def is_changed(self) -> bool:
        """是否改了."""
        return any(kind != SAME for kind, _text in self.pieces)


@dataclass(frozen=True)
class Covered:
    """条款覆盖: a clause that the programme rests on, and whether the words name it."""

    clause: str
    is_named: bool


@dataclass(frozen=True)
class Cases:
    """案例: how many worked examples of the rule were run, and what disagreed."""

    count: int
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """发布前的效果: everything that the page lays beside the words; ``firms`` None: not counted."""

    changes: tuple[Change, ...]
    readability: tuple[tuple[str, Finding], ...]
    clauses: tuple[Covered, ...]
    cases: Cases
    firms: FirmCount | None
    rules_moved: bool
    rule_says: Mapping[str, str]

    @property
    def named(self) -> int:
        """写到的条款: how many."""
        return sum(one.is_named for one in self.clauses)


def effect_of(summary: Summary, published: Summary | None) -> Effect:
    """发布前的效果: of a draft, against what is published now."""
    policy = load().policy(summary.programme)
    return Effect(
        changes=tuple(changes_between(published, summary)),
        readability=tuple(_readability(summary)),
        clauses=tuple(_covered(policy, summary)),
        cases=cases_of(policy),
        firms=latest_count(summary.programme),
        rules_moved=summary.rules_version != policy.sha256,
        rule_says=summary_of(policy),
    )


def changes_between(old: Summary | None, new: Summary) -> Iterator[Change]:
    """改动: of every part, also of those that stay as they are."""
    titles = labels()
    for name in PARTS:
        before = getattr(old, name) if old else ""
        yield Change(titles[name], tuple(diff(before, getattr(new, name))))


def diff(before: str, after: str) -> Iterator[tuple[str, str]]:
    """逐字比较: pieces in the order of reading; what is replaced is first removed."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield SAME, "".join(old[a:b])
            continue
        if a < b:
            yield REMOVED, "".join(old[a:b])
        if c < d:
            yield ADDED, "".join(new[c:d])


def _readability(summary: Summary) -> Iterator[tuple[str, Finding]]:
    titles = labels()
    for name, text in summary.parts.items():
        if name != "basis":  # names of documents are as long as they are
            yield from ((titles[name], found) for found in findings(text))


def _covered(policy: Policy, summary: Summary) -> Iterator[Covered]:
    held = policy.only(policy.editions[-1])
    amount = held.amount
    items = [*held.when, *held.checks]
    items += [*amount.parts, *amount.caps, *amount.minus] if amount else []
    told = _bare(summary.basis)
    for cite in dict.fromkeys(item.cite for item in items):
        yield Covered(clause_of(policy, cite), _is_named(policy, cite, told))


def _is_named(policy: Policy, cite: Cite, told: str) -> bool:
    """The document by its number or title, and the clause in it if there is one."""
    source = policy.sources[cite.source]
    names = [name for name in (source.document_no, source.title) if name]
    is_there = any(_bare(name) in told for name in names)
    return is_there and _bare(cite.clause) in told


def _bare(text: str) -> str:
    return re.sub(r"[\s“”\"《》]", "", text)


def cases_of(policy: Policy) -> Cases:
    """案例: of a programme, run now."""
    problems = check(load(), policy)
    return Cases(len(load_cases(policy.path).cases), tuple(one.what for one in problems))


def latest_count(programme: str) -> FirmCount | None:
    """企业计数: the latest of a programme."""
    return FirmCount.objects.filter(programme=programme).order_by("-id").first()
