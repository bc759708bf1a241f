"""列文件: the arrays of a snapshot in one file, each as narrow as its values allow.

``columns.bin`` holds them one after another, so that whoever opens it maps one file and reads
nothing; ``snapshot.json`` says where each begins, of what type it is, and what the columns are
made of. An array that is the same in every row is only said there.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from huiqi.rules import ir
from huiqi.rules.columns import (
    Codes,
    Column,
    Ends,
    Flags,
    Halves,
    Numbers,
    Packed,
    Rails,
    Snapshot,
    width,
)

TOLD, COLUMNS = "snapshot.json", "columns.bin"
ALIGN: Final = 64  # bytes: a line of the cache
NARROW: Final = (np.uint8, np.uint16, np.uint32)
Array = npt.NDArray[Any]
Json = dict[str, Any]


class Writing:
    """写列: the blocks of a register one after another into ``folder``, then ``finish``."""

    def __init__(
        self, folder: Path, graph: ir.Graph, size: int, extra: Mapping[str, Any] | None = None
    ) -> None:
        self.folder, self.graph, self.size, self.extra = folder, graph, size, extra or {}
        self._at = 0
        self._words: dict[int, dict[str, int]] = {}
        self._arrays: dict[str, Array] = {}
        self._file: Any = None
        self._places: dict[str, Json] = {}

    def add(self, part: Snapshot, table: Any = None) -> None:
        """加上: the next rows, and the table of which the extra columns are worked out."""
        for index, slot in enumerate(self.graph.slots):
            for name, values in self._parts(index, part.columns[slot]):
                self._put(f"{index}-{name}", values)
        for name, of in self.extra.items():
            self._put(f"extra-{name}", of(table))
        self._at += part.size

    def _put(self, name: str, values: Array) -> None:
        array = self._arrays.get(name)
        if array is None:
            path = self.folder / f"{name}.npy"
            array = self._arrays[name] = np.lib.format.open_memmap(
                path, mode="w+", dtype=values.dtype, shape=(self.size,)
            )
        array[self._at : self._at + len(values)] = values

    def _parts(self, index: int, column: Column) -> Iterator[tuple[str, Array]]:
        match column:
            case Numbers(values, null, base):
                yield "values", column.whole() if base else values
                yield "null", np.zeros(len(values), dtype=bool) if null is None else np.array(null)
            case Codes(codes, words):
                yield "codes", self._renumbered(index, codes, words)
            case Flags(values):
                yield "flags", values
            case Rails(sure, possible):
                yield "sure", np.asarray(sure)
                yield "possible", np.asarray(possible)
            case Ends(low, high):
                yield from _halves("low", low)
                yield from _halves("high", high)

    def _renumbered(self, index: int, codes: Array, words: Sequence[str]) -> Array:
        """Codes as places among the words of all blocks so far, from 1; 0 is unknown."""
        known = self._words.setdefault(index, {})
        places = [known.setdefault(word, len(known) + 1) for word in words]
        renumbered: Array = np.array([*places, 0], dtype=np.uint32)[codes]
        return renumbered

    # The end

    def finish(self) -> None:
        """收尾: every array as narrow as it may be, in one file, and what the file holds."""
        with (self.folder / COLUMNS).open("wb") as file:
            self._file = file
            # A file without a byte cannot be mapped.
            file.write(bytes(ALIGN))
            columns = [self._column(index, slot) for index, slot in enumerate(self.graph.slots)]
            for name in self.extra:
                self._store(f"extra-{name}", self._taken(f"extra-{name}"))
        told = {
            "size": self.size,
            "columns": columns,
            "extra": list(self.extra),
            "arrays": self._places,
        }
        (self.folder / TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def _column(self, index: int, slot: ir.Slot) -> Json:
        about: Json = {"kind": slot.kind}
        match slot.kind:
            case "number":
                about |= self._numbers(index)
            case "code":
                about["words"] = self._codes(index)
            case "flag":
                self._store(f"{index}-flags", self._taken(f"{index}-flags"))
            case "rails":
                for end in ("sure", "possible"):
                    self._store_bits(f"{index}-{end}", self._taken(f"{index}-{end}"))
            case _:
                for name in [one for one in self._arrays if one.startswith(f"{index}-")]:
                    self._store(name, _narrow(self._taken(name)))
        return about

    def _numbers(self, index: int) -> Json:
        """From the least one on, where that makes them narrower; what is unknown stands as zero."""
        values, null = self._taken(f"{index}-values"), self._taken(f"{index}-null")
        known = values[~null] if null.any() else values
        least, most = (int(known.min()), int(known.max())) if len(known) else (0, 0)
        base = 0 if least >= 0 and _holds(most) == _holds(most - least) else least
        kind = _holds(most - base)
        places = (np.asarray(values) - base).astype(kind)
        places[null] = 0
        self._store(f"{index}-values", places)
        if null.any():
            self._store_bits(f"{index}-null", null)
        return {"base": base}

    def _codes(self, index: int) -> list[str]:
        known = self._words[index]
        words = sorted(known)
        place = np.empty(len(words) + 1, dtype=width(len(words)))
        place[0] = len(words)
        for position, word in enumerate(words):
            place[known[word]] = position
        self._store(f"{index}-codes", place[self._taken(f"{index}-codes")])
        return words

    def _taken(self, name: str) -> Array:
        """An array that is complete; its own file goes with it."""
        (self.folder / f"{name}.npy").unlink()
        return self._arrays.pop(name)

    def _store_bits(self, name: str, truths: Array) -> None:
        if truths.all():
            self._places[name] = {"type": "|u1", "is": 255}
        elif not truths.any():
            self._places[name] = {"type": "|u1", "is": 0}
        else:
            self._store(name, np.packbits(truths, bitorder="little"))

    def _store(self, name: str, values: Array) -> None:
        about: Json = {"type": values.dtype.str}
        if values.dtype.kind == "u" and len(values) and (values == values[0]).all():
            about["is"] = int(values[0])
        else:
            self._file.write(bytes(-self._file.tell() % ALIGN))
            about |= {"at": self._file.tell(), "length": len(values)}
            self._file.write(np.ascontiguousarray(values).data)
        self._places[name] = about


def _holds(most: int) -> type[np.integer[Any]]:
    """The narrowest type for whole numbers up to ``most``."""
    return next((kind for kind in NARROW if most <= np.iinfo(kind).max), np.int64)


def _narrow(values: Array) -> Array:
    if not len(values) or values.min() < 0:
        return values
    return values.astype(_holds(int(values.max())))


def _halves(name: str, values: Array | Halves) -> Iterator[tuple[str, Array]]:
    """An array as it is, or in two parts where its numbers may leave int64."""
    if not isinstance(values, Halves):
        if values.dtype != object:
            yield name, values
            return
        values = Halves.of(values)
    yield f"{name}-upper", values.upper
    yield f"{name}-lower", values.lower


class Stored:
    """打开的列文件: arrays are mapped, not read; their pages come from the disk's cache."""

    def __init__(self, folder: Path) -> None:
        self.about: Json = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        self.size: int = self.about["size"]
        with (folder / COLUMNS).open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def columns(self, graph: ir.Graph) -> dict[ir.Slot, Column]:
        """各列: by slot of the graph that the file was written for."""
        told = self.about["columns"]
        return {slot: self._column(i, told[i]) for i, slot in enumerate(graph.slots)}

    def extra(self) -> dict[str, Array]:
        """附加列: by name."""
        return {name: self._array(f"extra-{name}") for name in self.about["extra"]}

    def _column(self, index: int, about: Json) -> Column:
        match about["kind"]:
            case "number":
                has_null = f"{index}-null" in self.about["arrays"]
                null = self._bits(f"{index}-null") if has_null else None
                return Numbers(self._array(f"{index}-values"), null, about["base"])
            case "code":
                return Codes(self._array(f"{index}-codes"), tuple(about["words"]))
            case "flag":
                return Flags(self._array(f"{index}-flags"))
            case "rails":
                return Rails(self._bits(f"{index}-sure"), self._bits(f"{index}-possible"))
            case _:
                return Ends(self._end(f"{index}-low"), self._end(f"{index}-high"))

    def _end(self, name: str) -> Array | Halves:
        if name in self.about["arrays"]:
            return self._array(name)
        return Halves(self._array(f"{name}-upper"), self._array(f"{name}-lower"))

    def _bits(self, name: str) -> Packed:
        return Packed(self._array(name, -(-self.size // 8)), self.size)

    def _array(self, name: str, length: int | None = None) -> Array:
        about = self.about["arrays"][name]
        kind = np.dtype(about["type"])
        if "is" in about:
            same = np.array(about["is"], dtype=kind)
            return np.broadcast_to(same, (self.size if length is None else length,))
        return np.frombuffer(self._map, kind, about["length"], about["at"])
