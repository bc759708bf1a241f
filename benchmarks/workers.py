"""几个进程: our kernel over columns that every process maps into its memory, each on its rows."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import fields, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.city import City
from benchmarks.columns import Counts, Ours, Told, told
from huiqi.rules.lower import Lowered
from huiqi.rules.sweep.mapped import bytes_of, opened
from huiqi.rules.sweep.stored import Writing

ALIGN: Final = 2**17
WRAP: Final = 2**64


class Workers:
    """进程组: ``count`` of them, warm; the time of a question is from asking to the last answer."""

    def __init__(self, town: City, folder: Path, count: int = 2) -> None:
        self.bytes = bytes_of(folder)
        size = town.snapshot.size
        each = -(-size // count // ALIGN) * ALIGN
        context = multiprocessing.get_context("spawn")
        self._wires, self._processes = [], []
        for start in range(0, size, each):
            ours, theirs = context.Pipe()
            rows = slice(start, min(start + each, size))
            given = (theirs, folder, rows, town.lowered)
            process = context.Process(target=_work, args=given, daemon=True)
            process.start()
            theirs.close()
            self._wires.append(ours)
            self._processes.append(process)
        opened_in = [wire.recv() for wire in self._wires]
        self.opening = max(opened_in)

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

    def memory(self) -> tuple[int, int]:
        """内存: most bytes that one process ever had, mapped columns included; and its own now."""
        return max(self._asked("memory"))

    def close(self) -> None:
        """结束: all processes."""
        for wire, process in zip(self._wires, self._processes, strict=True):
            wire.close()
            process.join()

    def _asked(self, what: str, given: Any = None) -> list[Any]:
        for wire in self._wires:
            wire.send((what, given))
        return [wire.recv() for wire in self._wires]


def _merged(of: tuple[Told, ...]) -> Told:
    sums = {one.name: sum(getattr(part, one.name) for part in of) for one in fields(Told)}
    return replace(Told(**sums), rows=sums["rows"] % WRAP)


def stored(town: City, folder: Path) -> City:
    """写下: the same town, its columns as a sweep keeps them and opened as a sweep opens them."""
    graph = town.lowered.graph
    writing = Writing(folder, graph, town.snapshot.size)
    writing.add(town.snapshot)
    writing.finish()
    return replace(town, snapshot=opened(folder, graph).snapshot)


def _work(wire: Any, folder: Path, rows: slice, lowered: Lowered) -> None:
    start = perf_counter()
    part = opened(folder, lowered.graph).snapshot.at(rows)
    wire.send(perf_counter() - start)
    engine = Ours(lowered, part)
    answers = {
        "counts": lambda _: engine.counts(),
        "full": lambda hashed: _moved(engine, rows.start, hashed),
        "edited": lambda one: _moved(Ours(one, part), rows.start, False),
        "memory": lambda _: _memory(),
    }
    try:
        while True:
            what, given = wire.recv()
            wire.send(answers[what](given))
    except EOFError:
        os._exit(0)


def _moved(engine: Ours, start: int, hashed: bool) -> list[Told]:
    found = []
    for place, one in enumerate(engine.bits.match(engine.snapshot, perhaps=False)):
        amounts = engine.bits.amounts(engine.snapshot, place, one.yes_ids)
        assert amounts is not None
        ids = one.yes_ids + start if hashed else one.yes_ids
        found.append(told(one.unknown, ids, amounts.low, amounts.high, hashed))
    return found


def _memory() -> tuple[int, int]:
    """Most bytes that this process ever had, mapped columns included; and its own now."""
    told = {}
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        told[name] = value.split()
    return int(told["VmHWM"][0]) * 1024, int(told["RssAnon"][0]) * 1024
