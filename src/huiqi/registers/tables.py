"""名册文件: what a file is by its content, whatever it is called, and its rows in batches."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiqi.kernel.words import worded
from huiqi.registers.batches import Kept, Table
from huiqi.registers.csv_files import CsvFile
from huiqi.registers.enums import Format
from huiqi.registers.excel_files import ExcelFile
from huiqi.registers.parquet_files import ParquetFile
from huiqi.rules.problems import Problem, Refused, unreadable

HEAD: Final = 1 << 20
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_UNDER_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_STARTS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", gettext_noop("图片")),
    (b"\xff\xd8\xff", gettext_noop("图片")),
    (b"GIF8", gettext_noop("图片")),
    (b"\xff\xfe", gettext_noop("UTF-16 编码的文本")),
    (b"\xfe\xff", gettext_noop("UTF-16 编码的文本")),
    (b"Rar!", gettext_noop("压缩包")),
    (b"7z\xbc\xaf", gettext_noop("压缩包")),
    (b"\x1f\x8b", gettext_noop("压缩包")),
)
# Offices export web pages and call them .xls.
_TEXTS: Final = (
    (b"<!doctype", gettext_noop("网页（HTML）")),
    (b"<html", gettext_noop("网页（HTML）")),
    (b"<table", gettext_noop("网页（HTML）")),
    (b"<?xml", gettext_noop("XML 文本")),
    (b"{", gettext_noop("JSON 文本")),
    (b"[", gettext_noop("JSON 文本")),
)


@dataclass(frozen=True)
class Opened:
    """打开的名册: its table, and what tells this file from every other."""

    table: Table
    format: Format
    digest: str
    size: int


def open_register(file: Kept) -> Opened:
    """打开名册: by content; Refused for one that is empty, too long or of another type."""
    try:
        kind = format_of(file)
        table = _TABLES[kind](file)
        with file.path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return Opened(table, kind, digest, file.path.stat().st_size)
    except OSError as error:
        raise Refused([unreadable(error, str(file.path))]) from None


def format_of(file: Kept) -> Format:
    """文件格式: by its first bytes; Refused for one that is empty or of another type."""
    with file.path.open("rb") as content:
        head = content.read(HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise Refused([file.problem(_("文件是空的。"), fix=_("请核对后重新导出。"))])
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"PK\x03\x04"):
        return Format.XLSX
    if head.startswith(_OLD_OFFICE):
        raise Refused([_office(file, head)])
    if name := _other(head, text):
        what = worded("文件是%(name)s，不是%(noun)s。", name=_(name), noun=file.noun)
        raise Refused([file.problem(what, fix=_(file.wanted))])
    if b"\0" in head:
        raise Refused([file.problem(_("文件不是文本，也不是表格。"), fix=_(file.wanted))])
    return Format.CSV


def _other(head: bytes, text: bytes) -> str:
    """What else a file is that often comes by mistake; empty where that is not known."""
    kinds = [name for start, name in _STARTS if head.startswith(start)]
    kinds += [name for start, name in _TEXTS if text[:20].lower().startswith(start)]
    return next(iter(kinds), "")


def _office(file: Kept, head: bytes) -> Problem:
    if _UNDER_PASSWORD in head:
        return file.problem(_("表格有密码，打不开。"), fix=_("请去掉密码后另存为 .xlsx。"))
    return file.problem(_("文件是旧版 Office 文件。"), fix=_("请用表格软件另存为 .xlsx。"))


_TABLES: Final[dict[Format, Any]] = {
    Format.CSV: CsvFile.open,
    Format.PARQUET: ParquetFile.open,
    Format.XLSX: ExcelFile.open,
}
