"""席位、责任清单和代班的办理: who takes concerns in, who answers for what, who covers for whom.

Nothing is deleted: what is over keeps its days. There is no duty without a desk that sends
concerns on, and the desk never ends: it passes to another body on a day. Whoever is given
something has people in office, else what comes there would be read by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiqi.concerns.access import OFFICERS, keeps_seats
from huiqi.concerns.enums import SeatKind
from huiqi.concerns.models import Cover, Responsibility, Seat
from huiqi.concerns.queries.places import seat_on
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import legible, worded
from huiqi.parties.enums import PUBLIC_BODIES, Kind
from huiqi.parties.models import Organization
from huiqi.parties.queries.acting import memberships_at
from huiqi.rules.vocabulary import DISTRICTS
from huiqi.triage import items

AHEAD: Final = 365  # calendar days: nothing is arranged for later
COVER_MOST: Final = 183  # calendar days: whoever is away for longer has left
LONGEST: Final = 200
Row = TypeVar("Row", Seat, Responsibility)


@transaction.atomic
def give_seat(
    *, kind: str, unit: Organization | None, since: date | None, actor: Actor, now: datetime
) -> Seat:
    """设席位: a body takes it on a day, when whoever had it ends; Refused with every flaw."""
    require(keeps_seats | is_system, actor)
    found = [*_flaws_of_body(unit, now), *_flaws_of_day(since, _("起日"), now)]
    if kind not in SeatKind.values:
        found.insert(0, _("选席位"))
    if found or unit is None or since is None:
        raise Refused(found)
    held = Seat.objects.select_for_update(of=("self",)).filter(kind=kind).order_by("-since")
    last = held.first()
    if last is not None and since <= last.since:
        raise Refused([worded("现在的单位从 %(day)s 起，新的要更晚", day=last.since)])
    if last is not None and last.until is None:
        if last.organization_id == unit.pk:
            raise Refused([_("这个单位已经在这个席位上")])
        last.until = since
        rows.save(last, only=("until",))
    elif last is not None and last.until is not None and since < last.until:
        raise Refused([worded("上一个单位到 %(day)s 为止，新的不能更早", day=last.until)])
    made = rows.save(Seat(kind=kind, organization=unit, since=since))
    record_write(actor, "设诉求席位", made, detail={"单位": unit.name, "自": str(since)})
    return made


@transaction.atomic
def end_seat(*, seat: Seat | None, until: date | None, actor: Actor, now: datetime) -> Seat:
    """撤席位: the task force's or the leading group's; the desk passes on and never ends."""
    require(keeps_seats | is_system, actor)
    held = _still(Seat.objects.select_for_update(of=("self",)), seat)
    if held.kind == SeatKind.DESK:
        raise Refused([_("诉求受理台不能空着：另设一个单位，这个单位就到那一天为止")])
    _end(held, until, now)
    record_write(actor, "撤诉求席位", held, detail={"至": str(until)})
    return held


@transaction.atomic
def add_duty(  # noqa: PLR0913 -- all that a duty is
    *,
    item: str,
    district: str,
    unit: Organization | None,
    since: date | None,
    basis: str,
    actor: Actor,
    now: datetime,
) -> Responsibility:
    """列责任: an item of a district is a body's duty from a day on; Refused with every flaw."""
    require(keeps_seats | is_system, actor)
    told = legible(basis)
    found = [
        *_flaws_of_item(item, district),
        *_flaws_of_body(unit, now),
        *_flaws_of_reach(unit, district),
        *_flaws_of_day(since, _("起日"), now),
        *_flaws_of_text(told, _("依据")),
    ]
    if since is not None and seat_on(SeatKind.DESK, since) is None:
        found.append(_("那一天还没有诉求受理台，没有人分派：先设受理台"))
    if found or unit is None or since is None:
        raise Refused(found)
    known = Responsibility.objects.select_for_update(of=("self",))
    before = known.filter(item=item, district=district).order_by("-since").first()
    if before is not None and (before.until is None or since < before.until):
        raise Refused([_("这个事项在这个区已经有承办单位，先写明它到哪一天为止")])
    made = rows.save(
        Responsibility(item=item, district=district, unit=unit, since=since, basis=told)
    )
    record_write(actor, "列入责任清单", made, detail={"单位": unit.name, "自": str(since)})
    return made


@transaction.atomic
def end_duty(
    *, duty: Responsibility | None, until: date | None, actor: Actor, now: datetime
) -> Responsibility:
    """移出责任清单: from a day on; concerns already there stay there."""
    require(keeps_seats | is_system, actor)
    held = _still(Responsibility.objects.select_for_update(of=("self",)), duty)
    _end(held, until, now)
    record_write(actor, "移出责任清单", held, detail={"至": str(until)})
    return held


