"""模板: where they are, which of them are asked for, and what must not stand in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import allauth
import django

from tests.consistency.repository import SRC

NAMED: Final = re.compile(r"""["']([\w./-]+\.(?:html|txt))["']""")
# Django asks for these by itself, and allauth for that of too many attempts.
ASKED_FOR: Final = {
    *("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"),
}
THEIRS: Final = [
    *(Path(allauth.__file__).parent).glob("**/templates"),
    *(Path(django.__file__).parent).glob("**/templates"),
]
# A page under our policy runs no script and knows no style that stands in it.
INLINE: Final = re.compile(r"\sstyle\s*=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
MARKED: Final = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*comment\b.*?endcomment\s*%\}|\{#.*?#\}|\{%\s*trans(?:late)?\b.*?%\}|\b_\(\".*?\"\)"
    r"|\slang=\"zh[\w-]*\">[^<]*<",
    re.DOTALL,
)
# What is typed or sent, whatever language it is read in.
SENT: Final = re.compile(r"""\b(?:value|content)="[^"{]*\"|==\s*"[^"]*\"""")

TAG: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)

Template = tuple[str, Path]


def templates(source: Path = SRC) -> Iterator[Template]:
    """模板: the name by which each is asked for, and its file."""
    for folder in source.glob("*/templates"):
        for path in sorted(folder.rglob("*.*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


def idle(found: Iterable[Template], files: Iterable[Path]) -> list[str]:
    """没用的模板: which none of the ``files`` names, and nobody else asks for."""
    named = {name for path in files for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    return [
        name
        for name, _ in found
        if name not in named | ASKED_FOR and not any((one / name).exists() for one in THEIRS)
    ]


def inline(text: str) -> list[str]:
    """内联的脚本和样式: which the browser would refuse."""
    return [one.strip() for one in INLINE.findall(TAG.sub("", text))]


def unmarked(text: str) -> list[str]:
    """没有标记的文字: lines with Chinese that no reader of English would be spared."""
    left = SENT.sub("", MARKED.sub("", text))
    return [line.strip() for line in left.splitlines() if CHINESE.search(line)]
