"""建议: items for a text, best first, with the words that decided.

What was learned (learn.py) says how well each item explains the text; that becomes a probability
beside the other items and beside «none of these». Items of a department that is probable as a
whole, summed over its items, come a little before others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import Final

import numpy as np

from huiqi.triage.grams import plain
from huiqi.triage.items import Item
from huiqi.triage.learn import Learned, Numbers, learn, leaves, lessons, sayings

MOST: Final = 5
WORDS_TOLD: Final = 6
SHARPNESS: Final = 1.0  # what turns evidence into probability
DEPARTMENT: Final = 0.25  # how much the sum of its department counts for an item


@dataclass(frozen=True, slots=True)
class Suggestion:
    """建议: ``score`` is between 0 and 1.

    ``words`` are those of the text that decided, in simplified characters.
    """

    item: str
    department: str
    score: float
    words: tuple[str, ...]


def percent_of(score: float) -> int:
    """把握: a score in whole percent, from 1 to 99: words alone are never certain of anything."""
    return min(99, max(1, round(100 * score)))


def whole_words(item: Item, words: Iterable[str]) -> tuple[str, ...]:
    """整词: those of the deciding words that tell a reader something; parts of words do not."""
    known = {item.title, *item.keywords, *sayings().get(item.code, ())}
    return tuple(word for word in words if word in known)


def suggest(text: str, district: str = "") -> tuple[Suggestion, ...]:
    """建议: at most five items, best first; a text of which nothing is known has none."""
    found = model().evidence(text)
    if not found:
        return ()
    known, parts = leaves(), shares(sum_of(found))
    return tuple(
        Suggestion(
            code, known[code].handler(district), parts[code], _words(known[code], text, found)
        )
        for code in best_first(parts)[:MOST]
    )


def best_first(parts: Mapping[str, float]) -> list[str]:
    """从高到低: codes by what they are worth, equals by code."""
    return sorted(parts, key=lambda code: (-parts[code], code))


def sum_of(evidence: Mapping[str, Numbers]) -> Numbers:
    """合计: what all marks together say for every item; 0 is as much as for any text."""
    found: Numbers = np.add.reduce(list(evidence.values()), axis=0)
    return found


def shares(sums: Numbers) -> dict[str, float]:
    """概率: of each item, beside the others and beside «none of these», which explains with 0."""
    known = leaves()
    codes = tuple(known)
    top = max(float(sums.max()), 0.0)
    worth = [exp(SHARPNESS * (float(one) - top)) for one in sums]
    departments: dict[str, float] = {}
    for code, one in zip(codes, worth, strict=True):
        name = known[code].department
        departments[name] = departments.get(name, 0.0) + one
    whole = sum(worth)
    raised = [
        one * (departments[known[code].department] / whole) ** DEPARTMENT
        for code, one in zip(codes, worth, strict=True)
    ]
    of_any = whole / (whole + exp(-SHARPNESS * top))
    return {code: of_any * one / sum(raised) for code, one in zip(codes, raised, strict=True)}


def _words(item: Item, text: str, evidence: Mapping[str, Numbers]) -> tuple[str, ...]:
    """Whole words of the item that stand in the text first, then the marks that said most."""
    said, column = plain(text), model().codes.index(item.code)
    known = {plain(word) for word in (item.title, *item.keywords, *sayings().get(item.code, ()))}
    told: list[str] = sorted((word for word in known if word in said), key=lambda w: (-len(w), w))
    told += sorted(
        (mark for mark, one in evidence.items() if len(mark) > 1 and one[column] > 0),
        key=lambda mark: (-float(evidence[mark][column]), mark),
    )
    return _apart(told)


def _apart(words: Iterable[str]) -> tuple[str, ...]:
    """None of the words a part of one that is told already."""
    told: list[str] = []
    for word in words:
        if not any(word in other for other in told):
            told.append(word)
    return tuple(told[:WORDS_TOLD])


@lru_cache(maxsize=1)
def model() -> Learned:
    """学会的: from all lessons, worked out once."""
    return learn(lessons())
