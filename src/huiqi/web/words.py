"""词语: what the words mean that readers of the pages may have to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from huiqi.library import FOLDER
from huiqi.rules.problems import Refused
from huiqi.rules.shape import Bad, ListOf, Log, Record, may, need
from huiqi.rules.shape_parts import NAME, TEXT
from huiqi.rules.strict_yaml import read_path

FILE: Final = FOLDER / "words" / "plain.yaml"


@dataclass(frozen=True)
class Entry:
    """词条: a term with what it means in our own words; ``also`` are other ways to write it."""

    term: str
    en: str
    text: str
    text_en: str
    also: tuple[str, ...] = ()
    line: int = 0

    @property
    def written(self) -> tuple[str, ...]:
        """各种写法: the term first."""
        return (self.term, *self.also)


@dataclass(frozen=True)
class Group:
    """一组词: in the order in which people read them."""

    id: str
    title: str
    title_en: str
    words: tuple[Entry, ...]
    line: int = 0


@dataclass(frozen=True)
class _Words:
    groups: tuple[Group, ...]
    line: int = 0


ENTRY: Final = Record(
    "entry",
    {
        "term": need(TEXT, "词语"),
        "also": may(ListOf(TEXT), "别的写法"),
        "en": need(TEXT, "英文"),
        "text": need(TEXT, "用自己的话解释"),
        "text_en": need(TEXT, "英文的解释"),
    },
    Entry,
)
GROUP: Final = Record(
    "group",
    {
        "id": need(NAME, "编号"),
        "title": need(TEXT, "名称"),
        "title_en": need(TEXT, "英文名称"),
        "words": need(ListOf(ENTRY, at_least=1), "词条"),
    },
    Group,
)
WORDS: Final = Record("words", {"groups": need(ListOf(GROUP, at_least=1), "各组")}, _Words)


@lru_cache(maxsize=1)
def words() -> tuple[Group, ...]:
    """全部词语: that ship with huiqi."""
    return load_words(FILE)


def load_words(path: Path) -> tuple[Group, ...]:
    """读取词语: Refused with every problem; a way of writing means one thing only."""
    document = read_path(path)
    log = Log(str(path), document.problems)
    found = WORDS.read(document.root, log, path.name)
    if isinstance(found, Bad):
        raise Refused(log.problems)
    first: dict[str, Entry] = {}
    for group in found.groups:
        for entry in group.words:
            for way in entry.written:
                if first.setdefault(way, entry) is not entry:
                    log.say(entry.line, f"「{way}」解释了两次。", fix="请只留一条。", key="term")
    if log.problems:
        raise Refused(log.problems)
    return found.groups


def meanings() -> Mapping[str, Entry]:
    """查词: every way of writing with its entry."""
    return {way: one for group in words() for one in group.words for way in one.written}
