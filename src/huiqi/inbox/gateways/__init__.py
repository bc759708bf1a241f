"""推送的出口: group chats by apprise, text messages by the city's gateway, or nothing leaves."""

from __future__ import annotations

from django.conf import settings

from huiqi.inbox.enums import Service
from huiqi.inbox.gateways.answers import Gone, NotTaken

__all__ = ["Gone", "NotTaken", "deliver", "is_live"]


def is_live(service: str) -> bool:
    """是否接通: else what goes there is simulated, and nothing leaves the city."""
    return service in settings.PUSH_SERVICES


def deliver(service: Service, place: str, text: str, key: str) -> None:
    """送出: to one address of a service that is live; NotTaken when it was not accepted.

    Gone, when the service says for certain that there is no such address any more.
    A chat knows no ``key``: after a crash it may read the same again. The gateway of text
    messages is given it and sends once.
    """
    if service == Service.SMS:
        from huiqi.inbox.gateways import sms

        sms.send(place, text, key)
    else:
        from huiqi.inbox.gateways import chats  # apprise takes a second to load

        chats.send(service, place, text)
