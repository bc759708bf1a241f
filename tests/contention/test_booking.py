"""记账时断电: the database is killed under load, and nothing that was acknowledged is lost."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from tests.contention.booking import GaveUpError, Writers

ROOT = Path(__file__).parents[2]
LONGEST = 600  # seconds: the last resort, for the program gives up by itself


@pytest.mark.verify  # one kill of every day is in tests/config/test_city.py
@pytest.mark.parametrize("kills", [25])
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
            timeout=LONGEST + 150 * kills,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["acknowledged"] >= 40 * (kills + 1)
    assert told["retried"] > 0
    wrong = {name: told[name] for name in ("failed", "lost", "unasked", "problems")}
    assert wrong == {"failed": [], "lost": [], "unasked": 0, "problems": []}


class Broken(Writers):
    """Each of them dies at its first booking."""

    def _book(self, key: str, fen: int) -> None:
        raise ValueError(f"{key}：{fen} 分记不上")


class Stuck(Writers):
    """Each of them waits for an answer that does not come, until the test lets them go."""

    released = threading.Event()

    def _book(self, *_business: object) -> None:
        self.released.wait()


def test_writer_that_dies_is_told_at_once() -> None:
    writers = Broken(None, None)
    writers.start()
    with pytest.raises(GaveUpError, match=r"记到第 0 笔（要 1 笔），写手 \d 停在：ValueError"):
        writers.wait_for(1)
    writers.finish()


def test_writers_that_do_not_get_on_or_do_not_stop_are_told_after_a_while() -> None:
    writers = Stuck(None, None, patience=0.01)
    writers.start()
    with pytest.raises(GaveUpError, match=r"0.01 秒内只记到第 0 笔（要 1 笔），重试了 0 次"):
        writers.wait_for(1)
    with pytest.raises(GaveUpError, match=r"写手 0、写手 1、.*没有停下"):
        writers.finish()
    writers.released.set()
