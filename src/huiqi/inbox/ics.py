"""日历文件: deadlines in the format of RFC 5545; icalendar folds and escapes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from huiqi.inbox.feeds import Dated
from huiqi.inbox.models import Todo

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
REFRESH: Final = timedelta(hours=1)
# Any constant will do: it makes the ids of our to-dos differ from everybody else's.
NAMESPACE: Final = uuid.UUID("6a0dd5c1-6a53-4c0b-9d6c-7f0b8f1f2a51")


def calendar_of(
    todos: Iterable[Todo], *, base: str, now: datetime, dated: Iterable[Dated] = ()
) -> bytes:
    """日历: one event for each deadline, at its moment, without alarms, and for each day added.

    Only what to do, for which organization and where: no note and no name of any person.
    ``base`` is the address of the city, without a slash at the end.
    """
    calendar = new_calendar(_("惠企：我的期限"))
    for todo in todos:
        calendar.add_component(_event(todo, base, now))
    for one in dated:
        url = f"{base}{one.url}"
        calendar.add_component(
            whole_day(one.key, one.day, one.text, url=url, now=now, note=one.note)
        )
    return bytes(calendar.to_ical())


def new_calendar(name: str) -> Calendar:
    """空日历: under the name that people see in their list of calendars."""
    calendar = Calendar()
    calendar.add("prodid", "-//huiqi//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    return calendar


def whole_day(key: str, day: date, text: str, *, url: str, now: datetime, note: str = "") -> Event:
    """全天事项: ``key`` tells it from all others, so that a calendar read again changes it."""
    event = Event()
    event.add("uid", str(uuid.uuid5(NAMESPACE, key)))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", day)
    event.add("summary", text)
    if note:
        event.add("description", note)
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _event(todo: Todo, base: str, now: datetime) -> Event:
    assert todo.due_at is not None
    event = Event()
    event.add("uid", str(uuid.uuid5(NAMESPACE, todo.key)))
    event.add("dtstamp", now.astimezone(UTC))
    # In UTC no table of time zones is needed; each calendar shows its own.
    event.add("dtstart", todo.due_at.astimezone(UTC))
    text = _("截止：%(text)s") % {"text": todo.told("text")}
    event.add("summary", _("%(text)s（日期暂定）") % {"text": text} if todo.provisional else text)
    if todo.organization:
        event.add("description", _("代表：%(name)s") % {"name": todo.organization.name})
    event.add("url", f"{base}{todo.url or '/inbox/'}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
