"""全市名册: the facts of all firms on file, as known at one moment, as a register to sweep.

The file has the shape that ``huiqi sweep`` reads: one row for each firm, in the order of their
credit codes, one column for each fact of the dictionary, money as decimals of yuan. The same
facts give the same bytes, so a sweep that was cut off goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

from huiqi.parties.queries import facts_of_many
from huiqi.policies.charge import firms_on_file
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import LISTS, Fact, scale
from huiqi.rules.read import COMPLETE, ENTRIES
from huiqi.rules.snapshot import DIGITS
from huiqi.rules.sweep.population import CODE

LEFT_OUT: Final = (CODE, "name")  # the code is that of the register of firms; no rule asks a name
BATCH: Final = 2_000  # firms read at a time
Progress = Callable[[int, int], None]  # firms done, firms in all


@dataclass(frozen=True)
class Written:
    """已写名册: how many firms it has, and how many were left out for want of a credit code."""

    firms: int
    without_code: int


def write_population(
    path: Path, day: date, known_at: datetime, told: Progress = lambda *_: None
) -> Written:
    """写出名册: what is known at ``known_at`` (excluded) of ``day``, as Parquet at ``path``.

    What stands there is replaced. The caller sees to it that all firms may be read.
    """
    import pyarrow.parquet as pq

    firms = firms_on_file().exclude(credit_code=None)
    without = firms_on_file().filter(credit_code=None).count()
    of, done = firms.count(), 0
    schema = schema_of()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        pairs = firms.order_by(CODE).values_list(CODE, "subject_id").iterator(chunk_size=BATCH)
        while several := list(islice(pairs, BATCH)):
            known = dict(facts_of_many([one for _, one in several], day, known_at=known_at))
            writer.write_table(_table(schema, [(str(code), known[one]) for code, one in several]))
            done += len(several)
            told(done, of)
    return Written(done, without)


def schema_of() -> Any:
    """各列: of a register with every fact of the dictionary."""
    import pyarrow as pa

    fields = [(CODE, pa.string())]
    for key, fact in FACTS.items():
        if key not in LEFT_OUT:
            fields.append((key, _type(fact)))
            if fact.kind in LISTS:
                fields.append((key + COMPLETE, pa.bool_()))
    return pa.schema(fields)


def _type(fact: Fact) -> Any:
    import pyarrow as pa

    if fact.kind == "codes":
        return pa.list_(pa.string())
    if fact.kind in LISTS:
        entries = ENTRIES[fact.kind].items()
        return pa.list_(pa.struct([(key, _type(one)) for key, one in entries]))
    if fact.kind == "count":
        return pa.int64()
    if digits := DIGITS[scale(fact)]:
        return pa.decimal128(38, digits)
    return {"date": pa.date32(), "flag": pa.bool_()}.get(fact.kind, pa.string())


def _table(schema: Any, firms: Sequence[tuple[str, Facts]]) -> Any:
    import pyarrow as pa

    columns = [pa.array(_column(name, firms), schema.field(name).type) for name in schema.names]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(name: str, firms: Sequence[tuple[str, Facts]]) -> Iterator[object]:
    if name == CODE:
        return (code for code, _ in firms)
    if name not in FACTS:
        return (facts.complete.get(name.removesuffix(COMPLETE)) for _, facts in firms)
    fact = FACTS[name]
    if fact.kind in LISTS:
        return (_listed(fact, facts.lists.get(name)) for _, facts in firms)
    return (_written(fact, facts.get(name)) for _, facts in firms)


def _listed(fact: Fact, entries: Sequence[Any] | None) -> list[object] | None:
    if entries is None or fact.kind == "codes":
        return None if entries is None else list(entries)
    return [_entry(ENTRIES[fact.kind], one) for one in entries]


def _entry(shape: Mapping[str, Fact], entry: Mapping[str, object]) -> dict[str, object]:
    return {key: _written(fact, entry.get(key)) for key, fact in shape.items()}


def _written(fact: Fact, inner: object) -> object:
    """What a cell of the column holds: exact, never a floating-point number."""
    if isinstance(inner, bool) or not isinstance(inner, int):
        return inner
    if fact.kind == "date":
        return date.fromordinal(inner)
    digits = DIGITS[scale(fact)]
    return Decimal(inner).scaleb(-digits) if digits else inner
