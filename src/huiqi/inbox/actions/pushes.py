"""推送的办理: planned with each message, handed to the outbox in time, put on record when done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from huiqi.inbox.access import is_system
from huiqi.inbox.enums import RINGS_AT_NIGHT, Kind, Pace
from huiqi.inbox.models import Message, Push, PushAddress, SimulatedDelivery
from huiqi.inbox.queries.messages import next_moment_outside
from huiqi.inbox.queries.pushes import next_digest, pace_of, pushes_due
from huiqi.kernel import outbox, rows
from huiqi.kernel.access import Actor, require
from huiqi.parties import scope

PUSH: Final = "inbox.push"  # the kind of the outbox

Hours = tuple[time, time] | None


def plan_pushes(
    message: Message, addresses: Sequence[PushAddress], hours: Hours, now: datetime
) -> None:
    """安排推送: of a new message, to each address for which its kind was chosen."""
    kind = Kind(message.kind)
    for address in addresses:
        pace = pace_of(address, kind)
        if pace == Pace.NEVER:
            continue
        if pace == Pace.DAILY:
            due = next_digest(hours, now)
        else:
            due = next_moment_outside(None if kind in RINGS_AT_NIGHT else hours, now)
        is_ready = pace == Pace.NOW and due <= now
        push = rows.save(
            Push(
                person_id=message.person_id,
                address=address,
                message=message,
                pace=pace,
                due_at=due,
                queued=is_ready,
            )
        )
        if is_ready:
            _post([push])


@transaction.atomic
def queue_pushes(*, actor: Actor, now: datetime) -> int:
    """交发件箱: what need not wait any longer, a digest as one; how many leave."""
    require(is_system, actor)
    with scope.everything():
        due = list(pushes_due(now).select_for_update(skip_locked=True, of=("self",)))
        Push.objects.filter(pk__in=[one.pk for one in due]).update(queued=True)
        alone = [[one] for one in due if one.pace == Pace.NOW]
        daily = (one for one in due if one.pace == Pace.DAILY)
        digests = [list(found) for _, found in groupby(daily, lambda one: one.address_id)]
        for pushes in (*alone, *digests):
            _post(pushes)
    return len(alone) + len(digests)


def _post(pushes: Sequence[Push]) -> None:
    numbers = [one.pk for one in pushes]
    outbox.post(PUSH, f"{PUSH}:{numbers[0]}", {"pushes": numbers})


# What became of it: for the outbox alone, in its transaction


def mark_sent(pushes: Sequence[Push], *, is_simulated: bool, now: datetime) -> None:
    """记送出: an address that took something works again. However many there are, at once."""
    _rows(pushes).update(sent_at=now, failed_at=None, is_simulated=is_simulated)
    taken = {one.address_id for one in pushes}
    PushAddress.objects.filter(pk__in=taken).update(failed_at=None)


def mark_dropped(pushes: Sequence[Push], now: datetime) -> None:
    """记不再要: declined, ended or not verified anew since it was planned."""
    if pushes:
        _rows(pushes).update(dropped_at=now)


def _rows(pushes: Sequence[Push]) -> QuerySet[Push]:
    return Push.objects.filter(pk__in=[one.pk for one in pushes])


def mark_failed(numbers: Sequence[int], now: datetime) -> None:
    """记放弃: after the last try; the page of the person says so."""
    failed = Push.objects.filter(pk__in=numbers, sent_at=None)
    PushAddress.objects.filter(pk__in=failed.values("address_id")).update(failed_at=now)
    failed.update(failed_at=now)


def mark_code_failed(address_id: int, now: datetime) -> None:
    """记验证码没有送达: in time to be of use."""
    PushAddress.objects.filter(pk=address_id, ended_at=None).update(failed_at=now)


def keep_simulated(
    *, key: str, address: PushAddress, text: str, now: datetime, is_code: bool = False
) -> None:
    """记模拟送达: what would have left, once for each key."""
    SimulatedDelivery.objects.get_or_create(
        key=key,
        defaults={
            "person_id": address.person_id,
            "address": address,
            "text": text,
            "is_code": is_code,
            "at": now,
        },
    )
