"""长名册: a million firms from CSV and from Parquet, each in a process of its own, then undone.

``HUIQI_AS_OWNER=1 python -m benchmarks.long_register [ROWS] [undo]`` in a city that is set up;
with ``undo`` the import is also taken back as an officer would. Each
import runs in one transaction that is taken back at the end. Stops with status 1 when a count is
wrong, when too little is told of the progress, or when the process has used more memory
at its peak than ``CEILING``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.register import HEADING, imported, written

if TYPE_CHECKING:
    from huiqi.registers.models import RegisterImport

TOLD_EVERY: Final = 100_000  # rows
CEILING: Final = 640  # megabytes at the peak of the process, Django and its libraries included
FACTS: Final = len(HEADING.split(","))  # of each firm


def main() -> int:
    """运行: a table of rows a second and peaks; or, with a file, one import as JSON."""
    if len(sys.argv) > 1 and sys.argv[1].endswith((".csv", ".parquet")):
        return _one(Path(sys.argv[1]))
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.csv"
        written(path, rows, 0)
        for one in (path, _as_parquet(path)):
            told = json.loads(
                subprocess.run(  # nosec B603 -- ourselves
                    [sys.executable, "-m", "benchmarks.long_register", str(one), *sys.argv[2:]],
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout
            )
            wanted = {"created": rows, "refused": 0, "facts": rows * FACTS}
            if "back" in told:
                wanted |= {"restored": rows * FACTS, "closed": rows}
            counted = {key: told[key] for key in wanted} == wanted
            fits, lively = told["peak"] < CEILING, told["messages"] >= rows // TOLD_EVERY
            failed |= not (counted and fits and lively)
            print(
                f"{one.suffix[1:]:8} {told['rows']:,} 行，{one.stat().st_size >> 20} MB："
                f"{told['rows'] / told['seconds']:,.0f} 行/秒，{told['facts']:,} 项事实"
                f"{'' if counted else '（数目不对）'}，进度 {told['messages']} 次，"
                f"{_back(told)}"
                f"内存峰值 {told['peak']:,.0f} MB{'' if fits else f'（超过 {CEILING} MB）'}"
            )
    return int(failed)


def _as_parquet(path: Path) -> Path:
    """The same cells, written piece by piece."""
    from pyarrow import csv, parquet

    target = path.with_suffix(".parquet")
    with csv.open_csv(path) as read, parquet.ParquetWriter(target, read.schema) as out:
        for batch in read:
            out.write_batch(batch)
    return target


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
    with transaction.atomic():
        start = perf_counter()
        done = imported(path, messages.append)
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
