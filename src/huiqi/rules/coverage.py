"""覆盖: whether the cases of a programme see every condition of every edition go all three ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.book import Library, OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.judged import Judged
from huiqi.rules.policy import Policy

VERDICTS: Final = ("yes", "no", "unknown")


@dataclass(frozen=True)
class Covered:
    """一项覆盖: how many cases saw one condition of one edition with each verdict.

    ``settled_by_nobody`` (待核): a number of the condition is not known to anyone, so that it
    need not be seen met or failed.
    """

    programme: str
    edition: date
    condition: str
    seen: tuple[int, int, int]
    settled_by_nobody: bool = False
    line: int = 0
    file: str = ""

    @property
    def unseen(self) -> tuple[str, ...]:
        """未见结论: the verdicts that no case has seen and one should."""
        wanted = ("unknown",) if self.settled_by_nobody else VERDICTS
        return tuple(
            verdict
            for verdict, times in zip(VERDICTS, self.seen, strict=True)
            if not times and verdict in wanted
        )


def coverage(library: Library, programme: str) -> tuple[Covered, ...]:
    """覆盖表: every condition of every edition of one programme, in the order of its text.

    Refused where its cases cannot be read.
    """
    policy = library.policy(programme)
    seen = {key: [0, 0, 0] for key in _wanted(policy)}
    open_ones: dict[tuple[date, str], bool] = {}
    for answer in _answers(library, policy):
        first = answer.rules.edition.from_
        for name, verdict in answer.verdicts:
            seen[first, name][VERDICTS.index(verdict)] += 1
        for condition, truth in answer.rules.conditions:
            open_ones[first, condition.id] = _is_open(truth)
    lines = {item.id: item.line for item in policy.when}
    return tuple(
        Covered(
            policy.id,
            first,
            name,
            (times[0], times[1], times[2]),
            open_ones.get((first, name), False),
            lines[name],
            policy.file,
        )
        for (first, name), times in seen.items()
    )


def _wanted(policy: Policy) -> Iterator[tuple[date, str]]:
    for edition in policy.editions:
        yield from ((edition.from_, item.id) for item in policy.only(edition).when)


def _answers(library: Library, policy: Policy) -> Iterator[Judged]:
    cases = load_cases(policy.path)
    for case in cases.cases:
        found = library.judge(policy.id, Facts.read(cases.facts(case), case.on, consistent=False))
        if not isinstance(found, OutOfForce):
            yield found


def _is_open(one: x.Expr) -> bool:
    """Whether a number that the sources leave open (待核) takes part."""
    if isinstance(one, x.Const):
        return bool(one.unknown)
    return any(_is_open(part) for part in x.children(one))
