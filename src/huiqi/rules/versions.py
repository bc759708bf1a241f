"""历次版本: the days on which the rules of a programme change, and how, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from huiqi.rules.answer import Answer, answer
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.diff import Change, changes
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Edition, Policy

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """一版: from ``from_`` to ``to`` (both included; None: without end) the rules stay the same.

    ``changes`` are those against the version before; none in the first one.
    """

    from_: date
    to: date | None
    edition: Edition
    changes: tuple[Change, ...]

    def covers(self, day: date) -> bool:
        """是否在这一版内: both ends included."""
        return self.from_ <= day and (self.to is None or day <= self.to)

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "from": self.from_.isoformat(),
            "to": self.to and self.to.isoformat(),
            "note": self.edition.note,
            "changes": [one.to_dict() for one in self.changes],
        }


def versions(library: Library, policy: Policy) -> tuple[Version, ...]:
    """历次版本: the latest first."""
    found: list[Version] = []
    for edition in policy.editions:
        days = [edition.from_, *_days_within(policy, edition)]
        for day in days:
            before = rules_on(library, policy, found[-1].from_) if found else None
            told = changes(before, rules_on(library, policy, day)) if before else []
            if day == edition.from_ or told:
                _close(found, day)
                found.append(Version(day, edition.to, edition, tuple(told)))
    return tuple(reversed(found))


def _days_within(policy: Policy, edition: Edition) -> Iterator[date]:
    """When a number changes within an edition."""
    starts = {dated.from_ for one in policy.parameters.values() for dated in one.values}
    yield from sorted(day for day in starts if edition.covers(day) and day != edition.from_)


def _close(found: list[Version], day: date) -> None:
    """The version before ends on the day before, unless its edition ended earlier."""
    if found and (found[-1].to is None or found[-1].to >= day):
        last = found[-1]
        found[-1] = Version(last.from_, day - A_DAY, last.edition, last.changes)


def rules_on(library: Library, policy: Policy, day: date) -> Rules | None:
    """当日规则: of a programme, or None where none is in force."""
    edition = policy.edition_on(day)
    return library.compiled(policy, edition, day, day) if edition else None


def under(library: Library, policy: Policy, version: Version, facts: Facts) -> Answer:
    """按这一版: what the same facts of the same day would get under another version's rules."""
    rules = library.compiled(policy, version.edition, facts.on, version.from_)
    return answer(rules, facts)
