"""订阅的告知: what has changed in what is followed, and last days that come near; each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.follow.access import is_system
from huiqi.follow.actions.reach import record_steps
from huiqi.follow.actions.whom import whom_of
from huiqi.follow.enums import Stage, Target
from huiqi.follow.models import Subscription
from huiqi.follow.queries.covering import News, called, covered_by, news_of, versions
from huiqi.follow.queries.following import MARKS, days_left, last_day_of
from huiqi.inbox.actions import Notice, send_notice
from huiqi.inbox.enums import Kind
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.days import told as day_told
from huiqi.kernel.words import Words, counted
from huiqi.library import load

MOST_NAMED: Final = 10


@dataclass(frozen=True)
class Told:
    """要说的: to all who follow a thing, once for each key."""

    key: str
    kind: Kind
    title: Words
    body: Words


@transaction.atomic
def tell_news(*, subscription: Subscription, actor: Actor, now: datetime) -> bool:
    """告知变化: once for each state of what is followed; False when nothing has changed."""
    require(is_system, actor)
    locked = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    if locked.ended_at is not None or not (news := news_of(locked, now.date())):
        return False
    locked.told = versions(covered_by(locked.kind, locked.target, now.date()))
    state = sha256(repr(sorted(locked.told.items())).encode()).hexdigest()[:16]
    _send(
        locked,
        Told(
            key=f"follow.news:{locked.pk}:{state}",
            kind=Kind.POLICY,
            title=lambda: _("你关注的有变化：%(name)s") % {"name": _name(locked)},
            body=lambda: "\n".join(_sentences(news)),
        ),
        now,
    )
    rows.save(locked, only=("told",))
    return True


@transaction.atomic
def remind(*, subscription: Subscription, actor: Actor, now: datetime) -> bool:
    """期限提醒: 30, 7 and 1 working days before the last day; each mark once, the nearest only.

    Who subscribes late is not told of the marks that are past.
    """
    require(is_system, actor)
    if subscription.ended_at is not None:
        return False
    on = now.date()
    last = last_day_of(subscription.kind, subscription.target, on)
    mark = None if last is None else mark_of(days_left(on, last))
    if last is None or mark is None:
        return False
    return _send(
        subscription,
        Told(
            key=f"follow.due:{subscription.kind}:{subscription.target}:{last}:{mark}",
            kind=Kind.DEADLINE,
            title=lambda: _("快到最后一天：%(name)s") % {"name": _name(subscription)},
            body=lambda: _due_text(last, days_left(on, last)),
        ),
        now,
    )


def _name(subscription: Subscription) -> str:
    return called(subscription.kind, subscription.target)


def mark_of(left: int) -> int | None:
    """第几次提醒: the nearest mark that has been reached; None when it is still far."""
    return next((mark for mark in MARKS if left <= mark), None)


def _due_text(last: date, left: int) -> str:
    return counted(
        "现行版本的最后一天是 %(day)s，今天以后还有 %(count)d 个工作日。"
        "申报截止日以当批通知为准，可能更早。",
        left,
        day=day_told(last),
    )


def _sentences(news: News) -> Iterator[str]:
    for sentence, names in (
        (_("新增：%(titles)s"), news.new),
        (_("内容有新版本：%(titles)s"), news.changed),
        (_("不再收录：%(titles)s"), news.gone),
    ):
        if names:
            yield sentence % {"titles": _titles(names)}


def _titles(names: Iterable[str]) -> str:
    found = [called(Target.PROGRAMME, name) for name in names]
    more = _("，等 %(count)d 项") % {"count": len(found)} if len(found) > MOST_NAMED else ""
    return "、".join(found[:MOST_NAMED]) + more


def _address(subscription: Subscription) -> str:
    kind, target = subscription.kind, subscription.target
    if kind == Target.PROGRAMME and target in load().policies:
        return reverse("policies:policy", args=[target])
    if kind == Target.DOCUMENT:
        return reverse("policies:document", args=[int(target)])
    return reverse("follow:index")


def _send(subscription: Subscription, told: Told, now: datetime) -> bool:
    """Whether anybody was told just now: not before, and not declined by all."""
    whom = whom_of(subscription)
    url = _address(subscription)
    notice = Notice(told.key, whom, told.kind, told.title, told.body, url, whom.organization)
    sent = send_notice(notice=notice, actor=SYSTEM, now=now)
    if sent and subscription.subject_id and subscription.kind == Target.PROGRAMME:
        record_steps(
            subject_id=subscription.subject_id,
            programmes=[subscription.target],
            stage=Stage.TOLD,
            now=now,
        )
    return any(one.sent_at == now for one in sent)