@transaction.atomic
def set_cover(  # noqa: PLR0913 -- all that a cover is
    *,
    unit: Organization | None,
    by: Organization | None,
    since: date | None,
    until: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Cover:
    """代班: what would come to ``unit`` comes to ``by``, for whom nobody covers meanwhile."""
    require(keeps_seats | is_system, actor)
    told = legible(reason)
    found = [
        *([] if unit is not None else [_("选暂时不能办的单位")]),
        *_flaws_of_body(by, now),
        *_flaws_of_day(since, _("起日"), now),
        *_flaws_of_text(told, _("原因")),
    ]
    if unit is not None and by is not None and unit.pk == by.pk:
        found.append(_("选另一个单位代班"))
    if since is not None and (until is None or not 0 < (until - since).days <= COVER_MOST):
        found.append(worded("止日要晚于起日，最多代 %(most)s 天", most=COVER_MOST))
    if found or unit is None or by is None or since is None or until is None:
        raise Refused(found)
    # One after the other: of two at once, neither would see the chain that both make.
    among = Organization.objects.filter(pk__in=[unit.pk, by.pk]).order_by("pk")
    list(among.select_for_update(of=("self",), no_key=True))
    _refuse_chain(unit, by, since, until)
    made = rows.save(Cover(organization=unit, by=by, since=since, until=until, reason=told))
    record_write(actor, "登记代班", made, detail={"单位": unit.name, "由": by.name})
    return made


@transaction.atomic
def end_cover(*, cover: Cover | None, actor: Actor, now: datetime) -> Cover:
    """结束代班: from tomorrow on; one that has not begun never does and keeps one day on record."""
    require(keeps_seats | is_system, actor)
    today = now.astimezone(CITY).date()
    held = Cover.objects.select_for_update(of=("self",)).filter(pk=cover.pk if cover else 0).first()
    if held is None or held.until <= today + timedelta(days=1):
        raise WrongState([_("选一个还没有结束的代班")])
    if held.since > today:
        raise Refused([_("代班还没有开始：到那一天再结束，或者从那一天起另行安排")])
    held.until = today + timedelta(days=1)
    rows.save(held, only=("until",))
    record_write(actor, "结束代班", held, detail={"至": str(held.until)})
    return held


def _still(found: QuerySet[Row], row: Row | None) -> Row:
    held = found.filter(pk=row.pk if row else 0, until=None).first()
    if held is None:
        raise WrongState([_("选一项还没有写明止日的")])
    return held


def _end(held: Seat | Responsibility, until: date | None, now: datetime) -> None:
    today = now.astimezone(CITY).date()
    first = max(today, held.since) + timedelta(days=1)
    last = today + timedelta(days=AHEAD)
    if until is None or not first <= until <= last:
        raise Refused([worded("止日从 %(first)s 到 %(last)s 选", first=first, last=last)])
    held.until = until
    rows.save(held, only=("until",))


def _refuse_chain(unit: Organization, by: Organization, since: date, until: date) -> None:
    meanwhile = Cover.objects.filter(since__lt=until, until__gt=since)
    if meanwhile.filter(organization=by).exists():
        raise Refused([worded("%(unit)s自己那段时间由别人代班，选另一个单位", unit=by.name)])
    if meanwhile.filter(by=unit).exists():
        raise Refused([worded("%(unit)s那段时间在代别人的班，先换人代那个班", unit=unit.name)])


def _flaws_of_body(unit: Organization | None, now: datetime) -> Iterator[str]:
    """A public body in which somebody may act: else nobody would read what comes there."""
    if unit is None or unit.kind not in PUBLIC_BODIES or unit.closed_until is not None:
        yield _("选一个市级或区级部门")
        return
    if not memberships_at(now).filter(organization=unit, role__in=OFFICERS).exists():
        yield worded("%(unit)s还没有人任办理岗位，诉求到了没有人看：先登记任职", unit=unit.name)


def _flaws_of_item(item: str, district: str) -> Iterator[str]:
    if item not in items():
        yield _("选诉求的事项")
    if district and district not in DISTRICTS:
        yield _("选行政区，或者全市")


def _flaws_of_reach(unit: Organization | None, district: str) -> Iterator[str]:
    if unit is not None and unit.kind == Kind.DISTRICT_OFFICE and unit.district != district:
        yield worded("%(unit)s只管本区：行政区要选它所在的区", unit=unit.name)


def _flaws_of_day(day: date | None, what: str, now: datetime) -> Iterator[str]:
    first = now.astimezone(CITY).date()
    last = first + timedelta(days=AHEAD)
    if day is None or not first <= day <= last:
        yield worded("%(what)s从 %(first)s 到 %(last)s 选", what=what, first=first, last=last)


def _flaws_of_text(text: str, what: str) -> Iterator[str]:
    if not text:
        yield worded("请写明%(what)s", what=what)
    elif len(text) > LONGEST:
        yield worded("%(what)s最多 %(most)s 个字，请写短一些", what=what, most=LONGEST)
