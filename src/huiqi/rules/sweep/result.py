"""结果文件夹: what a sweep leaves: tables, sets of firms, and a manifest that says what they are.

Everything is decided by the register, the rules and the day: the same question writes the same
bytes, however many processes worked on it. Money is 分 in tables and yuan in the manifest.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from huiqi.rules import say
from huiqi.rules.sweep import parts as kept
from huiqi.rules.sweep.block import Found, Tally
from huiqi.rules.sweep.missing import Missing
from huiqi.rules.sweep.population import Population, hash_of
from huiqi.rules.sweep.question import Line, Question

MANIFEST: Final = "manifest.json"
LAYOUT: Final = 1  # of the folder and its tables
Json = dict[str, Any]


def written(
    folder: Path, population: Population, question: Question, engine: str, parts: Path
) -> Json:
    """写出: all files below ``folder``, which is empty; returns the manifest, written last."""
    blocks = sum(1 for path in parts.iterdir() if path.name.isdigit())
    lines = len(question.lines)
    whole = kept.gathered(parts, blocks, lines)
    _table(folder / "programmes.parquet", _programmes(question, population, whole))
    _table(folder / "groups.parquet", _groups(question, whole))
    _table(folder / "missing.parquet", _missing(question, whole))
    for kind in (kept.MATCHES, kept.POSSIBLE):
        _taken_over(folder, kind, parts, blocks)
    (folder / "sets").mkdir()
    for place, rail, data in kept.sets_of(parts, blocks, lines):
        (folder / "sets" / f"{question.lines[place].name}.{rail}.roaring").write_bytes(data)
    told = _manifest(population, question, engine, whole)
    told["files"] = {
        str(path.relative_to(folder)): hash_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return told


def _taken_over(folder: Path, kind: str, parts: Path, blocks: int) -> None:
    """The tables of all blocks as one folder, without copying them where the disk allows it."""
    to = folder / kind.removesuffix(".parquet")
    to.mkdir()
    for number in range(blocks):
        part = kept.folder_of(parts, number)
        try:
            os.link(part / kind, to / f"{part.name}.parquet")
        except OSError:
            shutil.copyfile(part / kind, to / f"{part.name}.parquet")


def _table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path, compression="zstd")


def _programmes(question: Question, population: Population, whole: Found) -> list[Json]:
    return [
        {
            "programme": line.programme,
            "version": line.version,
            "title": line.title,
            "judged": judged,
            "not_in_force": population.size - judged,
            "no": judged - tally.yes - tally.unknown,
            **_counts(tally),
        }
        for line, tally, judged in zip(question.lines, whole.totals, whole.judged, strict=True)
    ]


def _counts(tally: Tally) -> Json:
    return {
        "yes": tally.yes,
        "unknown": tally.unknown,
        "sure_fen": tally.sure,
        "possible_fen": tally.possible,
        "open": tally.open,
    }


def _groups(question: Question, whole: Found) -> list[Json]:
    found = []
    for (place, dimension, name), tally in sorted(whole.groups.items()):
        line = question.lines[place]
        group = {"programme": line.programme, "version": line.version}
        group |= {"dimension": dimension, "group": name}
        found.append({**group, "firms": whole.firms[dimension, name], **_counts(tally)})
    return found


def _missing(question: Question, whole: Found) -> list[Json]:
    return [
        {
            "programme": question.lines[place].programme,
            "version": question.lines[place].version,
            "fact": key,
            **_gap(missing),
        }
        for (place, key), missing in sorted(whole.missing.items())
    ]


def _gap(missing: Missing) -> Json:
    return {
        "firms": missing.rows,
        "possible_fen": missing.possible,
        "open": missing.open,
        "alone": missing.alone,
        "possible_alone_fen": missing.possible_alone,
    }


# Manifest


def _manifest(population: Population, question: Question, engine: str, whole: Found) -> Json:
    return {
        "layout": LAYOUT,
        "on": question.on.isoformat(),
        "engine": engine,
        "question": question.digest,
        "population": {
            "sha256": population.sha256,
            "firms": population.size,
            "absent": list(population.absent),
        },
        "programmes": [
            {**{key: row[key] for key in row if not key.endswith("_fen")}, **_yuan(row, line)}
            for row, line in zip(
                _programmes(question, population, whole), question.lines, strict=True
            )
        ],
        "missing": list(_ranked(whole)),
    }


def _yuan(row: Json, line: Line) -> Json:
    """From what is sure to what is possible; null where there is no money, or no known end."""
    if not line.pays:
        return {"amount_range": None}
    sure, possible = (say.plain(Fraction(row[f"{end}_fen"], 100)) for end in ("sure", "possible"))
    return {"amount_range": [sure, None if row["open"] else possible]}


def _ranked(whole: Found) -> Iterator[Json]:
    """Facts of all programmes together, those first that would settle the most money."""
    by_fact: dict[str, Missing] = {}
    for (_, key), missing in whole.missing.items():
        by_fact.setdefault(key, Missing()).add(missing)
    order = sorted(by_fact.items(), key=lambda one: (-one[1].possible, -one[1].rows, one[0]))
    for key, missing in order:
        yield {
            "fact": key,
            "pairs": missing.rows,
            "possible": say.plain(Fraction(missing.possible, 100)),
            "alone": missing.alone,
            "possible_alone": say.plain(Fraction(missing.possible_alone, 100)),
            "open": missing.open,
        }
