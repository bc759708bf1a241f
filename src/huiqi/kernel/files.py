"""文件: content-addressed, typed by content, limited before it is unpacked, quarantined first."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_write
from huiqi.kernel.content import EVIDENCE, Limits, Purpose, check_packed, media_type
from huiqi.kernel.models import Blob, StoredFile
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.scanning import LargerThanScanned, NoVerdict, Scanner
from huiqi.kernel.words import worded

PIECE: Final = 1024 * 1024
LONGEST_NAME: Final = 200
MOST_AT_ONCE: Final = 200  # contents that one round of the worker looks at
STORED: Final = "存入文件"
GONE: Final = (Blob.State.REJECTED, Blob.State.DISCARDED)  # no bytes are kept of these


class Waiting(Refused):
    """等待查杀: nobody knows yet whether a file is clean; it is looked at again later."""


class Store:
    """文件库: contents in one folder, spread by the first digits of their hash.

    ``scanner`` is None in a city that has none: the quarantine is passed through at once, and
    every content says that nobody has looked at it. ``limits`` stand for those of every
    purpose, where they are given.
    """

    def __init__(
        self, folder: Path, scanner: Scanner | None = None, limits: Limits | None = None
    ) -> None:
        self.folder, self.scanner = folder, scanner
        self.limits = limits

    def path(self, digest: str) -> Path:
        """路径: of a content, whether it is there or not."""
        return self.folder / digest[:2] / digest[2:4] / digest

    def put(
        self,
        content: BinaryIO,
        name: str,
        *,
        actor: Actor,
        subject_id: int | None,
        purpose: Purpose = EVIDENCE,
    ) -> StoredFile:
        """存入: written once, however often it is handed in; Refused when it may not come in.

        The bytes are on disk before the row is committed: a crash leaves a file that nobody
        asks for, never a row without its file.
        """
        name = plain_name(name)
        limits = self.limits or purpose.limits
        self.folder.mkdir(parents=True, exist_ok=True)
        partial, digest, size = self._write(content, name, limits.size, purpose.smaller)
        try:
            if not size:
                raise Refused([worded("「%(name)s」是空的，请核对后重新上传", name=name)])
            check_packed(partial, name, limits)
            kind = media_type(partial, name, purpose)
            with transaction.atomic():
                blob = self._kept(partial, digest, size, kind)
                stored = StoredFile.objects.create(
                    blob=blob, name=name, subject_id=subject_id, person_id=actor.person_id, at=now()
                )
                # The hash comes under the seals of the audit; the name may be somebody's and
                # does not.
                record_write(
                    actor, STORED, stored, subject_id=subject_id, detail={"sha256": digest}
                )
                return stored
        finally:
            partial.unlink(missing_ok=True)

    def _kept(self, partial: Path, digest: str, size: int, kind: str) -> Blob:
        """The content in its place, under the lock of its row: nobody discards it meanwhile."""
        Blob.objects.get_or_create(
            digest=digest,
            defaults={
                "size": size,
                "media_type": kind,
                "state": Blob.State.QUARANTINED,
                "stored_at": now(),
            },
        )
        blob = Blob.objects.select_for_update(of=("self",)).get(pk=digest)
        if blob.state == Blob.State.REJECTED:  # what was stopped once does not come back
            return blob
        if blob.state == Blob.State.DISCARDED:
            blob.state, blob.scanned_by = Blob.State.QUARANTINED, ""
            blob.save(update_fields=["state", "scanned_by"])
        target = self.path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
        return blob

    def discard(self, file: StoredFile) -> None:
        """删除内容: of a file that nobody needs; kept while another file has the same content."""
        with transaction.atomic():
            blob = Blob.objects.select_for_update(of=("self",)).get(pk=file.blob_id)
            StoredFile.objects.filter(pk=file.pk, gone_at=None).update(gone_at=now())
            if blob.state == Blob.State.REJECTED or blob.files.filter(gone_at=None).exists():
                return
            blob.state = Blob.State.DISCARDED
            blob.save(update_fields=["state"])
            self.path(blob.digest).unlink(missing_ok=True)

    def release(self, digest: str) -> Blob:
        """查杀: decides about a content that nobody has looked at; what was decided stays.

        A scanner may take minutes: it is asked while no row is locked, and asking inside a
        transaction is a RuntimeError. NoVerdict leaves the content in quarantine.
        """
        with transaction.atomic(durable=self.scanner is not None):
            blob = Blob.objects.get(pk=digest)
        if not self._is_open(blob):
            return blob
        finding = self.scanner.look(self.path(digest)) if self.scanner else ""
        with transaction.atomic():
            blob = Blob.objects.select_for_update(of=("self",)).get(pk=digest)
            if not self._is_open(blob):  # somebody decided or discarded it meanwhile
                return blob
            blob.finding, blob.state = finding, Blob.State.CLEAN
            if blob.finding:
                blob.state = Blob.State.REJECTED
            blob.scanned_by = self.scanner.name if self.scanner else ""
            blob.save(update_fields=["state", "finding", "scanned_by"])
        if blob.finding:
            self.path(digest).unlink(missing_ok=True)
        return blob

    def _is_open(self, blob: Blob) -> bool:
        """Nobody has looked at it, though it may have been let through without a scanner."""
        is_unseen = blob.state == Blob.State.CLEAN and not blob.scanned_by and self.scanner
        return blob.state == Blob.State.QUARANTINED or bool(is_unseen)

    def look_soon(self, file: StoredFile) -> None:
        """随后查杀: by the worker after this transaction; at once in a city without a scanner."""
        if self.scanner is None:
            self.release(file.blob_id)
            return
        from huiqi.kernel.tasks import look_at

        look_at.defer(digest=file.blob_id)

    def looked_at(self, file: StoredFile) -> Path:
        """查杀后的内容: looked at now where nobody has; as ``clean``, and Waiting for a scanner.

        Not inside a transaction, as with ``release``.
        """
        try:
            file.blob = self.release(file.blob_id)
        except LargerThanScanned:
            raise Refused(
                [
                    worded(
                        "「%(name)s」超过查杀程序的上限，没有读取。请拆成几个文件，或请管理员调高上限",
                        name=file.name,
                    )
                ]
            ) from None
        except NoVerdict:
            raise Waiting(
                [
                    worded(
                        "「%(name)s」还没有查杀：查杀程序没有应答。文件留在隔离区，稍后自动再查",
                        name=file.name,
                    )
                ]
            ) from None
        return self.clean(file)

    def look_at_waiting(self) -> int:
        """补查: every content that nobody has looked at, oldest first; how many were decided.

        Stops where the scanner does not answer: it would not answer for the next one either.
        """
        if self.scanner is None:
            return 0
        waiting = Blob.objects.filter(
            Q(state=Blob.State.QUARANTINED) | Q(state=Blob.State.CLEAN, scanned_by="")
        )
        decided = 0
        digests = waiting.order_by("stored_at", "digest").values_list("digest", flat=True)
        for digest in list(digests[:MOST_AT_ONCE]):
            try:
                self.release(digest)
            except (LargerThanScanned, FileNotFoundError):
                continue
            except NoVerdict:
                break
            decided += 1
        return decided

    def open(self, file: StoredFile) -> BinaryIO:
        """取出: a clean content; Refused while it waits, when it was stopped or is gone."""
        return self.clean(file).open("rb")

    def clean(self, file: StoredFile) -> Path:
        """可用的内容: where its bytes are; Refused as with ``open``."""
        if file.blob.state == Blob.State.QUARANTINED:
            raise Refused([worded("「%(name)s」还在查杀，请稍后再打开", name=file.name)])
        require_kept(file)
        return self.path(file.blob_id)

    def damaged(self) -> Iterable[str]:
        """核对: hashes of contents that are missing or no longer what they were."""
        for blob in Blob.objects.exclude(state__in=GONE).iterator():
            path = self.path(blob.digest)
            if not path.is_file() or _digest(path) != blob.digest:
                yield blob.digest

    def _write(
        self, content: BinaryIO, name: str, most: int, smaller: str
    ) -> tuple[Path, str, int]:
        found, size = hashlib.sha256(), 0
        handle, partial = tempfile.mkstemp(dir=self.folder, prefix="incoming-")
        path = Path(partial)
        try:
            with os.fdopen(handle, "wb") as out:
                while piece := content.read(PIECE):
                    size += len(piece)
                    if size > most:
                        raise Refused(
                            [
                                worded(
                                    "「%(name)s」超过 %(most)s MB，%(smaller)s",
                                    name=name,
                                    most=f"{most // PIECE:,}",
                                    smaller=gettext(smaller),
                                )
                            ]
                        )
                    found.update(piece)
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path, found.hexdigest(), size


def city_store() -> Store:
    """城市的文件库: in the city's own folder, with the scanner that the city has."""
    return Store(settings.ENVIRONMENT.data / "files", settings.ENVIRONMENT.scanner)


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def plain_name(name: str) -> str:
    """文件名: without folders and without what no screen shows; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    if len(shown) > LONGEST_NAME:
        ending = Path(shown).suffix[:20]
        shown = Path(shown).stem[: LONGEST_NAME - len(ending)] + ending
    return shown or "未命名"


def require_kept(file: StoredFile) -> None:
    """内容还在: clean or waiting; Refused where it was stopped by a scanner, or thrown away."""
    if file.blob.state == Blob.State.REJECTED:
        told = worded(
            "「%(name)s」没有通过查杀（%(finding)s），已经拦截",
            name=file.name,
            finding=file.blob.finding,
        )
        raise Refused([told])
    if file.gone_at or file.blob.state == Blob.State.DISCARDED:
        raise Refused([worded("「%(name)s」的内容已经删除", name=file.name)])
