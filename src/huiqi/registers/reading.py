"""读列: a column of a register as values ready to be stored, and what is wrong with its cells.

Every distinct value is read once. What is plain (whole numbers, money with 角 and 分, names in
Chinese characters, valid credit codes) is seen to be so for the whole column at a time; only the
rest goes through the exact reader of facts, which says what is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huiqi.parties.codes import AUTHORITIES, problem_of, tidy
from huiqi.parties.values import values_in
from huiqi.registers.flaws import Cell, Flaw
from huiqi.registers.headings import CODE
from huiqi.rules.credit_code import ALPHABET
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS, scale
from huiqi.rules.problems import Refused
from huiqi.rules.sheets import in_cell
from huiqi.rules.values import UNKNOWN_WORDS, is_unknown

REMEMBERED: Final = 50_000  # distinct values of one column that went through the exact reader
_WHOLE: Final = r"^(0|-?[1-9][0-9]{0,14})$"
_CENTS: Final = r"^(0|[1-9][0-9]{0,11})\.[0-9]{1,2}$"
_POWER: Final = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_NAME: Final = r"^[\x{4e00}-\x{9fff}][\x{4e00}-\x{9fff}A-Za-z0-9（）()·]{0,119}$"

Values: TypeAlias = Any  # an arrow array, or a list of cells of several types


@dataclass(frozen=True)
class Column:
    """读过的列: each cell as JSON text, null where unknown or wrong; and why, by position."""

    json: pa.Array
    wrong: Mapping[int, tuple[Flaw, ...]]


@dataclass
class ColumnReader:
    """读列器: of one key, on a day later than which nothing can have happened."""

    key: str
    heading: str
    today: date
    _seen: dict[object, tuple[str | None, tuple[Flaw, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cell = Cell(self.heading, FACTS.get(self.key))

    def read(self, values: Values) -> Column:
        """读取: the cells of one batch."""
        if isinstance(values, pa.Array):
            encoded = values.dictionary_encode()
            distinct, places = encoded.dictionary, encoded.indices
            found, wrong = self._text(distinct)
        else:
            positions: dict[str, int] = {}
            kept: list[object] = []
            for one in values:
                if positions.setdefault(_named(one), len(kept)) == len(kept):
                    kept.append(one)
            places = pa.array([positions[_named(one)] for one in values], pa.int32())
            found, wrong = self._slow(kept, range(len(kept)), [None] * len(kept))
        return Column(found.take(places), _where(places, wrong))

    def _text(self, distinct: pa.Array) -> tuple[pa.Array, dict[int, tuple[Flaw, ...]]]:
        plain = self._plain(distinct)
        if pc.all(plain.is_valid()).as_py() is not False:
            return plain, {}
        rest = np.flatnonzero(plain.is_null().to_numpy(zero_copy_only=False))
        return self._slow(distinct.to_pylist(), rest.tolist(), plain.to_pylist())

    def _slow(
        self, values: Sequence[object], rest: Sequence[int], found: list[str | None]
    ) -> tuple[pa.Array, dict[int, tuple[Flaw, ...]]]:
        wrong: dict[int, tuple[Flaw, ...]] = {}
        if len(self._seen) > REMEMBERED:
            self._seen.clear()
        for place in rest:
            name = _named(values[place])
            if name not in self._seen:
                self._seen[name] = self._exact(values[place])
            found[place], told = self._seen[name]
            if told:
                wrong[place] = told
        return pa.array(found, pa.string()), wrong

    def _exact(self, raw: object) -> tuple[str | None, tuple[Flaw, ...]]:
        if self.key == CODE:
            return _code(raw, self.cell)
        fact = self.cell.fact
        try:
            value = in_cell(fact, raw) if fact else raw
            if isinstance(value, Mapping | list) and fact and fact.kind not in LISTS:
                what = f"「{fact.label}」（{fact.key}）：名册的一格只写一个值"
                return None, (self.cell.flaw(raw, what, "请只留一个值，不写列表"),)
            values = values_in({self.key: value}, self.today)
        except Refused as refused:
            return None, tuple(self.cell.flaw_of(raw, one) for one in refused.problems)
        if self.key not in values:
            return None, ()
        return json.dumps(values[self.key], ensure_ascii=False), ()

    # What is plain, for a whole column at a time

    def _plain(self, texts: pa.Array) -> pa.Array:
        """JSON text of plain values, null for all others."""
        fact = FACTS.get(self.key)
        nothing = pa.nulls(len(texts), pa.string())
        if fact is None or not len(texts):
            return nothing
        if fact.key == "credit_code":
            return _quoted(texts, valid_codes(texts))
        if fact.key == "name":
            fits = pc.match_substring_regex(texts, _NAME)
            return _quoted(texts, pc.and_not(fits, pc.is_in(texts, value_set=_unknown())))
        if fact.kind not in ("money", "count", "number"):
            return nothing
        low, high = -((-fact.lo) // scale(fact)), fact.hi // scale(fact)
        whole = _within(texts, pc.match_substring_regex(texts, _WHOLE), low, high)
        found = pc.if_else(whole, texts, nothing)
        if fact.kind != "money" or fact.lo > 0:
            return found
        yuan = pc.replace_substring_regex(texts, r"\..*$", "")
        cents = _within(yuan, pc.match_substring_regex(texts, _CENTS), 0, high - 1)
        short = pc.replace_substring_regex(texts, r"\.?0+$", "")
        quoted = pc.binary_join_element_wise('"', short, '"', "")
        written = pc.if_else(pc.match_substring(short, "."), quoted, short)
        return pc.if_else(cents, written, found)


@cache
def _unknown() -> pa.Array:
    # Not when the city starts: the first array that is made looks for pandas, which takes long.
    return pa.array(sorted(UNKNOWN_WORDS))


def _within(texts: pa.Array, fits: pa.Array, low: int, high: int) -> pa.Array:
    numbers = pc.if_else(fits, texts, pa.scalar(None, pa.string())).cast(pa.int64())
    inside = pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high))
    return pc.fill_null(inside, False)


def _quoted(texts: pa.Array, fits: pa.Array) -> pa.Array:
    quoted = pc.binary_join_element_wise('"', texts, '"', "")
    return pc.if_else(pc.fill_null(fits, False), quoted, pa.scalar(None, pa.string()))


def _named(raw: object) -> str:
    """Apart where the types are: 1, '1' and True are not the same cell."""
    return raw if isinstance(raw, str) else f"\0{raw!r}"


def _where(places: pa.Array, wrong: Mapping[int, tuple[Flaw, ...]]) -> dict[int, tuple[Flaw, ...]]:
    """The cells that hold a wrong value."""
    if not wrong:
        return {}
    of = places.to_numpy(zero_copy_only=False)
    at = np.flatnonzero(np.isin(of, list(wrong)))
    return {int(row): wrong[int(of[row])] for row in at}


# Credit codes

_NUMBER: Final = np.full(256, 255, dtype=np.uint8)
_NUMBER[[ord(letter) for letter in ALPHABET]] = range(len(ALPHABET))
_WEIGHTS: Final = np.array([pow(3, place, 31) for place in range(18)], dtype=np.int64)


def valid_codes(texts: pa.Array) -> pa.Array:
    """有效的信用代码: which of the texts are tidy codes that break no rule."""
    long = pc.equal(pc.binary_length(texts), 18).to_numpy(zero_copy_only=False)
    fits = np.nan_to_num(long.astype(float)).astype(bool)
    joined = "".join(texts.filter(pa.array(fits)).to_pylist()).encode()
    letters = np.frombuffer(joined, dtype=np.uint8).reshape(-1, 18)
    numbers = _NUMBER[letters]

    total = (numbers[:, :17].astype(np.int64) * _WEIGHTS[:17]).sum(axis=1)
    right = (numbers != 255).all(axis=1) & (-total % 31 == numbers[:, 17])
    right &= (numbers[:, 2:8] < 10).all(axis=1)
    right &= np.isin(letters[:, 0], np.frombuffer(AUTHORITIES.encode(), dtype=np.uint8))
    fits[fits] = right
    return pa.array(fits)


def _code(raw: object, cell: Cell) -> tuple[str | None, tuple[Flaw, ...]]:
    written = raw.strip() if isinstance(raw, str) else raw
    if isinstance(written, str) and _POWER.fullmatch(written):
        what = f"统一社会信用代码「{written}」被表格软件改成了科学计数法，后面几位已经丢失"
        return None, (cell.flaw(raw, what, "请把这一列设为文本后重新导出"),)
    if is_unknown(written):
        what = "没有统一社会信用代码，不知道是哪家单位"
        return None, (cell.flaw(raw, what, "请补上 18 位代码"),)
    try:
        text = in_cell(FACTS[CODE], raw)
    except Refused as refused:
        return None, tuple(cell.flaw_of(raw, one) for one in refused.problems)
    code = tidy(str(text)).upper()
    if problem := problem_of(code):
        what, _, fix = problem.partition("。")
        return None, (cell.flaw(raw, what, fix or "请按营业执照核对 18 位代码"),)
    return json.dumps(code), ()


def plain_cell(raw: Any) -> str:
    """原样: a cell as an error sheet repeats it."""
    return "" if raw is None else str(raw)
