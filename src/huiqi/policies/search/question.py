"""问句: what somebody typed, taken apart into words to look for, numbers and codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from huiqi.parties.codes import tidy
from huiqi.policies.search.measures import measure_asked
from huiqi.policies.search.vocabulary import (
    FOLDER,
    HAN,
    Vocabulary,
    grams,
    pinyin,
    plain,
    synonyms,
    words,
)

LONGEST: Final = 200  # characters that are read; a longer question says nothing more
MOST_UNITS: Final = 16
MOST_PARTS: Final = 5  # words that a misspelt one falls into
ENOUGH: Final = 0.6  # of the words asked for, at least so many must be there
SHORTEST_LATIN: Final = 2
NEAR: Final = 74  # of 100; one wrong character of four is 75
NEAR_LATIN: Final = 85
UNSEEN: Final = ("Cc", "Cf")
CODE: Final = re.compile(r"[0-9A-Z]{18}")
NUMBER: Final = re.compile(
    r"([\u4e00-\u9fff]{1,10})[\[(〔【]?(20\d\d|19\d\d)[\])〕】]?(\d{1,4})号?"
)
PEOPLE: Final = re.compile(r"(\d{1,6})\s*(?:个|名|位)?\s*(?:人|员工|职工|雇员)")


@dataclass(frozen=True)
class Unit:
    """词: one thing asked for; any of ``ways`` (the one said first) answers it.

    ``is_known`` False: no policy, nor we, use the word; a policy without it may still be meant.
    """

    said: str
    ways: tuple[str, ...]
    weight: float = 1.0
    is_known: bool = True


@dataclass(frozen=True)
class Question:
    """问句: ``units`` in order; ``meant`` tells what was read for what was written.

    ``is_wide``: a single one of its known words is enough. ``measure`` is how a clause writes the
    number that is asked for.
    """

    text: str
    units: tuple[Unit, ...] = ()
    numbers: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()
    grams: tuple[str, ...] = ()
    people: int | None = None
    is_cut: bool = False
    is_wide: bool = False
    measure: re.Pattern[str] | None = None

    @property
    def firm(self) -> tuple[Unit, ...]:
        """须有的词: the known ones, or all when none is known."""
        return tuple(unit for unit in self.units if unit.is_known) or self.units

    @property
    def least(self) -> int:
        """至少: how many of the firm words a policy must have, or of the pairs without words."""
        if self.is_wide:
            return 1
        return max(1, round(len(self.firm or self.grams) * ENOUGH))

    @property
    def is_empty(self) -> bool:
        """是否为空: whether there is nothing to look for."""
        return not (self.units or self.numbers or self.grams)

    @property
    def marks(self) -> tuple[str, ...]:
        """标亮: the words to mark, long ones first."""
        found = {way for unit in self.units for way in unit.ways}
        return tuple(sorted(found, key=lambda one: (-len(one), one)))


@lru_cache(maxsize=1)
def fillers() -> frozenset[str]:
    """虚词: of fillers.txt."""
    lines = (FOLDER / "fillers.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def credit_code_in(text: str) -> str:
    """信用代码: when the whole text looks like one; else empty."""
    code = tidy(text)
    return code if CODE.fullmatch(code) and re.search(r"\d{6}", code) else ""


def number_of(text: str) -> str:
    """文号: in one form, whatever the brackets: 深府规20211."""
    return re.sub(r"[^0-9a-z\u4e00-\u9fff]|号|第", "", plain(text))


def read(text: str, vocabulary: Vocabulary) -> Question:
    """读: never fails; what cannot be read is looked for as it stands."""
    whole = " ".join(_visible(text).split())
    kept = whole[:LONGEST]
    told = plain(kept)
    compact = re.sub(r"\s+|第", "", told)
    numbers = tuple(_number(found) for found in NUMBER.finditer(compact))
    people = PEOPLE.search(told)
    rest = NUMBER.sub(" ", compact) if numbers else told
    units, meant = _units(rest, vocabulary)
    return Question(
        text=kept,
        units=tuple(units[:MOST_UNITS]),
        numbers=numbers,
        meant=tuple(meant),
        grams=tuple(dict.fromkeys(grams(rest)))[:40],
        people=int(people.group(1)) if people else None,
        is_cut=len(whole) > LONGEST,
        measure=measure_asked(told),
    )


def _visible(text: str) -> str:
    """Half a character is none; what nobody sees would only hide what stands beside it."""
    whole = text.encode(errors="ignore").decode()
    return "".join(one for one in whole if one.isspace() or unicodedata.category(one) not in UNSEEN)


def _number(found: re.Match[str]) -> str:
    return number_of("".join(found.groups()))


def number_endings(number: str) -> list[str]:
    """文号的写法: «根据深府规20211» may mean 深府规20211: the whole and its endings with a sign."""
    sign = re.match(r"\D*", number)
    return [number[at:] for at in range(max(1, (sign.end() if sign else 0) - 1))]


def _units(text: str, vocabulary: Vocabulary) -> tuple[list[Unit], list[tuple[str, str]]]:
    units: dict[str, Unit] = {}
    meant: list[tuple[str, str]] = []
    weak: dict[str, Unit] = {}
    cut = [part for word in words(text) for part in _known_parts(word, vocabulary)]
    for run in _runs(cut, vocabulary):
        for said, word in _readings(run, vocabulary):
            if said != word:
                meant.append((said, word))
            unit = Unit(said, _ways(word), is_known=_is_known(word, vocabulary))
            if word in fillers():
                weak.setdefault(word, Unit(said, _ways(word), 0.2))
            else:
                units.setdefault(word, unit)
    # «补贴» alone is a question; beside other words it tells nothing apart.
    told = [*units.values()] or [one for one in weak.values() if len(one.said) > 1]
    return told, meant


def _known_parts(word: str, vocabulary: Vocabulary) -> list[str]:
    """«中型企业» nobody writes, «中型» and «企业» they do: its known parts, or the word itself."""
    if len(word) > 3 and not _is_known(word, vocabulary):
        for at in range(len(word) - 2, 1, -1):
            if all(_is_known(part, vocabulary) for part in (word[:at], word[at:])):
                return [word[:at], word[at:]]
    return [word]


def _ways(word: str) -> tuple[str, ...]:
    return synonyms().get(word, (word,))


def _runs(found: list[str], vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Known words alone; unknown ones with their neighbours, for a wrong character splits words."""
    at = 0
    run: list[str] = []
    while at < len(found):
        if span := _misspelt(found, at, vocabulary):
            if run:
                yield run
            yield ["".join(found[at : at + span])]
            run, at = [], at + span
            continue
        if _is_known(found[at], vocabulary):
            if run:
                yield run
            yield [found[at]]
            run = []
        else:
            run.append(found[at])
        at += 1
    if run:
        yield run


