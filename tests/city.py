"""演示城市: loaded once for each worker, in a copy of the database of the tests.

A test that asks for ``demo_city`` finds the whole city on the day of the letter, and what it does
is undone as with ``db``. A test whose city is served, and therefore committed, asks for
``served_city``: a copy of its own, thrown away afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pytest
from django.db import connection

from huiqi.demo.life import set_clock
from huiqi.demo.load import OPENED, Loaded, load_city
from huiqi.kernel.now import today

# Nobody may be in a database while it is copied; a thread of an earlier test may have stayed.
LEAVE: Final = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@dataclass(frozen=True)
class FirstLoad:
    """初次装入: the database in which the city lies, what was told of it, and its day then."""

    database: str
    told: Loaded
    day: date


@pytest.fixture(scope="session")
def first_load(django_db_setup: None, django_db_blocker: Any) -> Iterator[FirstLoad]:
    """初次装入: of the city, into a database that was empty."""
    with django_db_blocker.unblock():
        empty = connection.settings_dict["NAME"]
        city = f"{empty}_city"
        _copy(empty, city)
        with _within(city):
            done = FirstLoad(city, load_city(), today())
    yield done
    with django_db_blocker.unblock():
        _drop(city)


@pytest.fixture(scope="session")
def city_database(first_load: FirstLoad) -> str:
    """城市库: the name of the database in which the city lies, as it was loaded."""
    return first_load.database


@pytest.fixture
def _outside(django_db_blocker: Any) -> None:
    """Whoever has begun in one database cannot go on in another."""
    if connection.in_atomic_block:
        raise RuntimeError("夹具只要 demo_city，不要另外要 db：测试已经在空的数据库里开始了。")


@pytest.fixture
def _in_the_city(_outside: None, city_database: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), _within(city_database):
        yield


@pytest.fixture
def demo_city(_in_the_city: None, db: None) -> None:
    """城市: of the demonstration; nothing that the test does to it outlives the test."""
    set_clock(OPENED)  # the city's clock ran on since it was loaded


@pytest.fixture
def served_city(city_database: str, django_db_blocker: Any) -> Iterator[None]:
    """城市: to be served by threads, which see only what was committed."""
    mine = f"{city_database}_served"
    with django_db_blocker.unblock():
        _copy(city_database, mine)
        with _within(mine):
            set_clock(OPENED)
            yield
        _drop(mine)


@contextmanager
def _within(database: str) -> Iterator[None]:
    """Connections, of this thread and of others, lead to ``database``."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _copy(source: str, name: str) -> None:
    connection.close()
    _drop(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(LEAVE, [source])
        # Files are copied whole: a city of many small tables is there in half the time.
        cursor.execute(
            f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(source)} STRATEGY FILE_COPY"
        )


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
