"""城市的运行: whatever is killed comes back, and Ctrl-C stops what was started and nothing else."""

import os
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huiqi.config.postgres import APP, NAME, Embedded
from tests.config.city import (
    DEADLINE,
    Running,
    a_folder,
    command,
    copied,
    does_jobs,
    eventually,
    is_alive,
)
from tests.contention.rushing import NOTHING_WRONG, rush


@pytest.fixture(scope="module")
def database(prepared_once: Path) -> Iterator[Embedded]:
    """A database that was prepared before."""
    with a_folder() as folder:
        yield from copied(prepared_once, folder)


@pytest.fixture(scope="module")
def city(database: Embedded) -> Iterator[Running]:
    """A city that starts everything itself, and stands until it is interrupted."""
    running = Running(HUIQI_DATA_DIR=str(database.folder.parent), HUIQI_DEMO="0")
    running.wait()
    yield running
    running.close()


def write(server: Embedded, number: int) -> None:
    """One row, acknowledged by the database."""
    with psycopg.connect(host=str(server.socket), user=APP, dbname=NAME) as one:
        one.execute(
            "INSERT INTO kernel_sequence (prefix, year, last) VALUES ('T', %s, 1)", [number]
        )


def rows(server: Embedded) -> str:
    return server.query("SELECT string_agg(year::text, ',' ORDER BY year) FROM kernel_sequence")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not is_alive(pid))


def test_whatever_is_killed_is_back_and_nothing_acknowledged_is_lost(
    city: Running, database: Embedded
) -> None:
    write(database, 1)
    postmaster = database.postmaster()
    assert postmaster is not None
    kill(postmaster)
    assert eventually(city.answers)
    assert database.postmaster() not in (postmaster, None)

    write(database, 2)
    for worker in city.children("web"):
        os.kill(worker, signal.SIGKILL)
    # Whoever comes now waits in the city's queue, and is answered by the next process.
    address = f"http://127.0.0.1:{city.port}/healthz"
    with urllib.request.urlopen(address, timeout=DEADLINE) as answer:
        assert answer.status == 200
    assert eventually(lambda: len(city.children("web")) == 2)

    write(database, 3)
    # Jobs may end with their database, and later than pages do; whoever has done a job since
    # is the process that stays.
    assert does_jobs(database)
    (worker,) = city.children("jobs")
    kill(worker)
    assert does_jobs(database)
    assert worker not in city.children("jobs")
    assert rows(database) == "1,2,3"


def test_no_form_acknowledged_before_the_close_is_lost_when_a_web_process_is_killed(
    city: Running, database: Embedded
) -> None:
    """Two thousand firms are in tests/contention."""
    told = rush(database.folder.parent, firms=20, at_once=10, kills=1, city=city)
    assert told["wrong"] == NOTHING_WRONG
    assert told["acknowledged"] + told["refused"] == 20
    assert told["acknowledged"] >= 18  # the last two come while the call ends
    assert (told["refused"] >= 1, told["kills"], told["bytes"] > 50_000) == (True, 1, True)


@pytest.mark.verify  # two cities
def test_interrupt_stops_what_it_started_and_nothing_else(
    city: Running, database: Embedded
) -> None:
    second = Running(HUIQI_DATA_DIR=str(database.folder.parent))
    try:
        second.wait()
        started = second.children("web") + second.children("jobs")
        assert len(started) == 3
        assert second.interrupt() == 0
        assert [pid for pid in started if is_alive(pid)] == []
        assert city.answers()
    finally:
        second.close()
    started = city.children("web") + city.children("jobs")
    assert city.interrupt() == 0
    assert [pid for pid in started if is_alive(pid)] == []
    assert database.is_ready() is False


def test_port_in_use_is_told_before_anything_is_started(open_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        told = command("start", HUIQI_DATA_DIR=str(open_folder / "var"), HUIQI_BIND=bind)
    assert told.returncode == 1
    assert f"{bind} 不能使用：端口已被占用，可能已有一个惠企在运行，停掉它也可以。" in told.stderr
    assert (open_folder / "var").exists() is False
