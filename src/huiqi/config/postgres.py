"""内置数据库: PostgreSQL in a folder of ours, started, shared and healed after a crash.

Several starters may come at once: the first starts it, the others join. Whether it lives is
asked of the database itself, never read from a file that a crash may have left behind.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huiqi.config.binaries import Binaries, NoDatabase, find_binaries
from huiqi.config.environment import Database

OWNER: Final = "huiqi"
APP: Final = "huiqi_app"
NAME: Final = "huiqi"
LONGEST_SOCKET: Final = 90  # the system's limit is 107 bytes, the name of the socket included
PATIENCE: Final = 30.0  # after a crash the old server holds its memory for some seconds
OPTIONS: Final = (
    "listen_addresses=''",
    "unix_socket_permissions=0700",
    "max_connections=60",
    "shared_buffers=128MB",
    "log_min_messages=warning",
)


def socket_of(folder: Path) -> Path:
    """套接字文件夹: beside the data, or a short path of our own where that is too long."""
    beside = folder.absolute() / "socket"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET:
        return beside
    name = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    return Path("/tmp") / f"huiqi-pg-{name}"  # nosec B108 -- 0700 and ours


@dataclass(frozen=True)
class Embedded:
    """内置数据库: the one that lives in ``folder``."""

    folder: Path
    binaries: Binaries

    @classmethod
    def at(cls, folder: Path) -> Embedded:
        """位于: with the binaries of this machine; NoDatabase when there are none."""
        return cls(folder.absolute(), find_binaries())

    @property
    def cluster(self) -> Path:
        """数据文件夹: what initdb made."""
        return self.folder / "cluster"

    @property
    def socket(self) -> Path:
        """套接字文件夹: where clients find it."""
        return socket_of(self.folder)

    def database(self, user: str, name: str = NAME) -> Database:
        """数据库地址: through the socket, as ``user``."""
        return Database(str(self.socket), name, user)

    def is_ready(self) -> bool:
        """是否可用: whether it answers now."""
        return self.binaries.run("pg_isready", "-q", "-h", self.socket).code == 0

    def start(self) -> bool:
        """启动: and wait until it answers; False when it was running already.

        NoDatabase when the folder cannot be used or the server does not come up.
        """
        self._make_folders()
        with self._alone():
            if self.is_ready():
                return False
            if not (self.cluster / "PG_VERSION").is_file():
                self._create()
            self._start()
            self._make_roles()
            return True

    def stop(self, mode: str = "fast") -> None:
        """停止: clients are told to go; nothing committed is lost. Not running is fine."""
        self.binaries.run("pg_ctl", "-D", self.cluster, "-m", mode, "-w", "stop")

    def query(self, sql: str, *, name: str = NAME) -> str:
        """执行一句: as the owner; what it answers, one row a line. NoDatabase when it fails."""
        where = ("-h", self.socket, "-U", OWNER, "-d", name)
        done = self.binaries.run("psql", *where, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql)
        if done.code:
            raise NoDatabase(f"数据库没有执行「{sql}」：{done.said.strip()}")
        return done.said.strip()

    # Steps

    def _make_folders(self) -> None:
        try:
            for folder in (self.folder, self.socket):
                folder.mkdir(parents=True, exist_ok=True)
                if self.binaries.account:
                    os.chown(folder, self.binaries.account.uid, self.binaries.account.gid)
                folder.chmod(0o700)
        except OSError as error:
            raise NoDatabase(
                f"不能在「{self.folder}」建立数据库：{error.strerror}。"
                "请检查权限和磁盘空间，或用 HUIQI_DATA_DIR 换一个文件夹。"
            ) from None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create(self) -> None:
        half_made = self.cluster
        if half_made.exists():
            # A cluster without PG_VERSION was interrupted while it was made: nothing is in it.
            half_made.rename(half_made.with_name(f"cluster.broken.{int(time.time())}"))
        done = self.binaries.run(
            *("initdb", "-D", self.cluster, "-U", OWNER, "-E", "UTF8"),
            *("--locale=C.UTF-8", "--auth=trust", "--data-checksums", "--no-instructions"),
            seconds=180,
        )
        if done.code:
            raise NoDatabase(f"不能建立数据库：{_last(done.said)}")

    def _start(self) -> None:
        options = " ".join(f"-c {option}" for option in (*OPTIONS, self._where()))
        until = time.monotonic() + PATIENCE
        while True:
            done = self.binaries.run(
                *("pg_ctl", "-D", self.cluster, "-l", self.folder / "server.log"),
                *("-w", "-t", "60", "-o", options, "start"),
                seconds=90,
            )
            if done.code == 0 and self.is_ready():
                return
            if time.monotonic() > until:
                raise NoDatabase(f"数据库没有启动：{self._why(done.said)}")
            time.sleep(0.5)

    def _where(self) -> str:
        return f"unix_socket_directories='{self.socket}'"

    def _why(self, said: str) -> str:
        try:
            log = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
        except OSError:
            log = ""
        return _last(log) or _last(said)

    def _make_roles(self) -> None:
        """The owner changes tables; the application only what it is granted."""
        roles = self.query("SELECT rolname FROM pg_roles", name="postgres").splitlines()
        if APP not in roles:
            self.query(f"CREATE ROLE {APP} LOGIN", name="postgres")
        databases = self.query("SELECT datname FROM pg_database", name="postgres").splitlines()
        if NAME not in databases:
            self.query(f"CREATE DATABASE {NAME} OWNER {OWNER}", name="postgres")


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
