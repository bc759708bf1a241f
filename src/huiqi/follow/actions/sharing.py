"""会计链接的办理: made after a look at what it shows, opened by whoever has it, taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.follow.access import is_owner, person_of
from huiqi.follow.models import AccountantLink, LinkOpening
from huiqi.follow.models.sharing import LONGEST_LABEL, MOST_DAYS
from huiqi.follow.queries.sharing import PARTS
from huiqi.inbox.queries.calendar import digest_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_read, record_write
from huiqi.kernel.refusals import Refused
from huiqi.parties.models import Subject
from huiqi.rules.dictionary import FACTS

MOST: Final = 20  # that one firm may have open at a time


def problems_with(label: str, shows: Iterable[str], days: str) -> list[str]:
    """问题: with what was filled in, all of them; empty when a link can be made of it."""
    return list(_problems(label, list(shows), days))


def _problems(label: str, shows: list[str], days: str) -> Iterator[str]:
    if not label or "\x00" in label:
        yield _("写明链接给谁，例如 王会计")
    elif len(label) > LONGEST_LABEL:
        yield _("「给谁」最多 %(most)d 个字，现在有 %(count)d 个") % {
            "most": LONGEST_LABEL,
            "count": len(label),
        }
    if not shows:
        yield _("至少选一项给对方看的内容")
    elif not all(key in PARTS or key in FACTS for key in shows):
        yield _("选的内容里有不认识的项目，请刷新页面再选")
    if not (days.isascii() and days.isdecimal() and len(days) < 4 and 1 <= int(days) <= MOST_DAYS):
        yield _("有效天数写 1 到 %(most)d 的数，例如 30") % {"most": MOST_DAYS}


@transaction.atomic
def make_link(*, label: str, shows: Iterable[str], days: str, actor: Actor, now: datetime) -> str:
    """生成链接: its token, which nobody can read again. Refused with every problem."""
    subject = Subject.objects.filter(pk=actor.subject_id or 0).first()
    require(is_owner, actor, subject)
    assert subject is not None  # of an owner
    told, chosen = " ".join(label.split()), list(dict.fromkeys(shows))
    problems = problems_with(told, chosen, days.strip())
    mine = AccountantLink.objects.filter(subject=subject, revoked_at__isnull=True)
    if sum(one.is_open_on(now.date()) for one in mine) >= MOST:
        problems.append(_("最多同时有 %(most)d 个链接；先收回几个") % {"most": MOST})
    if problems:
        raise Refused(problems)
    token = secrets.token_urlsafe(32)
    made = rows.save(
        AccountantLink(
            subject=subject,
            made_by_id=person_of(actor),
            label=told,
            shows=chosen,
            digest=digest_of(token),
            made_on=now.date(),
            days=int(days),
        )
    )
    detail = {"label": told, "shows": chosen, "days": made.days}
    record_write(actor, "follow.make_link", made, subject_id=subject.pk, detail=detail)
    return token


@transaction.atomic
def revoke_link(*, link: AccountantLink, actor: Actor, now: datetime) -> AccountantLink:
    """收回链接: from now on it opens no more; a second time changes nothing."""
    locked = AccountantLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(is_owner, actor, locked)
    if locked.revoked_at is None:
        record_write(actor, "follow.revoke_link", locked, subject_id=locked.subject_id)
        locked.revoked_at = now
        rows.save(locked, only=("revoked_at",))
    return locked


@transaction.atomic
def open_link(*, link: AccountantLink, now: datetime) -> LinkOpening:
    """打开链接: kept here and among those who looked at the firm's data."""
    reader = Actor(person_id=None, purpose=f"会计链接：{link.label}")
    record_read(reader, "打开会计链接", link, subject_id=link.subject_id)
    return rows.save(LinkOpening(link=link, at=now))
