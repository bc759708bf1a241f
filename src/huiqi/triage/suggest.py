"""建议: items for a text, best first, with the words that decided.

Three things are added up: the words of an item that stand in the text, how much of the text the
item's words cover by character groups, and the nearest example. The weights and what turns their
sum into a probability were chosen on examples.yaml alone, each example without itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt
from typing import Final

import yaml

from huiqi.triage.grams import grams, plain, weights
from huiqi.triage.items import FOLDER, Item, items

MOST: Final = 5
WORDS_TOLD: Final = 6
COVER: Final = 6.0
EXAMPLE: Final = 4.0
BESIDE: Final = 0.8  # of what the others of the same department reach
SHARPNESS: Final = 1.5
NOTHING: Final = 0.5  # a sum that says no more than «none of these»


@dataclass(frozen=True, slots=True)
class Suggestion:
    """建议: ``score`` is between 0 and 1; ``words`` are those of the text that decided."""

    item: str
    department: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """例子: a concern that a person has labelled."""

    text: str
    item: str


@dataclass(frozen=True)
class Model:
    """模型: everything that is worked out once."""

    leaves: Mapping[str, Item]
    keywords: Mapping[str, tuple[tuple[str, float], ...]]  # word: the items it speaks for
    covers: Mapping[str, tuple[str, ...]]
    examples: tuple[tuple[Example, Mapping[str, float]], ...]


def percent_of(score: float) -> int:
    """把握: a score in whole percent, from 1 to 99: words alone are never certain of anything."""
    return min(99, max(1, round(100 * score)))


def whole_words(item: Item, words: Iterable[str]) -> tuple[str, ...]:
    """整词: those of the deciding words that tell a reader something; parts of words do not."""
    return tuple(word for word in words if word in (item.title, *item.keywords))


def suggest(text: str, district: str = "") -> tuple[Suggestion, ...]:
    """建议: at most five items, best first; a text of which nothing is known has none."""
    known = model()
    sums, words = scores(text)
    parts = shares(sums)
    best = sorted(parts, key=lambda code: (-parts[code], code))[:MOST]
    return tuple(
        Suggestion(code, known.leaves[code].handler(district), parts[code], words[code])
        for code in best
    )


def shares(sums: Mapping[str, float]) -> dict[str, float]:
    """概率: what each sum is worth beside the others and beside «none of these»."""
    if not sums:
        return {}
    top = max(*sums.values(), NOTHING)
    parts = {code: exp(SHARPNESS * (value - top)) for code, value in sums.items()}
    whole = sum(parts.values()) + exp(SHARPNESS * (NOTHING - top))
    return {code: part / whole for code, part in parts.items()}


def scores(text: str, without: str = "") -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """合计: the sum of each item that something speaks for, and the words that spoke.

    ``without`` leaves an example out, so that it can be asked about itself.
    """
    known, said = model(), plain(text)
    sums: dict[str, float] = {}
    words: dict[str, dict[str, float]] = {}

    def add(code: str, worth: float, told: Mapping[str, float]) -> None:
        sums[code] = sums.get(code, 0.0) + worth
        words.setdefault(code, {}).update(told)

    for word, those in known.keywords.items():
        if word in said:
            for code, worth in those:
                add(code, worth, {word: worth})
    asked = weights(grams(text))
    for gram, weight in asked.items():
        for code in known.covers.get(gram, ()):
            add(code, COVER * weight * sqrt(weight), {})
            words[code].setdefault(gram, weight / 10)
    for code, (worth, told) in _nearest(known, asked, without).items():
        add(code, EXAMPLE * worth, told)
    _beside(known, sums)
    return sums, {code: _told(found) for code, found in words.items()}


def _nearest(
    known: Model, asked: Mapping[str, float], without: str
) -> dict[str, tuple[float, dict[str, float]]]:
    found: dict[str, tuple[float, dict[str, float]]] = {}
    for example, vector in known.examples:
        shared = {gram: asked[gram] * vector[gram] for gram in vector if gram in asked}
        worth = sum(shared.values())
        if worth > found.get(example.item, (0.0, {}))[0] and example.text != without:
            found[example.item] = worth, {gram: one / 10 for gram, one in shared.items()}
    return found


def _beside(known: Model, sums: dict[str, float]) -> None:
    """Items of one department support each other a little."""
    best: dict[str, float] = {}
    for code, worth in sums.items():
        department = known.leaves[code].department
        best[department] = best.get(department, 0.0) + worth
    for code, worth in sums.items():
        others = best[known.leaves[code].department] - worth
        sums[code] = worth + BESIDE * log(1 + max(0.0, others))


def _told(found: Mapping[str, float]) -> tuple[str, ...]:
    """The weightiest words, none of them a part of one that is told already."""
    told: list[str] = []
    for word in sorted(found, key=lambda one: (-found[one], -len(one), one)):
        if not any(word in other for other in told):
            told.append(word)
    return tuple(told[:WORDS_TOLD])


@lru_cache(maxsize=1)
def model() -> Model:
    """模型: from the taxonomy and the examples."""
    leaves = {code: one for code, one in items().items() if one.level == 3}
    spoken: dict[str, list[str]] = {}
    covers: dict[str, list[str]] = {}
    for code, item in leaves.items():
        for word in sorted({plain(one) for one in (item.title, *item.keywords)}):
            spoken.setdefault(word, []).append(code)
        for gram in sorted(grams(" ".join((item.title, *item.keywords)))):
            covers.setdefault(gram, []).append(code)
    return Model(
        leaves,
        {word: tuple((code, _worth(word, len(of))) for code in of) for word, of in spoken.items()},
        {gram: tuple(of) for gram, of in covers.items()},
        tuple((one, weights(grams(one.text))) for one in examples()),
    )


def _worth(word: str, items_of_it: int) -> float:
    """A long word says more; one of several items says less."""
    return sqrt(min(len(word), 5)) / items_of_it


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """例子: the labelled concerns that may be learned from."""
    told = yaml.load((FOLDER / "examples.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return tuple(Example(one["text"], one["item"]) for one in told)
