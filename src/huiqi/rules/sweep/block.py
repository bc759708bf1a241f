"""一段名册: what one block of rows comes to: who meets what, for how much, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.answer import MEANINGLESS_ABOVE
from huiqi.rules.bits import Amounts, Bits, Matched, total
from huiqi.rules.columns import Codes, Ints, Snapshot
from huiqi.rules.sweep.mapped import Mapped
from huiqi.rules.sweep.missing import Missing, Seeking
from huiqi.rules.sweep.question import UNTOLD, Question, Variant
from huiqi.rules.vocabulary import section_of

OPEN: Final = -1  # an amount without a known end
LIMB: Final = 24  # bits; 2^29 rows of them are summed without loss in a float
MOST_FEN: Final = int(MEANINGLESS_ABOVE) * 100
UNKNOWN, NOT_COVERED = "unknown", "not_covered"


@dataclass
class Tally:
    """小计: firms that surely and perhaps meet a line, and money in 分.

    ``sure`` is what those who surely meet it get at least, ``possible`` what all of them may
    get at most; ``open`` counts the firms whose most is not known, who are not in ``possible``.
    """

    yes: int = 0
    unknown: int = 0
    sure: int = 0
    possible: int = 0
    open: int = 0

    def add(self, other: Tally) -> None:
        """并入: sums of both."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Pairs:
    """匹配对: of a line in a block, by row: ``yes`` or perhaps, and both ends of the amount.

    ``low`` and ``high`` are 分, None for a line that pays nothing; ``high`` may be ``OPEN``.
    """

    rows: Ints
    yes: np.ndarray[Any, np.dtype[np.bool_]]
    low: Ints | None = None
    high: Ints | None = None


@dataclass
class Found:
    """一段结果: by line: pairs, totals, how many rows were judged at all, groups, missing facts.

    ``firms`` counts the rows of each group of each dimension; ``of_rows`` tells of every row
    its group, by dimension. ``lacks`` are, by line and fact, the rows that miss it; they are
    told only where somebody asks for them.
    """

    pairs: list[Pairs]
    totals: list[Tally]
    judged: list[int]
    firms: dict[tuple[str, str], int] = field(default_factory=dict)
    groups: dict[tuple[int, str, str], Tally] = field(default_factory=dict)
    missing: dict[tuple[int, str], Missing] = field(default_factory=dict)
    lacks: dict[tuple[int, str], list[Ints]] = field(default_factory=dict)
    of_rows: Groups | None = None


@dataclass
class Groups:
    """分组: by dimension, the group of every row of a block as a number, and their names."""

    of: dict[str, tuple[Ints, tuple[str, ...]]]

    def firms(self) -> dict[tuple[str, str], int]:
        """户数: of each group of each dimension."""
        found: dict[tuple[str, str], int] = {}
        for dimension, (group, names) in self.of.items():
            counts = np.bincount(group, minlength=len(names)).tolist()
            found |= {(dimension, name): one for name, one in zip(names, counts, strict=True)}
        return found

    def tallies(self, pairs: Pairs) -> Iterator[tuple[str, str, Tally]]:
        """小计: of every group that has any pair of a line."""
        for dimension, (group, names) in self.of.items():
            for place, tally in _by_group(pairs, group, len(names)):
                yield dimension, names[place], tally


