"""名册快照: a Parquet file of subjects read exactly into the columns that the programmes need.

Columns are named by fact key, in the units people write: yuan and shares as integers or
decimals (never floating point), dates as dates, codes as text. Lists (``titles``, ``loans`` …)
are lists of structs, with ``<key>_complete`` beside them. A column that is absent is unknown
throughout. The loans of all rows are one table of their own, as they are stored: they are read
by column, and where a row has no list its own columns are its one loan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import numpy as np

from huiqi.rules import ir
from huiqi.rules.columns import (
    NULL_FLAG,
    Bools,
    Codes,
    Column,
    Flags,
    Ints,
    Numbers,
    Rails,
    Snapshot,
    column_of,
    whole,
    width,
)
from huiqi.rules.dictionary import FACTS
from huiqi.rules.distinct import distinct
from huiqi.rules.facts import Facts
from huiqi.rules.fields import MOST_ENTRIES, scale
from huiqi.rules.gather import Gathering
from huiqi.rules.lists import LOAN_KEYS
from huiqi.rules.one import prepared
from huiqi.rules.problems import Place, Problem, Refused
from huiqi.rules.read import COMPLETE, ENTRIES
from huiqi.rules.values import is_unknown
from huiqi.rules.vocabulary import code_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOANS: Final = "loans"
Columns = Mapping[ir.Slot, Column]
EPOCH: Final = date(1970, 1, 1).toordinal()
DIGITS: Final = {1: 0, 100: 2, 10**6: 6, 10**9: 9}


def read_register(path: Path, graph: ir.Graph, on: date) -> Snapshot:
    """读取名册: a column for every slot of ``graph``; Refused with the problems of all columns."""
    import pyarrow.parquet as pq

    wanted = columns_read(graph, pq.read_schema(path).names)
    table = pq.read_table(path, columns=wanted).combine_chunks()
    return _Reading(table, pq.read_metadata(path).num_rows, str(path), on).snapshot(graph)


def read_table(table: Any, graph: ir.Graph, on: date, file: str, before: int = 0) -> Snapshot:
    """读取一段: as ``read_register``, of some rows of a register; ``before`` rows come first."""
    return _Reading(table.combine_chunks(), len(table), file, on, before=before).snapshot(graph)


def columns_read(graph: ir.Graph, names: Iterable[str]) -> list[str]:
    """所读的列: those of a register's columns that the programmes of ``graph`` read."""
    keys = {slot.key for one in (graph, graph.loans) if one for slot in one.slots}
    if LOANS in keys:
        # Any of them tells that there is a loan.
        keys |= LOAN_KEYS
    return [name for name in names if name in keys or name.removesuffix(COMPLETE) in keys]


