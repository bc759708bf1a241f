"""高峰的运行: the program of tests/contention/rush.py in a process of its own, and what it told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.config.city import Found, surroundings

ROOT: Final = Path(__file__).parents[2]
LONGEST: Final = 300  # seconds before the first form, and as a last resort
A_FORM: Final = 3  # seconds for each, on a machine with much else to do
NOTHING_WRONG: Final[dict[str, list[Any]]] = {
    "lost": [],
    "doubled": [],
    "without_receipt": [],
    "in_after_the_close": [],
    "refused_and_in": [],
    "out_without_its_sentence": [],
    "altered": [],
    "books": [],
    "failed": [],
    "taken_too_late": [],
    "refused_in_time": [],
}


def rush(
    folder: Path, *, firms: int, at_once: int, kills: int, city: Found | None = None
) -> dict[str, Any]:
    """In ``city``, which runs on ``folder``, or in one of its own.

    What came of it; AssertionError with its last words when it did not get to the end."""
    numbers = [firms, at_once, kills, *([city.port, city.pid] if city else [])]
    ours = surroundings(HUIQI_DATA_DIR=str(folder))
    done = subprocess.run(
        [sys.executable, "-m", "tests.contention.rush", *map(str, numbers)],
        env=ours | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST + A_FORM * firms,
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
