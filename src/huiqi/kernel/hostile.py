"""有害内容: what a file of a kind that may come in must not carry; told by what it is.

Nothing of a file is run, unpacked or shown in a page here, but officers open it on their desks:
what would run, fetch or hide something there stays outside.
"""

from __future__ import annotations

import mmap
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded

PROLOGUE: Final = 65_536  # bytes of a part within which a document type has to stand
ENCRYPTED: Final = 0x1  # the flag of a member of a zip
XML_ENDINGS: Final = (".xml", ".rels", ".vml")
# Macros by any name: a part is what the list of contents says that it is.
MACRO_KINDS: Final = (b"vbaProject", b"macroEnabled", b"macrosheet", b"intlMacrosheet")
PROGRAM_PARTS: Final = ("/activex/", "/macrosheets/", "/embeddings/oleobject")
# Hyperlinks may lead elsewhere; templates, objects and frames are fetched unasked.
FETCHED: Final = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External[\"'])"
    rb"(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)[\"'])"
)
PDF_LOCKED: Final = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
PDF_RUNS: Final = re.compile(rb"/(?:JavaScript|Launch|RichMedia)\b")


def check_office(path: Path, name: str, *, may_be_torn: bool = False) -> None:
    """检查 Office 文件: Refused for a locked one, and for what would run or fetch something.

    And for one that cannot be opened, unless ``may_be_torn``: then whoever reads it says so.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            why = next(_of_office(packed), "")
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        if may_be_torn:
            return
        why = _("「%(name)s」已损坏，打不开。请重新导出再上传")
    if why:
        raise Refused([why % {"name": name}])


def _of_office(packed: zipfile.ZipFile) -> Iterator[str]:
    members = packed.infolist()
    if any(one.flag_bits & ENCRYPTED for one in members):
        yield _("「%(name)s」设了密码，别人打不开。请去掉密码再上传")
    parts = {f"/{one.filename.lower()}" for one in members}
    if any(part in one for one in parts for part in PROGRAM_PARTS):
        yield _("「%(name)s」里嵌着程序，不能接收。请另存为不带对象和控件的文件")
    for one in members:
        if not one.filename.lower().endswith(XML_ENDINGS):
            continue
        with packed.open(one) as part:
            head = part.read(PROLOGUE).replace(b"\0", b"")  # also where two bytes are a letter
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            yield _("「%(name)s」里有外部实体声明，不能接收。请用 Office 重新保存再上传")
        if one.filename == "[Content_Types].xml" and any(kind in head for kind in MACRO_KINDS):
            yield _("「%(name)s」带有宏，不能接收。请另存为不带宏的 .xlsx 或 .docx")
        if FETCHED.search(head):
            yield _("「%(name)s」一打开就会从别处取内容，不能接收。请断开链接再上传")


def check_pdf(path: Path, name: str) -> None:
    """检查 PDF: Refused for a locked one, and for one that runs something."""
    with (
        path.open("rb") as content,
        mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as all_,
    ):
        locked, runs = PDF_LOCKED.search(all_), PDF_RUNS.search(all_)
        is_locked, is_running = locked is not None, runs is not None
        del locked, runs  # they hold the map
    if is_locked:
        raise Refused([worded("「%(name)s」设了密码，别人打不开。请去掉密码再上传", name=name)])
    if is_running:
        told = _("「%(name)s」里有会自己运行的程序，不能接收。请重新打印成 PDF 再上传")
        raise Refused([told % {"name": name}])


def check_no_zip_behind(path: Path, name: str) -> None:
    """检查夹带: Refused where a zip hides behind something else."""
    if zipfile.is_zipfile(path):
        told = _("「%(name)s」后面藏着一个压缩包，不能接收。请重新导出再上传")
        raise Refused([told % {"name": name}])
