"""问题: what is wrong with an input, why, and what to do; always all of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

SHOWN: Final = 60  # characters of a broken value that a sentence repeats
# Controls, marks of direction, spaces without width, ends of lines and halves of characters.
_INVISIBLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True)
class Problem:
    """问题: one thing that is wrong, for a person to mend.

    ``what`` says what is wrong, ``why`` why it is refused, ``fix`` what to do about it.
    ``line`` is the line of a text file, ``row`` the row of a sheet, ``firm`` the how-manyeth
    firm of a file with several; each counts from 1, and 0 means that there is none.
    ``key`` names the fact or field.
    """

    what: str
    why: str = ""
    fix: str = ""
    file: str = ""
    line: int = 0
    key: str = ""
    row: int = 0
    firm: int = 0

    @property
    def place(self) -> str:
        """位置: file:line as editors understand it, else the row or the firm in words."""
        if self.line and self.file:
            return f"{self.file}:{self.line}"
        within = ""
        if self.line or self.row:
            within = f"第 {self.line or self.row} 行"
        elif self.firm:
            within = f"第 {self.firm} 户"
        return " ".join(part for part in (self.file, within) if part)

    def __str__(self) -> str:
        told = "".join(part for part in (self.what, self.why, self.fix) if part)
        return visible(f"{self.place}：{told}" if self.place else told)

    def to_dict(self) -> dict[str, object]:
        """转为字典: the non-empty parts, for JSON."""
        parts = {
            "what": self.what,
            "why": self.why,
            "fix": self.fix,
            "file": self.file,
            "line": self.line,
            "row": self.row,
            "firm": self.firm,
            "key": self.key,
        }
        return {name: part for name, part in parts.items() if part}


@dataclass(frozen=True)
class Place:
    """所在: where the facts of one firm stand; ``keys`` where some of them stand more exactly.

    ``line``, ``row`` and ``firm`` are those of a ``Problem``.
    """

    file: str = ""
    line: int = 0
    row: int = 0
    firm: int = 0
    keys: Mapping[str, Place] = field(default_factory=dict)

    def of(self, key: str) -> Place:
        """某项所在: of a key as it is written, or of the firm where nothing better is known."""
        return self.keys.get(key, self)

    def problem(self, key: str, what: str, why: str = "", fix: str = "") -> Problem:
        """此处的问题: with this file, line, row and firm."""
        return Problem(what, why, fix, self.file, self.line, key, self.row, self.firm)


class Refused(ValueError):
    """拒绝: an input cannot be used; ``problems`` holds every reason, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def visible(text: str) -> str:
    r"""可见: control and other invisible characters as \u001b, so that no terminal obeys them."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shown(raw: object) -> str:
    """摘示: a value of any kind as a sentence repeats it, cut where it is long."""
    if isinstance(raw, dict | list | tuple | set):
        return "映射" if isinstance(raw, dict) else "列表"
    try:
        text = str(raw)
    except ValueError:  # more digits than Python writes out
        return "一个过长的数字"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def unreadable(error: OSError, file: str) -> Problem:
    """无法读取: a file that the system will not open, with the reason in Chinese."""
    match error:
        case FileNotFoundError():
            return Problem("找不到这个文件。", fix="请检查路径和文件名。", file=file)
        case IsADirectoryError():
            return Problem("这是文件夹，不是文件。", fix="请写出其中的文件。", file=file)
        case PermissionError():
            return Problem("没有读取这个文件的权限。", fix="请检查文件的权限。", file=file)
    reason = f"（系统报告：{error.strerror}）" if error.strerror else ""
    return Problem("无法读取这个文件。", reason, "请检查路径和文件名。", file)
