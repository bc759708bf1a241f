"""相似: texts about the same thing, and groups of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Near(Generic[K]):
    """相似: the key of a text, and how near it is (0–1)."""

    key: K
    score: float


def similar(text: str, among: Iterable[tuple[K, str]]) -> tuple[Near[K], ...]:
    """相似: at most ten keys, nearest first; what has nothing in common is left out."""
    raise NotImplementedError


def clusters(texts: Mapping[K, str]) -> tuple[tuple[K, ...], ...]:
    """共性: groups of at least two texts, largest first; the order given does not matter."""
    raise NotImplementedError
