"""强行结束: seconds until pages and jobs are back after kill -9, while pages are used.

``python -m benchmarks.kills`` starts a city of its own in a new folder and ends it afterwards.
A visitor asks for a page that reads the database, again and again; a writer commits a row, again
and again, and counts those that the database acknowledged. Database, web workers and job worker
are killed in turn. The goal is 10 seconds each; a row that was acknowledged and is gone stops
the run with status 1.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psycopg

from huiqi.config.postgres import APP, NAME, Embedded
from tests.config.city import Running, does_jobs, eventually, is_alive

GOAL: Final = 10.0
ROUNDS: Final = 3
Kill = Callable[[Running, Embedded], bool]
ROW: Final = "INSERT INTO kernel_sequence (prefix, year, last) VALUES ('K', %s, 1)"


@dataclass
class Traffic:
    """使用者: a visitor and a writer, until told to stop; what they were answered."""

    city: Running
    server: Embedded
    over: Event = field(default_factory=Event)
    pages: int = 0
    failures: int = 0
    rows: list[int] = field(default_factory=list)
    unsure: int = 0

    def visit(self) -> None:
        """访问: page after page."""
        while not self.over.wait(0.02):
            if self.city.answers():
                self.pages += 1
            else:
                self.failures += 1

    def write(self) -> None:
        """写入: row after row; one is counted when its commit has been acknowledged."""
        while not self.over.wait(0.02):
            number = len(self.rows) + self.unsure + 1
            try:
                with psycopg.connect(
                    host=str(self.server.socket), user=APP, dbname=NAME, connect_timeout=2
                ) as connection:
                    connection.execute(ROW, [number])
            except psycopg.OperationalError:
                self.unsure += 1  # perhaps written: the answer did not come
            else:
                self.rows.append(number)


def main() -> int:
    """运行: prints the seconds of every kill; 1 when something acknowledged was lost."""
    folder = Path(tempfile.mkdtemp(prefix="huiqi-"))
    folder.chmod(0o755)
    server = Embedded.at(folder / "postgres")
    city = Running(HUIQI_DATA_DIR=str(folder), HUIQI_DEMO="0")
    traffic = Traffic(city, server)
    threads = [Thread(target=traffic.visit), Thread(target=traffic.write)]
    seconds: dict[str, list[float]] = {}
    try:
        city.wait()
        for one in threads:
            one.start()
        kills = {"数据库": _kill_database, "网页进程": _kill_web, "后台任务": _kill_jobs}
        for what, kill in kills.items():
            seconds[what] = [_timed(what, kill, city, server) for _ in range(ROUNDS)]
        _end(traffic, threads)
        lost = set(traffic.rows) - _rows(server)
    finally:
        _end(traffic, threads)
        city.close()
        shutil.rmtree(folder, ignore_errors=True)
    for what, found in seconds.items():
        told = "、".join(f"{one:.1f}" for one in found)
        print(f"{what}：{told} 秒（目标 ≤ {GOAL:.0f}，{_reached(found)}）")
    print(f"其间 {traffic.pages:,} 个页面有应答，{traffic.failures:,} 个没有")
    print(f"已确认的写入 {len(traffic.rows):,} 条，丢失 {len(lost)} 条")
    return 1 if lost else 0


def _reached(found: list[float]) -> str:
    return "达到" if max(found) <= GOAL else "未达到"


def _end(traffic: Traffic, threads: list[Thread]) -> None:
    traffic.over.set()
    for one in threads:
        if one.is_alive():
            one.join()


def _timed(what: str, kill: Kill, city: Running, server: Embedded) -> float:
    start = time.monotonic()
    if not kill(city, server):
        raise SystemExit(f"{what}被强行结束后，没有恢复。")
    return time.monotonic() - start


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not is_alive(pid))


def _kill_database(city: Running, server: Embedded) -> bool:
    postmaster = server.postmaster()
    assert postmaster is not None
    _kill(postmaster)
    is_new = eventually(lambda: server.postmaster() not in (postmaster, None))
    return is_new and eventually(city.answers)


def _kill_web(city: Running, _server: Embedded) -> bool:
    workers = city.children("web")
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    return eventually(city.answers) and eventually(
        lambda: len(set(city.children("web")) - set(workers)) == len(workers)
    )


def _kill_jobs(city: Running, server: Embedded) -> bool:
    """Back when a job that was put in after the kill has been done."""
    for worker in city.children("jobs"):
        _kill(worker)
    return does_jobs(server)


def _rows(server: Embedded) -> set[int]:
    return set(map(int, server.query("SELECT year FROM kernel_sequence").split()))


if __name__ == "__main__":
    sys.exit(main())
