"""知会: the to-do of who has to answer, and the message to who asked."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.urls import reverse

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, open_todo, send_notice
from huiqi.inbox.clocks import DueMoment, working_days
from huiqi.inbox.enums import Kind
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Kept, saying
from huiqi.kernel.words import Words, said_in
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries.acting import memberships_at
from huiqi.rights.promises import promise_on


def due_for(now: datetime) -> DueMoment:
    """期限: of what is asked at ``now``; provisional beyond the published calendar."""
    day: date = now.astimezone(CITY).date()
    return working_days(promise_on(day).days, start=day)


def keepers(now: datetime) -> Whom | None:
    """数据安全的收件人: the security administrators, else the auditors; None without any."""
    for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.AUDITOR):
        held = memberships_at(now).filter(role=role).select_related("organization")
        if found := held.order_by("organization_id").first():
            return Whom(organization=found.organization, role=role)
    return None


def desk(organization: Organization) -> Whom:
    """主管部门: everybody in it."""
    return Whom(organization=organization)


def todo_for(  # noqa: PLR0913 -- a to-do has all of these
    whom: Whom | None,
    obj: models.Model,
    text: Kept,
    route: str,
    due: DueMoment,
    now: datetime,
    *,
    note: Kept = "",
) -> None:
    """待办: to answer ``obj`` by ``due``, at its page; nothing when there is nobody to ask.

    ``note`` tells one of many apart for whoever works through them; it never leaves the city.
    """
    if whom is None:
        return
    draft = Draft(
        key=key_of(obj),
        whom=whom,
        text=text,
        note=note,
        due=due,
        verb=saying("去答复"),
        url=reverse(route, args=[obj.pk]),
        kind=obj._meta.label,
        object_id=obj.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def settled(obj: models.Model, now: datetime) -> None:
    """了结: the to-do of what was answered or taken back."""
    close_todo(key=key_of(obj), actor=SYSTEM, now=now)


def tell(person: Person, obj: models.Model, title: Words, url: str, now: datetime) -> None:
    """告知结果: statutory, for whoever asked must hear what came of it; the page says why."""
    notice = Notice(
        key=f"{key_of(obj)}:{said_in(settings.LANGUAGE_CODE, title)}",
        whom=Whom(person=person),
        kind=Kind.DECISION,
        title=title,
        body=saying("理由和依据写在页面上；不同意可以打 12345，由人复核。"),
        url=url,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def key_of(obj: models.Model) -> str:
    """唯一键: of the to-do and the messages about one object."""
    return f"rights:{obj._meta.model_name}:{obj.pk}"
