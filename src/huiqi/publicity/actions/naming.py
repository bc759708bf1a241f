"""告知名单上的单位: each firm that a notice names hears of it once, when everybody can read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from huiqi.inbox.actions import Notice, Whom, send_notice
from huiqi.inbox.enums import Kind
from huiqi.kernel import outbox
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.models import OutboxMessage
from huiqi.kernel.now import CITY, now
from huiqi.kernel.sayings import Saying, amount_kept, saying
from huiqi.kernel.sight import everything
from huiqi.parties.queries.scoped import current_organization
from huiqi.publicity.enums import Phase, Standing, Withheld
from huiqi.publicity.models import PublicAward, Publicity
from huiqi.publicity.queries import awards_of, notices, phase_of, standing_told

NAMED: Final = "publicity.named"  # the kind of the outbox
AT_ONCE: Final = 200  # firms told by one message of the outbox, so that none takes long
GONE: Final = (Standing.WITHDRAWN, Standing.UPHELD)


def announce(notice: Publicity, at: datetime) -> None:
    """告知: the firms on the list, after the commit, while the notice runs; each of them once.

    One that begins on a later day is announced on that day by ``announce_begun``. One that was
    over before it came here is not announced any more.
    """
    if phase_of(notice, _day(at)) is not Phase.RUNNING:
        return
    count = PublicAward.objects.filter(publicity=notice).count()
    for start in range(1, count + 1, AT_ONCE):
        outbox.post(NAMED, _key(notice, start), {"notice": notice.pk, "start": start})


@transaction.atomic
def announce_begun(*, actor: Actor, now: datetime) -> int:
    """告知今天开始的: every notice that runs and was not announced yet; how many there were."""
    require(is_system, actor)
    with everything():
        day = _day(now)
        running = notices().filter(Q(ends_on__gt=day), begins_on__lte=day, withdrawal=None)
        keys = {_key(one, 1): one for one in running}
        told = OutboxMessage.objects.filter(key__in=keys)
        fresh = keys.keys() - set(told.order_by("id").values_list("key", flat=True))
        for key in sorted(fresh):
            announce(keys[key], now)
    return len(fresh)


@outbox.handles(NAMED)
def tell_named(payload: Mapping[str, Any], _key: str) -> None:
    """发给名单上的单位: those who still stand on it; nothing once it has ended or is withdrawn."""
    at = now()
    with everything():
        notice = notices().get(pk=payload["notice"])
        if phase_of(notice, _day(at)) is not Phase.RUNNING:
            return
        start = int(payload["start"])
        for award in awards_of(notice).filter(place__gte=start, place__lt=start + AT_ONCE):
            if standing_told(award, _day(at)) not in GONE:
                _tell(notice, award, at)


def _tell(notice: Publicity, award: PublicAward, at: datetime) -> None:
    firm = current_organization(award.subject)
    if firm is None:
        return
    told = Notice(
        key=f"publicity:named:{award.pk}",
        whom=Whom(organization=firm),
        kind=Kind.PROGRESS,
        title=saying("贵单位列入一份公示，%(day)s（含）以前可以提异议", day=notice.last_day),
        body=_body(notice, award),
        url=reverse("publicity:notice", args=[notice.number]),
        organization=firm,
    )
    send_notice(notice=told, actor=SYSTEM, now=at)


def _body(notice: Publicity, award: PublicAward) -> Saying:
    """What it says, until when anybody may object and how; of a secret no more than that it is."""
    how = {
        "number": notice.number,
        "department": notice.department.name,
        "first": notice.begins_on,
        "last": notice.last_day,
    }
    if award.withheld == Withheld.STATE_SECRET:
        return saying(
            "%(department)s的公示 %(number)s 从 %(first)s 到 %(last)s，最后一天当天仍可提异议。"
            "名单上不公开贵单位；内容请向公示单位查询。",
            **how,
        )
    return saying(
        "%(department)s的公示 %(number)s「%(title)s」从 %(first)s 到 %(last)s，"
        "拟给贵单位 %(money)s，这是公示的金额，不是承诺。"
        "金额、名称有误或对名单有意见的，最后一天当天及以前在公示页点「提出异议」，不用登录；"
        "也可以直接向公示单位书面陈述。期满没有未了的异议，才能拨付。",
        title=notice.title,
        money=amount_kept(award.amount_fen),
        **how,
    )


def _day(at: datetime) -> date:
    return at.astimezone(CITY).date()


def _key(notice: Publicity, start: int) -> str:
    return f"{NAMED}:{notice.pk}:{start}"
