"""C 对照: the same nodes as generated C, compiled for this machine: what is left to be gained.

It counts only, on one core, over the columns as they are stored but for their marks, which are
bytes. It is a limit to compare with, not something that we run: compiling takes longer than all
the rest, and anew for every rule that is edited.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.columns import Counts, words_met
from huiqi.rules import ir
from huiqi.rules.columns import NULL_FLAG, Codes, Flags, Numbers, Rails, Snapshot
from huiqi.rules.lower import Lowered

BLOCK: Final = 1024  # rows: both rails of all atoms stay in the second cache
MOST_SECONDS: Final = 600
PATIENT: Final = "-O3 -march=native -fno-semantic-interposition -shared -fPIC"
HEAD: Final = f"""
#include <stdint.h>
#include <string.h>
#define B {BLOCK}
static long ones(const uint8_t *r) {{
  long found = 0; uint64_t word;
  for (int i = 0; i < B; i += 8) {{ memcpy(&word, r + i, 8); found += __builtin_popcountll(word); }}
  return found;
}}
"""


class Absent(Exception):
    """没有编译器: or it took too long; why, in Chinese."""


class Native:
    """生成的 C: compiled once for these clauses; gcc's own vectors."""

    def __init__(self, lowered: Lowered, snapshot: Snapshot) -> None:
        self.lowered, self.graph, self.size = lowered, lowered.graph, snapshot.size
        self._columns: list[np.ndarray[Any, Any]] = []
        self._names: list[str] = []
        self._words: dict[int, tuple[str, ...]] = {}
        self._bases: dict[int, int] = {}
        for slot, key in enumerate(self.graph.slots):
            self._give(slot, snapshot.columns[key])
        self._library = _compiled(self._text())

    def counts(self) -> Counts:
        """计数: (sure, unknown) of every clause."""
        several = len(self.lowered.programmes)
        found = np.zeros((several, 2), dtype=np.int64)
        pointers = (ctypes.c_void_p * len(self._columns))(
            *(column.ctypes.data for column in self._columns)
        )
        self._library.count(pointers, ctypes.c_long(self.size), ctypes.c_void_p(found.ctypes.data))
        return [(int(sure), int(possible - sure)) for sure, possible in found]

    def _give(self, slot: int, column: Any) -> None:
        match column:
            case Numbers(values, null, base):
                marks = np.zeros(self.size, bool) if null is None else np.asarray(null)
                self._bases[slot] = base
                self._add(f"c{slot}", values)
                self._add(f"n{slot}", marks.view(np.uint8))
            case Codes(codes, words):
                self._words[slot] = words
                self._add(f"c{slot}", codes)
            case Flags(values):
                self._add(f"c{slot}", values)
            case Rails(sure, possible):
                self._add(f"s{slot}", np.asarray(sure).view(np.uint8))
                self._add(f"p{slot}", np.asarray(possible).view(np.uint8))

    def _add(self, name: str, values: np.ndarray[Any, Any]) -> None:
        # The last block reads whole: room for it behind the last row.
        padded = np.zeros(-(-self.size // BLOCK) * BLOCK, dtype=values.dtype)
        padded[: self.size] = values
        self._columns.append(padded)
        self._names.append(f"{values.dtype.name}_t *{name}")

    # The text

    def _text(self) -> str:
        atoms = self.lowered.atoms
        self._place = {node: place for place, node in enumerate(atoms)}
        several = len(self.lowered.programmes)
        lines = [HEAD, f"static uint8_t s[{len(atoms)}][B], p[{len(atoms)}][B], r[B];"]
        for place, one in enumerate(self.lowered.programmes):
            lines.append(f"static void clause{place}(long *found, int n) {{")
            for end, rail in enumerate("sp"):
                lines.append(
                    f"  for (int i = 0; i < B; i++) r[i] = {self._truth(one.verdict, rail)};"
                )
                lines.append("  memset(r + n, 0, B - n);")
                lines.append(f"  found[{2 * place + end}] += ones(r);")
            lines.append("}")
        lines.append("void count(void **given, long rows, long *found) {")
        lines.append("  for (long at = 0; at < rows; at += B) {")
        lines.append("    int n = rows - at < B ? rows - at : B;")
        for place, name in enumerate(self._names):
            kind = name.split(" ")[0]
            lines.append(f"    const {name} = ({kind} *) given[{place}] + at;")
        lines += [f"    {line}" for node in atoms for line in self._atom(node)]
        lines += [f"    clause{place}(found, n);" for place in range(several)]
        return "\n".join([*lines, "  }", "}", ""])

    def _atom(self, node: int) -> Iterator[str]:
        sure, possible = self._rails(node)
        place = self._place[node]
        yield (
            f"for (int i = 0; i < B; i++) {{ s[{place}][i] = {sure}; p[{place}][i] = {possible}; }}"
        )

    def _rails(self, node: int) -> tuple[str, str]:
        match self.graph.nodes[node]:
            case ir.AtLeast(slot, limit) | ir.AtMost(slot, limit) as atom:
                sign = ">=" if isinstance(atom, ir.AtLeast) else "<="
                test = f"(c{slot}[i] {sign} {limit - self._bases[slot]}LL)"
                return f"{test} & !n{slot}[i]", f"{test} | n{slot}[i]"
            case ir.Flagged(slot):
                return f"c{slot}[i] == 1", f"(c{slot}[i] == 1) | (c{slot}[i] == {NULL_FLAG})"
            case ir.Among(slot, _) | ir.Inside(slot, _) as atom:
                words = self._words[slot]
                codes = [words.index(word) for word in words_met(atom, self.graph, words)]
                sure = " | ".join(f"(c{slot}[i] == {code})" for code in codes) or "0"
                return sure, f"{sure} | (c{slot}[i] == {len(words)})"
            case ir.Prepared(slot):
                return f"s{slot}[i]", f"p{slot}[i]"
            case ir.NotLess(left, right, by):
                sign = ">" if by else ">="
                (low, high), (least, most) = self._number(left), self._number(right)
                return f"{low} {sign} {most}", f"{high} {sign} {least}"
        raise AssertionError(node)

    def _truth(self, node: int, rail: str) -> str:
        match self.graph.nodes[node]:
            case ir.All(of):
                return f"({' & '.join(self._truth(part, rail) for part in of)})"
            case ir.Some(of):
                return f"({' | '.join(self._truth(part, rail) for part in of)})"
            case ir.Opposite(of):
                return f"(1 ^ {self._truth(of, 'p' if rail == 's' else 's')})"
            case ir.Always(value):
                return str(int(value))
        return f"{rail}[{self._place[node]}][i]"

    def _number(self, node: int) -> tuple[str, str]:
        match self.graph.nodes[node]:
            case ir.Range(low, high):
                return f"{low}LL", f"{high}LL"
            case ir.Read(slot):
                value = f"((int64_t) c{slot}[i] + {self._bases[slot]}LL)"
                low, high = self.graph.slot_bounds[slot]
                return f"(n{slot}[i] ? {low}LL : {value})", f"(n{slot}[i] ? {high}LL : {value})"
            case ir.Times(factor, of):
                ends = [f"({end} * {factor}LL)" for end in self._number(of)]
                return (ends[0], ends[1]) if factor > 0 else (ends[1], ends[0])
            case ir.Add(of, plus):
                return _added([self._number(part) for part in of], plus)
        raise AssertionError(node)


def _added(of: Sequence[tuple[str, str]], plus: int) -> tuple[str, str]:
    low, high = (" + ".join(ends) for ends in zip(*of, strict=True))
    return f"({low} + {plus}LL)", f"({high} + {plus}LL)"


def _compiled(text: str) -> ctypes.CDLL:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise Absent("没有 C 编译器")
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "clauses.c"), Path(folder, "clauses.so")
        source.write_text(text, encoding="utf-8")
        command = [compiler, *PATIENT.split(), str(source), "-o", str(library)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=MOST_SECONDS)  # nosec B603
        except subprocess.TimeoutExpired:
            raise Absent(f"编译超过 {MOST_SECONDS} 秒") from None
        except subprocess.CalledProcessError:
            raise Absent("编译失败") from None
        return ctypes.CDLL(str(library))
