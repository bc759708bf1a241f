"""各不相同: which rows of a table are alike, by column, so that what is alike is read once.

A register holds the same lists again and again: no list, one title, the same two. To turn every
one of a million into Python to see that costs more than all the rest of reading them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from huiqi.rules.columns import Ints

NOTHING: Final = -1  # in place of a value: there is none


def distinct(columns: Sequence[Any], size: int) -> tuple[Ints, Ints]:
    """各不相同: for every row of some Arrow arrays the number of its kind; and the first of each.

    Kinds are numbered in the order in which they first stand there. Rows of one kind hold the
    same; rows that hold the same may be of two kinds where a column is of a kind unknown to us.
    """
    kinds = np.zeros(size, dtype=np.int64)
    for column in columns:
        kinds = _numbered(np.stack([kinds, _kinds(column)], axis=1))
    _, firsts, kinds = np.unique(kinds, return_index=True, return_inverse=True)
    order = np.argsort(firsts, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[kinds], firsts[order].astype(np.int64)


def _kinds(column: Any) -> Ints:
    import pyarrow as pa

    if pa.types.is_list(column.type):
        return _of_lists(column)
    if pa.types.is_struct(column.type):
        return _of_structs(column)
    return _of_values(column)


def _of_values(column: Any) -> Ints:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(column.type):
        return np.full(len(column), NOTHING, dtype=np.int64)
    if not pa.types.is_dictionary(column.type):
        try:
            column = column.dictionary_encode()
        except pa.ArrowNotImplementedError:
            return np.arange(len(column), dtype=np.int64)
    codes: Ints = pc.fill_null(column.indices.cast(pa.int64()), NOTHING).to_numpy()
    return codes


def _of_structs(column: Any) -> Ints:
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    fields = [np.where(valid, _kinds(of), NOTHING) for of in column.flatten()]
    return _numbered(np.stack([valid.astype(np.int64), *fields], axis=1))


def _of_lists(column: Any) -> Ints:
    """Of lists of one length at a time: the kinds of all entries beside one another."""
    import pyarrow.compute as pc

    entries = _kinds(column.flatten())
    lengths: Ints = pc.fill_null(pc.list_value_length(column), NOTHING).to_numpy().astype(np.int64)
    first = np.cumsum(np.maximum(lengths, 0)) - np.maximum(lengths, 0)
    kinds = np.empty(len(lengths), dtype=np.int64)
    before = 0
    for rows, places in _by_length(lengths, first):
        kinds[rows] = before + _numbered(entries[places])
        before += len(rows)
    return kinds


def _by_length(lengths: Ints, first: Ints) -> Iterator[tuple[Ints, Ints]]:
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        yield rows, first[rows][:, None] + np.arange(max(length, 0))[None, :]


def _numbered(rows: Ints) -> Ints:
    """Of every row of a table of numbers, which one of the different rows it is."""
    if rows.shape[1] == 0 or not len(rows):
        return np.zeros(len(rows), dtype=np.int64)
    kinds = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        # Never more than there are rows of each, so that their product stays within int64.
        _, ones = np.unique(column, return_inverse=True)
        _, kinds = np.unique(kinds * (len(rows) + 1) + ones, return_inverse=True)
    return kinds.astype(np.int64)
