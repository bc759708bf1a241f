"""学习: what each character, and each two that stand together, say for each item.

Naive Bayes whose evidence is averaged: of a text, the logarithms of how much oftener its
characters are said of an item than of all of them, weighted by how few items they are said of.
Nothing is drawn at random and nothing is kept between runs; the same lessons teach the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from huiqi.triage.grams import runs
from huiqi.triage.items import FOLDER, Item, items

Numbers = NDArray[np.float64]

BACKGROUND: Final = 0.01  # observations of what is said of all items, for each mark there is
OF_THE_GROUP: Final = 0.2  # of what an item is expected to be said with; the rest is of all items
RARITY: Final = 0.5  # how much a mark of few items counts above one of many
SINGLE: Final = 1.3  # how much one character counts beside two: it is met in words never read


@dataclass(frozen=True, slots=True)
class Lesson:
    """例子: a text of which the item is known.

    ``department`` is the one responsible; ``also`` are others to which honest people would send it.
    """

    text: str
    item: str
    department: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Learned:
    """学会的: ``says`` has a row for each mark and a column for each item, as in ``codes``."""

    codes: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Numbers
    says: NDArray[np.float32]

    def evidence(self, text: str) -> dict[str, Numbers]:
        """证据: of each known mark of a text, what it says for every item; the sum decides.

        Single characters alone are no evidence: they stand in every text.
        """
        known = [mark for mark in marks(text) if mark in self.rows]
        if all(len(mark) == 1 for mark in known):
            return {}
        at = [self.rows[mark] for mark in known]
        weight = self.rarity[at]
        told = self.says[at] * (weight / np.sqrt((weight * weight).sum()))[:, None]
        return dict(zip(known, told, strict=True))


def marks(text: str) -> tuple[str, ...]:
    """标记: every Chinese character, every two that stand together, and words in Latin letters."""
    found: dict[str, None] = {}
    for run in runs(text):
        if run.isascii():
            found[run] = None
            continue
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
    return tuple(found)


def leaves() -> dict[str, Item]:
    """末级事项: by code; only these are suggested."""
    return {code: one for code, one in items().items() if one.level == 3}


@lru_cache(maxsize=1)
def sayings() -> Mapping[str, tuple[str, ...]]:
    """说法: how firms say what they want of each item, by its code."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((FOLDER / "sayings").glob("*.yaml")):
        told = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        found.update({code: tuple(words) for code, words in told.items()})
    return found


@lru_cache(maxsize=1)
def examples() -> tuple[Lesson, ...]:
    """诉求例子: whole concerns that a person has labelled and that may be learned from."""
    files = sorted((FOLDER / "examples").glob("*.yaml"))
    return tuple(one for file in files for one in labelled(file))


def labelled(file: Path) -> tuple[Lesson, ...]:
    """标注: the concerns of a file with their labels, in its order."""
    rows = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return tuple(
        Lesson(row["text"], row["item"], row["department"], tuple(row.get("also", ())))
        for row in rows
    )


def lessons() -> tuple[Lesson, ...]:
    """教材: titles, keywords and sayings of all items, and the examples."""
    said = [
        Lesson(word, code)
        for code, one in leaves().items()
        for word in dict.fromkeys((one.title, *one.keywords, *sayings().get(code, ())))
    ]
    return (*said, *examples())


def learn(those: Iterable[Lesson]) -> Learned:
    """学习: of lessons, whatever their order."""
    codes = tuple(leaves())
    column = {code: at for at, code in enumerate(codes)}
    seen: dict[str, dict[int, int]] = {}
    for one in those:
        at = column[one.item]
        for mark in marks(one.text):
            of = seen.setdefault(mark, {})
            of[at] = of.get(at, 0) + 1
    names = sorted(seen)
    counts = np.zeros((len(names), len(codes)))
    for row, mark in enumerate(names):
        counts[row, list(seen[mark])] = list(seen[mark].values())
    lengths = np.array([SINGLE if len(mark) == 1 else 1.0 for mark in names])
    rarity = lengths * np.log(1 + len(codes) / (counts > 0).sum(axis=1)) ** RARITY
    says = _says(counts * rarity[:, None], codes)
    rows = {mark: row for row, mark in enumerate(names)}
    return Learned(codes, rows, rarity, says.astype(np.float32))


def _says(counts: Numbers, codes: tuple[str, ...]) -> Numbers:
    """What is seldom said of an item is taken to be as in its group, and as everywhere."""
    everywhere = counts.sum(axis=1) / counts.sum()
    background = BACKGROUND * len(counts)
    expected = (1 - OF_THE_GROUP) * everywhere[:, None] + OF_THE_GROUP * _of_groups(
        counts, codes, everywhere, background
    )
    totals = counts.sum(axis=0)
    of_item = np.log((counts + background * expected) / (totals + background))
    found: Numbers = of_item - np.log(everywhere)[:, None]
    return found


def _of_groups(
    counts: Numbers, codes: tuple[str, ...], everywhere: Numbers, background: float
) -> Numbers:
    found = np.empty_like(counts)
    groups = [code[:-2] for code in codes]
    for group in dict.fromkeys(groups):
        those = [at for at, one in enumerate(groups) if one == group]
        told = counts[:, those].sum(axis=1)
        found[:, those] = ((told + background * everywhere) / (told.sum() + background))[:, None]
    return found
