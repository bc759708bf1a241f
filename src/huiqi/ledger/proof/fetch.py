"""取数: many rows of numbers from the database, as columns; a million a second.

The database packs some thousands of rows into arrays, so that Python handles few of them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Column = NDArray[np.int64]

HEADER: Final = 19  # of the binary format of COPY: signature, flags, no extension
ARRAY: Final = struct.Struct(">iiiiii")  # length, dimensions, nulls, type, elements, first
ELEMENT: Final = np.dtype([("length", ">i4"), ("value", ">i8")])
PACK: Final = 8_192


def columns(
    table: str, told: Mapping[str, str], where: str = "", *, key: str = "id"
) -> dict[str, Column]:
    """数列: of each expression of ``told`` by its name, in the order of ``key``.

    Every expression is a number in SQL and never null.
    """
    inner = ", ".join(f"({sql})::bigint AS {name}" for name, sql in told.items())
    packed = ", ".join(f"array_agg({name} ORDER BY at)" for name in told)
    row = f"SELECT {key} AS at, {inner} FROM {table} {where}"  # nosec B608
    pack = f"GROUP BY at / {PACK} ORDER BY at / {PACK}"
    query = f"SELECT {packed} FROM ({row}) AS row {pack}"  # nosec B608
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as c,
    ):
        data = b"".join(c)
    return dict(zip(told, _unpacked(data, len(told)), strict=True))


def _unpacked(data: bytes, width: int) -> list[Column]:
    found: list[list[Column]] = [[] for _ in range(width)]
    at = HEADER
    while struct.unpack_from(">h", data, at)[0] == width:
        at += 2
        for column in found:
            count = ARRAY.unpack_from(data, at)[4]
            at += ARRAY.size
            values = np.frombuffer(data, ELEMENT, count, at)["value"]
            column.append(values.astype(np.int64))
            at += ELEMENT.itemsize * count
    return [np.concatenate(one) if one else np.zeros(0, np.int64) for one in found]
