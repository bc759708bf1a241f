"""谁主管: which department runs a programme on a day, under its name of that day, and its people.

A department that was dissolved hands its business to its successor; where nobody has read from
which day, the old name stays and the new one is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.parties.enums import PUBLIC_BODIES, Kind
from huiqi.parties.models import Organization, Subject
from huiqi.policies.departments import Office, directory
from huiqi.policies.models import Keeper, Responsibility


@dataclass(frozen=True)
class Handler:
    """主管部门: its name on the day; ``why`` tells of a change of name, and is mostly empty."""

    name: str
    why: str = ""


def kept(day: date) -> Q:
    """仍在库: the rows that the library still told on ``day``."""
    return Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)


def handlers_on(day: date, programmes: Iterable[str]) -> dict[str, Handler]:
    """当日主管部门: by programme; left out where none is known for the day."""
    running = Responsibility.objects.filter(
        kept(day),
        Q(until__isnull=True) | Q(until__gt=day),
        since__lte=day,
        programme__in=set(programmes),
    ).order_by("since", "id")
    names = {one.programme: one.department for one in running}
    return {programme: handler_of(name, day) for programme, name in names.items()}


def handler_of(name: str, day: date, offices: Mapping[str, Office] | None = None) -> Handler:
    """当日名称: of a department that a file names; itself where nothing is known of it."""
    known = directory().by_name if offices is None else offices
    now, why, seen = name, "", {name}
    while (one := known.get(now)) is not None and one.successor not in {"", *seen}:
        if one.until is None:
            later = _("后来由%(new)s接手，从哪天起待核。") % {"new": one.successor}
            return Handler(now, later)
        if one.until > day:
            break
        why = _("原%(old)s，%(day)s 起由%(new)s接手。") % {
            "old": name,
            "day": one.until.isoformat(),
            "new": one.successor,
        }
        now = one.successor
        seen.add(now)
    return Handler(now, why)


def keeper_ids(programme: str, day: date) -> frozenset[int]:
    """维护单位: the bodies whose officers keep the words of a programme; empty: nobody yet.

    Whoever was named for it; else the department in charge, if it is on file as a body.
    """
    named = (
        Keeper.objects.filter(programme=programme, since__lte=day)
        .order_by("-since", "-id")
        .values_list("organization_id", flat=True)[:1]
    )
    for pk in named:
        if pk is not None:
            return frozenset({pk})
    handler = handlers_on(day, [programme]).get(programme)
    if handler is None:
        return frozenset()
    bodies = Organization.objects.filter(name=handler.name, kind__in=PUBLIC_BODIES)
    return frozenset(bodies.order_by("id").values_list("pk", flat=True))


def programmes_of_keeper(organization_id: int, day: date) -> list[str]:
    """本单位维护的项目: by their numbers, in order."""
    begun = Keeper.objects.filter(since__lte=day).order_by("since", "id")
    # The latest of each programme is the last to be put in.
    named = dict(begun.values_list("programme", "organization_id"))
    body = Organization.objects.filter(pk=organization_id, kind__in=PUBLIC_BODIES).first()
    all_named = Responsibility.objects.values_list("programme", flat=True).distinct()
    by_name = {
        programme
        for programme, handler in handlers_on(day, all_named).items()
        if body is not None and handler.name == body.name and named.get(programme) is None
    }
    mine = {programme for programme, pk in named.items() if pk == organization_id}
    return sorted(by_name | mine)


def subjects_of_firms() -> QuerySet[Subject]:
    """在库企业: the subjects of all firms that are still there."""
    firms = Organization.objects.filter(
        kind__in=(Kind.ENTERPRISE, Kind.SOLE_TRADER), closed_until=None
    )
    return Subject.objects.filter(pk__in=firms.values("subject_id")).order_by("pk")
