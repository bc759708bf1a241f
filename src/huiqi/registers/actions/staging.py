"""暂存: the rows of a register in a table of the session, so that the database works on sets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from pyarrow import csv as arrow

from huiqi.registers.flaws import Cell, Flaw
from huiqi.registers.headings import CODE
from huiqi.registers.rows import Checked

# Whole-file work: several rows of one firm are seen only when all rows are there. Two codes of
# one subject (个转企) are one firm as well.
INCOMING: Final = """
CREATE TEMPORARY TABLE register_incoming (
    row bigint, wrong boolean, code text {columns}
) ON COMMIT DROP
"""
FIRMS: Final = """
CREATE TEMPORARY TABLE register_firm ON COMMIT DROP AS
SELECT i.row, i.wrong, i.code, o.subject_id, o.id AS organization_id
FROM register_incoming AS i LEFT JOIN parties_organization AS o ON o.credit_code = i.code
"""
REPEATED: Final = """
SELECT array_agg(row ORDER BY row), min(code), count(DISTINCT code)
FROM register_firm GROUP BY coalesce(subject_id::text, code) HAVING count(*) > 1 ORDER BY 1
"""
MOST_LISTED: Final = 5  # rows that the sentence about another one names
PIECES: Final = 1000


# What a transaction has just written is in no statistics, and an import that was rolled back
# leaves a table of which they say that it is empty: the planner must not take millions of rows
# for a few and read all of them for every firm, be it through another index.
BY_INDEX: Final = (
    *("SET LOCAL enable_seqscan = {0}", "SET LOCAL enable_mergejoin = {0}"),
    *("SET LOCAL enable_hashjoin = {0}", "SET LOCAL enable_material = {0}"),
)


@contextmanager
def by_index() -> Iterator[None]:
    """按索引: every step of the statements within goes by an index, row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registers_analyze()")
        cursor.execute("; ".join(BY_INDEX).format("off"))
        yield
        cursor.execute("; ".join(BY_INDEX).format("on"))


def column_of(key: str, keys: Sequence[str]) -> str:
    """暂存列: a safe name for the values of a key."""
    return f"v{keys.index(key)}"


def stage(batches: Iterable[Checked], keys: Sequence[str]) -> Iterator[int]:
    """暂存: every row whose firm is known; gives the number of rows after each batch."""
    columns = "".join(f", v{place} jsonb" for place in range(len(keys)))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS register_incoming, register_firm, register_new")
        cursor.execute(INCOMING.format(columns=columns))
        staged = 0
        with cursor.copy("COPY register_incoming FROM STDIN (FORMAT csv)") as copy:
            for one in batches:
                copy.write(_lines(one, keys))
                staged += len(one.numbers)
                yield staged
        cursor.execute("ANALYZE register_incoming")
        cursor.execute(FIRMS)
        cursor.execute("CREATE UNIQUE INDEX ON register_firm (row)")
        cursor.execute("CREATE UNIQUE INDEX ON register_incoming (row)")
        cursor.execute("ANALYZE register_firm")


def _lines(batch: Checked, keys: Sequence[str]) -> memoryview:
    columns = [pa.array(batch.numbers), pa.array(batch.wrong), batch.code]
    columns += [batch.values[key] for key in keys]
    table = pa.Table.from_arrays(columns, names=[str(n) for n in range(len(columns))])
    table = table.filter(pc.is_valid(batch.code))
    out = io.BytesIO()
    arrow.write_csv(table, out, arrow.WriteOptions(include_header=False))
    return out.getbuffer()


def repeated_rows(heading: str) -> Iterator[tuple[int, Flaw]]:
    """重复的行: every row of a firm that has several, and what is wrong with it."""
    cell = Cell(heading)
    with connection.cursor() as cursor:
        cursor.execute(REPEATED)
        for rows, code, codes in cursor.fetchall():
            for row in rows:
                others = _others(row, rows)
                what = f"与{others}是同一家单位（{code}）"
                if codes > 1:
                    what = f"与{others}的信用代码属于同一主体"
                yield row, cell.flaw(code, what, "请只留一行")


def _others(row: int, rows: Sequence[int]) -> str:
    """The other rows; of very many the first ones, or a file of one firm would fill the memory."""
    listed = "、".join([str(one) for one in rows[: MOST_LISTED + 1] if one != row][:MOST_LISTED])
    more = f"等 {len(rows) - 1:,} 行" if len(rows) - 1 > MOST_LISTED else "行"
    return f"第 {listed} {more}"


def nameless_rows(keys: Sequence[str], heading: str) -> Iterator[tuple[int, Flaw]]:
    """缺名称的行: of firms that are not on record, and so cannot be put on it."""
    name = f"i.{column_of('name', keys)}" if "name" in keys else "NULL::jsonb"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.row, length(" + name + " #>> '{}') FROM register_firm AS f"  # nosec B608 -- our own names
            " JOIN register_incoming AS i USING (row)"
            " WHERE f.subject_id IS NULL AND NOT f.wrong"
            " AND coalesce(length(" + name + " #>> '{}'), 0) NOT BETWEEN 1 AND 120"
            " ORDER BY f.row"
        )
        for row, length in cursor.fetchall():
            if length:
                what = f"「名称」有 {length} 字，最多 120 字"
                yield row, Cell(heading).flaw("", what, "请写登记的全称")
            else:
                what = "库里还没有这家单位，新建须有「名称」"
                yield row, Cell(heading).flaw("", what, "请补上登记的名称")


def leave_out(rows: Sequence[int]) -> None:
    """剔除: rows that have a problem after all."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_firm SET wrong = true WHERE row = ANY(%s)", [list(rows)])


def values_of(keys: Sequence[str], years: dict[str, tuple[str, int | None]]) -> tuple[str, Any]:
    """各项的值: a VALUES list of (key, period, value) for one row ``i``, and its parameters.

    In the order of the index of facts, which then grows at its end.
    """
    parts, given = [], []
    for key in sorted(keys, key=lambda one: years[one][0]):
        base, year = years[key]
        value = "to_jsonb(i.code)" if key == CODE else f"i.{column_of(key, keys)}"
        parts.append(f"(%s, %s::smallint, {value})")
        given += [base, year]
    return ", ".join(parts), given
