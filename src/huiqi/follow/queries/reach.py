"""触达的查询: how many firms came how far, counted from what is on record each time it is asked.

How many could have a programme is what the table of matches says of all firms on file, whether
anybody of them looked or not; until it was first made it is those for whom somebody looked.
Who began, handed in and was paid is what the applications and the ledger say.

For the public every count is rounded down to a multiple of five, and below five it is «fewer
than five», none included: no published number, nor the difference of two, tells of so few.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Count

from huiqi.citywide.queries import counts_of_programmes, table_state
from huiqi.citywide.queries.matches import Counts
from huiqi.follow.enums import Reason, Stage, Target
from huiqi.follow.models import DropReason, ReachStep
from huiqi.follow.queries.covering import called, department_of
from huiqi.library import load
from huiqi.programmes.queries.coming import firms_by_programme

CELL: Final = 5
Counted = int | None  # None: fewer than five


@dataclass(frozen=True)
class Reach:
    """一项政策的触达: firms by stage, in order, and by the reason for which they do not want it."""

    programme: str
    title: str
    department: str
    counts: tuple[Counted, ...]
    reasons: tuple[tuple[str, Counted], ...] = ()


def reach() -> list[Reach]:
    """触达: of every programme that a firm fits or came to, those with most firms first."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    steps = ReachStep.objects.order_by("programme", "stage").values("programme", "stage")
    for row in steps.annotate(firms=Count("id")):
        counts[row["programme"]][row["stage"]] = row["firms"]
    if counted_on() is not None:
        eligible = counts_of_programmes()
        for name in {*eligible, *counts}:
            fits = eligible.get(name, Counts()).yes
            if fits or name in counts:
                counts[name][Stage.ELIGIBLE] = fits
    for name, came in firms_by_programme().items():
        counts[name] |= {
            Stage.STARTED: came.started,
            Stage.SUBMITTED: came.submitted,
            Stage.PAID: came.paid,
        }
    reasons = _reasons()
    names = [name for name in {*counts, *reasons} if name in load().policies]
    found = [_of(name, counts[name], reasons[name]) for name in sorted(names)]
    return sorted(found, key=lambda one: [-(count or 0) for count in one.counts])


def counted_on() -> date | None:
    """数到哪天: the day of the table of matches; None before it was made for the first time."""
    return table_state().complete_on


def for_the_public(found: list[Reach]) -> list[Reach]:
    """公开的触达: with small numbers hidden, in the order of titles, which tells nothing."""
    hidden = [
        replace(
            one,
            counts=tuple(public_count(count) for count in one.counts),
            reasons=tuple((why, public_count(count)) for why, count in one.reasons),
        )
        for one in found
    ]
    return sorted(hidden, key=lambda one: (one.title, one.programme))


def public_count(count: Counted) -> Counted:
    """公开的数: rounded down to a multiple of five; None below."""
    return None if count is None or count < CELL else count - count % CELL


def _of(name: str, counts: dict[str, int], reasons: Counter[str]) -> Reach:
    return Reach(
        name,
        called(Target.PROGRAMME, name),
        department_of(name),
        tuple(counts.get(stage, 0) for stage in Stage),
        tuple((str(Reason(why).label), count) for why, count in reasons.most_common()),
    )


def _reasons() -> dict[str, Counter[str]]:
    """What each firm said last of each programme."""
    latest = DropReason.objects.order_by("programme", "subject_id", "-id")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in latest.distinct("programme", "subject_id"):
        found[one.programme][one.reason] += 1
    return found


def stage_names() -> list[str]:
    """环节的名称: in order."""
    return [str(stage.label) for stage in Stage]
