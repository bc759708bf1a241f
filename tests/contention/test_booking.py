"""记账时断电: the database is killed under load, and nothing that was acknowledged is lost."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "kills", [pytest.param(1), pytest.param(25, marks=pytest.mark.verify, id="25 kills")]
)
def test_no_acknowledged_booking_is_lost_when_the_database_is_killed(kills: int) -> None:
    kept = {key: said for key, said in os.environ.items() if not key.startswith("HUIQI_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the account of the database has to pass
        done = subprocess.run(
            [sys.executable, "-m", "tests.contention.booking", str(kills)],
            env=kept
            | {"HUIQI_DATA_DIR": folder, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PYTHONUTF8": "1"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["acknowledged"] >= 40 * (kills + 1)
    assert told["retried"] > 0
    wrong = {name: told[name] for name in ("failed", "lost", "unasked", "problems")}
    assert wrong == {"failed": [], "lost": [], "unasked": 0, "problems": []}
