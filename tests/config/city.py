"""一座测试的城市: started as its users do, with processes of its own that can be killed."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from huiqi.config.postgres import Embedded

SOURCE = str(Path(__file__).parents[2] / "src")
DEADLINE = 90.0  # a loaded machine is slow; how quick it is, is told by benchmarks/kills.py
# A job that does nothing of note.
JOB = """
SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[ROW(
    'audit', 'huiqi.kernel.tasks.forget_counts', 0, NULL, NULL, '{"timestamp": 0}', NULL
)::procrastinate_job_to_defer_v1]))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], seconds: float = DEADLINE) -> bool:
    """Whether it comes to hold before the deadline."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def surroundings(**ours: str) -> dict[str, str]:
    """The environment of a command, without what the tests themselves run with."""
    kept = {key: said for key, said in os.environ.items() if not key.startswith("HUIQI_")}
    kept |= {"PYTHONPATH": SOURCE, "PYTHONUTF8": "1"}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | ours


def command(*words: str, **ours: str) -> subprocess.CompletedProcess[str]:
    """One huiqi command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "huiqi.cli", *words],
        env=surroundings(**ours),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@dataclass
class Found:
    """A city that runs: where it answers, and the number of the process that looks after it."""

    port: int
    pid: int

    def answers(self) -> bool:
        """Whether a page that asks the database is served."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
        except OSError:
            return False
        return True

    def children(self, kind: str) -> list[int]:
        """The numbers of the processes that answer pages (web), or do jobs (jobs)."""
        word = {"web": "huiqi.config.serve", "jobs": "procrastinate"}[kind]
        return [pid for pid in children_of(self.pid) if word in words_of(pid)]


class Running(Found):
    """A city that runs until it is stopped."""

    def __init__(self, **ours: str) -> None:
        port = free_port()
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "huiqi.cli", "start"],
            env=surroundings(HUIQI_BIND=f"127.0.0.1:{port}", **ours),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        super().__init__(port, self.process.pid)

    def wait(self) -> None:
        """Until it prints its address."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.strip())
            if f"http://127.0.0.1:{self.port}/" in line:
                Thread(target=self._listen, daemon=True).start()
                return
        raise AssertionError("\n".join(self.said))

    def _listen(self) -> None:
        """Keep the pipe empty: once it is full, whoever writes a line of the log waits for ever."""
        assert self.process.stdout
        with contextlib.suppress(ValueError):  # closed by close()
            self.said.extend(line.strip() for line in self.process.stdout)

    def interrupt(self) -> int:
        """Ctrl-C; its exit code. A database that was written much to takes its time."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(DEADLINE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.interrupt()
        assert self.process.stdout
        self.process.stdout.close()


def children_of(parent: int) -> list[int]:
    """The numbers of the living processes that ``parent`` started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            said = status.read_text()
        except OSError:  # it has just ended
            continue
        if re.search(rf"^PPid:\t{parent}$", said, re.MULTILINE) and "State:\tZ" not in said:
            found.append(int(status.parent.name))
    return found


def words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:  # it has just ended
        return ""


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder that everybody may pass; pytest's own is closed to all but its user."""
    folder = Path(tempfile.mkdtemp(prefix="huiqi-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def copied(source: Path, folder: Path) -> Iterator[Embedded]:
    """A stopped server with the files of another, stopped at the end."""
    server = Embedded.at(folder / "postgres")
    put(source, server)
    yield server
    server.stop("immediate")


def put(source: Path, server: Embedded) -> None:
    """Every file of ``source``, whose owner stays its owner; Python copies half as quickly."""
    subprocess.run(["cp", "-a", str(source), str(server.folder)], check=True)


def does_jobs(server: Embedded) -> bool:
    """Whether a job that is put in now has been done before the deadline."""
    job = server.query(JOB)
    done = f"SELECT status FROM procrastinate_jobs WHERE id = {job}"
    return eventually(lambda: server.query(done) == "succeeded")
