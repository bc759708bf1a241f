"""日历订阅的办理: a link is made, shown once, and revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from huiqi.inbox.models import CalendarFeed
from huiqi.inbox.queries.calendar import digest_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.parties.access import is_signed_in


@transaction.atomic
def create_feed(*, actor: Actor, now: datetime) -> str:
    """生成日历链接: its token, which nobody can read again; an earlier one no longer works."""
    require(is_signed_in, actor)
    assert actor.person_id is not None
    _revoke(actor.person_id, now)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(person_id=actor.person_id, digest=digest_of(token), created_at=now)
    record_write(actor, "inbox.create_feed", rows.save(feed))
    return token


@transaction.atomic
def revoke_feed(*, actor: Actor, now: datetime) -> bool:
    """撤销日历链接: False when there was none."""
    require(is_signed_in, actor)
    assert actor.person_id is not None
    revoked = _revoke(actor.person_id, now)
    if revoked:
        record_write(actor, "inbox.revoke_feed")
    return revoked


def _revoke(person_id: int, now: datetime) -> bool:
    valid = CalendarFeed.objects.filter(person_id=person_id, revoked_at__isnull=True)
    return bool(valid.update(revoked_at=now))
