"""封存: everything that was booked since the last time, under one hash in the chain of the audit.

The seal of the books is an entry of the audit, which is sealed itself and anchored outside the
database (decision 0009): there is one chain for everything. Each seal says how far it reaches
in every table and covers the seal before it.

Legs are hashed as numbers of eight bytes each, the highest first; other rows as COPY writes
them, one a line. Anybody can do so with psql and sha256sum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.apps import apps
from django.db import OperationalError, connection, models, transaction

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.audit import GENESIS, LOWEST, PATIENCE, record_write
from huiqi.kernel.models import AuditEntry
from huiqi.ledger.models import Leg
from huiqi.ledger.proof.fetch import Column, Lines, column_of, columns, lines
from huiqi.parties import scope

LOCK: Final = 4_037_022  # of the books: the same as in migration 0002
SEALERS: Final = 4_037_023  # one sealer at a time
SEALED: Final = "ledger.seal"
BATCH: Final = 100_000  # rows of a table under one seal
LEG: Final = ("id", "entry_id", "line", "account_id", "amount_fen", "position", "balance_fen")
LEGS: Final = {name: name for name in LEG}

Reach = Mapping[str, int]  # table -> the number of its last row that is covered


@dataclass(frozen=True)
class Sealed:
    """一次封存: as the audit tells it; ``shape`` is which columns of which table it covers."""

    number: int
    previous: str
    digest: str
    through: Reach
    shape: Mapping[str, list[str]]


@dataclass(frozen=True)
class Rows:
    """各行与编号: lines of a table, and where the line of each number ends."""

    lines: Lines
    ids: Column
    ends: Column

    @classmethod
    def of(cls, found: Lines) -> Rows:
        """找出: the numbers and the ends of lines."""
        return cls(found, column_of(found.table({"id": pa.int64()})["id"]), found.ends())

    def between(self, after: int, last: int) -> memoryview:
        """其间的行: with numbers above ``after``, up to ``last`` (included)."""
        bounds = np.searchsorted(self.ids, [after, last], side="right")
        start, stop = (int(self.ends[at - 1]) if at else 0 for at in bounds.tolist())
        return memoryview(self.lines.text)[start:stop]


@dataclass(frozen=True)
class Held:
    """取来的账册: legs as columns, and the rows of other tables, each fetched once."""

    legs: Mapping[str, Column]
    fetched: dict[tuple[str, ...], Rows] = field(default_factory=dict)

    def rows(self, table: str, shape: list[str]) -> Rows:
        """各行: of a table, in a shape that it may have had earlier."""
        key = (table, *shape)
        if key not in self.fetched:
            self.fetched[key] = Rows.of(rows_of(table, shape))
        return self.fetched[key]


def sealed_tables() -> dict[str, type[models.Model]]:
    """封存的表: all of the books that are only added to, by name."""
    ours = apps.get_app_config("ledger").get_models()
    marked = (one for one in ours if getattr(one, "append_only", False))
    return {one._meta.db_table: one for one in sorted(marked, key=lambda m: m._meta.db_table)}


def seal() -> AuditEntry | None:
    """封存: the next batch; None when there is nothing new, or somebody books for too long."""
    try:
        with transaction.atomic(), scope.everything():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALERS])
                reached = _settled(cursor)
            return _seal_up_to(reached)
    except OperationalError:  # the lock was not to be had in time
        return None


def _settled(cursor: Any) -> dict[str, int]:
    """The last rows, while nobody is booking: what comes later has higher numbers."""
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        last = ", ".join(f"(SELECT max(id) FROM {one})" for one in sealed_tables())  # nosec B608
        cursor.execute(f"SELECT {last}")  # nosec B608
        return {
            table: found or 0
            for table, found in zip(sealed_tables(), cursor.fetchone(), strict=True)
        }
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _seal_up_to(reached: Reach) -> AuditEntry | None:
    latest = AuditEntry.objects.filter(verb=SEALED).order_by("-id").first()
    last = _read(latest) if latest else None
    before: Reach = last.through if last else {}
    through = {
        table: max(start, min(row, start + BATCH))
        for table, row in reached.items()
        for start in [before.get(table, 0)]
    }
    if through == before or not any(through.values()):
        return None
    shape, previous = shape_of_now(), last.digest if last else GENESIS
    detail: dict[str, Any] = {"previous": previous, "through": through, "shape": shape}
    detail["digest"] = digest(previous, before, through, shape)
    return record_write(SYSTEM, SEALED, detail=detail)


def read_seals() -> list[Sealed]:
    """全部封存: in order."""
    return [_read(one) for one in AuditEntry.objects.filter(verb=SEALED).order_by("id")]


def _read(entry: AuditEntry) -> Sealed:
    told = entry.detail
    return Sealed(
        entry.pk,
        str(told.get("previous")),
        str(told.get("digest")),
        told.get("through", {}),
        told.get("shape", {}),
    )


def shape_of_now() -> dict[str, list[str]]:
    """列: of each sealed table, as they are by now."""
    return {
        table: [str(field.column) for field in model._meta.concrete_fields]
        for table, model in sealed_tables().items()
    }


def digest(
    previous: str,
    before: Reach,
    through: Reach,
    shape: Mapping[str, list[str]],
    held: Held | None = None,
) -> str:
    """哈希: SHA-256 over the one before and every row between two reaches, table by table.

    ``held`` are the books, where they have been fetched already. KeyError for a table or a
    column that there is not.
    """
    found = hashlib.sha256(previous.encode())
    for table in sorted(through):
        after = before.get(table, LOWEST)
        found.update(f"\n{table}\n".encode())
        if table == Leg._meta.db_table:
            found.update(_bytes_of_legs(after, through[table], held))
        elif through[table] > after:
            found.update(_hash_of_rows(table, shape[table], (after, through[table]), held))
    return found.hexdigest()


def _bytes_of_legs(after: int, last: int, held: Held | None) -> bytes:
    if held:
        legs = held.legs
    else:
        where = f"WHERE id > {after} AND id <= {last}"
        legs = columns(Leg._meta.db_table, LEGS, where)
    start, stop = np.searchsorted(legs["id"], [after, last], side="right")
    rows = np.stack([legs[name][start:stop] for name in LEG], axis=1)
    return rows.astype(">i8").tobytes()


def _hash_of_rows(table: str, shape: list[str], span: tuple[int, int], held: Held | None) -> bytes:
    after, last = span
    if held:
        rows = held.rows(table, shape)
    else:
        rows = Rows.of(rows_of(table, shape, f"WHERE id > {after} AND id <= {last}"))
    return hashlib.sha256(rows.between(after, last)).digest()


def rows_of(table: str, shape: list[str], where: str = "") -> Lines:
    """表的各行: as they are hashed; KeyError for a table or a column that there is not."""
    there = shape_of_now()[table]
    if unknown := set(shape) - set(there):
        raise KeyError(*sorted(unknown))
    return lines(table, {column: f'"{column}"' for column in shape}, where)
