"""推送的查询: where a person is pushed what, what is due, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from huiqi.inbox.enums import PACES, STATUTORY, Kind, Pace, Service
from huiqi.inbox.gateways import is_live
from huiqi.inbox.models import Push, PushAddress, PushChoice, SimulatedDelivery
from huiqi.inbox.queries.messages import next_moment_outside
from huiqi.kernel.access import Actor
from huiqi.kernel.now import CITY

DIGEST_AT: Final = time(8, 30)  # when an office begins; after the usual quiet hours


def addresses_of(actor: Actor) -> QuerySet[PushAddress]:
    """推送地址: all of the person, those that are ended as well, in the order of registration."""
    if actor.person_id is None:
        return PushAddress.objects.none()
    return PushAddress.objects.filter(person_id=actor.person_id).order_by("created_at", "id")


def failing_of(actor: Actor) -> PushAddress | None:
    """送不到的地址: the one of the person's where the last try failed most lately."""
    failed = addresses_of(actor).filter(ended_at__isnull=True, failed_at__isnull=False)
    return failed.order_by("-failed_at", "-id").first()


def pushed_addresses(people: Iterable[int]) -> dict[int, list[PushAddress]]:
    """可推送的地址: of each of these people, with what was chosen for them."""
    found: dict[int, list[PushAddress]] = {}
    rows = (
        PushAddress.objects.filter(person_id__in=list(people))
        .filter(ended_at__isnull=True, verified_at__isnull=False)
        .order_by("id")
        .prefetch_related(Prefetch("choices", PushChoice.objects.order_by("id")))
    )
    for one in rows:
        if may_be_sent_to(one):
            found.setdefault(one.person_id, []).append(one)
    return found


def may_be_sent_to(address: PushAddress) -> bool:
    """是否可以送: what was verified by a simulation gets nothing real until it is verified anew."""
    is_in_use = address.ended_at is None and address.verified_at is not None
    return is_in_use and not (address.is_simulated and is_live(address.service))


def pace_of(address: PushAddress, kind: Kind) -> Pace:
    """推送时机: of one kind to one address, as chosen or as for everybody."""
    chosen = {one.kind: Pace(one.pace) for one in address.choices.all()}
    return chosen.get(kind, PACES[kind])


@dataclass(frozen=True)
class PaceChoice:
    """一种消息的推送时机: as chosen for an address, or as for everybody."""

    kind: Kind
    pace: Pace

    @property
    def is_statutory(self) -> bool:
        """是否法定: never put off to the morning's digest."""
        return self.kind in STATUTORY


def paces_of(address: PushAddress) -> list[PaceChoice]:
    """推送时机: of every kind to one address."""
    return [PaceChoice(kind, pace_of(address, kind)) for kind in Kind]


def next_digest(hours: tuple[time, time] | None, now: datetime) -> datetime:
    """汇总的时刻: the next morning's, or of this one when it is still early."""
    local = now.astimezone(CITY)
    at = datetime.combine(local.date(), DIGEST_AT, CITY)
    if at < local:
        at += timedelta(days=1)
    return next_moment_outside(hours, at)


def pushes_due(now: datetime) -> QuerySet[Push]:
    """待推送: what need not wait any longer."""
    return Push.objects.filter(queued=False, due_at__lte=now).order_by("address_id", "id")


def simulated_of(actor: Actor) -> QuerySet[SimulatedDelivery]:
    """模拟送达: to the addresses of the person, the latest first."""
    if actor.person_id is None:
        return SimulatedDelivery.objects.none()
    own = SimulatedDelivery.objects.filter(person_id=actor.person_id)
    return own.select_related("address").order_by("-at", "-id")


@dataclass(frozen=True)
class Traffic:
    """一种推送方式的情况: addresses in use, and pushes of the last seven days by outcome."""

    service: Service
    is_live: bool
    addresses: int
    sent: int
    simulated: int
    failed: int
    waiting: int


WEEK: Final = timedelta(days=7)


def traffic(now: datetime) -> list[Traffic]:
    """各种推送方式: numbers only, for whoever looks after the system and sees nobody's matters."""
    return [_traffic(service, now - WEEK) for service in Service]


def _traffic(service: Service, since: datetime) -> Traffic:
    of_service = Push.objects.filter(address__service=service)
    sent = of_service.filter(sent_at__gte=since)
    open_ones = Q(ended_at__isnull=True, verified_at__isnull=False)
    return Traffic(
        service=service,
        is_live=is_live(service),
        addresses=PushAddress.objects.filter(open_ones, service=service).count(),
        sent=sent.filter(is_simulated=False).count(),
        simulated=sent.filter(is_simulated=True).count(),
        failed=of_service.filter(failed_at__gte=since).count(),
        waiting=of_service.filter(sent_at=None, failed_at=None, dropped_at=None).count(),
    )


def troubles(now: datetime) -> QuerySet[PushAddress]:
    """送不到的地址: open ones whose last try failed within the week, the latest first."""
    failed = PushAddress.objects.filter(ended_at__isnull=True, failed_at__gte=now - WEEK)
    return failed.order_by("-failed_at", "-id")
