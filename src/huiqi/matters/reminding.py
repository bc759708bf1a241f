"""提醒: what a firm must do by a day, in its people's calendars and, near the day, as a to-do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.inbox.actions import Draft, Whom, open_todo
from huiqi.inbox.clocks import DueMoment
from huiqi.inbox.feeds import Dated, register
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Kept, saying
from huiqi.matters.duties import Bound, bound_by
from huiqi.matters.obligation import Due
from huiqi.parties.access import stands_for_firm
from huiqi.parties.enums import FIRM_ROLES
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries import facts_of
from huiqi.parties.queries.acting import memberships_at

# A to-do is opened so long before the last day; the calendar shows twelve months.
AHEAD: Final = timedelta(days=15)
CLOSING: Final = time(18)
MOST: Final = 120  # letters of a to-do


def days_of_firms(_person: Person, actors: Sequence[Actor], on: date) -> Iterator[Dated]:
    """企业的日子: for its own people, not for agents; what has or had a to-do is left to it."""
    held = {one.organization_id for one in actors if not stands_for_firm.refusal(one, None)}
    firms = Organization.objects.filter(pk__in=[one for one in held if one is not None])
    for firm in firms.select_related("subject").order_by("id"):
        found = {key_of(firm, one, due): (one, due) for one, due in _dated(firm, on)}
        there = set(Todo.objects.filter(key__in=found).order_by().values_list("key", flat=True))
        for key, (one, due) in found.items():
            if key not in there:
                yield Dated(key, due.last, summary(one, due), _page(), _note(firm, one))


register(days_of_firms)


def open_due_todos(now: datetime) -> int:
    """开立到期的待办: of every firm that has people, for what surely binds it; how many there are.

    Once for each time: done again, nothing is opened twice.
    """
    count, today = 0, now.astimezone(CITY).date()
    for firm in _firms(now):
        for one, due in _dated(firm, today):
            is_near = due.last <= today + AHEAD
            if one.verdict.answer == "yes" and is_near:
                open_todo(draft=_draft(firm, one, due), actor=SYSTEM, now=now)
                count += 1
    return count


def summary(one: Bound, due: Due) -> str:
    """日历上的一句: what is due, whether it is sure to bind, and whether the day is."""
    text = _("截止：%(text)s") % {"text": one.text}
    if one.verdict.answer == "unknown":
        text = _("%(text)s（不确定是否适用）") % {"text": text}
    if one.unverified:
        text = _("%(text)s（日期待核）") % {"text": text}
    return _("%(text)s（日期暂定）") % {"text": text} if due.provisional else text


def todo_text(one: Bound) -> Kept:
    """待办的一句: what is due, and whether nobody has verified its day."""
    return saying("%(text)s（日期待核）", text=one.text) if one.unverified else one.text[:MOST]


def key_of(firm: Organization, one: Bound, due: Due) -> str:
    """唯一键: of one time of one obligation of a firm."""
    return f"duties:{firm.subject_id}:{one.key}:{due.written.isoformat()}"


def _firms(now: datetime) -> list[Organization]:
    held = memberships_at(now).filter(role__in=[role.value for role in FIRM_ROLES])
    found = Organization.objects.filter(pk__in=held.order_by().values("organization"))
    return list(found.select_related("subject").order_by("id"))


def _dated(firm: Organization, on: date) -> Iterator[tuple[Bound, Due]]:
    for one in bound_by(facts_of(firm.subject, on)):
        for due in one.dues:
            yield one, due


def _note(firm: Organization, one: Bound) -> str:
    whose = _("代表：%(name)s") % {"name": firm.name}
    return f"{whose}\n{_('依据：%(cite)s') % {'cite': one.cite}}"


def _draft(firm: Organization, one: Bound, due: Due) -> Draft:
    return Draft(
        key=key_of(firm, one, due),
        whom=Whom(organization=firm),
        text=todo_text(one),
        due=DueMoment(datetime.combine(due.last, CLOSING, CITY), due.provisional),
        note=one.cite[:300],
        verb=saying("去看看"),
        url=_page(),
        kind=firm._meta.label,
        object_id=firm.pk,
        by_hand=True,
    )


def _page() -> str:
    return reverse("matters:obligations")
