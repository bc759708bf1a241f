"""已完成的各段: what each block came to, on disk as soon as it is known, so that nothing is redone.

A part is a folder that appears whole or not at all. Its tables are those of the result, which
takes them over as they are: ``matches.parquet`` of those who surely meet a line, with their
credit codes, and ``possible.parquet`` of those of whom it is open; ``sets.json`` and
``tallies.json`` are added up.
"""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from huiqi.rules.sweep.block import OPEN, Found, Pairs, Tally
from huiqi.rules.sweep.missing import Missing
from huiqi.rules.sweep.question import Line

MATCHES, POSSIBLE = "matches.parquet", "possible.parquet"
SETS, TALLIES = "sets.json", "tallies.json"
RAILS: Final = ("yes", "unknown")
DIGITS: Final = 6
CODE_LENGTH: Final = 18


def folder_of(parts: Path, number: int) -> Path:
    """一段的文件夹: of the block ``number``."""
    return parts / str(number).zfill(DIGITS)


def is_done(parts: Path, number: int) -> bool:
    """是否已完成: whether the block need not be judged again."""
    return (folder_of(parts, number) / TALLIES).is_file()


@dataclass(frozen=True)
class Block:
    """一段: which one, and of its rows the place in the register and the credit codes."""

    number: int
    rows: slice
    codes: np.ndarray[Any, Any]


def keep(parts: Path, block: Block, found: Found, lines: Sequence[Line]) -> None:
    """存下一段: whole or not at all."""
    put(parts, block.number, packed(block, found, lines))


def packed(block: Block, found: Found, lines: Sequence[Line]) -> dict[str, bytes]:
    """打包一段: the files of its part by name, the same bytes wherever it was judged."""
    return {
        MATCHES: _written(lines, found.pairs, _Matches(block)),
        POSSIBLE: _written(lines, found.pairs, _Possible()),
        SETS: _json([_sets(pairs) for pairs in found.pairs]),
        TALLIES: _json(_tallies(found)),
    }


def put(parts: Path, number: int, files: Mapping[str, bytes]) -> None:
    """放好一段: the files of the part ``number``, whole or not at all."""
    unfinished = parts / f"{number}.{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, data in files.items():
        (unfinished / name).write_bytes(data)
    unfinished.rename(folder_of(parts, number))


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


# Tables


class _Matches:
    """Of those who surely meet a line: who, and both ends of the amount."""

    def __init__(self, block: Block) -> None:
        self._codes, self._first = block.codes, block.rows.start

    def columns(self, pairs: Pairs) -> dict[str, Any]:
        rows = pairs.rows[pairs.yes]
        return {
            "credit_code": _texts(self._codes[rows - self._first]),
            "row": _numbers(rows),
            "amount_sure_fen": _amounts(pairs.low, pairs.yes),
            "amount_possible_fen": _amounts(pairs.high, pairs.yes),
        }


class _Possible:
    """Of those who may meet a line: which row, and the most that it may come to."""

    def columns(self, pairs: Pairs) -> dict[str, Any]:
        perhaps = ~pairs.yes
        rows = pairs.rows[perhaps]
        return {"row": _numbers(rows), "amount_possible_fen": _amounts(pairs.high, perhaps)}


def _written(lines: Sequence[Line], several: Sequence[Pairs], kind: _Matches | _Possible) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pa.BufferOutputStream()
    writer = None
    for line, pairs in zip(lines, several, strict=True):
        columns = kind.columns(pairs)
        size = len(columns["row"])
        named = {"programme": line.programme, "version": line.version}
        constant = {name: pa.repeat(pa.scalar(text), size) for name, text in named.items()}
        table = pa.table({**constant, **columns})
        if writer is None:
            writer = pq.ParquetWriter(file, table.schema, compression="zstd")
        if size:
            writer.write_table(table, row_group_size=size)
    assert writer is not None
    writer.close()
    return bytes(file.getvalue())


def _numbers(values: np.ndarray[Any, Any]) -> Any:
    import pyarrow as pa

    return pa.array(values, pa.int64())


def _amounts(fen: np.ndarray[Any, Any] | None, mask: np.ndarray[Any, Any]) -> Any:
    import pyarrow as pa

    if fen is None:
        return pa.nulls(int(mask.sum()), pa.int64())
    taken = fen[mask]
    return pa.array(taken, pa.int64(), mask=taken == OPEN)


def _texts(codes: np.ndarray[Any, Any]) -> Any:
    import pyarrow as pa

    data = pa.py_buffer(np.ascontiguousarray(codes).tobytes())
    fixed = pa.Array.from_buffers(pa.binary(CODE_LENGTH), len(codes), [None, data])
    return fixed.cast(pa.binary()).cast(pa.string())


# Sums


def _sets(pairs: Pairs) -> list[str]:
    from pyroaring import BitMap

    told = []
    for mask in (pairs.yes, ~pairs.yes):
        found = BitMap(pairs.rows[mask].astype(np.uint32))
        told.append(b64encode(found.serialize()).decode())
    return told


def sets_of(parts: Path, blocks: int, lines: int) -> Iterator[tuple[int, str, bytes]]:
    """各项目的集合: place of the line, rail, and the rows as a roaring bitmap, portable format."""
    from pyroaring import BitMap

    found = {(line, rail): BitMap() for line in range(lines) for rail in RAILS}
    for number in range(blocks):
        told = json.loads((folder_of(parts, number) / SETS).read_text(encoding="utf-8"))
        for line, rails in enumerate(told):
            for rail, text in zip(RAILS, rails, strict=True):
                found[line, rail] |= BitMap.deserialize(b64decode(text))
    for (line, rail), rows in found.items():
        rows.run_optimize()
        yield line, rail, rows.serialize()


def _tallies(found: Found) -> dict[str, object]:
    return {
        "totals": [asdict(tally) for tally in found.totals],
        "judged": found.judged,
        "firms": [[*key, count] for key, count in found.firms.items()],
        "groups": [[*key, asdict(tally)] for key, tally in found.groups.items()],
        "missing": [[*key, asdict(missing)] for key, missing in found.missing.items()],
    }


def gathered(parts: Path, blocks: int, lines: int) -> Found:
    """合计: of all blocks, without their pairs."""
    whole = Found([], [Tally() for _ in range(lines)], [0] * lines)
    for number in range(blocks):
        told = json.loads((folder_of(parts, number) / TALLIES).read_text(encoding="utf-8"))
        for line in range(lines):
            whole.totals[line].add(Tally(**told["totals"][line]))
            whole.judged[line] += told["judged"][line]
        for dimension, name, count in told["firms"]:
            whole.firms[dimension, name] = whole.firms.get((dimension, name), 0) + count
        for line, dimension, name, tally in told["groups"]:
            whole.groups.setdefault((line, dimension, name), Tally()).add(Tally(**tally))
        for line, key, missing in told["missing"]:
            whole.missing.setdefault((line, key), Missing()).add(Missing(**missing))
    return whole
