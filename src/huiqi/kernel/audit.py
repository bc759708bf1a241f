"""审计: who did or read what, in batches under a chain of hashes.

Whoever writes an entry holds a shared lock until the end of the transaction; the sealer takes
it alone for a moment, so that no entry can appear later among those already sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db import OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.models import AuditEntry, AuditSeal
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything

LOCK: Final = 4_037_021  # any number that nothing else locks
GENESIS: Final = "0" * 64
BATCH: Final = 10_000
PATIENCE: Final = "300ms"
# The number is drawn under the lock, and what is drawn is not asked for afterwards: whoever
# writes an entry may not be allowed to see it.
NEXT: Final = """
WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s))
SELECT nextval(pg_get_serial_sequence('kernel_auditentry', 'id')), huiqi_now()
FROM locked, generate_series(1, %s)
"""
LOWEST: Final = -(2**63)  # numbers begin at 1; one put in below it is to be seen


def record_write(
    actor: Actor,
    verb: str,
    obj: models.Model | None = None,
    *,
    subject_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """记录办理: in the transaction that changes things, or not at all."""
    return _record(AuditEntry.Act.WRITE, actor, verb, obj, [subject_id], detail or {})[0]


def record_read(
    actor: Actor, verb: str, obj: models.Model | None = None, *, subject_id: int | None
) -> AuditEntry:
    """记录查看: of data that is not public; Refused when a person does not say why."""
    return record_reads(actor, verb, obj, subject_ids=[subject_id])[0]


def record_reads(
    actor: Actor,
    verb: str,
    obj: models.Model | None = None,
    *,
    subject_ids: Sequence[int | None],
) -> list[AuditEntry]:
    """记录查看多户: an entry for each of them, at the price of one."""
    if actor.person_id is not None and not actor.purpose:
        raise Refused([_("查看企业的非公开数据前，请先写明办理的事项")])
    return _record(AuditEntry.Act.READ, actor, verb, obj, subject_ids, {})


def _record(
    act: AuditEntry.Act,
    actor: Actor,
    verb: str,
    obj: models.Model | None,
    subject_ids: Sequence[int | None],
    detail: Mapping[str, Any],
) -> list[AuditEntry]:
    if not subject_ids:
        return []
    # What cannot be put on record is not done: there is nothing to go back to but the beginning.
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [LOCK, len(subject_ids)])
            drawn = cursor.fetchall()
        return AuditEntry.objects.bulk_create(
            AuditEntry(
                pk=number,
                act=act,
                verb=verb,
                kind=obj._meta.label if obj else "",
                object_id=obj.pk if obj else None,
                subject_id=subject_id,
                person_id=actor.person_id,
                organization_id=actor.organization_id,
                purpose=actor.purpose,
                detail=dict(detail),
                at=at.astimezone(CITY),
            )
            for (number, at), subject_id in zip(drawn, subject_ids, strict=True)
        )


# Seals


def seal(at: datetime) -> AuditSeal | None:
    """封存: the next batch, at most ``BATCH`` entries; None when there is nothing to seal.

    Also None when somebody is writing for so long that it cannot wait: the next time will do.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            with everything():
                return _seal_next(at)
    except OperationalError:  # the lock was not to be had in time
        return None


def _seal_next(at: datetime) -> AuditSeal | None:
    last = AuditSeal.objects.last()
    after = last.last_id if last else 0
    entries = list(AuditEntry.objects.filter(id__gt=after).order_by("id")[:BATCH])
    if not entries:
        return None
    previous = last.digest if last else GENESIS
    return AuditSeal.objects.create(
        first_id=entries[0].pk,
        last_id=entries[-1].pk,
        count=len(entries),
        previous=previous,
        digest=digest(previous, entries),
        at=at,
    )


def digest(previous: str, entries: Iterable[AuditEntry]) -> str:
    """哈希: SHA-256 over the one before and every field of the entries, in order."""
    found = hashlib.sha256(previous.encode())
    for entry in entries:
        found.update(_canonical(entry).encode())
    return found.hexdigest()


def _canonical(entry: AuditEntry) -> str:
    told = {field.attname: field.value_from_object(entry) for field in entry._meta.concrete_fields}
    told["at"] = entry.at.astimezone(UTC).isoformat()
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


@dataclass(frozen=True)
class Verified:
    """核验结果: how much was looked at, what is wrong, and what is not sealed yet."""

    seals: int
    entries: int
    unsealed: int
    problems: tuple[str, ...]


def verify() -> Verified:
    """核验: every seal against the entries it covers and the seal before it."""
    with everything():
        return _verify()


def _verify() -> Verified:
    problems: list[str] = []
    previous, before, count, seals = GENESIS, LOWEST, 0, 0
    for one in AuditSeal.objects.order_by("id").iterator():
        entries = list(AuditEntry.objects.filter(id__gt=before, id__lte=one.last_id).order_by("id"))
        problems += _complaints(one, previous, entries)
        previous, before = one.digest, one.last_id
        count, seals = count + len(entries), seals + 1
    unsealed = AuditEntry.objects.filter(id__gt=before).count()
    return Verified(seals, count, unsealed, tuple(problems))


def _complaints(one: AuditSeal, previous: str, entries: list[AuditEntry]) -> Iterator[str]:
    where = f"封存 {one.pk}（记录 {one.first_id} 至 {one.last_id}）"
    if one.previous != previous:
        yield f"{where}接不上前一个封存，中间有封存被删改。"
    if entries and entries[0].pk != one.first_id:
        yield f"{where}的第一条现在是 {entries[0].pk}。"
    if len(entries) != one.count:
        yield f"{where}应有 {one.count} 条记录，现有 {len(entries)} 条。"
    if digest(one.previous, entries) != one.digest:
        yield f"{where}的内容与封存时不同。"
