"""办理端的列表: what an office has to do, by its clock; counted for each tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from huiqi.concerns.enums import OPEN, OVER, WITH_FIRM, State
from huiqi.concerns.models import CoHandling, Concern
from huiqi.concerns.queries.scoped import cases_in_sight
from huiqi.concerns.queries.standing import overdue_at
from huiqi.kernel.access import Actor

TABS: Final = ("mine", "desk", "unit", "firm", "co", "over", "all")
LONGEST: Final = 60
# Nobody works by the difference between 999 and a thousand; to count on takes longer than the page.
MOST_COUNTED: Final = 999


@dataclass(frozen=True)
class Wanted:
    """筛选: a tab, and words of the title, a number or a firm."""

    tab: str = "all"
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否筛选过."""
        return self.tab != "all" or bool(self.text)


def cases_wanted(actor: Actor, wanted: Wanted, now: datetime) -> QuerySet[Concern]:
    """要看的诉求: open ones by their clock; those that are over, the latest first."""
    found = cases_in_sight(actor).filter(_of_tab(wanted.tab, actor, now))
    if wanted.text:
        found = found.filter(
            Q(number__iexact=wanted.text)
            | Q(title__icontains=wanted.text)
            | Q(organization__name__icontains=wanted.text)
        )
    if wanted.tab == "over":
        return found.order_by("-ended_at", "-id")
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


def counts_of(actor: Actor, now: datetime) -> Mapping[str, int]:
    """各类件数: of what is open; how many are overdue under ``late``.

    One more than ``MOST_COUNTED`` stands for all that are more than that.
    """
    sight = cases_in_sight(actor)
    found = {tab: _of_tab(tab, actor, now) for tab in TABS if tab != "over"}
    found["late"] = overdue_at(now)
    return {
        name: sight.filter(which).order_by()[: MOST_COUNTED + 1].count()
        for name, which in found.items()
    }


def told(count: int) -> str:
    """件数的写法: «999+» where there are more than are counted."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _of_tab(tab: str, actor: Actor, now: datetime) -> Q:
    del now
    is_open = Q(state__in=OPEN)
    own = actor.organization_id
    if tab == "over":
        return Q(state__in=OVER)  # as the index says it
    if tab == "mine":
        return is_open & Q(officer=actor.person_id)
    if tab == "desk":
        return Q(state__in=(State.SUBMITTED, State.OBJECTED), desk=own)
    if tab == "unit":
        return is_open & Q(unit=own) & ~Q(state__in=(*WITH_FIRM, State.SUBMITTED, State.OBJECTED))
    if tab == "firm":
        return Q(state__in=WITH_FIRM, lead=own)
    if tab == "co":
        asked = CoHandling.objects.filter(unit=own, given_at=None).order_by()
        return is_open & Q(pk__in=asked.values("concern"))
    return is_open
