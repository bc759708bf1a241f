"""群服务的知会: one to-do for whoever has to act next, and what a firm hears of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from django.db import models
from django.urls import reverse

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, open_todo, send_notice
from huiqi.inbox.clocks import DueMoment
from huiqi.inbox.enums import Kind, Outcome
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Saying, saying
from huiqi.network.models import Organ, Visit
from huiqi.parties import scope
from huiqi.parties.models import Organization

END_OF_DAY: Final = time(23, 59, 59)
HERE: Final = "/network/"  # the page of the firm itself


def last_moment(day: date) -> datetime:
    """当日最后一刻: in the city."""
    return datetime.combine(day, END_OF_DAY, CITY)


def page_of_firm(firm: Organization) -> str:
    """企业的服务档案: of the desk; where it has no code yet, the list."""
    if not firm.credit_code:
        return reverse("network:index")
    return reverse("network:firm", args=[firm.credit_code])


def page_of_visit(visit: Visit) -> str:
    """一次联系的页面: of the desk."""
    return reverse("network:visit", args=[visit.number])


def page_of_organ(organ: Organ) -> str:
    """组织的会议和议定事项: of the desk."""
    return reverse("network:organ", args=[organ.pk])


def ask(  # noqa: PLR0913 -- all that a to-do is
    row: models.Model,
    whom: Whom,
    text: Saying,
    url: str,
    now: datetime,
    *,
    due: datetime | None = None,
    what: str = "step",
) -> None:
    """交办: whatever the last step of this row asked for is closed first."""
    settle(row, now, what, outcome=Outcome.DROPPED)
    turn = Todo.objects.filter(kind=row._meta.label, object_id=row.pk).count()
    draft = Draft(
        key=f"{_key(row)}:{what}:{turn}",
        whom=whom,
        text=text,
        due=DueMoment(due) if due else None,
        verb=saying("去办"),
        url=url,
        kind=row._meta.label,
        object_id=row.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def settle(
    row: models.Model, now: datetime, what: str = "step", outcome: Outcome = Outcome.DONE
) -> None:
    """了结: what was asked for because of this row; nothing where nothing was."""
    with scope.everything():
        standing = Todo.objects.filter(
            kind=row._meta.label,
            object_id=row.pk,
            done_at=None,
            key__startswith=f"{_key(row)}:{what}:",
        ).order_by("id")
        for one in standing:
            close_todo(key=one.key, actor=SYSTEM, now=now, outcome=outcome)


def tell(  # noqa: PLR0913 -- all that a notice is
    row: models.Model,
    what: str,
    whom: Whom,
    title: Saying,
    now: datetime,
    *,
    kind: Kind = Kind.PROGRESS,
    url: str = HERE,
) -> None:
    """告知: once for each ``what`` of a row."""
    notice = Notice(
        key=f"{_key(row)}:{what}",
        whom=whom,
        kind=kind,
        title=title,
        url=url,
        organization=whom.organization if url == HERE else None,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def _key(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"
