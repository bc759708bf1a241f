"""证明: that nothing of the audit, its seals and the stored files was changed since.

Three things are compared with each other: what the database says, what the anchors outside it
say, and the bytes of the files. Whoever wants to change the past unseen has to change all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from huiqi.kernel import audit
from huiqi.kernel.anchors import Anchors, compared, line_of
from huiqi.kernel.files import STORED, Store
from huiqi.kernel.models import AuditEntry, AuditSeal, StoredFile
from huiqi.kernel.sight import everything

SHOWN: Final = 12  # digits of a hash that are enough for people to tell it from others


@dataclass(frozen=True)
class Proof:
    """核验结果: of the audit and of the files; ``last`` is the last seal, "" when there is none."""

    audit: audit.Verified
    files: int
    last: str
    problems: tuple[str, ...]


def proved(anchors: Anchors, store: Store, kept: Mapping[str, Any] | None = None) -> Proof:
    """核验: the audit, its anchors and every file; ``kept`` is the last seal of a backup."""
    with everything():
        return _proved(anchors, store, kept)


def _proved(anchors: Anchors, store: Store, kept: Mapping[str, Any] | None) -> Proof:
    found = audit.verify()
    problems = [*found.problems, *anchors.problems()]
    if kept and (wrong := compared(kept)):
        problems.append(f"与备份不符：{wrong}")
    problems += [*_changed_contents(store), *_changed_records()]
    last = AuditSeal.objects.order_by("id").last()
    told = f"{last.pk}:{line_of(last)['digest']}" if last else ""
    return Proof(found, StoredFile.objects.count(), told, tuple(dict.fromkeys(problems)))


def _changed_contents(store: Store) -> Iterator[str]:
    for digest in store.damaged():
        files = StoredFile.objects.filter(blob_id=digest).order_by("id")
        numbers = "、".join(str(one.pk) for one in files)
        whose = f"文件 {numbers}" if numbers else "没有文件使用的一份内容"
        yield f"{whose}的内容（哈希 {digest[:SHOWN]}…）不在，或与存入时不同。"


def _changed_records() -> Iterator[str]:
    """Files whose hash is not the one that the audit has from when they came in."""
    held = dict(StoredFile.objects.order_by("id").values_list("pk", "blob_id"))
    entries = AuditEntry.objects.filter(verb=STORED, kind=StoredFile._meta.label)
    for one in entries.order_by("id").iterator():
        was, now = str(one.detail.get("sha256")), held.get(one.object_id or 0)
        if now is None:
            yield f"文件 {one.object_id}（存入时哈希 {was[:SHOWN]}…）的登记不在了。"
        elif now != was:
            yield f"文件 {one.object_id} 登记的哈希与存入时（{was[:SHOWN]}…）不同。"
