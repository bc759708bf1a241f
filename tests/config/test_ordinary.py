"""自备数据库: PostgreSQL 16 over TCP with passwords; what is wrong with its accounts is told."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from huiqi.config import ordinary
from huiqi.config.binaries import Binaries, NoDatabase, find_binaries
from huiqi.config.environment import BadEnvironment, Environment
from tests.config.city import a_folder, free_port, surroundings


@dataclass(frozen=True)
class Server:
    """An ordinary server; ``url`` is where an account finds it."""

    port: int

    def url(self, user: str, password: str = "geheim", name: str = "city") -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{name}"

    def run(self, *statements: str, name: str = "city") -> None:
        with psycopg.connect(self.url("admin", name=name), autocommit=True) as one:
            for statement in statements:
                one.execute(statement.encode())

    def surroundings(self, app: str = "web", password: str = "geheim") -> dict[str, str]:
        return {
            "HUIQI_DATABASE_URL": self.url(app, password),
            "HUIQI_DATABASE_OWNER_URL": self.url("keeper"),
            "HUIQI_SECRET_KEY": "x" * 50,
        }

    def check(self, app: str = "web", password: str = "geheim") -> None:
        ordinary.check(Environment.read(self.surroundings(app, password)))


@pytest.fixture(scope="module")
def ordinary_server() -> Iterator[Server]:
    ours = find_binaries()
    older = Binaries(ours.folder.parents[1] / "pginstall" / "bin", ours.account)
    if older.major() != "16":
        pytest.skip("the older major is not installed")
    with a_folder() as folder:
        yield from _served(older, folder)


def _served(older: Binaries, folder: Path) -> Iterator[Server]:
    words = folder / "words"
    words.write_text("geheim\n")
    words.chmod(0o644)
    folder.chmod(0o777)
    cluster, found = folder / "cluster", Server(free_port())
    older.run("initdb", "-D", cluster, "-U", "admin", "-A", "scram-sha-256", f"--pwfile={words}")
    # It is thrown away afterwards, so it need not outlive a crash of the machine.
    options = f"-p {found.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -F"
    older.run("pg_ctl", "-D", cluster, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        found.run(
            "CREATE ROLE keeper LOGIN PASSWORD 'geheim'",
            "CREATE ROLE web LOGIN PASSWORD 'geheim'",
            name="postgres",
        )
        yield found
    finally:
        older.run("pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")


@pytest.fixture
def server(ordinary_server: Server) -> Iterator[Server]:
    """With an empty database, and with accounts that nobody was put in charge of."""
    ordinary_server.run("CREATE DATABASE city OWNER keeper", name="postgres")
    yield ordinary_server
    ordinary_server.run("DROP DATABASE city WITH (FORCE)", name="postgres")
    ordinary_server.run("REVOKE keeper FROM web", name="postgres")


def test_accounts_that_must_not_serve_a_city_are_told(server: Server) -> None:
    server.check()
    with pytest.raises(NoDatabase, match="数据库里没有账户「nobody」"):
        server.check("nobody")
    with pytest.raises(NoDatabase, match="口令不对，或没有账户「web」"):
        server.check(password="wrong")
    with pytest.raises(NoDatabase, match="权限太大：是超级用户"):
        server.check("admin")
    with pytest.raises(BadEnvironment, match="应用账户与所有者是同一个账户「keeper」"):
        server.check("keeper")
    server.run("GRANT keeper TO web")
    with pytest.raises(NoDatabase, match="权限太大：能充当所有者"):
        server.check()


def test_server_that_is_too_old_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordinary, "OLDEST", 17)
    with pytest.raises(NoDatabase, match="是 PostgreSQL 16，需要 17 或更新"):
        server.check()


def test_city_is_prepared_and_its_history_cannot_be_changed(
    server: Server, open_folder: Path
) -> None:
    prepared = subprocess.run(
        [sys.executable, "-m", "django", "prepare"],
        env=surroundings(
            **server.surroundings(),
            HUIQI_AS_OWNER="1",
            HUIQI_DATA_DIR=str(open_folder / "var"),
            DJANGO_SETTINGS_MODULE="huiqi.config.settings",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (prepared.returncode, prepared.stderr) == (0, "")
    with psycopg.connect(server.url("web"), autocommit=True) as one:
        one.execute("SELECT count(*) FROM kernel_movelog")
        for statement in (b"UPDATE kernel_movelog SET move = ''", b"TRUNCATE kernel_auditentry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                one.execute(statement)
