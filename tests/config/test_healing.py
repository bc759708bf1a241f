"""A city does not end because its database cannot be started at once."""

import os
import shutil
import signal
from contextlib import suppress
from threading import Event, Thread

import psycopg
import pytest

from huiqi.config.healing import Healer
from huiqi.config.postgres import OWNER, Embedded


def kill(server: Embedded) -> None:
    postmaster = server.postmaster()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)


def knock(server: Embedded, over: Event) -> None:
    """Visitors who come while the database is away; it answers each of them in its log."""
    while not over.wait(0.001):
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(server.socket), user=OWNER, dbname="postgres").close()


@pytest.mark.parametrize("kills", [1, pytest.param(3, marks=pytest.mark.verify)])
def test_what_is_said_to_visitors_is_not_taken_for_a_reason_to_give_up(
    made: Embedded, kills: int
) -> None:
    made.start()
    over = Event()
    visitors = [Thread(target=knock, args=(made, over)) for _ in range(3)]
    for one in visitors:
        one.start()
    told: list[str] = []
    try:
        for _ in range(kills):
            kill(made)
            while made.is_listening():
                pass
            assert Healer(made, told.append).heal() is True
    finally:
        over.set()
        for one in visitors:
            one.join()
    assert told == ["数据库中断，正在恢复", "数据库已恢复"] * kills


def test_city_tries_until_its_database_is_back_and_says_why_once(made: Embedded) -> None:
    made.start()
    made.stop("immediate")
    control = made.cluster / "global" / "pg_control"
    aside = made.folder / "pg_control"
    shutil.move(control, aside)
    told: list[str] = []
    healer = Healer(made, told.append, again=0)
    assert [healer.heal(), healer.heal(), healer.heal()] == [False, False, False]
    shutil.move(aside, control)
    assert [healer.heal(), healer.heal()] == [True, False]
    first, why, last = told
    assert (first, last) == ("数据库中断，正在恢复", "数据库已恢复")
    assert why.startswith("数据库没有启动：")
    assert "pg_control" in why
    assert why.endswith("还会再试，直到恢复")


def test_next_attempt_waits_for_its_time(made: Embedded) -> None:
    (made.cluster / "global" / "pg_control").unlink()
    told: list[str] = []
    healer = Healer(made, told.append, again=3_600)
    assert healer.heal() is False
    before = made._log_size()
    assert healer.heal() is False
    assert made._log_size() == before
