"""词汇: how a text falls into words, which words mean the same, and how words sound.

The dictionary and the synonyms are files beside this one. Words are lower case; a text is cut
alike when it is kept and when it is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from huiqi.policies.search.entry import Entry

if TYPE_CHECKING:
    import rjieba

FOLDER: Final = Path(__file__).parent
OFTEN: Final = 200_000  # more often than any word that a name of ours could fall into
HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
WORD: Final = re.compile(r"[0-9a-z\u4e00-\u9fff]")
LONGEST_NAME: Final = 4  # words of a title that are one name


@lru_cache(maxsize=1)
def dictionary() -> tuple[str, ...]:
    """词典: the words of words.txt."""
    lines = (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(plain(line) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """同义词: of each word, all that mean the same, itself first."""
    groups = yaml.safe_load((FOLDER / "synonyms.yaml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        same = [plain(word) for word in (group["term"], *group["also"])]
        for word in same:
            found[word] = tuple(dict.fromkeys((word, *found.get(word, ()), *same)))
    return found


def plain(text: str) -> str:
    """归一: full-width to half-width, lower case, without quotation marks and spaces in words."""
    told = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[“”\"'‘’]", "", told)


@lru_cache(maxsize=1)
def _segmenter() -> rjieba.Jieba:
    import rjieba  # brings a dictionary of its own, which takes a while to load

    found = rjieba.Jieba()
    for word in (*dictionary(), *(one for one in synonyms() if HAN.fullmatch(one))):
        found.add_word(word, OFTEN, "n")
    return found


def words(text: str) -> list[str]:
    """切词: the longest words, in order, without signs; for what is asked."""
    return [word for word in _segmenter().cut(plain(text)) if WORD.search(word)]


def indexed(text: str) -> list[str]:
    """切词: long words and the words in them; for what is kept."""
    found = _segmenter().cut_for_search(plain(text))
    return [word for word in (*found, *words(text)) if WORD.search(word)]


def grams(text: str) -> list[str]:
    """二字组: every two characters that stand together."""
    runs = HAN.findall(plain(text))
    return [a + b for run in runs for a, b in pairwise(run)]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """词汇表: the words that occur; ``sounds`` and ``initials`` tell words by pinyin."""

    known: frozenset[str]
    sounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    initials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def known_words(entries: Iterable[Entry]) -> frozenset[str]:
    """已知的词: of the entries, the dictionary and the synonyms, of two characters and more."""
    found = {*dictionary(), *synonyms()}
    for entry in entries:
        found.update(_names(entry.title), words(entry.summary), words(entry.department))
        found.update(indexed(entry.body))
    return frozenset(word for word in found if len(word) > 1 and HAN.search(word))


def _names(title: str) -> set[str]:
    """Words of a title, and neighbours taken together: 贷款 and 贷款贴息."""
    found = words(title)
    spans = range(1, LONGEST_NAME + 1)
    return {"".join(found[at : at + n]) for n in spans for at in range(len(found))}


def with_sounds(known: frozenset[str]) -> Vocabulary:
    """注音: of every word its full pinyin and its initials, without tones; it takes a moment."""
    sounds: dict[str, list[str]] = {}
    initials: dict[str, list[str]] = {}
    for word in sorted(known, key=lambda one: (len(one), one)):
        if HAN.fullmatch(word):
            told = pinyin(word)
            sounds.setdefault("".join(told), []).append(word)
            initials.setdefault("".join(one[0] for one in told), []).append(word)
    return Vocabulary(known, _frozen(sounds), _frozen(initials))


def _frozen(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(told) for key, told in found.items()}


@lru_cache(maxsize=10_000)  # whoever builds the index again asks for the same words
def pinyin(word: str) -> tuple[str, ...]:
    """拼音: one syllable a character, without tones."""
    from pypinyin import lazy_pinyin

    # People type «lu» and «lv» for 率 alike.
    return tuple(told.replace("v", "u") for told in lazy_pinyin(word))
