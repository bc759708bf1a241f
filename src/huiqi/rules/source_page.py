"""来源说明: what source.md of a programme says is open, disputed or our own choice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OPEN: Final = "待核"
CONFLICTS: Final = "来源之间的冲突"
CHOICES: Final = "取舍"
NONE_SEEN: Final = "未见"  # «未见冲突» is no conflict

_HEADING: Final = re.compile(r"##\s+(.+?)\s*")
_ENTRY: Final = re.compile(r"[-*]\s+(.+?)\s*")


@dataclass(frozen=True)
class Entry:
    """条目: one bullet of a section of source.md, with its 1-based line."""

    text: str
    line: int


@dataclass(frozen=True)
class SourcePage:
    """来源说明: the bullets of one source.md by the heading they stand under."""

    file: str
    sections: dict[str, tuple[Entry, ...]]

    @property
    def open(self) -> tuple[Entry, ...]:
        """待核: what nobody has read in the original yet."""
        return self.sections.get(OPEN, ())

    @property
    def conflicts(self) -> tuple[Entry, ...]:
        """冲突: where sources contradict each other, and which one was followed."""
        found = self.sections.get(CONFLICTS, ())
        return tuple(entry for entry in found if not entry.text.startswith(NONE_SEEN))

    @property
    def choices(self) -> tuple[Entry, ...]:
        """取舍: what no source says and we had to choose."""
        return self.sections.get(CHOICES, ())


def read_source_page(path: Path) -> SourcePage:
    """读取来源说明: of one programme folder's source.md; OSError when it is not there."""
    sections: dict[str, list[Entry]] = {}
    for heading, entry in _entries(path.read_text(encoding="utf-8").splitlines()):
        sections.setdefault(heading, [])
        if entry:
            sections[heading].append(entry)
    return SourcePage(str(path), {name: tuple(entries) for name, entries in sections.items()})


def _entries(lines: list[str]) -> Iterator[tuple[str, Entry | None]]:
    """Every heading once without an entry, then its bullets; a bullet may run over lines."""
    heading, text, start = "", "", 0
    for number, line in enumerate([*lines, ""], 1):
        if text and line.startswith("  "):
            text += line.strip()
            continue
        if text:
            yield heading, Entry(text, start)
            text = ""
        if found := _HEADING.fullmatch(line):
            heading = found[1]
            yield heading, None
        elif found := _ENTRY.fullmatch(line):
            text, start = found[1], number
