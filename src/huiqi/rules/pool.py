"""缓冲区: arrays that the bitmap kernel uses again for every block, and what it does by heart.

A fresh array costs more than what is computed into it: its pages have to be mapped first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from huiqi.rules.columns import Bools

Words: TypeAlias = npt.NDArray[np.uint64]
Octets: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = npt.NDArray[Any]  # int64, or Python integers where int64 may not do
Joining: TypeAlias = tuple[np.ufunc, Words, Words, Words]  # of two rails into a third
Step: TypeAlias = tuple[int, tuple[int, ...]]


@dataclass
class Pool:
    """缓冲区: for up to ``rows`` rows; whoever begins a new block gives all of them back."""

    rows: int
    count: int = field(init=False)  # words of a rail
    flat: Bools = field(init=False)
    ones: Octets = field(init=False)
    # What was worked out for the words of a column, by node.
    kept: dict[Any, Any] = field(default_factory=dict)
    _rails: dict[tuple[int, int], tuple[Words, Octets]] = field(default_factory=dict)
    _numbers: list[Values] = field(default_factory=list)
    _free: list[Values] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.count = (self.rows + 63) // 64
        self.flat = np.empty(self.rows, dtype=bool)
        self.ones = np.empty(self.count, dtype=np.uint8)

    def begin(self) -> None:
        """新的一块: what the last one held in numbers may be written over."""
        self._free = list(self._numbers)

    def words(self, node: int, rail: int) -> Words:
        """位数组: the one that belongs to a rail of a node."""
        return self.rail(node, rail)[0]

    def rail(self, node: int, rail: int) -> tuple[Words, Octets]:
        """位数组: as words and as octets of the same memory."""
        found = self._rails.get((node, rail))
        if found is None:
            words = np.empty(self.count, dtype=np.uint64)
            found = self._rails[node, rail] = words, words.view(np.uint8)
        return found

    def take(self) -> Values:
        """取用: an array of int64 that nobody uses; arbitrary values."""
        if not self._free:
            self._numbers.append(np.empty(self.rows, dtype=np.int64))
            return self._numbers[-1]
        return self._free.pop()

    def give(self, arrays: Iterable[Values]) -> None:
        """归还: arrays that were taken."""
        self._free += arrays


@dataclass
class Told:
    """一步: the node at a place of a plan that is not joined of others, its rails (None for a
    number), the numbers that are spent then, and the joinings that follow."""

    at: int
    node: int
    rails: tuple[Words, Words] | None
    spent: tuple[int, ...]
    joinings: list[Joining] = field(default_factory=list)


@dataclass
class Tape:
    """熟记: how rails are joined is the same for every block: told once, then done by heart.

    ``done`` counts the steps of the plan that it knows, ``rails`` are those of all nodes.
    """

    steps: list[Told] = field(default_factory=list)
    rails: dict[int, tuple[Words, Words]] = field(default_factory=dict)
    done: int = 0

    def forget(self, place: int) -> None:
        """忘记: what it knows from a place among its steps on; it is told anew."""
        del self.steps[place:]
