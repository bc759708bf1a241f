"""列存快照: the columns that the programmes read, as files that many processes map into memory.

One folder holds one snapshot, as ``stored`` lays it out. It is named after the content of the
register, the day and the columns, so what was read once is opened again in milliseconds, and
never read for another question.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.columns import Snapshot
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.snapshot import columns_read, read_table
from huiqi.rules.sweep.population import CODE, Population, written
from huiqi.rules.sweep.stored import TOLD, Stored, Writing

LAYOUT: Final = 2  # of the files; another number is another snapshot
Progress = Any  # called with (rows done, rows in all)


@dataclass(frozen=True)
class Extra:
    """附加列: one more value of every row, worked out from columns of the register.

    ``of`` is called with a table of ``reads`` and returns an array as long as the table;
    ``of_one`` says the same of one subject's facts, where somebody has them at hand.
    """

    name: str
    reads: tuple[str, ...]
    of: Any
    of_one: Any = None


def _codes(table: Any) -> np.ndarray[Any, Any]:
    return written(table.column(CODE))


CODES: Final = Extra(CODE, (CODE,), _codes)


@dataclass(frozen=True)
class Mapped:
    """映射: a snapshot on disk, opened; ``extra`` by name."""

    snapshot: Snapshot
    extra: Mapping[str, np.ndarray[Any, Any]]


def key_of(population: Population, graph: ir.Graph, on: date, extra: Sequence[Extra]) -> str:
    """快照名: differs where the content, the day or the columns do."""
    parts = [str(LAYOUT), population.sha256, on.isoformat()]
    for one in (graph, graph.loans):
        if one is not None:
            parts += map(repr, one.slots)
            parts += map(repr, one.slot_bounds)
    # What is summed up over loans is a node of their graph.
    parts.append(repr(graph.loans.nodes) if graph.loans else "")
    parts += [one.name for one in extra]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def mapped(
    population: Population,
    graph: ir.Graph,
    on: date,
    shelf: Path,
    extra: Sequence[Extra] = (),
    told: Progress = None,
) -> Path:
    """快照: the folder of the snapshot below ``shelf``, made if it is not there.

    Refused with the problems of all columns and blocks of the register; then there is none.
    """
    folder = shelf / key_of(population, graph, on, extra)
    if not (folder / TOLD).is_file():
        _make(population, graph, on, folder, extra, told)
    return folder


def opened(folder: Path, graph: ir.Graph) -> Mapped:
    """打开: arrays are mapped, not read; the pages that are touched come from the disk's cache."""
    stored = Stored(folder)
    return Mapped(Snapshot(stored.size, stored.columns(graph)), stored.extra())


def bytes_of(folder: Path) -> int:
    """大小: of all files of a snapshot, in bytes."""
    return sum(path.stat().st_size for path in folder.iterdir())


def columns_of(graph: ir.Graph, names: Sequence[str], extra: Sequence[Extra]) -> list[str]:
    """所读的列: those of a register with the columns ``names`` that a snapshot is made of."""
    found = columns_read(graph, names)
    found += [name for one in extra for name in one.reads if name in names]
    return list(dict.fromkeys(found))


# Making


def _make(
    population: Population,
    graph: ir.Graph,
    on: date,
    folder: Path,
    extra: Sequence[Extra],
    told: Progress,
) -> None:
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        writing = Writing(unfinished, graph, population.size, {one.name: one.of for one in extra})
        _written(population, graph, on, extra, writing, told)
        writing.finish()
        if not folder.exists():
            unfinished.rename(folder)
    except OSError as error:
        # Another process may have made the same snapshot meanwhile.
        if not (folder / TOLD).is_file():
            fix = "请腾出空间，或用 --snapshots 换一个文件夹。"
            what = f"列存快照写不下去：{error.strerror}。"
            raise Refused([Problem(what, fix=fix, file=str(folder.parent))]) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _written(
    population: Population,
    graph: ir.Graph,
    on: date,
    extra: Sequence[Extra],
    writing: Writing,
    told: Progress,
) -> None:
    names = columns_of(graph, population.names, extra)
    problems: list[Problem] = []
    for start, table in population.tables(names):
        try:
            part = read_table(table, graph, on, str(population.path), start)
        except Refused as refused:
            problems += refused.problems
            continue
        if not problems:
            writing.add(part, table)
        if told:
            told(min(start + len(table), population.size), population.size)
    if problems:
        raise Refused(list(dict.fromkeys(problems)))


def kept_only(shelf: Path, most: int, besides: Iterable[Path] = ()) -> None:
    """只留最近: the ``most`` snapshots used last stay on the shelf."""
    spared = set(besides)
    folders = [path for path in shelf.iterdir() if (path / TOLD).is_file()]
    folders.sort(key=lambda path: (path / TOLD).stat().st_mtime_ns, reverse=True)
    for folder in folders[most:]:
        if folder not in spared:
            shutil.rmtree(folder, ignore_errors=True)
