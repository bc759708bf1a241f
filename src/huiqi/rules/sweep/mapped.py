"""列存快照: the columns that the programmes read, as files that many processes map into memory.

One folder holds one snapshot: a ``.npy`` for every array and ``snapshot.json``, which says what
they are. It is named after the content of the register, the day and the columns, so what was
read once is opened again in milliseconds, and never read for another question.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.columns import Codes, Column, Ends, Flags, Numbers, Rails, Snapshot, width
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.snapshot import columns_read, read_table
from huiqi.rules.sweep.population import CODE, Population

LAYOUT: Final = 1  # of the files; another number is another snapshot
TOLD: Final = "snapshot.json"
HALF: Final = 62  # bits of the lower part of a number that may leave int64
Progress = Any  # called with (rows done, rows in all)


@dataclass(frozen=True)
class Extra:
    """附加列: one more value of every row, worked out from columns of the register.

    ``of`` is called with a table of ``reads`` and returns an array as long as the table.
    """

    name: str
    reads: tuple[str, ...]
    of: Any


def _codes(table: Any) -> np.ndarray[Any, Any]:
    return np.array(table.column(CODE).to_pylist(), dtype="S18")


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
    about = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    columns: dict[ir.Slot, Column] = {}
    for index, slot in enumerate(graph.slots):
        columns[slot] = _column(folder, index, about["columns"][index])
    extra = {name: _array(folder, f"extra-{name}") for name in about["extra"]}
    return Mapped(Snapshot(about["size"], columns), extra)


def bytes_of(folder: Path) -> int:
    """大小: of all files of a snapshot, in bytes."""
    return sum(path.stat().st_size for path in folder.iterdir())


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
        writing = _Writing(unfinished, graph, population.size, extra)
        _written(population, graph, on, writing, told)
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
    population: Population, graph: ir.Graph, on: date, writing: _Writing, told: Progress
) -> None:
    names = columns_read(graph, population.names)
    names += [name for one in writing.extra for name in one.reads if name in population.names]
    problems: list[Problem] = []
    for start, table in population.tables(list(dict.fromkeys(names))):
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


class _Writing:
    """The files of a snapshot while its blocks come in, each written where it belongs."""

    def __init__(self, folder: Path, graph: ir.Graph, size: int, extra: Sequence[Extra]) -> None:
        self.folder, self.graph, self.size, self.extra = folder, graph, size, extra
        self._at = 0
        self._words: dict[int, dict[str, int]] = {}
        self._arrays: dict[str, np.ndarray[Any, Any]] = {}
        self._unknown: dict[int, bool] = {}

    def add(self, part: Snapshot, table: Any) -> None:
        for index, slot in enumerate(self.graph.slots):
            for name, values in self._parts(index, part.columns[slot]):
                self._put(f"{index}-{name}", values)
        for one in self.extra:
            self._put(f"extra-{one.name}", one.of(table))
        self._at += part.size

    def _put(self, name: str, values: np.ndarray[Any, Any]) -> None:
        array = self._arrays.get(name)
        if array is None:
            path = self.folder / f"{name}.npy"
            array = self._arrays[name] = np.lib.format.open_memmap(
                path, mode="w+", dtype=values.dtype, shape=(self.size,)
            )
        array[self._at : self._at + len(values)] = values

    def _parts(self, index: int, column: Column) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
        match column:
            case Numbers(values, null):
                yield "values", values
                # Whether any row of the register is unknown is known at the end only.
                yield "null", np.zeros(len(values), dtype=bool) if null is None else null
                self._unknown[index] = self._unknown.get(index, False) or null is not None
            case Codes(codes, words):
                yield "codes", self._renumbered(index, codes, words)
            case Flags(values):
                yield "flags", values
            case Rails(sure, possible):
                yield "sure", sure
                yield "possible", possible
            case Ends(low, high):
                yield from _halves("low", low)
                yield from _halves("high", high)

    def _renumbered(
        self, index: int, codes: np.ndarray[Any, Any], words: Sequence[str]
    ) -> np.ndarray[Any, Any]:
        """Codes as places among the words of all blocks so far, from 1; 0 is unknown."""
        known = self._words.setdefault(index, {})
        places = [known.setdefault(word, len(known) + 1) for word in words]
        renumbered: np.ndarray[Any, Any] = np.array([*places, 0], dtype=np.uint32)[codes]
        return renumbered

    def finish(self) -> None:
        """Words in order, what is known everywhere without marks, and what the files are."""
        columns = []
        for index, slot in enumerate(self.graph.slots):
            about: dict[str, object] = {"kind": slot.kind}
            if index in self._words:
                about["words"] = self._sorted(index)
            if index in self._unknown and not self._unknown[index]:
                del self._arrays[f"{index}-null"]
                (self.folder / f"{index}-null.npy").unlink()
            columns.append(about)
        for array in self._arrays.values():
            array.flush()  # type: ignore[attr-defined]
        self._arrays.clear()
        told = {"size": self.size, "columns": columns, "extra": [one.name for one in self.extra]}
        (self.folder / TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def _sorted(self, index: int) -> list[str]:
        known = self._words[index]
        words = sorted(known)
        place = np.empty(len(words) + 1, dtype=width(len(words)))
        place[0] = len(words)
        for position, word in enumerate(words):
            place[known[word]] = position
        name = f"{index}-codes"
        narrow = place[self._arrays.pop(name)]
        np.save(self.folder / f"{name}.npy", narrow)
        return words


def _halves(name: str, values: np.ndarray[Any, Any]) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """An array as it is, or in two parts where its numbers may leave int64."""
    if values.dtype != object:
        yield name, values
        return
    upper = [value >> HALF for value in values.tolist()]
    lower = [value - (above << HALF) for value, above in zip(values.tolist(), upper, strict=True)]
    yield f"{name}-upper", np.array(upper, dtype=np.int64)
    yield f"{name}-lower", np.array(lower, dtype=np.int64)


# Opening


def _column(folder: Path, index: int, about: Mapping[str, Any]) -> Column:
    match about["kind"]:
        case "number":
            marks = folder / f"{index}-null.npy"
            null = _array(folder, f"{index}-null") if marks.exists() else None
            return Numbers(_array(folder, f"{index}-values"), null)
        case "code":
            return Codes(_array(folder, f"{index}-codes"), tuple(about["words"]))
        case "flag":
            return Flags(_array(folder, f"{index}-flags"))
        case "rails":
            return Rails(_array(folder, f"{index}-sure"), _array(folder, f"{index}-possible"))
        case _:
            return Ends(_end(folder, f"{index}-low"), _end(folder, f"{index}-high"))


def _end(folder: Path, name: str) -> np.ndarray[Any, Any]:
    if (folder / f"{name}.npy").exists():
        return _array(folder, name)
    upper, lower = _array(folder, f"{name}-upper"), _array(folder, f"{name}-lower")
    whole: np.ndarray[Any, Any] = upper.astype(object) * 2**HALF + lower.astype(object)
    return whole


def _array(folder: Path, name: str) -> np.ndarray[Any, Any]:
    found: np.ndarray[Any, Any] = np.load(folder / f"{name}.npy", mmap_mode="r")
    return found


def kept_only(shelf: Path, most: int, besides: Iterable[Path] = ()) -> None:
    """只留最近: the ``most`` snapshots used last stay on the shelf."""
    spared = set(besides)
    folders = [path for path in shelf.iterdir() if (path / TOLD).is_file()]
    folders.sort(key=lambda path: (path / TOLD).stat().st_mtime_ns, reverse=True)
    for folder in folders[most:]:
        if folder not in spared:
            shutil.rmtree(folder, ignore_errors=True)
