"""登记册: every number of the library by date, what is still 待核 and where sources conflict.

They are made from the policies themselves and their source.md, so that they cannot differ
from what the engine computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huiqi.rules import expr as x
from huiqi.rules.answer import clause_of
from huiqi.rules.book import Library, OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.judged import Judged
from huiqi.rules.policy import Dated, Parameter, Policy
from huiqi.rules.problems import Refused
from huiqi.rules.source_page import Entry, read_source_page


@dataclass(frozen=True)
class Number:
    """数值: one dated value of one parameter; ``to`` (included) is None where no end is known."""

    policy: Policy
    parameter: Parameter
    dated: Dated
    to: date | None

    @property
    def is_open(self) -> bool:
        """是否待核: not known at all, or known from a source that nobody has verified."""
        return self.dated.value is None or self.policy.is_unverified(self.dated)

    @property
    def clause(self) -> str:
        """条款: document and clause of this very value."""
        return clause_of(self.policy, self.dated.cite)


@dataclass(frozen=True)
class Noted:
    """记载: one entry of a programme's source.md."""

    policy: Policy
    entry: Entry


def numbers(library: Library) -> Iterator[Number]:
    """全部数值: by programme, parameter and day."""
    for policy in library.policies.values():
        last = policy.editions[-1].to
        for parameter in policy.parameters.values():
            later = [dated.from_ for dated in parameter.values[1:]]
            ends = [date.fromordinal(day.toordinal() - 1) for day in later]
            for dated, to in zip(parameter.values, [*ends, last], strict=True):
                yield Number(policy, parameter, dated, to)


def noted(library: Library, kind: str) -> Iterator[Noted]:
    """来源记载: the entries of ``open``, ``conflicts`` or ``choices`` of every source.md."""
    for policy in library.policies.values():
        page = read_source_page(policy.path / "source.md")
        yield from (Noted(policy, entry) for entry in getattr(page, kind))


# What hangs on it


def stakes(library: Library) -> Mapping[str, Fraction]:
    """牵涉金额: the most yuan one applicant gets in any case of a programme, by programme.

    A recognition pays nothing itself: on it hang the programmes that ask for its title. A
    programme without any money at stake has 0.
    """
    answers = {one.id: list(_answers(library, one)) for one in library.policies.values()}
    direct = {name: max(map(_most, found), default=Fraction(0)) for name, found in answers.items()}
    asked = {name: _titles(found) for name, found in answers.items()}
    return {
        name: max(
            direct[name],
            *(direct[other] for other in asked if name.split(".")[1] in asked[other]),
            Fraction(0),
        )
        for name in direct
    }


def open_numbers(
    library: Library, at_stake: Mapping[str, Fraction]
) -> list[tuple[Number, Fraction]]:
    """待核数值: with the yuan ``at_stake`` (``stakes``), the most expensive first."""
    found = [(one, at_stake[one.policy.id]) for one in numbers(library) if one.is_open]
    return sorted(found, key=lambda one: -one[1])


def open_notes(library: Library, at_stake: Mapping[str, Fraction]) -> list[tuple[Noted, Fraction]]:
    """待核事项: the open points of every source.md with the yuan ``at_stake``, most first."""
    found = [(one, at_stake[one.policy.id]) for one in noted(library, "open")]
    return sorted(found, key=lambda one: -one[1])


def _answers(library: Library, policy: Policy) -> Iterator[Judged]:
    cases = load_cases(policy.path)
    for case in cases.cases:
        try:
            found = library.judge(
                policy.id, Facts.read(cases.facts(case), case.on, consistent=False)
            )
        except Refused:
            continue  # ``library check`` tells what is wrong with the case
        if not isinstance(found, OutOfForce):
            yield found


def _most(answer: Judged) -> Fraction:
    if answer.money is None:
        return Fraction(0)
    known = (answer.money.gross, answer.money.range[1])
    return max(amount or Fraction(0) for amount in known)


def _titles(answers: Iterable[Judged]) -> set[str]:
    # Of a programme's cases, most are judged by the same rules.
    verdicts = {id(one.rules.verdict): one.rules.verdict for one in answers}
    return {title for verdict in verdicts.values() for title in _titles_in(verdict)}


def _titles_in(one: x.Expr) -> Iterator[str]:
    if isinstance(one, x.Held | x.Granted):
        yield one.title
    for part in x.children(one):
        yield from _titles_in(part)
