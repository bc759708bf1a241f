"""消息的查询: what a person was told, and how each kind reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from huiqi.inbox.enums import DEFAULTS, STATUTORY, Channel, Kind
from huiqi.inbox.models import Message, MessageLanguage, Preference, QuietHours
from huiqi.kernel.access import Actor
from huiqi.kernel.now import CITY

NIGHT: Final = (time(22), time(8))  # nobody is called by e-mail at night unless they ask for it


def messages_of(actor: Actor) -> QuerySet[Message]:
    """消息: all that was sent to the person, the latest first."""
    if actor.person_id is None:
        return Message.objects.none()
    return Message.objects.filter(person_id=actor.person_id).order_by("-sent_at", "-id")


def messages_to_mail(now: datetime) -> QuerySet[Message]:
    """待发邮件: what waited for the end of quiet hours that are over now."""
    return Message.objects.filter(queued=False, mail_at__lte=now).order_by("id")


@dataclass(frozen=True)
class KindChoice:
    """一种消息的送达方式: as chosen, or as for everybody."""

    kind: Kind
    channel: Channel

    @property
    def is_statutory(self) -> bool:
        """是否法定: there is nothing to choose."""
        return self.kind in STATUTORY


def choices_of(person_id: int) -> list[KindChoice]:
    """送达方式: of every kind, statutory ones first."""
    chosen = _chosen(Preference.objects.filter(person_id=person_id))
    return [KindChoice(kind, chosen.get((person_id, kind), DEFAULTS[kind])) for kind in Kind]


def channel_of(person_id: int, kind: Kind) -> Channel:
    """送达方式: of one kind for one person."""
    return channels_of([person_id], kind)[person_id]


def channels_of(people: Iterable[int], kind: Kind) -> dict[int, Channel]:
    """送达方式: of one kind for each of these people."""
    wanted = list(people)
    chosen = _chosen(Preference.objects.filter(person_id__in=wanted, kind=kind))
    return {one: chosen.get((one, kind), DEFAULTS[kind]) for one in wanted}


def _chosen(rows: QuerySet[Preference]) -> Mapping[tuple[int, Kind], Channel]:
    return {
        (row.person_id, Kind(row.kind)): Channel(row.channel)
        for row in rows.order_by("person_id", "kind")
    }


def languages_of(people: Iterable[int]) -> dict[int, str]:
    """消息语言: of each of these people; the city's where nobody chose."""
    wanted = list(people)
    chosen = MessageLanguage.objects.filter(person_id__in=wanted).order_by("person_id")
    told = dict(chosen.values_list("person_id", "language"))
    return {one: told.get(one, settings.LANGUAGE_CODE) for one in wanted}


def quiet_hours_of(people: Iterable[int]) -> dict[int, tuple[time, time] | None]:
    """免打扰时段: of each of these people; None for who wants none. At night for the others."""
    wanted = list(people)
    rows = QuietHours.objects.filter(person_id__in=wanted).order_by("person_id")
    told = {
        row.person_id: (row.start, row.until) if row.start and row.until else None for row in rows
    }
    return {one: told.get(one, NIGHT) for one in wanted}


def next_moment_outside(hours: tuple[time, time] | None, now: datetime) -> datetime:
    """可打扰的时刻: ``now``, or the end of the quiet hours that ``now`` lies in."""
    if hours is None:
        return now
    start, until = hours
    local = now.astimezone(CITY)
    at = local.time()
    over_midnight = start > until
    is_quiet = (at >= start or at < until) if over_midnight else start <= at < until
    if not is_quiet:
        return now
    end = datetime.combine(local.date(), until, CITY)
    return end + timedelta(days=1) if end <= local else end