def _misspelt(found: list[str], at: int, vocabulary: Vocabulary) -> int:
    """How many words from ``at`` on are one known word with something wrong in it; else 0."""
    for span in range(min(MOST_PARTS, len(found) - at), 1, -1):
        parts = found[at : at + span]
        text = "".join(parts)
        is_odd = any(not _is_known(part, vocabulary) or len(part) == 1 for part in parts)
        if is_odd and len(text) > 2 and HAN.fullmatch(text) and _like(text, vocabulary):
            return span
    return 0


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.known or word in synonyms() or word in fillers()


def _readings(run: list[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What is written and what is meant by it."""
    if len(run) == 1 and _is_known(run[0], vocabulary):
        yield run[0], run[0]
        return
    text = "".join(run)
    if HAN.fullmatch(text):
        yield from _chinese(text, vocabulary)
        return
    for word in run:
        if word.isascii() and word.isalpha() and len(word) >= SHORTEST_LATIN:
            yield from ((word, told) for told in latin(word, vocabulary) or (word,))
        elif HAN.fullmatch(word):
            yield from _chinese(word, vocabulary)
        elif not word.isdigit():
            yield word, word


def _chinese(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Unknown characters: the longest part that sounds like a known word or nearly is one."""
    for length in range(min(len(text), 8), 1, -1):
        for at in range(len(text) - length + 1):
            part = text[at : at + length]
            if word := _like(part, vocabulary):
                yield from _rest(text[:at], vocabulary)
                yield part, word
                yield from _rest(text[at + length :], vocabulary)
                return
    if len(text) > 1:
        yield text, text


def _rest(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if len(text) > 1:
        yield from _chinese(text, vocabulary)


@lru_cache(maxsize=4_096)
def _like(part: str, vocabulary: Vocabulary) -> str:
    if part in vocabulary.known:
        return part
    if not vocabulary.sounds:
        return ""
    if alike := vocabulary.sounds.get("".join(pinyin(part))):
        return alike[0]
    # A known word with one character more is that word, not another one spelt wrongly.
    if len(part) < 4 or part[1:] in vocabulary.known or part[:-1] in vocabulary.known:
        return ""
    same = _of_length(vocabulary).get(len(part), ())
    found = process.extractOne(part, same, scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[0] if found else ""


@lru_cache(maxsize=8)
def _of_length(vocabulary: Vocabulary) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word in sorted(vocabulary.known):
        found.setdefault(len(word), []).append(word)
    return {length: tuple(same) for length, same in found.items()}


@lru_cache(maxsize=4_096)
def latin(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """拼音: the words that are spelt so, in full, by initials, in parts, or nearly so."""
    sounds, initials = vocabulary.sounds, vocabulary.initials
    word = word.replace("v", "u")
    if word in sounds:
        return sounds[word][:1]
    if len(word) > 2 and word in initials:
        return initials[word][-1:]
    if parts := _in_parts(word, vocabulary):
        return parts
    if len(word) >= 6 and (
        found := process.extractOne(word, sounds, scorer=fuzz.ratio, score_cutoff=NEAR_LATIN)
    ):
        return sounds[found[2]][:1]
    return initials.get(word, ())[:1]


def _in_parts(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """«daikuantiexi»: the fewest known words that are spelt so one after the other."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 24), end - 1):
            same = vocabulary.sounds.get(word[start:end])
            if same and start in best:
                told = (*best[start], same[0])
                if end not in best or len(told) < len(best[end]):
                    best[end] = told
    return best.get(len(word), ())