class Judge:
    """位图引擎: judges blocks of a mapped register by the bitmap kernel; one for each process.

    Without ``seeks`` nobody asks which facts are missing, which costs the most of the rest;
    with ``lacks`` it is told of every row.
    """

    def __init__(
        self, question: Question, mapped: Mapped, *, seeks: bool = True, lacks: bool = False
    ) -> None:
        self.question, self.mapped, self._lacks = question, mapped, lacks
        self._bits = Bits(question.lowered)
        self._seeking = Seeking(question.asking) if seeks else None

    def block(self, rows: slice) -> Found:
        """一段: what these rows come to; a row is known by its place in the register."""
        part = self.mapped.snapshot.at(rows)
        judged = self.matched(part)
        groups = self._groups(part, judged)
        found = Found([], [], [0] * len(self.question.lines), groups.firms(), of_rows=groups)
        by_line: dict[int, list[Pairs]] = {line: [] for line in range(len(self.question.lines))}
        for place, variant in enumerate(self.question.variants):
            pairs = self._pairs(part, rows, place, variant, judged[place])
            by_line[variant.line].append(pairs)
            found.judged[variant.line] += self._count(variant, rows)
            self._seek(part, rows.start, place, variant.line, pairs, found)
        for line, several in by_line.items():
            pairs = joined(several)
            found.totals.append(_total(pairs))
            for dimension, name, tally in groups.tallies(pairs):
                found.groups[line, dimension, name] = tally
            pairs.rows = pairs.rows + rows.start
            found.pairs.append(pairs)
        return found

    def _seek(
        self, part: Snapshot, first: int, place: int, line: int, pairs: Pairs, found: Found
    ) -> None:
        if self._seeking is None:
            return
        perhaps = ~pairs.yes
        told = self._seeking.of(part, place, pairs.rows[perhaps])
        high = None if pairs.high is None else pairs.high[perhaps]
        for key, missing in told.tallied(high):
            found.missing.setdefault((line, key), Missing()).add(missing)
        if self._lacks:
            ids = pairs.rows[perhaps] + first
            for key, mask in told.by_key.items():
                found.lacks.setdefault((line, key), []).append(ids[mask])

    # What another engine computes in its own way

    def matched(self, part: Snapshot) -> list[Matched]:
        """匹配: of every lowered programme over the rows of a block."""
        return self._bits.match(part)

    def amounts(self, part: Snapshot, place: int, ids: Ints) -> Amounts | None:
        """金额: of the programme at ``place`` for some rows of a block."""
        return self._bits.amounts(part, place, ids)

    # Pairs

    def _pairs(
        self, part: Snapshot, rows: slice, place: int, variant: Variant, matched: Matched
    ) -> Pairs:
        sure, perhaps = matched.yes_ids, matched.unknown_ids
        if variant.days is not None:
            within = self.within(variant, rows)
            sure, perhaps = sure[within[sure]], perhaps[within[perhaps]]
        ids = np.concatenate((sure, perhaps))
        order = np.argsort(ids, kind="stable")
        ids = ids[order]
        yes = (np.arange(len(ids)) < len(sure))[order]
        amounts = self.amounts(part, place, ids)
        if amounts is None:
            return Pairs(ids, yes)
        low = _fen(amounts.low, amounts.per)
        high = low if amounts.high is amounts.low else _fen(amounts.high, amounts.per)
        if variant.received:
            nothing = self.mapped.extra[variant.received][rows][ids]
            low, high = np.where(nothing, 0, low), np.where(nothing, 0, high)
        return Pairs(ids, yes, np.where(yes, low, 0), high)

    def _count(self, variant: Variant, rows: slice) -> int:
        if variant.days is None:
            return len(range(rows.start, rows.stop))
        return int(self.within(variant, rows).sum())

    def within(self, variant: Variant, rows: slice) -> np.ndarray[Any, Any]:
        """是否由它判断: of every row, whether its day is one that a variant with days is for."""
        assert variant.days is not None
        days = self.mapped.extra[variant.days_of][rows]
        days = np.where(days == UNTOLD, self.question.on.toordinal(), days)
        return (days >= variant.days[0]) & (days <= variant.days[1])

    # Groups

    def _groups(self, part: Snapshot, matched: Sequence[Matched]) -> Groups:
        district, industry = _codes(part, "district"), _codes(part, "industry")
        of_words = [section_of(word) for word in industry.words]
        sections = sorted(set(of_words))
        place = [*(sections.index(one) for one in of_words), len(sections)]
        section = np.array(place, dtype=np.int64)[industry.codes]
        return Groups(
            {
                "district": (district.codes.astype(np.int64), (*district.words, UNKNOWN)),
                "industry": (section, (*sections, UNKNOWN)),
                "size": (
                    self._sizes(part, matched),
                    (*self.question.levels, UNKNOWN, NOT_COVERED),
                ),
            }
        )

    def _sizes(self, part: Snapshot, matched: Sequence[Matched]) -> Ints:
        levels = len(self.question.levels)
        sizes = np.full(part.size, levels, dtype=np.int64)
        place = self.question.size
        if place is None:
            return sizes
        sizes[:] = levels + 1
        standard = matched[place]
        sizes[standard.unknown_ids] = levels
        (number, *_) = self._bits.numbers(part, place, standard.yes_ids)
        known = (number.low == number.high) & (number.low >= 1) & (number.low <= levels)
        sizes[standard.yes_ids] = np.where(known, number.low - 1, levels)
        return sizes


