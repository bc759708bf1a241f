"""草稿附件的办理: kept while somebody writes, and gone where nothing was handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.concerns.models import Attachment, DraftFile
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything

# The city's own choice, longer than a session lives: whoever still writes loses nothing.
KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 200  # files in one transaction


@transaction.atomic
def take_file(
    *, content: BinaryIO, name: str, subject_id: int | None, actor: Actor, now: datetime
) -> StoredFile:
    """收草稿附件: stored and looked at as every file; Refused when it may not come in."""
    store = city_store()
    stored = store.put(content, name, actor=actor, subject_id=subject_id)
    rows.save(DraftFile(file=stored, at=now))
    store.look_soon(stored)
    return stored


@transaction.atomic
def hand_in(files: Sequence[StoredFile]) -> None:
    """交出: they are of a concern now, or about to be. Refused for one that is gone meanwhile."""
    if not files:
        return
    numbers = [one.pk for one in files]
    waiting = _locked(Q(file__in=numbers))
    held = StoredFile.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    if any(one.gone_at is not None for one in held.order_by("id")):
        raise Refused([_("草稿的附件放得太久，已经删除，请重新上传")])
    waiting.delete()


@transaction.atomic
def drop_file(file: StoredFile) -> None:
    """移除草稿附件: at the wish of whoever writes; nothing where it was handed in."""
    _locked(Q(file=file)).delete()
    if not Attachment.objects.filter(file=file).exists():
        city_store().discard(file)


def _locked(wanted: Q) -> QuerySet[DraftFile]:
    """Always these rows before those of the files, so that two who meet wait for each other."""
    found = DraftFile.objects.filter(wanted)
    list(found.select_for_update(of=("self",)).order_by("id").values_list("pk", flat=True))
    return found


def sweep_drafts(*, actor: Actor, now: datetime) -> int:
    """清理草稿附件: of drafts that were not handed in within ``KEPT``; how many files are gone.

    A file of a concern is never touched, and one that was removed already is only forgotten.
    Whoever breaks off loses one round: the next begins where it stood.
    """
    require(is_system, actor)
    count = 0
    with everything():
        while found := _oldest(now - KEPT):
            count += _swept(found)
    return count


def _oldest(before: datetime) -> list[int]:
    found = DraftFile.objects.filter(at__lt=before).order_by("at", "id")
    return list(found.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _swept(numbers: list[int]) -> int:
    held = DraftFile.objects.select_for_update(of=("self", "file")).select_related("file")
    count = 0
    for one in held.filter(pk__in=numbers).order_by("id"):
        file = one.file
        one.delete()
        if file.gone_at is not None or Attachment.objects.filter(file=file).exists():
            continue
        city_store().discard(file)
        record_write(SYSTEM, "清理草稿附件", file, subject_id=file.subject_id)
        count += 1
    return count
