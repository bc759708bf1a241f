"""相似: texts about the same thing, and groups of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from huiqi.triage.grams import grams, weights

K = TypeVar("K", bound=Hashable)

MOST: Final = 10
LEAST: Final = 0.08  # below it two texts share no more than a phrase
SAME: Final = 0.3  # from here on two texts are about the same thing
COMMON: Final = 200  # a character group in more texts than this tells none of them apart


@dataclass(frozen=True, slots=True)
class Near(Generic[K]):
    """相似: the key of a text, and how near it is (0–1)."""

    key: K
    score: float


def similar(text: str, among: Iterable[tuple[K, str]]) -> tuple[Near[K], ...]:
    """相似: at most ten keys, nearest first; what has nothing in common is left out."""
    asked = weights(grams(text))
    found = [Near(key, _cosine(asked, weights(grams(other)))) for key, other in among]
    near = [one for one in found if one.score >= LEAST]
    return tuple(sorted(near, key=lambda one: (-one.score, repr(one.key)))[:MOST])


def clusters(texts: Mapping[K, str]) -> tuple[tuple[K, ...], ...]:
    """共性: groups of at least two texts, largest first; the order given does not matter."""
    keys = sorted(texts, key=repr)
    vectors = [weights(grams(texts[key])) for key in keys]
    leader = list(range(len(keys)))

    def first(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for low, high in sorted(_pairs(vectors)):
        if _cosine(vectors[low], vectors[high]) >= SAME:
            one, other = sorted((first(low), first(high)))
            leader[other] = one
    groups: dict[int, list[K]] = {}
    for at, key in enumerate(keys):
        groups.setdefault(first(at), []).append(key)
    found = [tuple(group) for group in groups.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group), repr(group[0]))))


def _pairs(vectors: list[dict[str, float]]) -> set[tuple[int, int]]:
    """Those that share a character group which is not everywhere."""
    where: dict[str, list[int]] = {}
    for at, vector in enumerate(vectors):
        for gram in vector:
            where.setdefault(gram, []).append(at)
    return {
        (low, high)
        for those in where.values()
        if len(those) <= COMMON
        for place, low in enumerate(those)
        for high in those[place + 1 :]
    }


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return min(1.0, sum(weight * other[gram] for gram, weight in one.items() if gram in other))
