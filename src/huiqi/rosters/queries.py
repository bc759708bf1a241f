"""名单的查询: lists of the programmes in charge, their firms, and what came in and went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.kernel.access import Actor
from huiqi.policies.access import WRITERS
from huiqi.policies.charge import programmes_of_keeper
from huiqi.rosters.models import Roster, RosterFirm


@dataclass(frozen=True)
class FirmFilter:
    """筛选: empty chooses all; ``text`` is in the name or the credit code.

    A firm whose district, industry or size is not known is found under ``UNKNOWN``.
    """

    text: str = ""
    district: str = ""
    industry: str = ""
    size: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否有筛选."""
        return self != FirmFilter()


UNKNOWN = "unknown"
GROUPS = ("district", "industry", "size")


def programmes_in_charge(actor: Actor, day: date) -> list[str]:
    """本单位主管的项目: whose lists the actor may make and read, by number."""
    if actor.organization_id is None or not actor.has(*WRITERS):
        return []
    return sorted(programmes_of_keeper(actor.organization_id, day))


def rosters_of(programmes: Iterable[str]) -> QuerySet[Roster]:
    """名单: of some programmes, the latest first."""
    found = Roster.objects.filter(programme__in=list(programmes))
    return found.select_related("register", "organization", "asked_by").order_by("-id")


def firms_of(roster: Roster, wanted: FirmFilter = FirmFilter()) -> QuerySet[RosterFirm]:
    """名单里的企业: those that the filter leaves, in the order of the register."""
    found = RosterFirm.objects.filter(roster=roster).order_by("id")
    if wanted.text:
        found = found.filter(Q(name__icontains=wanted.text) | Q(credit_code__icontains=wanted.text))
    for group in GROUPS:
        value = getattr(wanted, group)
        if value:
            found = found.filter(**{group: "" if value == UNKNOWN else value})
    return found


def groups_of(roster: Roster, group: str) -> list[str]:
    """有哪些组: of the firms of a list, in order; empty for those of whom it is not known."""
    found = RosterFirm.objects.filter(roster=roster).order_by(group)
    return list(found.values_list(group, flat=True).distinct())


def earlier_rosters(roster: Roster) -> QuerySet[Roster]:
    """以前的名单: finished ones of the same programme and kind, the latest first."""
    same = Roster.objects.filter(programme=roster.programme, kind=roster.kind)
    return same.filter(pk__lt=roster.pk, finished_at__isnull=False).order_by("-id")


def came_in(old: Roster, new: Roster) -> QuerySet[RosterFirm]:
    """新进来的: named by ``new`` and not by ``old``, as the new list tells of them."""
    return _only_in(new, old)


def went_out(old: Roster, new: Roster) -> QuerySet[RosterFirm]:
    """出去的: named by ``old`` and not by ``new``, as the old list told of them."""
    return _only_in(old, new)


def _only_in(one: Roster, other: Roster) -> QuerySet[RosterFirm]:
    elsewhere = RosterFirm.objects.filter(roster=other, subject_id=OuterRef("subject_id"))
    return RosterFirm.objects.filter(~Exists(elsewhere), roster=one).order_by("id")
