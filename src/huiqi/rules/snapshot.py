"""名册快照: a Parquet file of subjects read exactly into the columns that the programmes need.

Columns are named by fact key, in the units people write: yuan and shares as integers or
decimals (never floating point), dates as dates, codes as text. Lists (``titles`` …) are lists
of structs, with ``<key>_complete`` beside them. A column that is absent is unknown throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import numpy as np

from huiqi.rules import expr as x
from huiqi.rules import ir
from huiqi.rules.columns import (
    NULL_FLAG,
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
from huiqi.rules.facts import Facts
from huiqi.rules.fields import scale
from huiqi.rules.lists import LOAN_KEYS
from huiqi.rules.one import prepared
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.read import COMPLETE
from huiqi.rules.values import is_unknown
from huiqi.rules.vocabulary import code_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

EPOCH: Final = date(1970, 1, 1).toordinal()
DIGITS: Final = {1: 0, 100: 2, 10**6: 6, 10**9: 9}


def read_register(path: Path, graph: ir.Graph, on: date) -> Snapshot:
    """读取名册: a column for every slot of ``graph``; Refused with the problems of all columns."""
    import pyarrow.parquet as pq

    names = pq.read_schema(path).names
    keys = {slot.key for slot in graph.slots}
    if "loans" in keys:
        # Any of them tells that there is a loan.
        keys |= LOAN_KEYS
    wanted = [name for name in names if name in keys or name.removesuffix(COMPLETE) in keys]
    table = pq.read_table(path, columns=wanted).combine_chunks()
    return _Reading(table, pq.read_metadata(path).num_rows, str(path), on).snapshot(graph)


class _Reading:
    def __init__(self, table: Any, size: int, file: str, on: date) -> None:
        self.table, self.size, self.file, self.on = table, size, file, on
        self.problems: list[Problem] = []
        self._lists: dict[str, list[Facts]] = {}

    def snapshot(self, graph: ir.Graph) -> Snapshot:
        columns: dict[ir.Slot, Column] = {}
        for slot, bounds in zip(graph.slots, graph.slot_bounds, strict=True):
            try:
                columns[slot] = self._column(slot, bounds)
            except Refused as refused:
                self.problems += [one for one in refused.problems if one not in self.problems]
        if self.problems:
            raise Refused(self.problems)
        return Snapshot(self.size, columns)

    def _column(self, slot: ir.Slot, bounds: tuple[int, int]) -> Column:
        if isinstance(slot.leaf, x.AnyOver):
            return self._some_loan()
        if slot.leaf is not None:
            values = [prepared(slot, facts) for facts in self._of_list(slot.key)]
            return column_of(slot, values, bounds)
        if slot.key not in self.table.column_names:
            return column_of(slot, [None] * self.size, bounds)
        array = self.table.column(slot.key)
        array = array.chunk(0) if array.num_chunks else array.combine_chunks()
        match slot.kind:
            case "number":
                return self._numbers(slot.key, array, bounds)
            case "flag":
                return self._flags(slot.key, array)
            case _:
                return self._codes(slot.key, array)

    def _some_loan(self) -> Rails:
        """A row tells of a loan where any of the loan columns is filled in."""
        told = np.zeros(self.size, dtype=bool)
        for key in LOAN_KEYS.intersection(self.table.column_names):
            told |= self.table.column(key).is_valid().to_numpy()
        return Rails(told, np.ones(self.size, dtype=bool))

    # Scalars

    def _numbers(self, key: str, array: Any, bounds: tuple[int, int]) -> Numbers:
        null = array.is_null().to_numpy(zero_copy_only=False)
        values = self._inner(key, array)
        values[null] = 0
        seen = values[~null]
        if len(seen) and (seen.min() < bounds[0] or seen.max() > bounds[1]):
            row = int(np.flatnonzero(~null & ((values < bounds[0]) | (values > bounds[1])))[0])
            self._refuse(key, f"第 {row + 1} 行超出允许范围。", "请核对数值和单位（元、比例）。")
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

    # Lists

    def _of_list(self, key: str) -> list[Facts]:
        """The facts of every row that hold only this list; equal entries are read once."""
        if key not in self._lists:
            seen: dict[str, Facts] = {}
            problems: list[Problem] = []
            found = []
            for row, given in enumerate(self._given(key), start=1):
                facts = seen.get(repr(given))
                if facts is None:
                    facts = seen[repr(given)] = self._read(given, row, problems)
                found.append(facts)
            if problems:
                raise Refused(problems)
            self._lists[key] = found
        return self._lists[key]

    def _read(self, given: Mapping[str, object], row: int, problems: list[Problem]) -> Facts:
        try:
            return Facts.read(given, self.on, file=self.file, line=row)
        except Refused as refused:
            problems += refused.problems
            return Facts(self.on)

    def _given(self, key: str) -> Iterator[Mapping[str, object]]:
        entries = self._pylist(key)
        complete = self._pylist(key + COMPLETE)
        for items, whole_list in zip(entries, complete, strict=True):
            if items is None:
                yield {}
            elif whole_list is None:
                yield {key: items}
            else:
                yield {key: items, key + COMPLETE: whole_list}

    def _pylist(self, name: str) -> list[Any]:
        if name not in self.table.column_names:
            return [None] * self.size
        return cast("list[Any]", self.table.column(name).to_pylist())

    # Problems

    def _expect(self, key: str, right: bool, kind: str) -> None:
        if not right:
            self._refuse(key, f"不是{kind}。", f"请存为{kind}。")

    def _refuse(self, key: str, why: str, fix: str) -> NoReturn:
        raise Refused([Problem(f"「{FACTS[key].label}」一列", why, fix, file=self.file, key=key)])


def _unscaled(array: Any) -> Ints:
    """The integers behind 128-bit decimals; OverflowError where one leaves 64 bits."""
    pairs: NDArray[np.int64] = np.frombuffer(array.buffers()[1], dtype=np.int64).reshape(-1, 2)
    pairs = pairs[array.offset : array.offset + len(array)]
    null = array.is_null().to_numpy(zero_copy_only=False)
    if (pairs[:, 1] != pairs[:, 0] >> 63)[~null].any():
        raise OverflowError
    return pairs[:, 0].copy()
