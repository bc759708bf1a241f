"""长名册: a million firms from CSV and Parquet, 100,000 from Excel, each in a process of its own.

``HUIQI_AS_OWNER=1 python -m benchmarks.long_register [ROWS] [csv] [parquet] [xlsx] [undo]`` in a
city that is set up: all three kinds of files unless some are named; a sheet has no more rows than
may come in as one. With ``undo`` the import is also taken back as an officer would. Each import
runs in one transaction that is taken back at the end, and shows its progress as it goes. Stops
with status 1 when a count is wrong, when too little is told of the progress, or when the process
has used more memory at its peak than ``CEILING``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.register import HEADING, imported, written

if TYPE_CHECKING:
    from huiqi.registers.models import RegisterImport

TOLD_EVERY: Final = 100_000  # rows
MOST_ROWS: Final = 100_000  # of a sheet
CEILING: Final = 640  # megabytes at the peak of the process, Django and its libraries included
FACTS: Final = len(HEADING.split(","))  # of each firm


def main() -> int:
    """运行: a table of rows a second and peaks; or, with a file, one import as JSON."""
    words = sys.argv[1:]
    if words and words[0].endswith(tuple(f".{kind}" for kind in KINDS)):
        return _one(Path(words[0]))
    rows = next((int(word) for word in words if word.isdecimal()), 1_000_000)
    undo = [word for word in words if word == "undo"]
    kinds = [kind for kind in KINDS if kind in words] or list(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        measured = [_measured(Path(folder), kind, rows, undo) for kind in kinds]
    return int(not all(measured))


def _measured(folder: Path, kind: str, rows: int, undo: Sequence[str]) -> bool:
    """Whether one kind of file came in whole, in its measure of memory, and told how far it was."""
    rows = min(rows, MOST_ROWS) if kind == "xlsx" else rows
    path = KINDS[kind](folder, rows)
    answer = subprocess.run(  # nosec B603 -- ourselves
        [sys.executable, "-m", "benchmarks.long_register", str(path), *undo],
        check=True,
        stdout=subprocess.PIPE,  # the progress goes where ours goes
        text=True,
    ).stdout
    told = json.loads(answer)
    wanted = {"created": rows, "refused": 0, "facts": rows * FACTS}
    if "back" in told:
        wanted |= {"restored": rows * FACTS, "closed": rows}
    counted = {key: told[key] for key in wanted} == wanted
    fits, lively = told["peak"] < CEILING, told["messages"] >= rows // TOLD_EVERY
    print(
        f"{kind:8} {told['rows']:,} 行，{path.stat().st_size >> 20} MB："
        f"{told['rows'] / told['seconds']:,.0f} 行/秒，{told['facts']:,} 项事实"
        f"{'' if counted else '（数目不对）'}，"
        f"进度 {told['messages']} 次{'' if lively else '（太少）'}，"
        f"{_back(told)}"
        f"内存峰值 {told['peak']:,.0f} MB{'' if fits else f'（超过 {CEILING} MB）'}"
    )
    return counted and fits and lively


def _as_csv(folder: Path, rows: int) -> Path:
    path = folder / "名册.csv"
    if not path.exists():
        written(path, rows, 0)
    return path


def _as_parquet(folder: Path, rows: int) -> Path:
    """The same cells, written piece by piece."""
    from pyarrow import csv, parquet

    path = _as_csv(folder, rows)
    target = path.with_suffix(".parquet")
    with csv.open_csv(path) as read, parquet.ParquetWriter(target, read.schema) as out:
        for batch in read:
            out.write_batch(batch)
    return target


def _as_excel(folder: Path, rows: int) -> Path:
    """As many of the same rows as a sheet may have, every cell as text."""
    import csv

    import xlsxwriter  # type: ignore[import-untyped]

    target = folder / "名册.xlsx"
    with (
        _as_csv(folder, rows).open(encoding="utf-8", newline="") as lines,
        xlsxwriter.Workbook(target, {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet("名册")
        for number, cells in enumerate(islice(csv.reader(lines), rows + 1)):
            sheet.write_row(number, 0, cells)
    return target


KINDS: Final = {"csv": _as_csv, "parquet": _as_parquet, "xlsx": _as_excel}


def _back(told: Mapping[str, float]) -> str:
    return f"撤销 {told['rows'] / told['back']:,.0f} 行/秒，" if "back" in told else ""


def _taken_back(manifest: RegisterImport) -> dict[str, float]:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.registers.actions import undo_import

    start = perf_counter()
    undone = undo_import(register_import=manifest, actor=SYSTEM, now=now())
    seconds = perf_counter() - start
    return {
        "back": seconds,
        "restored": undone.facts_restored,
        "closed": undone.firms_closed,
    }


def _one(path: Path) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.db import transaction

    messages: list[str] = []

    def told_of(text: str) -> None:
        messages.append(text)
        sys.stderr.write(f"{perf_counter() - start:7.1f} 秒 {text}\n")

    with transaction.atomic():
        start = perf_counter()
        done = imported(path, told_of)
        seconds = perf_counter() - start
        assert done.manifest is not None
        told = _taken_back(done.manifest) if "undo" in sys.argv else {}
        transaction.set_rollback(True)
    counts = done.counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told |= {"rows": counts.rows, "created": counts.created, "refused": counts.refused}
    told |= {"facts": counts.facts, "seconds": seconds, "peak": peak, "messages": len(messages)}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
