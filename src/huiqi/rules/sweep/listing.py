"""名单: of one programme, which firms of a register meet it, may meet it, or are one step away.

The reverse of what a firm asks. Which rows they are is told by the bitmap engine; what is said
of each of them is the answer to that firm alone (``told``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final, Literal

import numpy as np

from huiqi.rules.answer import Answer, answer
from huiqi.rules.batch import Nearest
from huiqi.rules.bits import Bits
from huiqi.rules.book import Library
from huiqi.rules.columns import Bools, Ints, Snapshot
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.near import lacking, may_change
from huiqi.rules.problems import Place
from huiqi.rules.sweep.mapped import CODES, Mapped, mapped, opened
from huiqi.rules.sweep.near import Conditions, Lacking, Nearness, conditions
from huiqi.rules.sweep.population import BLOCK, CODE, Population
from huiqi.rules.sweep.question import UNTOLD, Question, asked, rules_of

Kind = Literal["eligible", "possible", "near"]
KINDS: Final[tuple[Kind, ...]] = ("eligible", "possible", "near")
VERDICTS: Final[Mapping[Kind, str]] = {"eligible": "yes", "possible": "unknown", "near": "no"}
Told = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True)
class Asking:
    """名单的提问: a programme on a day: of every variant its rules and their conditions."""

    question: Question
    rules: tuple[Rules, ...]
    conditions: tuple[Conditions, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """版本: that answer, each once."""
        return tuple(dict.fromkeys(one.version for one in self.rules))


def asking(library: Library, on: date, programme: str) -> Asking:
    """提问: Refused as ``question.asked`` refuses."""
    question = asked(library, on, [programme])
    rules = tuple(one for _, one in rules_of(library, library.policy(programme), on))
    of = tuple(conditions(question.lowered.graph, one) for one in rules)
    return Asking(question, rules, of)


@dataclass(frozen=True)
class Listed:
    """名单里的行: places in the register, in order; by which variant each was judged.

    ``codes`` are their credit codes. ``stuck`` counts, of those that are near, the firms whose
    condition reads nothing that anybody may change; they are not among the rows.
    """

    rows: Ints
    variants: Ints
    codes: tuple[str, ...]
    stuck: int = 0


class Lister:
    """名单机: finds the rows of a list in a mapped register, one block after another."""

    def __init__(self, of: Asking, register: Mapped) -> None:
        self._asking, self._register = of, register
        self._bits = Bits(of.question.lowered)
        graph = of.question.lowered.graph
        self._nearness = [Nearness(graph, one) for one in of.conditions]

    def find(self, kind: Kind, told: Told = lambda *_: None, block: int = BLOCK) -> Listed:
        """找出: all rows of a kind."""
        size = self._register.snapshot.size
        rows, variants, stuck = [], [], 0
        for start in range(0, size, block):
            part = slice(start, min(start + block, size))
            for variant, ids in self._block(kind, part):
                if variant is None:
                    stuck += len(ids)
                    continue
                rows.append(ids + start)
                variants.append(np.full(len(ids), variant, dtype=np.int64))
            told(part.stop, size)
        nobody: Ints = np.empty(0, dtype=np.int64)
        whole = np.concatenate([nobody, *rows])
        order = np.argsort(whole, kind="stable")
        codes = self._register.extra[CODE][whole[order]]
        named = tuple(code.decode() for code in codes.tolist())
        return Listed(whole[order], np.concatenate([nobody, *variants])[order], named, stuck)

    def _block(self, kind: Kind, part: slice) -> Iterator[tuple[int | None, Ints]]:
        """By variant: the rows of a block; without one those of whom nothing can be done."""
        snapshot = self._register.snapshot.at(part)
        if kind == "near":
            yield from self._near(snapshot, part)
            return
        matched = self._bits.match(snapshot)
        for place, _ in enumerate(self._asking.question.variants):
            within = self._within(place, part)
            ids = matched[place].yes_ids if kind == "eligible" else matched[place].unknown_ids
            yield place, ids if within is None else ids[within[ids]]

    def _near(self, snapshot: Snapshot, part: slice) -> Iterator[tuple[int | None, Ints]]:
        for place, nearness in enumerate(self._nearness):
            found, within = nearness.find(snapshot), self._within(place, part)
            if within is not None:
                found = found.of(within[found.rows])
            movable = self._movable(place, found)
            yield None, found.rows[~movable]
            yield place, found.rows[movable]

    def _movable(self, place: int, found: Lacking) -> Bools:
        may = [may_change(truth) for _, truth in self._asking.rules[place].conditions]
        table: Bools = np.array(may, dtype=bool)
        movable: Bools = table[found.places]
        return movable

    def _within(self, place: int, part: slice) -> Bools | None:
        """Which rows a variant is for; None: all of them."""
        variant, question = self._asking.question.variants[place], self._asking.question
        if variant.days is None:
            return None
        days = self._register.extra[variant.days_of][part]
        days = np.where(days == UNTOLD, question.on.toordinal(), days)
        found: Bools = (days >= variant.days[0]) & (days <= variant.days[1])
        return found


def on_shelf(population: Population, of: Asking, shelf: Path, told: Told | None = None) -> Mapped:
    """映射名册: with the columns that the list needs; made below ``shelf`` if it is not there."""
    graph = of.question.lowered.graph
    extra = (CODES, *of.question.extra)
    return opened(mapped(population, graph, of.question.on, shelf, extra, told), graph)


# What is said of each firm


@dataclass(frozen=True)
class Entry:
    """名单里的一户: the answer to it, and of one that is near what it lacks.

    ``lacks`` is the sentence of the condition, ``is_sure`` whether all others are surely met,
    ``answer.nearest_change`` the step.
    """

    answer: Answer
    lacks: str = ""
    is_sure: bool = True


@dataclass
class Telling:
    """逐户说明: what a list says of a firm; firms that are alike are reckoned once."""

    kind: Kind
    _nearest: Nearest = field(default_factory=Nearest)

    def of(self, rules: Rules, facts: Facts) -> Entry | None:
        """说明: of a firm that was found; None for one that is near without any step.

        LookupError where these facts say something else than those of the register did.
        """
        step = self._nearest.of(rules, facts) if self.kind == "near" else ()
        told = replace(answer(rules, facts), nearest_change=step)
        if told.verdict != VERDICTS[self.kind]:
            raise LookupError(f"{rules.policy.id} {told.verdict}")
        if self.kind != "near":
            return Entry(told)
        lacks = lacking(rules, facts)
        if lacks is None:
            raise LookupError(f"{rules.policy.id} {told.failed}")
        if not step:
            return None
        condition = next(one.condition for one in told.reasons if one.id == lacks.condition.id)
        return Entry(told, condition, lacks.is_sure)


def facts_of_rows(population: Population, rows: Ints, on: date) -> Iterator[Facts]:
    """各户的事实: of some rows of a register, in their order, as they are written there."""
    names = list(population.names)
    wanted = iter([(block, list(several)) for block, several in groupby(rows, _block_of)])
    block, several = next(wanted, (-1, []))
    for start, table in population.tables(names):
        if start // BLOCK != block:
            continue
        for number, given in zip(several, _given(table, several, start), strict=True):
            place = Place(str(population.path), row=int(number) + 1)
            yield Facts.read(given, on, place, consistent=False)
        block, several = next(wanted, (-1, []))


def _block_of(row: int) -> int:
    return int(row) // BLOCK


def _given(table: object, rows: Sequence[int], start: int) -> Iterator[dict[str, object]]:
    part = table.take([int(row) - start for row in rows])  # type: ignore[attr-defined]
    for one in part.to_pylist():
        yield {key: value for key, value in one.items() if value is not None}
