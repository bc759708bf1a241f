"""判断: firms on file by the sweep engine, as rows of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from huiqi.rules.facts import Facts
from huiqi.rules.sweep.block import OPEN, Found, Groups, Pairs
from huiqi.rules.sweep.live import judged
from huiqi.rules.sweep.question import Line, Question

DIMENSIONS: Final = ("district", "industry", "size")


@dataclass
class Rows:
    """匹配行: columns of the rows of the table; ``missing`` with commas, which no key has.

    ``firms`` are all subjects that were judged, ``groups`` by dimension the group of each.
    """

    firms: list[int]
    groups: dict[str, list[str]] = field(default_factory=dict)
    subject: list[int] = field(default_factory=list)
    programme: list[str] = field(default_factory=list)
    version: list[str] = field(default_factory=list)
    verdict: list[str] = field(default_factory=list)
    sure: list[int | None] = field(default_factory=list)
    possible: list[int | None] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def judged_rows(question: Question | None, firms: Sequence[tuple[int, Facts]]) -> Rows:
    """判断几户: of subjects with their facts; no rows where nothing is asked."""
    subjects = [subject for subject, _ in firms]
    if question is None or not firms:
        return Rows(subjects)
    found = judged(question, [facts for _, facts in firms])
    return rows_of(question, found, list(subjects), 0)


def rows_of(question: Question, found: Found, subjects: Sequence[int | None], first: int) -> Rows:
    """结果成行: of a block whose first row is ``first``; rows of no subject are left out."""
    rows = Rows([one for one in subjects if one is not None])
    if found.of_rows is not None:
        rows.groups = _groups(found.of_rows, subjects)
    for place, (line, pairs) in enumerate(zip(question.lines, found.pairs, strict=True)):
        lacks: dict[int, list[str]] = {}
        for (of, key), several in sorted(found.lacks.items(), key=lambda one: one[0]):
            if of == place:
                for row in np.concatenate(several).tolist():
                    lacks.setdefault(row, []).append(key)
        _add(rows, line, pairs, lacks, subjects, first)
    return rows


def _add(
    rows: Rows,
    line: Line,
    pairs: Pairs,
    lacks: dict[int, list[str]],
    subjects: Sequence[int | None],
    first: int,
) -> None:
    low, high = _amounts(pairs.low, pairs), _amounts(pairs.high, pairs)
    for row, yes, sure, possible in zip(
        pairs.rows.tolist(), pairs.yes.tolist(), low, high, strict=True
    ):
        subject = subjects[row - first]
        if subject is None:
            continue
        rows.subject.append(subject)
        rows.programme.append(line.programme)
        rows.version.append(line.version)
        rows.verdict.append("yes" if yes else "unknown")
        rows.sure.append(sure)
        rows.possible.append(None if possible == OPEN else possible)
        rows.missing.append(",".join(lacks.get(row, ())))


def _amounts(ends: Any, pairs: Pairs) -> list[int | None]:
    return [None] * len(pairs.rows) if ends is None else ends.tolist()


def _groups(groups: Groups, subjects: Sequence[int | None]) -> dict[str, list[str]]:
    found = {}
    for dimension in DIMENSIONS:
        of, names = groups.of[dimension]
        found[dimension] = [
            names[group]
            for group, subject in zip(of.tolist(), subjects, strict=True)
            if subject is not None
        ]
    return found
