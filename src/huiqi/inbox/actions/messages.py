"""消息的办理: told to each addressee once, in the app and, where they want it, by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.access import is_recipient, is_system
from huiqi.inbox.actions.pushes import plan_pushes
from huiqi.inbox.actions.todos import Whom
from huiqi.inbox.enums import STATUTORY, Channel, Kind
from huiqi.inbox.models import Message, MessageLanguage, Preference, QuietHours
from huiqi.inbox.queries import (
    languages_of,
    messages_of,
    messages_to_mail,
    people_of,
    quiet_hours_of,
)
from huiqi.inbox.queries.messages import channels_of, next_moment_outside
from huiqi.inbox.queries.pushes import pushed_addresses
from huiqi.kernel import outbox, rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import kept_of
from huiqi.kernel.words import Words, said_in
from huiqi.parties import scope
from huiqi.parties.access import is_signed_in
from huiqi.parties.models import Organization, Person

MAIL = "inbox.mail"  # the kind of the outbox
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Notice:
    """通知: what to tell whom; ``title`` alone leaves the city by e-mail, so it tells no secret.

    A title that is a saying or another function is said, with the body, in the language of each
    recipient, and a saying later on in that of whoever reads it; one that is text stands in the
    city's own.
    """

    key: str
    whom: Whom
    kind: Kind
    title: Words
    body: Words = ""
    url: str = ""
    organization: Organization | None = None


@transaction.atomic
def send_notice(*, notice: Notice, actor: Actor, now: datetime) -> list[Message]:
    """通知: everybody it is addressed to, once for each key; who declined this kind is left out.

    E-mail leaves after the commit, and not before the end of the addressee's quiet hours unless
    the notice is statutory; pushes as their addressee chose.
    """
    require(is_system, actor)
    whom = notice.whom
    with scope.everything():
        people = people_of(
            person=whom.person, organization=whom.organization, role=whom.role, now=now
        )
        ids = [person.pk for person in people]
        channels, quiet = channels_of(ids, notice.kind), quiet_hours_of(ids)
        languages = languages_of(ids if callable(notice.title) else ())
        addresses = pushed_addresses(ids)
        found = []
        for person in people:
            if channels[person.pk] == Channel.NONE:
                continue
            mail_at = None
            if channels[person.pk] == Channel.BOTH and person.email:
                hours = None if notice.kind in STATUTORY else quiet[person.pk]
                mail_at = next_moment_outside(hours, now)
            language = languages.get(person.pk, settings.LANGUAGE_CODE)
            message, is_new = _deliver(notice, person, language, now, mail_at)
            if is_new:
                plan_pushes(message, addresses.get(person.pk, ()), quiet[person.pk], now)
            found.append(message)
        return found


def _deliver(
    notice: Notice, person: Person, language: str, now: datetime, mail_at: datetime | None
) -> tuple[Message, bool]:
    before = Message.objects.filter(person=person, key=notice.key)
    if found := before.first():
        return found, False
    message = Message(
        key=notice.key,
        person=person,
        organization=notice.organization,
        kind=notice.kind,
        title=said_in(language, notice.title)[:LONGEST_TITLE],
        body=said_in(language, notice.body),
        said=kept_of(title=notice.title, body=notice.body),
        language=language,
        url=notice.url,
        sent_at=now,
        mail_at=mail_at,
        queued=mail_at is not None and mail_at <= now,
    )
    try:
        rows.save(message)
    except Refused:
        if found := before.first():  # somebody else was quicker
            return found, False
        raise
    if message.queued:
        _post(message)
    return message, True


def _post(message: Message) -> None:
    outbox.post(MAIL, f"inbox.mail:{message.pk}", {"message": message.pk})


@transaction.atomic
def queue_mail(*, actor: Actor, now: datetime) -> int:
    """交发件箱: what waited for the end of quiet hours; how many."""
    require(is_system, actor)
    with scope.everything():
        waiting = list(messages_to_mail(now).select_for_update(skip_locked=True, of=("self",)))
        for message in waiting:
            _post(message)
            message.queued = True
            rows.save(message, only=("queued",))
    return len(waiting)


# Reading


@transaction.atomic
def mark_read(*, message: Message, actor: Actor, now: datetime, is_read: bool = True) -> Message:
    """标为已读: or unread again; the first reading is what counts."""
    require(is_recipient, actor, message)
    if is_read and message.read_at is not None:
        return message
    message.read_at = now if is_read else None
    return rows.save(message, only=("read_at",))


@transaction.atomic
def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """全部标为已读: of the person; how many there were."""
    require(is_signed_in, actor)
    return messages_of(actor).filter(read_at__isnull=True).update(read_at=now)


# How to be reached


@transaction.atomic
def choose_channels(*, choices: Mapping[Kind, Channel], actor: Actor, now: datetime) -> None:
    """选择送达方式: of each kind given. Refused for every statutory one that is among them."""
    require(is_signed_in, actor)
    if problems := [_cannot_decline(kind) for kind in choices if kind in STATUTORY]:
        raise Refused(problems)
    assert actor.person_id is not None
    record_write(
        actor,
        "inbox.choose_channels",
        detail={kind.value: way.value for kind, way in choices.items()},
    )
    for kind, channel in choices.items():
        _choose(actor.person_id, kind, channel, now)


@transaction.atomic
def opt_out(*, person_id: int, kind: Kind, now: datetime) -> None:
    """一键退订: by whoever holds the signed link; no further message of this kind.

    Refused for a statutory kind.
    """
    if kind in STATUTORY:
        raise Refused([_cannot_decline(kind)])
    actor = Actor(person_id)
    record_write(actor, "inbox.opt_out", detail={"kind": kind})
    _choose(person_id, kind, Channel.NONE, now)


def _choose(person_id: int, kind: Kind, channel: Channel, now: datetime) -> None:
    Preference.objects.update_or_create(
        person_id=person_id, kind=kind, defaults={"channel": channel, "changed_at": now}
    )


def _cannot_decline(kind: Kind) -> str:
    return _("「%(kind)s」是法定通知，依法必须送达，不能退订") % {"kind": kind.label}


@transaction.atomic
def set_quiet_hours(*, start: time | None, until: time | None, actor: Actor) -> QuietHours:
    """设置免打扰: both None for no quiet hours at all. Refused when only one is given."""
    require(is_signed_in, actor)
    assert actor.person_id is not None
    record_write(actor, "inbox.set_quiet_hours", detail={"start": str(start), "until": str(until)})
    hours = QuietHours.objects.filter(person_id=actor.person_id).first()
    hours = hours or QuietHours(person_id=actor.person_id)
    hours.start, hours.until = start, until
    return rows.save(hours)


@transaction.atomic
def choose_language(*, language: str, actor: Actor, now: datetime) -> None:
    """选择消息语言: from now on; what was told already stays. Refused for one we do not speak."""
    require(is_signed_in, actor)
    assert actor.person_id is not None
    if language not in dict(settings.LANGUAGES):
        raise Refused([_("消息只有中文和英文两种，请选一种")])
    chosen = MessageLanguage.objects.filter(person_id=actor.person_id)
    if languages_of([actor.person_id])[actor.person_id] == language and chosen.exists():
        return
    record_write(actor, "inbox.choose_language", detail={"language": language})
    MessageLanguage.objects.update_or_create(
        person_id=actor.person_id, defaults={"language": language, "changed_at": now}
    )
