"""输出: JSON with exact decimals, refusals, and pages that line up on a terminal and in a pipe."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huiqi.rules.exact_json import to_json
from huiqi.rules.problems import Refused

if TYPE_CHECKING:
    from rich.console import Console

WIDEST: Final = 100  # longer lines are hard to read; also the width of a page in a pipe
NARROWEST: Final = 40

# What may not be torn apart at the end of a line: an amount with its unit, a word, and any
# character with the brackets that open before it and the punctuation that closes after it.
_UNIT: Final = re.compile(
    r"[「『《（〔【“‘]*(?:[\d,.]*\d ?元|[!-~]+|.)[，。；：、！？）」』》〕】”’％]*", re.DOTALL
)


def ready() -> None:
    """备好输出: a terminal with an old encoding gets Chinese as well as it can, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


# Files


def write_whole(path: Path, content: bytes | memoryview[int]) -> None:
    """写文件: whole under its name, or not at all; OSError as of any file."""
    half_made = path.with_name(f".{path.name}.part")
    half_made.write_bytes(content)
    half_made.replace(path)


# JSON


def print_json(value: object) -> None:
    """输出 JSON: to standard output."""
    sys.stdout.write(to_json(value) + "\n")


def refuse(refused: Refused, *, as_json: bool) -> None:
    """输出拒绝: every problem, on standard error."""
    if as_json:
        problems = [problem.to_dict() for problem in refused.problems]
        sys.stderr.write(to_json({"code": "refused", "problems": problems}) + "\n")
        return
    sys.stderr.write(f"输入不能使用，共 {len(refused.problems)} 处：\n")
    for problem in refused.problems:
        sys.stderr.write(f"  · {problem}\n")


# Pages


def wrap(text: str, width: int) -> list[str]:
    """折行: lines of at most ``width`` columns, a Chinese character being two of them.

    No line begins with closing punctuation or ends with an opening bracket, nor with a space,
    which would make it too wide by one; a single word that is wider than the page is left whole.
    """
    from rich.cells import cell_len

    lines = [""]
    for unit in _UNIT.findall(text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(unit.rstrip()) > width:
            lines.append(unit.lstrip())
        else:
            lines[-1] += unit
    return [line.rstrip() for line in lines]


class Page:
    """页面: lines for people; coloured on a terminal, plain text in a pipe."""

    def __init__(self, console: Console | None = None) -> None:
        from rich.console import Console

        self.console = console or Console(highlight=False, emoji=False, markup=False)
        seen = self.console.width if self.console.is_terminal else WIDEST
        self.width = max(NARROWEST, min(seen, WIDEST))

    def title(self, text: str, style: str = "bold") -> None:
        """标题: after an empty line."""
        self._write("")
        self.line(text, style=style)

    def line(
        self, text: str, *, indent: int = 0, mark: str = "", style: str = "", mark_style: str = ""
    ) -> None:
        """一行: wrapped; further lines stand under the first character of the text."""
        self.row(text, "", indent=indent, mark=mark, style=style, mark_style=mark_style)

    def row(
        self,
        left: str,
        right: str,
        *,
        indent: int = 0,
        mark: str = "",
        style: str = "",
        mark_style: str = "",
    ) -> None:
        """左右一行: ``right`` ends at the right edge of the page, on the first line of ``left``.

        What would leave the left side less than half of the line stands below it.
        """
        from rich.cells import cell_len
        from rich.text import Text

        head = mark and f"{mark} "
        room = self.width - indent - cell_len(head)
        if cell_len(right) > room // 2:
            self.line(left, indent=indent, mark=mark, style=style, mark_style=mark_style)
            self.line(right, indent=indent + cell_len(head), style=style)
            return
        first, *rest = wrap(left, room - (cell_len(right) + 2 if right else 0))
        text = Text(" " * indent).append(head, mark_style or style).append(first, style)
        if right:
            text.append(" " * (room - cell_len(first) - cell_len(right))).append(right, style)
        self._write(text)
        for line in rest:
            self._write(Text(" " * (indent + cell_len(head))).append(line, style))

    def table(self, headers: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
        """表格: columns as wide as their widest cell, left-aligned."""
        from rich.cells import cell_len, set_cell_size
        from rich.text import Text

        cells = [headers, *rows]
        widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
        for number, row in enumerate(cells):
            padded = (set_cell_size(cell, wide) for cell, wide in zip(row, widths, strict=True))
            self._write(Text("  ".join(padded).rstrip(), "" if number else "bold"))

    def _write(self, line: object) -> None:
        # Lines are wrapped already, and a pipe has no edge.
        self.console.print(line, soft_wrap=True)