class _Reading:
    def __init__(
        self,
        table: Any,
        size: int,
        file: str,
        on: date,
        owner: Ints | None = None,
        before: int = 0,
    ) -> None:
        self.table, self.size, self.file, self.on = _told_of(table), size, file, on
        self.owner = owner  # of loans: the row of the subject
        self.before = before  # rows of the register that precede these
        self.problems: list[Problem] = []
        self._lists: dict[str, tuple[list[Facts], Ints]] = {}

    def snapshot(self, graph: ir.Graph) -> Snapshot:
        columns = self.columns(graph, [slot for slot in graph.slots if slot.each is None])
        if graph.loans is not None:
            columns |= self._gathered(graph, graph.loans)
        self._refuse_all()
        return Snapshot(self.size, columns)

    def columns(self, graph: ir.Graph, slots: Iterable[ir.Slot]) -> dict[ir.Slot, Column]:
        """The columns of some slots of a graph; without those that have a problem."""
        bounds = dict(zip(graph.slots, graph.slot_bounds, strict=True))
        columns: dict[ir.Slot, Column] = {}
        for slot in slots:
            with self._collecting():
                columns[slot] = self._column(slot, bounds[slot])
        return columns

    @contextmanager
    def _collecting(self) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            self.problems += refused.problems

    def _column(self, slot: ir.Slot, bounds: tuple[int, int]) -> Column:
        if slot.leaf is not None:
            few, rows = self._of_list(slot.key)
            values = [prepared(slot, facts) for facts in few]
            return column_of(slot, values, bounds).at(rows)
        if slot.key not in self.table.column_names:
            return column_of(slot, [None], bounds).at(np.zeros(self.size, dtype=np.int64))
        array = _array(self.table.column(slot.key))
        match slot.kind:
            case "number":
                return self._numbers(slot.key, array, bounds)
            case "flag":
                return self._flags(slot.key, array)
            case _:
                return self._codes(slot.key, array)

    # Scalars

    def _numbers(self, key: str, array: Any, bounds: tuple[int, int]) -> Numbers:
        null = array.is_null().to_numpy(zero_copy_only=False)
        values = self._inner(key, array)
        values[null] = 0
        seen = values[~null]
        if len(seen) and (seen.min() < bounds[0] or seen.max() > bounds[1]):
            row = int(np.flatnonzero(~null & ((values < bounds[0]) | (values > bounds[1])))[0])
            row = row if self.owner is None else int(self.owner[row])
            self._refuse(
                key,
                f"第 {self.before + row + 1} 行超出允许范围。",
                "请核对数值和单位（元、比例）。",
            )
        return Numbers(values.astype(whole(bounds)), null if null.any() else None)

    def _inner(self, key: str, array: Any) -> Ints:
        """Inner integers, exactly; what is null is arbitrary."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if pa.types.is_floating(array.type):
            self._refuse(key, "是浮点数，不能精确到分。", "请存为整数或 decimal。")
        if FACTS[key].kind == "date":
            self._expect(key, pa.types.is_date(array.type), "日期（date32）")
            days = pc.fill_null(array.cast(pa.date32()).cast(pa.int32()), 0)
            return cast("Ints", days.to_numpy(zero_copy_only=False).astype(np.int64) + EPOCH)
        numeric = pa.types.is_integer(array.type) or pa.types.is_decimal(array.type)
        self._expect(key, numeric, "整数或 decimal")
        digits = DIGITS[scale(FACTS[key])]
        try:
            if pa.types.is_integer(array.type):
                array = array.cast(pa.decimal128(20, 0))
            return _unscaled(array.cast(pa.decimal128(38, digits)))
        except (pa.ArrowInvalid, OverflowError):
            self._refuse(key, f"有小数多于 {digits} 位或过大的数。", "请先按规定的位数取整。")

    def _flags(self, key: str, array: Any) -> Flags:
        import pyarrow as pa
        import pyarrow.compute as pc

        self._expect(key, pa.types.is_boolean(array.type), "是/否（bool）")
        flags = pc.fill_null(array.cast(pa.uint8()), NULL_FLAG)
        return Flags(flags.to_numpy(zero_copy_only=False))

    def _codes(self, key: str, array: Any) -> Codes:
        import pyarrow as pa
        import pyarrow.compute as pc

        if not pa.types.is_dictionary(array.type):
            self._expect(key, pa.types.is_string(array.type), "文字")
            array = array.dictionary_encode()
        written = array.dictionary.to_pylist()
        known = {text: code_of(FACTS[key], text) for text in written if not is_unknown(text)}
        bad = [text for text, code in known.items() if code is None]
        if bad:
            self._refuse(key, f"有不认识的代码「{'」「'.join(bad[:5])}」。", "请用代码或规范名称。")
        words = tuple(sorted({code for code in known.values() if code is not None}))
        place: dict[str | None, int] = {word: index for index, word in enumerate(words)}
        place[None] = len(words)
        # Different spellings of a code become one word; the last position is «unknown».
        position = np.array(
            [*(place[known.get(text)] for text in written), len(words)],
            dtype=width(len(words)),
        )
        indices = pc.fill_null(array.indices.cast(pa.int64()), len(written))
        return Codes(position[indices.to_numpy(zero_copy_only=False)], words)

    # Loans

    def _gathered(self, graph: ir.Graph, loans: ir.Graph) -> dict[ir.Slot, Column]:
        """What is asked of every loan, summed up; see ``lists.loans`` for which there are."""
        own = self.columns(loans, [slot for slot in loans.slots if slot != ir.TOLD])
        tables = []
        with self._collecting():
            tables = [self._alone(own), *self._listed(loans, own)]
        self._refuse_all()
        gathering = Gathering(graph, self.size)
        for table, owner in tables:
            gathering.add(table, owner)
        return gathering.columns()

    def _alone(self, own: Columns) -> tuple[Snapshot, Ints]:
        """Where there is no list, the loan that a row's own columns tell of, or could."""
        told = np.zeros(self.size, dtype=bool)
        for key in LOAN_KEYS.intersection(self.table.column_names):
            told |= self._is_known(key)
        rows = np.flatnonzero(~self._has_list())
        return Snapshot(self.size, {**own, ir.TOLD: _told(told)}).at(rows), rows

    def _listed(self, loans: ir.Graph, own: Columns) -> Iterator[tuple[Snapshot, Ints]]:
        """The loans of all lists, one after another; then one for each list that is not all."""
        if LOANS not in self.table.column_names:
            return
        found = self._loans()
        complete = np.array(
            [one is not False for one in _pylist(self.table, LOANS + COMPLETE, self.size)],
            dtype=bool,
        )
        rows = np.flatnonzero(self._has_list() & ~complete)
        nobody = found.table.slice(0, 0).select([])
        untold = _Reading(nobody, len(rows), self.file, self.on, rows, self.before)
        asked = [slot for slot in loans.slots if slot.loan]
        for one in (found, untold):
            columns = one.columns(loans, asked)
            self.problems += one.problems
            if not self.problems:
                owner = cast("Ints", one.owner)
                beside = {slot: column.at(owner) for slot, column in own.items()} | columns
                beside[ir.TOLD] = _told(np.full(one.size, one is found))
                yield Snapshot(one.size, beside), owner

    def _loans(self) -> _Reading:
        import pyarrow as pa
        import pyarrow.compute as pc

        lists = _array(self.table.column(LOANS))
        right = pa.types.is_list(lists.type) and pa.types.is_struct(lists.type.value_type)
        self._expect(LOANS, right, "结构（struct）的列表")
        flat = pc.list_flatten(lists)
        owner = cast("Ints", pc.list_parent_indices(lists).to_numpy().astype(np.int64))
        unknown = [one.name for one in flat.type if one.name not in ENTRIES[LOANS]]
        if unknown:
            self._refuse(LOANS, f"里没有「{'」「'.join(unknown)}」这一项。", "请用登记的名称。")
        if flat.null_count:
            row = int(owner[np.flatnonzero(flat.is_null().to_numpy(zero_copy_only=False))[0]])
            self._refuse(
                LOANS, f"第 {self.before + row + 1} 行有空的一笔。", "没有贷款请存空列表。"
            )
        counts = np.bincount(owner, minlength=1)
        if counts.max() > MOST_ENTRIES:
            row = int(counts.argmax())
            self._refuse(
                LOANS, f"第 {self.before + row + 1} 行多于 {MOST_ENTRIES} 笔。", "请核对是否重复。"
            )
        table = pa.Table.from_struct_array(flat)
        return _Reading(table, len(flat), self.file, self.on, owner, self.before)

    def _has_list(self) -> Bools:
        if LOANS not in self.table.column_names:
            return np.zeros(self.size, dtype=bool)
        given = _array(self.table.column(LOANS)).is_valid()
        return cast("Bools", given.to_numpy(zero_copy_only=False))

    def _is_known(self, key: str) -> Bools:
        array = _array(self.table.column(key))
        if FACTS[key].vocabulary:
            column = self._codes(key, array)
            return cast("Bools", column.codes != len(column.words))
        return cast("Bools", array.is_valid().to_numpy(zero_copy_only=False))

    # Lists

    def _of_list(self, key: str) -> tuple[list[Facts], Ints]:
        """Facts that hold only this list, each distinct list once; and which one a row has."""
        if key not in self._lists:
            names = [one for one in (key, key + COMPLETE) if one in self.table.column_names]
            rows, firsts = distinct([_array(self.table.column(name)) for name in names], self.size)
            few = self.table.take(firsts)
            seen: dict[str, int] = {}
            problems: list[Problem] = []
            found: list[Facts] = []
            place = np.empty(len(firsts), dtype=np.int64)
            for at, (row, given) in enumerate(
                zip(firsts.tolist(), _given(few, key, len(firsts)), strict=True)
            ):
                place[at] = seen.setdefault(repr(given), len(found))
                if place[at] == len(found):
                    found.append(self._read(given, self.before + row + 1, problems))
            if problems:
                raise Refused(problems)
            self._lists[key] = found, place[rows]
        return self._lists[key]

    def _read(self, given: Mapping[str, object], row: int, problems: list[Problem]) -> Facts:
        try:
            return Facts.read(given, self.on, Place(self.file, row=row))
        except Refused as refused:
            problems += refused.problems
            return Facts(self.on)

    # Problems

    def _refuse_all(self) -> None:
        if self.problems:
            raise Refused(list(dict.fromkeys(self.problems)))

    def _expect(self, key: str, right: bool, kind: str) -> None:
        if not right:
            self._refuse(key, f"不是{kind}。", f"请存为{kind}。")

    def _refuse(self, key: str, why: str, fix: str) -> NoReturn:
        raise Refused([Problem(f"「{FACTS[key].label}」一列", why, fix, file=self.file, key=key)])


