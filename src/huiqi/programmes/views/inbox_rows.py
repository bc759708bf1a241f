"""申报办理的各行: each case with its clock, in groups by the day on which it is due; one beside.

Which one stands beside the list is told by the address, else it is the first: without a script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiqi.kernel.access import Sentence
from huiqi.kernel.days import weekday
from huiqi.programmes.clocks import days_left
from huiqi.programmes.enums import StageState
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.amounts import Computed, computed_of
from huiqi.programmes.queries.cases import Load, Step, history_of
from huiqi.programmes.ruling import Ruling, ruled
from huiqi.programmes.versions import definition_of

SOON: Final = 3  # working days
MOST_BOXES: Final = 14  # a longer row of days says less than its number
DAY_BOXES: Final = 6  # of one day of the strip; the number stands beside them
LATEST: Final = 4  # steps that are told beside the list
GROUPS: Final[tuple[tuple[str, Sentence, str], ...]] = (
    ("over", gettext_lazy("已超期"), "cin"),
    ("today", gettext_lazy("今天到期"), "och"),
    ("week", gettext_lazy("本周到期"), ""),
    ("later", gettext_lazy("以后到期"), ""),
    ("stop", gettext_lazy("停表，等企业或还没有期限"), ""),
)


@dataclass(frozen=True)
class Clock:
    """时钟: its state and words, and so many working days used, left and over."""

    state: str
    words: str
    done: int = 0
    rest: int = 0
    over: int = 0


@dataclass(frozen=True)
class Row:
    """一件: the stage at work, its clock, and how many conditions are met, not met, not known."""

    run: StageRun
    clock: Clock
    told: Counter[str]


@dataclass
class Group:
    """一组: cases due in the same while; ``total`` on all pages together."""

    title: str
    tone: str
    total: int
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Peek:
    """旁边的一件: what an officer wants to know before opening it."""

    row: Row
    ruling: Ruling
    computed: Computed | None
    steps: Sequence[Step]


def clock_of(run: StageRun, today: date) -> Clock:
    """时钟: of a stage; it stands while the firm has something to do."""
    if run.finished_at is not None:
        return Clock("ok", run.application.get_state_display())
    if run.due_on is None:
        return Clock("paused", _("停表") if run.state == StageState.RETURNED else _("没有期限"))
    left = days_left(run, today)
    if left is None:
        return Clock("ok", run.due_on.isoformat())
    if today > run.due_on:
        over = max(1, -left)
        return Clock("over", _over(over), over=min(over, MOST_BOXES))
    whole = run.days + run.extension_days
    done = max(0, whole - left)
    boxes = (done, left) if done + left <= MOST_BOXES else (0, 0)
    words = _("今天到期") if run.due_on == today else _left(left)
    return Clock("soon" if left <= SOON else "ok", words, *boxes)


def _left(days: int) -> str:
    return ngettext("剩 %(days)d 日", "剩 %(days)d 日", days) % {"days": days}


def _over(days: int) -> str:
    return ngettext("超 %(days)d 日", "超 %(days)d 日", days) % {"days": days}


def groups_of(
    runs: Iterable[StageRun],
    told: Mapping[int, Counter[str]],
    due: Mapping[date | None, int],
    today: date,
) -> list[Group]:
    """各组: what is due in the same while stands together; ``due`` counts all pages by day.

    What is over stands in one group without a title.
    """
    totals: Counter[str] = Counter()
    for day, count in due.items():
        totals[_group_of(day, today)] += count
    found = {name: Group(str(title), tone, totals[name]) for name, title, tone in GROUPS}
    ended = Group("", "", 0)
    for run in runs:
        row = Row(run, clock_of(run, today), told[run.application_id])
        group = ended if run.finished_at else found[_group_of(run.due_on, today)]
        group.rows.append(row)
    return [one for one in (*found.values(), ended) if one.rows]


def _group_of(day: date | None, today: date) -> str:
    if day is None:
        return "stop"
    if day <= today:
        return "today" if day == today else "over"
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if day <= sunday else "later"


def peek_of(groups: Sequence[Group], number: str) -> Peek | None:
    """旁边的一件: the one of this number, else the first; None where the page has none.

    None, too, for a case of which nothing was handed in here: there is nothing to tell of it.
    """
    rows = [row for group in groups for row in group.rows]
    if not rows:
        return None
    row = next((one for one in rows if one.run.application.number == number), rows[0])
    application = row.run.application
    snapshot = application.snapshots.order_by("-round").first()
    if snapshot is None:
        return None
    pays = definition_of(application).programme.pays
    return Peek(
        row,
        ruled(snapshot.content["result"]),
        computed_of(application) if pays else None,
        history_of(application)[: -LATEST - 1 : -1],
    )


def strip_of(load: Iterable[Load]) -> list[tuple[Load, range, str]]:
    """今后的件数: each day with one box for each case, up to what fits, and its weekday."""
    return [
        (one, range(min(one.count, DAY_BOXES)), weekday(one.day) if one.day else "") for one in load
    ]
