"""文件内容: what a file is by its bytes, and whether it may come in; names prove nothing."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import filetype
from django.utils.translation import gettext, gettext_noop

from huiqi.kernel.hostile import check_no_zip_behind, check_office, check_pdf
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
CSV: Final = "text/csv"
PARQUET: Final = "application/vnd.apache.parquet"
ZIP: Final = "application/zip"

# What may be handed in, with what people call it.
ACCEPTED: Final[Mapping[str, str]] = {
    PDF: "PDF",
    XLSX: gettext_noop("Excel（.xlsx）"),
    DOCX: gettext_noop("Word（.docx）"),
    PNG: gettext_noop("图片（PNG）"),
    JPEG: gettext_noop("图片（JPEG）"),
    CSV: gettext_noop("CSV 文本"),
}
TABLES: Final[Mapping[str, str]] = {
    CSV: ACCEPTED[CSV],
    XLSX: ACCEPTED[XLSX],
    PARQUET: "Parquet",
}
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    PDF: (".pdf",),
    XLSX: (".xlsx",),
    DOCX: (".docx",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    CSV: (".csv", ".txt"),
}
# An Office file is a zip with one of these inside.
OFFICE: Final = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
MACROS: Final = "vbaProject.bin"
HEAD: Final = 8192
# What no table begins with: pages, pictures and scripts are text as well.
BLANK: Final = codecs.BOM_UTF8 + b" \t\r\n"
MARKUP: Final = (b"<", b"#!", b"{\\rtf", b"MIME-Version:", b"%!")


@dataclass(frozen=True)
class Limits:
    """上传限制: bytes of a file; entries and unpacked bytes of a zip, and how far it may swell."""

    size: int = 50 * 1024 * 1024
    entries: int = 5_000
    unpacked: int = 500 * 1024 * 1024
    swelling: int = 200


def by_content(path: Path, _name: str) -> str:
    """按内容: what a file is by its bytes; what nobody accepts where that is not known."""
    return _sniffed(path)


@dataclass(frozen=True)
class Purpose:
    """用途: which kinds may come in for it, and how much of them.

    ``named``: the name has to end as the kind does. ``look`` is given the path and the name and
    tells the kind; it may be Refused in better words than that its kind is not taken.
    """

    accepted: Mapping[str, str] = field(default_factory=lambda: ACCEPTED)
    limits: Limits = Limits()
    named: bool = True
    smaller: str = gettext_noop("请压缩图片或拆成几个文件")
    look: Callable[[Path, str], str] = by_content


EVIDENCE: Final = Purpose()


def media_type(path: Path, name: str, purpose: Purpose = EVIDENCE) -> str:
    """内容类型: by content; Refused for one that is not accepted or belies its ending."""
    found = purpose.look(path, name)
    if found not in purpose.accepted:
        listed = gettext("、").join(gettext(kind) for kind in purpose.accepted.values())
        raise Refused(
            [worded("「%(name)s」不是可以上传的类型。请上传%(listed)s", name=name, listed=listed)]
        )
    _check_within(path, name, found, purpose)
    if not purpose.named:
        return found
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS[found]:
        raise Refused(
            [
                worded(
                    "「%(name)s」的内容是%(kind)s，与扩展名「%(ending)s」不符，请核对文件",
                    name=name,
                    kind=gettext(ACCEPTED[found]),
                    ending=ending or gettext("无"),
                )
            ]
        )
    return found


def _check_within(path: Path, name: str, kind: str, purpose: Purpose) -> None:
    """What a file of this kind must not carry.

    A table that is read by what it holds is told by its reader, in better words, that it is torn.
    """
    if kind in OFFICE.values():
        check_office(path, name, may_be_torn=not purpose.named)
    elif kind in (PDF, PNG, JPEG):
        check_no_zip_behind(path, name)
    if kind == PDF:
        check_pdf(path, name)


def _sniffed(path: Path) -> str:
    with path.open("rb") as content:
        head = content.read(HEAD)
    if head.startswith(b"PAR1"):
        return PARQUET
    kind = filetype.guess_mime(head)
    if kind == ZIP or head[:4] == b"PK\x03\x04":
        return _office(path)
    if kind:
        return str(kind)
    is_table = _is_text(head) and not head.lstrip(BLANK).startswith(MARKUP)
    return CSV if is_table else "application/octet-stream"


def _office(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "application/octet-stream"
    return next((kind for member, kind in OFFICE.items() if member in names), ZIP)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            # The head may end in the middle of a character.
            decoder.decode(head, final=len(head) < HEAD)
        except UnicodeDecodeError:
            continue
        return True
    return False


def check_packed(path: Path, name: str, limits: Limits) -> None:
    """检查压缩包: before anything is unpacked; Refused for one that would swell beyond measure."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused([worded("「%(name)s」已损坏，打不开。请重新导出再上传", name=name)]) from None
    unpacked = sum(member.file_size for member in members)
    packed_size = max(1, path.stat().st_size)
    too_many = len(members) > limits.entries
    if too_many or unpacked > limits.unpacked or unpacked > packed_size * limits.swelling:
        raise Refused(
            [worded("「%(name)s」解开后过大，可能有问题。请拆成几个文件再上传", name=name)]
        )
    if any(member.filename.startswith("/") or ".." in member.filename for member in members):
        raise Refused([worded("「%(name)s」里有指向别处的路径，不能接收", name=name)])
    if any(member.filename.rsplit("/", 1)[-1] == MACROS for member in members):
        raise Refused(
            [worded("「%(name)s」带有宏，不能接收。请另存为不带宏的 .xlsx 或 .docx", name=name)]
        )
