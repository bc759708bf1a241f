"""收件箱的删除: what was told to a person who is erased, and how they wanted to be reached."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.inbox.models import (
    CalendarFeed,
    DeskView,
    Message,
    MessageLanguage,
    Preference,
    Push,
    PushAddress,
    PushChoice,
    QuietHours,
    SimulatedDelivery,
)
from huiqi.parties.models import Person


@transaction.atomic
def erase_mail_of(*, person: Person, now: datetime) -> int:
    """删除消息: all of the person's, with the settings; calendar links end. How many messages."""
    Preference.objects.filter(person=person).delete()
    QuietHours.objects.filter(person=person).delete()
    DeskView.objects.filter(person=person).delete()
    MessageLanguage.objects.filter(person=person).delete()
    CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    _erase_pushes_of(person)
    return Message.objects.filter(person=person).delete()[0]


def _erase_pushes_of(person: Person) -> None:
    """Addresses with their keys, what was chosen for them and what went there, in this order."""
    SimulatedDelivery.objects.filter(person=person).delete()
    Push.objects.filter(person=person).delete()
    PushChoice.objects.filter(address__person=person).delete()
    PushAddress.objects.filter(person=person).delete()
