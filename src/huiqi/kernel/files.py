"""文件: content-addressed, typed by content, limited before it is unpacked, quarantined first."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from django.db import transaction

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_write
from huiqi.kernel.content import Limits, check_packed, media_type
from huiqi.kernel.models import Blob, StoredFile
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded

PIECE: Final = 1024 * 1024
LONGEST_NAME: Final = 200
STORED: Final = "存入文件"

Scanner = Callable[[Path], str]  # what was found, or an empty string


def no_scanner(_path: Path) -> str:
    """不查杀: for a city without a scanner; the quarantine is passed through at once."""
    return ""


class Store:
    """文件库: contents in one folder, spread by the first digits of their hash."""

    def __init__(
        self, folder: Path, scanner: Scanner = no_scanner, limits: Limits | None = None
    ) -> None:
        self.folder, self.scanner = folder, scanner
        self.limits = limits or Limits()

    def path(self, digest: str) -> Path:
        """路径: of a content, whether it is there or not."""
        return self.folder / digest[:2] / digest[2:4] / digest

    def put(
        self, content: BinaryIO, name: str, *, actor: Actor, subject_id: int | None
    ) -> StoredFile:
        """存入: written once, however often it is handed in; Refused when it may not come in.

        The bytes are on disk before the row is committed: a crash leaves a file that nobody
        asks for, never a row without its file.
        """
        name = plain_name(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        partial, digest, size = self._write(content, name)
        try:
            if not size:
                raise Refused([worded("「%(name)s」是空的，请核对后重新上传", name=name)])
            check_packed(partial, name, self.limits)
            kind = media_type(partial, name)
            target = self.path(digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        with transaction.atomic():
            blob, _ = Blob.objects.get_or_create(
                digest=digest,
                defaults={
                    "size": size,
                    "media_type": kind,
                    "state": Blob.State.QUARANTINED,
                    "stored_at": now(),
                },
            )
            stored = StoredFile.objects.create(
                blob=blob, name=name, subject_id=subject_id, person_id=actor.person_id, at=now()
            )
            # The hash comes under the seals of the audit; the name may be somebody's and does not.
            record_write(actor, STORED, stored, subject_id=subject_id, detail={"sha256": digest})
            return stored

    def release(self, digest: str) -> Blob:
        """查杀: decides about a content in quarantine; what was decided before stays."""
        with transaction.atomic():
            blob = Blob.objects.select_for_update(of=("self",)).get(pk=digest)
            if blob.state != Blob.State.QUARANTINED:
                return blob
            blob.finding = self.scanner(self.path(digest))[:200]
            blob.state = Blob.State.REJECTED if blob.finding else Blob.State.CLEAN
            blob.save(update_fields=["state", "finding"])
        if blob.finding:
            self.path(digest).unlink(missing_ok=True)
        return blob

    def open(self, file: StoredFile) -> BinaryIO:
        """取出: a clean content; Refused while it waits or when it was stopped."""
        if file.blob.state == Blob.State.QUARANTINED:
            raise Refused([worded("「%(name)s」还在查杀，请稍后再打开", name=file.name)])
        if file.blob.state == Blob.State.REJECTED:
            raise Refused(
                [
                    worded(
                        "「%(name)s」没有通过查杀（%(finding)s），已经拦截",
                        name=file.name,
                        finding=file.blob.finding,
                    )
                ]
            )
        return self.path(file.blob_id).open("rb")

    def damaged(self) -> Iterable[str]:
        """核对: hashes of contents that are missing or no longer what they were."""
        for blob in Blob.objects.exclude(state=Blob.State.REJECTED).iterator():
            path = self.path(blob.digest)
            if not path.is_file() or _digest(path) != blob.digest:
                yield blob.digest

    def _write(self, content: BinaryIO, name: str) -> tuple[Path, str, int]:
        found, size = hashlib.sha256(), 0
        handle, partial = tempfile.mkstemp(dir=self.folder, prefix="incoming-")
        path = Path(partial)
        try:
            with os.fdopen(handle, "wb") as out:
                while piece := content.read(PIECE):
                    size += len(piece)
                    if size > self.limits.size:
                        most = self.limits.size // PIECE
                        raise Refused(
                            [
                                worded(
                                    "「%(name)s」超过 %(most)s MB，请压缩图片或拆成几个文件",
                                    name=name,
                                    most=most,
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