def _given(table: Any, key: str, rows: int) -> Iterator[Mapping[str, object]]:
    # A table without any column knows no number of rows.
    entries, complete = (_pylist(table, name, rows) for name in (key, key + COMPLETE))
    for items, whole_list in zip(entries, complete, strict=True):
        if items is None:
            yield {}
        elif whole_list is None:
            yield {key: items}
        else:
            yield {key: items, key + COMPLETE: whole_list}


def _pylist(table: Any, name: str, rows: int) -> list[Any]:
    if name not in table.column_names:
        return [None] * rows
    return cast("list[Any]", table.column(name).to_pylist())


def _told(sure: Bools) -> Rails:
    """Whether there surely is the loan of a row; possibly there is one in every row."""
    return Rails(sure, np.ones(len(sure), dtype=bool))


def _told_of(table: Any) -> Any:
    """The table without the columns that tell nothing: null throughout, of no type."""
    import pyarrow as pa

    untold = [one.name for one in table.schema if pa.types.is_null(one.type)]
    return table.drop_columns(untold) if untold else table


def _array(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks else column.combine_chunks()


def _unscaled(array: Any) -> Ints:
    """The integers behind 128-bit decimals; OverflowError where one leaves 64 bits."""
    pairs: NDArray[np.int64] = np.frombuffer(array.buffers()[1], dtype=np.int64).reshape(-1, 2)
    pairs = pairs[array.offset : array.offset + len(array)]
    null = array.is_null().to_numpy(zero_copy_only=False)
    if (pairs[:, 1] != pairs[:, 0] >> 63)[~null].any():
        raise OverflowError
    return pairs[:, 0].copy()
