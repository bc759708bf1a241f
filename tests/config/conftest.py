"""数据库的测试: real servers, each in a folder that the account it runs as can reach."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huiqi.config import places
from huiqi.config.postgres import Embedded
from tests.config.city import surroundings


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may pass; pytest's own is closed to all but its user."""
    folder = Path(tempfile.mkdtemp(prefix="huiqi-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever needs a prepared city goes to the same worker, which prepares it once."""
    for item in items:
        if "prepared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("prepared"))


@pytest.fixture
def made(made_once: Path, open_folder: Path) -> Iterator[Embedded]:
    """A database that was started before and stopped."""
    yield from _copied(made_once, open_folder)


@pytest.fixture
def prepared(prepared_once: Path, open_folder: Path) -> Iterator[Embedded]:
    """The database of a city without its demonstration, ready for the first page and stopped."""
    yield from _copied(prepared_once, open_folder)


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """The files of a fresh database, made once and copied by each test."""
    with _of_the_session() as server:
        server.start()
        server.stop()
        yield server.folder


@pytest.fixture(scope="session")
def prepared_once(made_once: Path) -> Iterator[Path]:
    """The files of a database with everything that comes before the first page."""
    with _of_the_session() as server:
        _put(made_once, server)
        server.start()
        ours = {"HUIQI_DATA_DIR": str(server.folder.parent), "HUIQI_AS_OWNER": "1"}
        settings = {"HUIQI_DEMO": "0", "DJANGO_SETTINGS_MODULE": "huiqi.config.settings"}
        django = [sys.executable, "-m", "django", "prepare"]
        subprocess.run(django, env=surroundings(**ours, **settings), check=True)
        server.stop()
        yield server.folder


@contextmanager
def _of_the_session() -> Iterator[Embedded]:
    folder = Path(tempfile.mkdtemp(prefix="huiqi-"))
    folder.chmod(0o755)
    yield Embedded.at(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


def _copied(source: Path, folder: Path) -> Iterator[Embedded]:
    server = Embedded.at(folder / "postgres")
    _put(source, server)
    yield server
    server.stop("immediate")


def _put(source: Path, server: Embedded) -> None:
    shutil.copytree(source, server.folder, copy_function=_copy, symlinks=True)
    _own(server)


def _copy(source: str, target: str) -> str:
    return shutil.copy2(source, target)


def _own(server: Embedded) -> None:
    account = server.binaries.account
    for path in [server.folder, *server.folder.rglob("*")]:
        if account:
            shutil.chown(path, account.uid, account.gid)


@pytest.fixture
def homes(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where databases go that cannot lie where they were asked to."""
    monkeypatch.setattr(places, "HOMES", open_folder / "lib")
    return open_folder / "lib"
