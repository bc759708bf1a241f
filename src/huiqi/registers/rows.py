"""读行: the rows of a register, checked, with what is wrong with each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huiqi.parties.values import values_in
from huiqi.registers.batches import Batch, Flags, Numbers, Table, blank
from huiqi.registers.flaws import Cell, Flaw, plain
from huiqi.registers.headings import CODE
from huiqi.registers.reading import ColumnReader
from huiqi.rules.consistent import OF_FIRM, Pair
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Refused

MOST_TOLD: Final = 100_000  # flaws that are told one by one; every row is counted


@dataclass
class RowProblems:
    """各行的问题: by number; every row is counted, the first 100,000 flaws are told."""

    told: dict[int, list[Flaw]] = field(default_factory=dict)
    untold: int = 0
    _flaws: int = 0

    def add(self, row: int, flaws: Sequence[Flaw]) -> None:
        """记下: further flaws of a row."""
        if row in self.told or self._flaws < MOST_TOLD:
            self.told.setdefault(row, []).extend(flaws)
            self._flaws += len(flaws)
        else:
            self.untold += 1

    @property
    def count(self) -> int:
        """有问题的行数: told or not."""
        return len(self.told) + self.untold

    @property
    def sentences(self) -> dict[int, list[str]]:
        """成句: by row, what is wrong and what to do."""
        return {row: [str(flaw) for flaw in flaws] for row, flaws in self.told.items()}

    def lines(self) -> Iterator[tuple[int, Flaw]]:
        """逐条: by row, each flaw on a line of its own."""
        for row in sorted(self.told):
            for flaw in self.told[row]:
                yield row, flaw


@dataclass(frozen=True)
class Checked:
    """查过的一批: ``code`` is null where nobody can tell whose row it is; ``wrong`` rows stay out.

    ``values`` are JSON text by key.
    """

    numbers: Numbers
    wrong: Flags
    code: pa.Array
    values: Mapping[str, pa.Array]


@dataclass
class RowReader:
    """读行器: reads batches, counts rows and keeps their problems."""

    keys: Sequence[str]
    headings: Sequence[str]
    today: date
    problems: RowProblems = field(default_factory=RowProblems)
    rows: int = 0

    def __post_init__(self) -> None:
        named = zip(self.keys, self.headings, strict=True)
        self._readers = [ColumnReader(key, heading, self.today) for key, heading in named]
        self._pairs = [one for one in OF_FIRM if {one.first, one.then} <= set(self.keys)]

    def read(self, table: Table) -> Iterator[Checked]:
        """读取: batch after batch; rows that are empty are passed over."""
        for batch in table.batches():
            some = _filled(batch)
            self.rows += len(some.numbers)
            if len(some.numbers):
                yield self._checked(some)
        for row, (cells, text) in sorted(table.ragged.items()):
            if cells:
                self.rows += 1
                what = f"这一行有 {cells} 格，表头有 {table.width} 格"
                self.problems.add(row, [Flaw("", plain(text.strip()), what, "请核对逗号和引号")])

    def _checked(self, batch: Batch) -> Checked:
        wrong = np.zeros(len(batch.numbers), dtype=bool)
        values: dict[str, pa.Array] = {}
        found: dict[int, list[Flaw]] = {}
        for key, reader, cells in zip(self.keys, self._readers, batch.columns, strict=True):
            column = reader.read(cells)
            values[key] = column.json
            for at, flaws in column.wrong.items():
                found.setdefault(at, []).extend(flaws)
        for at, contradiction in self._contradictions(values):
            found.setdefault(at, []).extend(contradiction)
        for at in sorted(found):
            wrong[at] = True
            self.problems.add(int(batch.numbers[at]), found[at])
        code = pc.utf8_trim(values[CODE], '"')
        return Checked(batch.numbers, wrong, code, values)

    def _contradictions(self, values: Mapping[str, pa.Array]) -> Iterator[tuple[int, list[Flaw]]]:
        for pair in self._pairs:
            keys = (pair.first, pair.then)
            cell = Cell("、".join(self.headings[self.keys.index(key)] for key in keys))
            for at in _suspects(pair, values):
                both = {key: json.loads(values[key][at].as_py()) for key in keys}
                try:
                    values_in(both, self.today)
                except Refused as refused:
                    told = "、".join(str(one) for one in both.values())
                    yield at, [cell.flaw_of(told, problem) for problem in refused.problems]


def _suspects(pair: Pair, values: Mapping[str, pa.Array]) -> Iterator[int]:
    """Rows in which the first is above, or after, the other; exactly compared."""
    first, then = (pc.utf8_trim(values[key], '"') for key in (pair.first, pair.then))
    if FACTS[pair.first].kind == "date":  # ISO days are in the order of their letters
        yield from np.flatnonzero(_true(pc.greater(first, then))).tolist()
        return
    # Floating point only leaves out what is surely in order; who is left is compared exactly.
    above = _true(pc.greater_equal(first.cast(pa.float64()), then.cast(pa.float64())))
    for at in np.flatnonzero(above).tolist():
        if Decimal(first[at].as_py()) > Decimal(then[at].as_py()):
            yield at


def _filled(batch: Batch) -> Batch:
    """Without rows in which every cell is empty."""
    empty = np.ones(len(batch.numbers), dtype=bool)
    for column in batch.columns:
        if not empty.any():
            return batch
        empty &= blank(column)
    if not empty.any():
        return batch
    keep = ~empty
    columns = [
        column.filter(pa.array(keep))
        if isinstance(column, pa.Array)
        else [cell for cell, kept in zip(column, keep, strict=True) if kept]
        for column in batch.columns
    ]
    return Batch(batch.numbers[keep], columns)


def _true(answers: pa.Array) -> Flags:
    """Where the answer is yes; unknown is not yes."""
    known = pc.fill_null(answers, False)
    found: Flags = known.to_numpy(zero_copy_only=False)
    return found
