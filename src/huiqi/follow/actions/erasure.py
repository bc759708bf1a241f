"""关注的删除: what is followed goes; what is only added to stays, out of use, with its ground."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from huiqi.follow.models import AccountantLink, SavedSearch, Subscription, Watch
from huiqi.parties.models import Person, Subject
from huiqi.rights.holdings import KEEP_LAW, LOG_LAW, Line, gone, kept

NAMELESS: Final = "已删除"  # instead of whom a link was for


@transaction.atomic
def erase_person(person: Person, now: datetime) -> list[Line]:
    """删除个人的: what she follows for herself goes; what she began for a firm is the firm's."""
    del now
    mine: dict[str, Any] = {"person": person, "subject": None}
    subscriptions = Subscription.objects.filter(**mine).delete()[0]
    searches = SavedSearch.objects.filter(**mine).delete()[0]
    return [
        gone("本人的订阅和保存的查询", f"已删除 {subscriptions} 项订阅、{searches} 个查询"),
        kept("哪天看过可得金额", "只剩代号", LOG_LAW),
    ]


@transaction.atomic
def erase_firm(subject: Subject, now: datetime) -> list[Line]:
    """删除企业的: what it follows goes, its links open no more and no longer say for whom."""
    subscriptions, searches, watches = (
        model._default_manager.filter(subject=subject).delete()[0]
        for model in (Subscription, SavedSearch, Watch)
    )
    links = AccountantLink.objects.filter(subject=subject)
    revoked = links.filter(revoked_at=None).update(revoked_at=now)
    links.update(label=NAMELESS)
    followed = f"已删除 {subscriptions} 项订阅、{searches} 个查询、{watches} 项等候"
    return [
        gone("企业的订阅、保存的查询和等候的条件", followed),
        gone("会计链接", f"已收回 {revoked} 个，不再写明给谁；打开的时间保留"),
        kept("比对留底、触达环节和不想办的原因", "不公开，公开的只有计数", KEEP_LAW),
    ]
