"""取数: whole tables from the database, as the lines that COPY writes, and as columns of numbers.

The lines are what is hashed, and the columns are read from the same lines: what is checked is
what is sealed. Text is what the database writes fastest; pyarrow reads it in no time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.db import connection
from numpy.typing import NDArray
from pyarrow import csv

Column = NDArray[np.int64]

# As COPY writes it: a tab or an end of line within a value is written in other letters.
WRITTEN: Final = csv.ParseOptions(delimiter="\t", quote_char=False)
PACK: Final = 8_192
AT: Final = "at"  # no name of a column of ours
NULL: Final = "\\N"
END_OF_LINE: Final = ord("\n")


@dataclass(frozen=True)
class Lines:
    """各行: one line of text for each row, the columns in the order of ``names``."""

    names: tuple[str, ...]
    text: bytes

    def table(self, types: Mapping[str, Any]) -> pa.Table:
        """列: those of ``types``, as they are typed there; ArrowInvalid where one does not read."""
        if not self.text:
            return pa.schema(list(types.items())).empty_table()
        return csv.read_csv(
            pa.BufferReader(self.text),
            csv.ReadOptions(column_names=self.names),
            WRITTEN,
            csv.ConvertOptions(column_types=types, include_columns=list(types), null_values=[NULL]),
        )

    def numbers(self) -> dict[str, Column]:
        """数列: all columns, whole numbers that are never null."""
        table = self.table(dict.fromkeys(self.names, pa.int64()))
        return {name: column_of(table[name]) for name in self.names}

    def ends(self) -> Column:
        """行尾: where each line ends in the text, its end of line included."""
        return np.flatnonzero(np.frombuffer(self.text, np.uint8) == END_OF_LINE) + 1


def lines(table: str, told: Mapping[str, str], where: str = "", *, key: str = "id") -> Lines:
    """取行: of each expression of ``told`` by its name, in the order of ``key``."""
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in told.items())
    query = f"SELECT {listed} FROM {table} {where} ORDER BY {table}.{key}"  # nosec B608
    text = BytesIO()  # written into, for each row comes by itself and must not be kept
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for row in copy:
            text.write(row)
    return Lines(tuple(told), text.getvalue())


def columns(
    table: str, told: Mapping[str, str], where: str = "", *, key: str = "id"
) -> dict[str, Column]:
    """取数列: of each expression of ``told``, a number in SQL and never null, by ``key``.

    The database packs thousands of rows into each of its own, so that Python handles few.
    """
    listed = ", ".join(f"({sql})::bigint" for sql in told.values())
    line = f"SELECT {key} AS at, concat_ws(E'\\t', {key}, {listed}) AS line FROM {table} {where}"  # nosec B608
    query = f"SELECT string_agg(line, E'\\n') FROM ({line}) AS row GROUP BY at / {PACK}"  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(query)
        text = "\n".join(pack for (pack,) in cursor.fetchall()).encode()
    found = Lines((AT, *told), text).numbers()
    order = np.argsort(found[AT], kind="stable")  # packs come as they please
    return {name: found[name][order] for name in told}


def column_of(read: pa.ChunkedArray) -> Column:
    """数列: whole numbers that are never null."""
    found: Column = read.to_numpy()
    return found.astype(np.int64, copy=False)
