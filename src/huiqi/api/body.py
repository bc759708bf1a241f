"""请求内容: a JSON object read strictly and exactly, or the reasons why it cannot be."""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiqi.api.problems import LARGEST, MEDIA_TYPE, ApiError, too_large
from huiqi.kernel.words import can_be_kept, worded
from huiqi.rules.given import Given
from huiqi.rules.names import nearest
from huiqi.rules.problems import Problem, Refused, shown
from huiqi.rules.strict_json import read_json

DEEPEST: Final = 16  # brackets within brackets; facts need five
UTF_8: Final = (None, "", "utf-8", "utf8")
BOM: Final = b"\xef\xbb\xbf"
# A file within a body is held in memory as it comes; what is larger is a body by itself.
MB: Final = 1024 * 1024
FILE_MOST: Final = 10 * MB
# Of the body: four characters for three bytes, as Base64 writes them, and what is beside them.
WITH_FILE: Final = -(-FILE_MOST // 3) * 4 + 20_000
CONTENT: Final = "content_base64"
BYTES: Final = "application/octet-stream"
PIECE: Final = 256 * 1024


def read_object(
    request: HttpRequest, *, most: int = LARGEST, smaller: str = ""
) -> dict[str, object]:
    """读取对象: numbers exact; ApiError for anything that is not one JSON object in UTF-8.

    ``most`` are the bytes it may have; ``smaller`` says what to do with one that has more.
    """
    value = _json(_text(request, most, smaller))
    if not isinstance(value, dict):
        what = _("请求内容应是一个 JSON 对象。")
        raise ApiError("invalid", [Problem(what, fix=_('例如 {"facts": {}}。'))])
    return value


@contextmanager
def file_of(request: HttpRequest, *, most: int, smaller: str) -> Iterator[tuple[BinaryIO, str]]:
    """请求里的文件: a body that is a file, at its beginning, and its SHA-256; ApiError for a body
    of another kind, an empty one, and one of more than ``most`` bytes.

    Read as it comes: on the disk from 1 MB on, and never more of it than ``most``.
    """
    if request.content_type != BYTES:
        fix = worded("请用 Content-Type: %(kind)s，请求内容就是文件的字节。", kind=BYTES)
        raise ApiError("unsupported_media_type", [Problem(_("请求内容须是文件。"), fix=fix)])
    if _declared(request) > most:
        raise ApiError("too_large", [too_large(most, smaller)])
    digest = hashlib.sha256()
    with SpooledTemporaryFile(max_size=MB) as file:
        while piece := request.read(PIECE):
            digest.update(piece)
            file.write(piece)
            if file.tell() > most:
                raise ApiError("too_large", [too_large(most, smaller)])
        if not file.tell():
            fix = _("请把文件的字节写进请求内容，如 curl --data-binary @文件。")
            raise ApiError("invalid", [Problem(_("请求内容是空的。"), fix=fix)])
        file.seek(0)
        yield cast("BinaryIO", file), digest.hexdigest()


def unknown_names(names: Iterable[str], known: Collection[str], what: str) -> list[Problem]:
    """不认识的名称: a problem for each, with the nearest that there is."""
    return [_unknown(name, known, what) for name in names if name not in known]


def _unknown(name: str, known: Collection[str], what: str) -> Problem:
    near = nearest(name, known)
    listed = "、".join(known)
    fix = (
        worded("是否为「%(near)s」？", near=near)
        if near
        else worded("可用的有：%(listed)s。", listed=listed)
        if listed
        else _("请去掉。")
    )
    return Problem(
        worded("没有「%(name)s」这个%(what)s。", name=shown(name), what=what),
        fix=fix,
        key=shown(name),
    )


def _text(request: HttpRequest, most: int, smaller: str) -> str:
    if request.content_type != MEDIA_TYPE or _charset(request) not in UTF_8:
        fix = worded("请用 Content-Type: %(kind)s，编码 UTF-8。", kind=MEDIA_TYPE)
        raise ApiError("unsupported_media_type", [Problem(_("请求内容须是 JSON。"), fix=fix)])
    # Told by the header before anything is read, and counted again where the header lied.
    # Read as it comes, for Django has one bound for all addresses and here each has its own.
    if _declared(request) > most or len(data := request.read(most + 1)) > most:
        raise ApiError("too_large", [too_large(most, smaller)])
    data = data.removeprefix(BOM)
    if not data.strip():
        fix = _('请写一个 JSON 对象，例如 {"facts": {}}。')
        raise ApiError("invalid_json", [Problem(_("请求内容是空的。"), fix=fix)])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = worded("请求内容不是 UTF-8 编码（第 %(place)s 个字节）。", place=error.start + 1)
        problem = Problem(what, fix=_("请存为 UTF-8 再发送；GBK 等编码要先转换。"))
        raise ApiError("invalid_json", [problem]) from None


def _charset(request: HttpRequest) -> str | None:
    charset = (request.content_params or {}).get("charset")
    return charset.lower() if charset else charset


def _declared(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or ""
    # Longer numbers are not worth reading, and some are refused by Python itself.
    return int(told) if told.isdecimal() and len(told) < len(str(LARGEST)) + 9 else 0


def _json(text: str) -> object:
    try:
        value = read_json(text)
    except Refused as refused:
        raise ApiError("invalid_json", refused.problems) from None
    if _is_deeper(value, DEEPEST):
        what = worded("括号嵌套超过 %(most)s 层。", most=DEEPEST)
        raise ApiError("invalid_json", [Problem(what, fix=_("请按 openapi.json 的形式写。"))])
    return value


def _is_deeper(value: object, most: int) -> bool:
    # Level by level rather than by recursion, which a hostile body would exhaust.
    level = [value]
    for _level in range(most):
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        if not inner:
            return False
        level = inner
    return any(isinstance(one, dict | list) for one in level)


def kept_text(given: Given, value: str, name: str) -> str:
    """存得下的文字: as it is; one with characters that no database keeps is a problem, and empty.

    Every text of a body and of an address passes here.
    """
    if can_be_kept(value):
        return value
    what = worded("「%(key)s」里有存不下的字符（NUL 或半个字符）。", key=name)
    given.problems.append(Problem(what, fix=_("请去掉看不见的字符。"), key=name))
    return ""


def text_of(given: Given, body: Mapping[str, object], name: str) -> str:
    """一段文字: of a body, empty where it is left out; what is no text is a problem."""
    value = body.get(name, "")
    if isinstance(value, str):
        return kept_text(given, value, name)
    what = worded("「%(key)s」应是一段文字。", key=name)
    given.problems.append(Problem(what, fix=_("请改写。"), key=name))
    return ""


def needed_text(given: Given, body: Mapping[str, object], name: str) -> str:
    """须有的文字: of a body; a problem where it is left out, empty or no text."""
    value = body.get(name)
    if isinstance(value, str) and value:
        return kept_text(given, value, name)
    what = worded("「%(key)s」应是一段文字。", key=name)
    given.problems.append(Problem(what, fix=_("请补上。"), key=name))
    return ""


def content_of(given: Given, body: Mapping[str, object]) -> bytes:
    """文件内容: of a body, as Base64; a problem where it is left out or is none."""
    try:
        return b64decode(needed_text(given, body, CONTENT), validate=True)
    except (binascii.Error, ValueError):
        what = worded("「%(key)s」不是 Base64。", key=CONTENT)
        given.problems.append(Problem(what, fix=_("请把文件的字节编成 Base64。"), key=CONTENT))
        return b""


def whole_of(given: Given, body: Mapping[str, object], name: str, fix: str) -> int:
    """整数: of a body, 0 or more; a problem where it is left out or is none."""
    value = body.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        return value
    what = worded("「%(key)s」应是一个不小于 0 的整数。", key=name)
    given.problems.append(Problem(what, fix=fix, key=name))
    return 0
