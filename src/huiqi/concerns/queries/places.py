"""谁负责: the seats of a day, and the unit whose duty an item is."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.concerns.enums import Level, SeatKind
from huiqi.concerns.models import Concern, Cover, Responsibility, Seat
from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization
from huiqi.rules.vocabulary import DISTRICTS
from huiqi.triage import items


def seat_on(kind: SeatKind, day: date) -> Organization | None:
    """席位: which body holds it on a day, or covers for it; None where nobody does."""
    held = Seat.objects.filter(Q(until=None) | Q(until__gt=day), kind=kind, since__lte=day)
    found = held.select_related("organization").order_by("-since").first()
    return covered(found.organization, day) if found else None


def covered(body: Organization, day: date) -> Organization:
    """代班: the body that covers for another one on a day, else that one itself."""
    held = Cover.objects.filter(organization=body, since__lte=day, until__gt=day)
    found = held.select_related("by").order_by("-since").first()
    return found.by if found else body


def desk_on(day: date) -> Organization:
    """受理台: Refused where the city has named none."""
    if found := seat_on(SeatKind.DESK, day):
        return found
    raise Refused([_("本市还没有指定诉求受理台，请联系平台运行人员，或拨打 12345")])


def seat_or_desk(level: Level, case: Concern, day: date) -> Organization:
    """提级到哪里: the body of a level; where it is not set up, the next below, at last the desk."""
    wanted = {
        Level.TASK_FORCE: (SeatKind.TASK_FORCE,),
        Level.LEADING_GROUP: (SeatKind.LEADING_GROUP, SeatKind.TASK_FORCE),
    }.get(level)
    if wanted is None:
        return case.lead or case.desk
    found = (seat_on(kind, day) for kind in wanted)
    return next((one for one in found if one is not None), case.desk)


def duty_of(item: str, district: str, day: date) -> Organization | None:
    """承办单位: by the list of duties, else by the name that the taxonomy gives; None: unknown.

    ``district`` is a code; a unit of the district goes before one of the city, within that the
    longest code of the item.
    """
    codes = [item[:length] for length in range(len(item), 0, -2)]
    listed = Responsibility.objects.filter(
        Q(until=None) | Q(until__gt=day),
        item__in=codes,
        district__in=("", district),
        since__lte=day,
    ).select_related("unit")
    found = sorted(listed, key=lambda one: (one.district != "", len(one.item)), reverse=True)
    if found:
        return covered(found[0].unit, day)
    known = items().get(item)
    if known is None:
        return None
    names = (known.handler(DISTRICTS.get(district, "")), known.department)
    bodies = {one.name: one for one in public_bodies().filter(name__in=names)}
    usual = next((bodies[name] for name in names if name in bodies), None)
    return covered(usual, day) if usual else None


def public_bodies() -> QuerySet[Organization]:
    """公共机构: to which a concern can be dispatched."""
    found = Organization.objects.filter(kind__in=PUBLIC_BODIES, closed_until=None)
    return found.order_by("name", "id")
