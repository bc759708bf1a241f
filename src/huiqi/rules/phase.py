"""时段: how a programme stands on a day: in force, over, ahead, or between two editions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from huiqi.rules.policy import Edition, Policy

Phase = Literal["now", "ended", "ahead", "between"]


def phase_on(policy: Policy, day: date) -> Phase:
    """时段: of a programme on a day."""
    if policy.edition_on(day):
        return "now"
    if day < policy.editions[0].from_:
        return "ahead"
    last = policy.editions[-1].to
    return "ended" if last is not None and day > last else "between"


def nearest_edition(policy: Policy, day: date) -> Edition:
    """最近的版本: the one in force, else the latest before the day, else the first."""
    before = [edition for edition in policy.editions if edition.from_ <= day]
    return policy.edition_on(day) or (before[-1] if before else policy.editions[0])
