"""各不相同: rows that are alike are found to be, whatever a list holds, and in their order."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from huiqi.rules.distinct import distinct

TITLE = pa.struct({"kind": pa.string(), "granted_on": pa.date32(), "year": pa.int32()})
LISTS = pa.list_(TITLE)
entries = st.none() | st.fixed_dictionaries(
    {
        "kind": st.none() | st.sampled_from(["srdi", "tech_sme"]),
        "granted_on": st.none() | st.sampled_from([date(2020, 1, 1), date(2021, 1, 1)]),
        "year": st.none() | st.integers(0, 2),
    }
)
rows = st.lists(
    st.tuples(st.none() | st.lists(entries, max_size=3), st.sampled_from([None, True, False])),
    max_size=40,
)


def _said(row: Any) -> str:
    """The same for rows that hold the same, in whatever order a dictionary was written."""
    entries, mark = row
    told = entries and [entry and sorted(entry.items()) for entry in entries]
    return repr((told, mark))


@given(rows, st.integers(0, 5))
def test_the_kinds_are_those_of_the_rows_themselves(told: list[Any], left_out: int) -> None:
    lists = pa.array([one for one, _ in told], LISTS).slice(left_out)
    marks = pa.array([mark for _, mark in told], pa.bool_()).slice(left_out)
    told = told[left_out:]
    kinds, firsts = distinct([lists, marks], len(told))
    seen: dict[str, int] = {}
    expected = [seen.setdefault(_said(one), len(seen)) for one in told]
    assert kinds.tolist() == expected
    assert firsts.tolist() == [expected.index(kind) for kind in range(len(seen))]


def test_without_a_column_all_rows_are_alike() -> None:
    kinds, firsts = distinct([], 3)
    assert (kinds.tolist(), firsts.tolist()) == ([0, 0, 0], [0])


def test_lists_of_codes_and_of_nothing_are_told_apart() -> None:
    codes = pa.array([["a"], ["a", "b"], None, [], ["a"]], pa.list_(pa.string()))
    nothing = pa.nulls(5)
    kinds, firsts = distinct([codes, nothing], 5)
    assert (kinds.tolist(), firsts.tolist()) == ([0, 1, 2, 3, 0], [0, 1, 2, 3])
    assert firsts.dtype == np.int64
