"""发件箱: messages leave only after the commit that caused them, once for each key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from huiqi.kernel.models import OutboxMessage
from huiqi.kernel.now import now

Handler = Callable[[Mapping[str, Any], str], None]
GivenUp = Callable[[Mapping[str, Any], datetime], None]

MOST_ATTEMPTS: Final = 12
_HANDLERS: Final[dict[str, Handler]] = {}
_GIVEN_UP: Final[dict[str, GivenUp]] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """登记处理: who sends messages of ``kind``; given the payload and the key.

    What a handler writes to the database is committed together with the mark «sent». What it
    does outside may happen again after a crash: it passes the key on as its own.
    """

    def register(handler: Handler) -> Handler:
        if kind in _HANDLERS:
            raise ValueError(f"「{kind}」已经有人处理")
        _HANDLERS[kind] = handler
        return handler

    return register


def gives_up(kind: str) -> Callable[[GivenUp], GivenUp]:
    """登记放弃: who puts on record that a message of ``kind`` failed for the last time.

    Given the payload and the moment, in the transaction that keeps the failure.
    """

    def register(told: GivenUp) -> GivenUp:
        if kind in _GIVEN_UP:
            raise ValueError(f"「{kind}」已经有人记录")
        _GIVEN_UP[kind] = told
        return told

    return register


def post(kind: str, key: str, payload: Mapping[str, Any]) -> bool:
    """投递: in the caller's transaction; False when this key was posted before.

    KeyError for a kind that nobody handles: it would wait for ever.
    """
    if kind not in _HANDLERS:
        raise KeyError(kind)
    found, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": dict(payload), "created_at": now()}
    )
    if is_new:
        from huiqi.kernel.tasks import send_message

        send_message.defer(message_id=found.pk)
    return is_new


def send(message_id: int, at: datetime) -> bool:
    """发送: one message; False when it was sent before or is being sent by somebody else.

    A failure is kept with the message and raised, so that the job is tried again.
    """
    try:
        with transaction.atomic():
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=message_id, sent_at__isnull=True)
                .first()
            )
            if message is None:
                return False
            _HANDLERS[message.kind](message.payload, message.key)
            message.sent_at = at
            message.attempts += 1
            message.last_error = ""
            message.save(update_fields=["sent_at", "attempts", "last_error"])
    except Exception as error:
        _keep_failure(message_id, error, at)
        raise
    return True


@transaction.atomic
def _keep_failure(message_id: int, error: Exception, at: datetime) -> None:
    message = OutboxMessage.objects.get(pk=message_id)
    message.attempts += 1
    message.last_error = f"{type(error).__name__}：{error}"
    message.save(update_fields=["attempts", "last_error"])
    if message.attempts == MOST_ATTEMPTS and message.kind in _GIVEN_UP:
        _GIVEN_UP[message.kind](message.payload, at)
