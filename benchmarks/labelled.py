"""标注问句: the labelled questions, and how well answers to them are ordered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Final

import yaml

FILE: Final = Path(__file__).with_name("queries.yaml")
HALVES: Final = ("tuning", "held_out")
FIRST: Final = 10  # results that are looked at
HELPS: Final = 2  # of 3: from here on somebody who asked is served

Answers = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Labelled:
    """标注: a question with the relevance (1–3) of every programme that is not beside the point.

    ``clause`` is the condition that answers it, «programme#condition», where one does.
    """

    text: str
    kind: str
    half: str
    of: Mapping[str, int]
    clause: str = ""


def labelled() -> list[Labelled]:
    """标注问句: all of queries.yaml, in its order."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [
        Labelled(one["q"], one["kind"], one["half"], one["of"], one.get("clause", ""))
        for one in told
    ]


def split(those: Sequence[Labelled]) -> dict[str, str]:
    """分半: the half of each text; by kind and hash alternately, so that nobody chooses it."""

    def order(one: Labelled) -> tuple[str, str]:
        return one.kind, hashlib.sha256(one.text.encode()).hexdigest()

    return {one.text: HALVES[at % 2] for at, one in enumerate(sorted(those, key=order))}


@dataclass(frozen=True)
class Quality:
    """排序质量: means over questions; ``nothing`` is the share of questions without a result."""

    ndcg: float
    mrr: float
    nothing: float


def quality(those: Sequence[Labelled], answers: Answers) -> Quality:
    """评分: nDCG@10 with gains 2^r − 1, and MRR of the first that at least helps."""
    found = [list(answers(one.text))[:FIRST] for one in those]
    pairs = list(zip(those, found, strict=True))
    return Quality(
        ndcg=sum(ndcg(one.of, ids) for one, ids in pairs) / len(pairs),
        mrr=sum(_reciprocal(one.of, ids) for one, ids in pairs) / len(pairs),
        nothing=sum(not ids for ids in found) / len(pairs),
    )


def ndcg(of: Mapping[str, int], ids: Sequence[str]) -> float:
    """归一化折损累计增益: 1 when the order could not be better."""
    best = _gained(sorted(of.values(), reverse=True)[:FIRST])
    return _gained([of.get(one, 0) for one in ids]) / best


def _gained(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / log2(at + 2) for at, grade in enumerate(grades))


def _reciprocal(of: Mapping[str, int], ids: Sequence[str]) -> float:
    for at, one in enumerate(ids):
        if of.get(one, 0) >= HELPS:
            return 1 / (at + 1)
    return 0.0
