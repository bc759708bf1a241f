"""数据库的测试: real servers, each in a folder that the account it runs as can reach."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huiqi.config import places, postgres
from huiqi.config.postgres import Embedded
from tests.config.city import a_folder, copied, put, surroundings


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder of this test alone."""
    with a_folder() as folder:
        yield folder


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who shares a city, or a server, goes to the same worker, which makes it once."""
    for item in items:
        if "prepared_once" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("prepared"))
        if "ordinary_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("ordinary_server"))


@pytest.fixture
def made(made_once: Path, open_folder: Path) -> Iterator[Embedded]:
    """A database that was started before and stopped."""
    yield from copied(made_once, open_folder)


@pytest.fixture
def prepared(prepared_once: Path, open_folder: Path) -> Iterator[Embedded]:
    """The database of a city without its demonstration, ready for the first page and stopped."""
    yield from copied(prepared_once, open_folder)


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """The files of a fresh database, made once and copied by each test."""
    with _of_the_session() as server:
        with _started(server):
            pass
        yield server.folder


@pytest.fixture(scope="session")
def prepared_once(made_once: Path) -> Iterator[Path]:
    """The files of a database with everything that comes before the first page."""
    with _of_the_session() as server:
        put(made_once, server)
        ours = {"HUIQI_DATA_DIR": str(server.folder.parent), "HUIQI_AS_OWNER": "1"}
        settings = {"HUIQI_DEMO": "0", "DJANGO_SETTINGS_MODULE": "huiqi.config.settings"}
        django = [sys.executable, "-m", "django", "prepare"]
        with _started(server):
            subprocess.run(django, env=surroundings(**ours, **settings), check=True)
        yield server.folder


@contextmanager
def _of_the_session() -> Iterator[Embedded]:
    with a_folder() as folder:
        yield Embedded.at(folder / "postgres")


@contextmanager
def _started(server: Embedded) -> Iterator[None]:
    """As long as it takes; files that are only copied need not outlive a crash of the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres, "OPTIONS", (*postgres.OPTIONS, "fsync=off"))
        server.start()
    yield
    server.stop()


@pytest.fixture
def homes(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where databases go that cannot lie where they were asked to."""
    monkeypatch.setattr(places, "HOMES", open_folder / "lib")
    return open_folder / "lib"