def _codes(part: Snapshot, key: str) -> Codes:
    found = part.columns[ir.Slot("code", key)]
    assert isinstance(found, Codes)
    return found


def _fen(yuan: Ints, per: int) -> Ints:
    """分 of amounts in ``1/per`` yuan, rounded down; ``OPEN`` where there is no meaningful end."""
    most = int(MEANINGLESS_ABOVE) * per
    within = np.asarray(yuan <= most, dtype=bool)
    known = np.where(within, yuan, 0).astype(np.int64)
    return np.where(within, known * 100 // per, OPEN)


def joined(several: Sequence[Pairs]) -> Pairs:
    """合并: pairs of the variants of one line, whose rows are disjoint, in the order of rows."""
    if len(several) == 1:
        return several[0]
    rows = np.concatenate([one.rows for one in several])
    order = np.argsort(rows, kind="stable")
    yes = np.concatenate([one.yes for one in several])[order]
    # A line pays in all of its variants or in none.
    low = [one.low for one in several if one.low is not None]
    high = [one.high for one in several if one.high is not None]
    if not low:
        return Pairs(rows[order], yes)
    return Pairs(rows[order], yes, np.concatenate(low)[order], np.concatenate(high)[order])


def _total(pairs: Pairs) -> Tally:
    yes = int(pairs.yes.sum())
    tally = Tally(yes, len(pairs.rows) - yes)
    if pairs.low is not None and pairs.high is not None:
        closed = pairs.high != OPEN
        tally.sure, tally.possible = total(pairs.low), total(pairs.high[closed])
        tally.open = int((~closed).sum())
    return tally


def _by_group(pairs: Pairs, group: np.ndarray[Any, Any], count: int) -> Iterator[tuple[int, Tally]]:
    """A tally of every group that has any pair."""
    of = group[pairs.rows].astype(np.int64, copy=False)
    yes = np.bincount(of[pairs.yes], minlength=count)
    unknown = np.bincount(of[~pairs.yes], minlength=count)
    sure, possible, open_ = (np.zeros(count, dtype=np.int64) for _ in range(3))
    if pairs.low is not None and pairs.high is not None:
        closed = pairs.high != OPEN
        sure = _sums(of, pairs.low, count)
        possible = _sums(of[closed], pairs.high[closed], count)
        open_ = np.bincount(of[~closed], minlength=count)
    for place in np.flatnonzero(yes + unknown).tolist():
        yield (
            place,
            Tally(*(int(column[place]) for column in (yes, unknown, sure, possible, open_))),
        )


def _sums(of: Ints, values: Ints, count: int) -> Ints:
    """Sums of values that are not negative, by group, exactly: a few bits of them at a time.

    So many bits of so many rows that a register may have add up below 2^53.
    """
    found = np.zeros(count, dtype=np.int64)
    most = int(values.max(initial=0))
    for shift in range(0, most.bit_length(), LIMB):
        limb = (values >> shift) & (2**LIMB - 1)
        found += np.bincount(of, weights=limb, minlength=count).astype(np.int64) << shift
    return found
