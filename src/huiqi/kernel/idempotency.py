"""幂等: the same request under the same key gets the same answer and is done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel.models import IdempotencyKey
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused


class OtherRequest(Refused):
    """另一个请求: this key was used for something else; nothing of that is told."""


@dataclass(frozen=True)
class Answered:
    """答复: status and body; ``again`` when it had been given before."""

    status: int
    body: Any
    again: bool = False


def once(scope: str, key: str, request: Any, act: Callable[[], tuple[int, Any]]) -> Answered:
    """只做一次: ``act`` runs in a transaction with the record of its answer.

    ``scope`` is the caller, so that nobody meets another's keys. Of two at the same time the
    second waits for the first. OtherRequest when the key came with another ``request``.
    A refusal of ``act`` is raised and not kept: the caller may mend it and try again.
    """
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        record, is_new = IdempotencyKey.objects.get_or_create(
            scope=scope, key=key, defaults={"fingerprint": fingerprint, "created_at": now()}
        )
        if not is_new:  # nobody else sees what is new, so nobody else waits for it
            record = IdempotencyKey.objects.select_for_update(of=("self",)).get(pk=record.pk)
        if record.fingerprint != fingerprint:
            raise OtherRequest([_("这个凭据已经用于另一个请求，请换一个新的凭据")])
        if record.status is not None:
            return Answered(record.status, record.answer, again=True)
        status, body = act()
        record.status, record.answer = status, body
        record.save(update_fields=["status", "answer"])
        return Answered(status, body)


def _fingerprint(request: Any) -> str:
    text = json.dumps(request, ensure_ascii=False, sort_keys=True, default=str)
    # Half a character is no text that anything keeps, but somebody may send it.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
