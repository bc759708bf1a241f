"""数据库的测试: real servers, each in a folder that the account it runs as can reach."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.config import places
from huiqi.config.postgres import Embedded


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may pass; pytest's own is closed to all but its user."""
    folder = Path(tempfile.mkdtemp(prefix="huiqi-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def made(made_once: Path, open_folder: Path) -> Iterator[Embedded]:
    """A database that was started before and stopped."""
    shutil.copytree(made_once, open_folder / "postgres", copy_function=_copy, symlinks=True)
    server = Embedded.at(open_folder / "postgres")
    _own(server)
    yield server
    server.stop("immediate")


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """The files of a fresh database, made once and copied by each test."""
    folder = Path(tempfile.mkdtemp(prefix="huiqi-"))
    folder.chmod(0o755)
    server = Embedded.at(folder / "postgres")
    server.start()
    server.stop()
    yield server.folder
    shutil.rmtree(folder, ignore_errors=True)


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
