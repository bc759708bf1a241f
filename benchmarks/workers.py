"""几个进程: our kernel over columns that every process maps into its memory, each on its rows."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from dataclasses import fields, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks.city import City
from benchmarks.columns import Counts, Ours, Told, told
from huiqi.rules.columns import Snapshot
from huiqi.rules.lower import Lowered

ALIGN: Final = 2**17
WRAP: Final = 2**64


class Workers:
    """进程组: ``count`` of them, warm; the time of a question is from asking to the last answer."""

    def __init__(self, town: City, count: int = 2) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        shapes = _saved(town.snapshot, folder)
        self.bytes = sum(path.stat().st_size for path in folder.iterdir())
        size = town.snapshot.size
        each = -(-size // count // ALIGN) * ALIGN
        context = multiprocessing.get_context("spawn")
        self._wires, self._processes = [], []
        for start in range(0, size, each):
            ours, theirs = context.Pipe()
            rows = slice(start, min(start + each, size))
            given = (theirs, shapes, size, rows, town.lowered)
            process = context.Process(target=_work, args=given, daemon=True)
            process.start()
            theirs.close()
            self._wires.append(ours)
            self._processes.append(process)
        opened = [wire.recv() for wire in self._wires]
        self.opening = max(opened)

    def counts(self) -> Counts:
        """计数: (sure, unknown) of every clause."""
        parts = self._asked("counts")
        return [(sum(s for s, _ in of), sum(u for _, u in of)) for of in zip(*parts, strict=True)]

    def full(self, hashed: bool = True) -> list[Told]:
        """全部: rows and amounts too."""
        return [_merged(of) for of in zip(*self._asked("full", hashed), strict=True)]

    def edited(self, lowered: Lowered) -> Told:
        """改一条: what a rule that was just lowered comes to."""
        (found,) = (_merged(of) for of in zip(*self._asked("edited", lowered), strict=True))
        return found

    def memory(self) -> int:
        """内存: most bytes that one process ever had, mapped columns included."""
        return max(self._asked("memory"))

    def close(self) -> None:
        """结束: all processes and the columns on disk."""
        for wire, process in zip(self._wires, self._processes, strict=True):
            wire.close()
            process.join()
        self._folder.cleanup()

    def _asked(self, what: str, given: Any = None) -> list[Any]:
        for wire in self._wires:
            wire.send((what, given))
        return [wire.recv() for wire in self._wires]


def _merged(of: tuple[Told, ...]) -> Told:
    sums = {one.name: sum(getattr(part, one.name) for part in of) for one in fields(Told)}
    return replace(Told(**sums), rows=sums["rows"] % WRAP)


def _saved(snapshot: Snapshot, folder: Path) -> list[tuple[type, dict[str, Any]]]:
    """Every array of a column as a file; the rest of the column as it is."""
    shapes = []
    for index, column in enumerate(snapshot.columns.values()):
        shape: dict[str, Any] = {}
        for one in fields(column):
            value = getattr(column, one.name)
            if isinstance(value, np.ndarray):
                path = folder / f"{index}-{one.name}.npy"
                np.save(path, value)
                value = path
            shape[one.name] = value
        shapes.append((type(column), shape))
    return shapes


def _work(wire: Any, shapes: Any, size: int, rows: slice, lowered: Lowered) -> None:
    start = perf_counter()
    columns = {}
    for slot, (kind, shape) in zip(lowered.graph.slots, shapes, strict=True):
        arrays = {
            name: np.load(value, mmap_mode="r") if isinstance(value, Path) else value
            for name, value in shape.items()
        }
        columns[slot] = kind(**arrays)
    part = _part(Snapshot(size, columns), rows)
    wire.send(perf_counter() - start)
    engine = Ours(lowered, part)
    answers = {
        "counts": lambda _: engine.counts(),
        "full": lambda hashed: _moved(engine, rows.start, hashed),
        "edited": lambda one: _moved(Ours(one, part), rows.start, False),
        "memory": lambda _: _most_memory(),
    }
    try:
        while True:
            what, given = wire.recv()
            wire.send(answers[what](given))
    except EOFError:
        os._exit(0)


def _part(whole: Snapshot, rows: slice) -> Snapshot:
    """The rows of a process as views: nothing is read yet, not even to see what is unknown."""
    columns = {}
    for slot, column in whole.columns.items():
        arrays = {one.name: getattr(column, one.name) for one in fields(column)}
        cut = {k: v[rows] if isinstance(v, np.ndarray) else v for k, v in arrays.items()}
        columns[slot] = type(column)(**cut)
    return Snapshot(rows.stop - rows.start, columns)


def _moved(engine: Ours, start: int, hashed: bool) -> list[Told]:
    found = []
    for place, one in enumerate(engine.bits.match(engine.snapshot)):
        amounts = engine.bits.amounts(engine.snapshot, place, one.yes_ids)
        assert amounts is not None
        found.append(told(one.unknown, one.yes_ids + start, amounts.low, amounts.high, hashed))
    return found


def _most_memory() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
