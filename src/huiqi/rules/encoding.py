"""编码: the text of a file, or a sentence that names what the file really is."""

from __future__ import annotations

from typing import Final

from huiqi.rules.problems import Problem, Refused

# What files begin with that are no text, and what they are.
_BINARY: Final = (
    (b"PK\x03\x04", "文件是 Excel 表格或压缩包，不是文本。", "若是表格，请把扩展名改为 .xlsx。"),
    (b"\xd0\xcf\x11\xe0", "文件是旧版 Office 文件，不是文本。", "若是表格，请把扩展名改为 .xls。"),
    (b"%PDF", "文件是 PDF，不是文本。", "请把其中的事实写成文本。"),
)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, file: str = "") -> str:
    """解码: UTF-8 with or without a mark at the start; Refused, with the line, for all else."""
    for start, what, fix in _BINARY:
        if data.startswith(start):
            raise Refused([Problem(what, fix=fix, file=file)])
    if data.startswith(_UTF_16):
        raise Refused([Problem("文件是 UTF-16 编码。", fix="请另存为 UTF-8。", file=file)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused([_other(data, file, line)]) from None


def _other(data: bytes, file: str, line: int) -> Problem:
    if b"\x00" in data:
        return Problem("文件不是文本。", fix="请核对是否选错了文件。", file=file)
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Problem("文件不是 UTF-8 编码。", fix="请另存为 UTF-8。", file=file, line=line)
    what = "文件不是 UTF-8 编码，像是 GBK 编码。"
    return Problem(what, fix="请用编辑器另存为 UTF-8。", file=file, line=line)
