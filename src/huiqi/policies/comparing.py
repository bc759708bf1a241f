"""历次版本的页面: what changed from one day to another, and what that means for the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huiqi.library import load
from huiqi.library.profile import versions_of
from huiqi.rules.answer import Answer
from huiqi.rules.diff import Change, changes
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy
from huiqi.rules.versions import Version, rules_on, under


@dataclass(frozen=True)
class Held:
    """一版: with what the same facts of the same day would get under its rules."""

    version: Version
    answer: Answer
    is_now: bool


@dataclass(frozen=True)
class Row:
    """一条: how a condition stands on either day; empty where the rules of the day have it not."""

    text: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """对比: of two days, the earlier first; an answer is None where no edition is in force."""

    before_on: date
    after_on: date
    changes: list[Change]
    before: Answer | None
    after: Answer | None

    def rows(self) -> Iterator[Row]:
        """不同的条件: those that stand otherwise, or stand in one of the two only."""
        old = {one.id: one for one in self.before.reasons} if self.before else {}
        new = {one.id: one for one in self.after.reasons} if self.after else {}
        for key in dict.fromkeys([*old, *new]):
            one, other = old.get(key), new.get(key)
            told = other or one
            verdicts = (one.verdict if one else "", other.verdict if other else "")
            if told and verdicts[0] != verdicts[1]:
                yield Row(told.condition, *verdicts)


def held_versions(programme: str, facts: Facts) -> list[Held]:
    """历次版本: the latest first, each with what the facts would get under it."""
    policy = load().policy(programme)
    return [
        Held(one, under(load(), policy, one, facts), one.covers(facts.on))
        for one in versions_of(programme)
    ]


def compared(policy: Policy, one: Facts, other: Facts) -> Compared:
    """对比: what each day knew and asked for, whichever of the two is the earlier."""
    first, second = sorted((one, other), key=lambda facts: facts.on)
    found = changes(*(rules_on(load(), policy, facts.on) for facts in (first, second)))
    answers = [load().explain(policy.id, facts) for facts in (first, second)]
    before, after = (answer if isinstance(answer, Answer) else None for answer in answers)
    return Compared(first.on, second.on, found, before, after)
