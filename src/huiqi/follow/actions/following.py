"""订阅的办理: to something that is there, once, for oneself or the firm; taken back any time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.follow.access import (
    is_follower,
    is_signed_in,
    of_owner,
    person_of,
    stands_for_firm,
)
from huiqi.follow.enums import Target, Whose
from huiqi.follow.models import Subscription
from huiqi.follow.queries.covering import covered_by, document_of, versions
from huiqi.follow.queries.following import subscriptions_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused

MOST: Final = 200  # that one person or one firm may have at a time
LONGEST: Final = 120


def owner_of(whose: str, actor: Actor) -> int | None:
    """为谁: the subject of the firm, None for the person; Denied where she may not."""
    require(is_signed_in, actor)
    if whose != Whose.FIRM:
        return None
    require(stands_for_firm, actor)
    return actor.subject_id


@transaction.atomic
def subscribe(*, kind: str, target: str, whose: str, actor: Actor, now: datetime) -> Subscription:
    """订阅: the same thing again is the same subscription.

    Refused when there is no such thing, or when there are too many already.
    """
    subject_id = owner_of(whose, actor)
    told = " ".join(target.split())
    if problems := list(_problems(kind, told, now)):
        raise Refused(problems)
    mine = subscriptions_of(actor).filter(of_owner(subject_id))
    if found := mine.filter(kind=kind, target=told).first():
        return found
    if mine.count() >= MOST:
        raise Refused([_("最多订阅 %(most)d 项；先退订几项不再看的") % {"most": MOST}])
    made = rows.save(
        Subscription(
            person_id=person_of(actor),
            subject_id=subject_id,
            kind=kind,
            target=told,
            told=versions(covered_by(kind, told, now.date())),
            created_at=now,
        )
    )
    record_write(actor, "follow.subscribe", made, subject_id=subject_id)
    return made


def _problems(kind: str, target: str, now: datetime) -> Iterator[str]:
    if kind not in Target.values:
        yield _("没有这样的订阅；可以订阅：%(kinds)s") % {
            "kinds": "、".join(str(one.label) for one in Target)
        }
        return
    if not target:
        yield _("请写明要订阅什么")
    elif len(target) > LONGEST:
        yield _("订阅的对象最多 %(most)d 个字，现在有 %(count)d 个") % {
            "most": LONGEST,
            "count": len(target),
        }
    elif "\x00" in target or not _is_there(kind, target, now):
        yield _("没有「%(target)s」，换一个说法；订阅主题写一个政策里有的词，如 贴息") % {
            "target": target[:40]
        }


def _is_there(kind: str, target: str, now: datetime) -> bool:
    if kind == Target.DOCUMENT:  # one that no programme rests on may be followed as well
        return document_of(target) is not None
    return bool(covered_by(kind, target, now.date()))


@transaction.atomic
def unsubscribe(*, subscription: Subscription, actor: Actor, now: datetime) -> Subscription:
    """退订: a second time changes nothing, and is no mistake."""
    locked = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    require(is_follower, actor, locked)
    if locked.ended_at is None:
        record_write(actor, "follow.unsubscribe", locked, subject_id=locked.subject_id)
        locked.ended_at = now
        rows.save(locked, only=("ended_at",))
    return locked
