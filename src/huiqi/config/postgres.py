"""内置数据库: PostgreSQL in a folder of ours, started, shared and healed after a crash.

Several starters may come at once: the first starts it, the others join. Whether it lives is
asked of the database itself, never read from a file that a crash may have left behind.
"""

from __future__ import annotations

import fcntl
import shlex
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huiqi.config.binaries import Account, Binaries, NoDatabase, find_binaries
from huiqi.config.environment import Database
from huiqi.config.places import home_of, make_folder, reason, socket_of

OWNER: Final = "huiqi"
APP: Final = "huiqi_app"
NAME: Final = "huiqi"
PATIENCE: Final = 30.0  # after a crash the old server holds its memory for some seconds
RECOVERY: Final = 600  # seconds to read again what was committed before a crash
PAUSE: Final = 0.25
# What is over by itself after a moment, as the server says it.
PASSING: Final = (
    "already exists",
    "still in use",
    "is the server already running",
    "shared memory",
)
# What the server tells those who come too early or too late; never why it is not there.
TOLD_TO_CLIENTS: Final = (
    "system is starting up",
    "system is shutting down",
    "system is in recovery mode",
    "not yet accepting connections",
    "Consistent recovery state has not been yet reached",
    "unexpected postmaster exit",
)
OPTIONS: Final = (
    "listen_addresses=''",
    "unix_socket_permissions=0700",
    "max_connections=60",
    "shared_buffers=128MB",
    "log_min_messages=warning",
)


def socket_for(folder: Path) -> Path:
    """所用套接字: where clients find the database whose place was asked to be ``folder``."""
    return socket_of(home_of(folder, Account.to_use()))


@dataclass(frozen=True)
class Embedded:
    """内置数据库: the one that lives in ``folder``."""

    folder: Path
    binaries: Binaries

    @classmethod
    def at(cls, folder: Path) -> Embedded:
        """位于: with the binaries of this machine; NoDatabase when there are none.

        It lives elsewhere when the account it must run as cannot pass to ``folder``.
        """
        binaries = find_binaries()
        return cls(home_of(folder, binaries.account), binaries)

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

    def is_listening(self) -> bool:
        """是否在听: whether somebody takes connections; asked often, so without a program."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self._door))
            except OSError:
                return False
            return True

    def start(self) -> bool:
        """启动: and wait until it answers; False when it was running already.

        What a crash left behind is cleared away. NoDatabase when the folder cannot be used
        or the server does not come up.
        """
        for folder in (self.folder, self.socket):
            make_folder(folder, self.binaries.account)
        with self._alone():
            was_running = self.is_ready()
            if not was_running:
                self._create_once()
                self._start()
            self._make_roles()
            return not was_running

    def stop(self, mode: str = "fast") -> None:
        """停止: clients are told to go; nothing committed is lost. Not running is fine."""
        self.binaries.run("pg_ctl", "-D", self.cluster, "-m", mode, "-w", "stop", seconds=120)

    def query(self, sql: str, *, name: str = NAME) -> str:
        """执行一句: as the owner; what it answers, one row a line. NoDatabase when it fails."""
        where = ("-h", self.socket, "-U", OWNER, "-d", name)
        done = self.binaries.run("psql", *where, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql)
        if done.code:
            raise NoDatabase(f"数据库没有执行「{sql}」：{done.said.strip()}")
        return done.said.strip()

    def postmaster(self) -> int | None:
        """主进程: its number while it lives; what a crash left in the file does not count.

        The number may have been given to another process since. The server's own process works
        in its data folder, no other does.
        """
        try:
            found = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            where = Path(f"/proc/{found}/cwd").readlink()
        except (OSError, ValueError):
            return None
        return found if where == self.cluster.resolve() else None

    # Steps

    @property
    def _door(self) -> Path:
        return self.socket / ".s.PGSQL.5432"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            lock = (self.folder / "lock").open("w")
        except OSError as error:
            raise NoDatabase(f"不能写入「{self.folder}」：{reason(error)}。") from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create_once(self) -> None:
        """The cluster is made aside and renamed when it is whole: a half-made one never counts."""
        if (self.cluster / "PG_VERSION").is_file():
            return self._check_version()
        if self.cluster.is_dir() and any(self.cluster.iterdir()):
            raise NoDatabase(
                f"「{self.cluster}」不是完整的数据库，为免丢失数据没有动它。"
                "请把它移到别处再启动，然后用 huiqi restore 从备份恢复。"
            )
        half_made = self.folder / "cluster.new"
        if half_made.exists():
            shutil.rmtree(half_made)
        done = self.binaries.run(
            *("initdb", "-D", half_made, "-U", OWNER, "-E", "UTF8"),
            *("--locale=C.UTF-8", "--auth=trust", "--data-checksums", "--no-instructions"),
            seconds=300,
        )
        if done.code:
            raise NoDatabase(f"不能在「{self.folder}」建立数据库：{_complaint(done.said)}")
        half_made.rename(self.cluster)

    def _check_version(self) -> None:
        made = (self.cluster / "PG_VERSION").read_text().strip()
        ours = self.binaries.major()
        if made != ours:
            raise NoDatabase(
                f"「{self.cluster}」由 PostgreSQL {made} 建立，现在的程序是 {ours}。"
                f"请用 HUIQI_PG_BIN 指出 PostgreSQL {made} 的 bin 文件夹，"
                "或用旧版本 huiqi backup，在新文件夹里 huiqi restore。"
            )

    def _start(self) -> None:
        options = " ".join(f"-c {option}" for option in (*OPTIONS, self._where()))
        until = time.monotonic() + PATIENCE
        while True:
            self._clear_away()
            before = self._log_size()
            done = self.binaries.run(
                *("pg_ctl", "-D", self.cluster, "-l", self._log),
                *("-w", "-t", str(RECOVERY), "-o", options, "start"),
                seconds=RECOVERY + 30,
            )
            if done.code == 0 and self.is_ready():
                return
            said = self._logged(before) or done.said
            # Started, and gone before it could be asked: killed in between.
            passing = done.code == 0 or any(word in said for word in PASSING)
            if not passing or time.monotonic() > until:
                raise NoDatabase(f"数据库没有启动：{_complaint(said)}（全文在 {self._log}）")
            time.sleep(PAUSE)

    def _clear_away(self) -> None:
        """What an earlier server left: the number of a process that is another's by now, or a
        server that nobody can reach because its socket was cleaned away."""
        if self.postmaster() is None:
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        elif not self._door.exists():
            self.stop()

    def _where(self) -> str:
        # A list of folders to the server, one word to the shell of pg_ctl.
        listed = str(self.socket).replace('"', '""')
        return shlex.quote(f'unix_socket_directories="{listed}"')

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _log_size(self) -> int:
        return self._log.stat().st_size if self._log.exists() else 0

    def _logged(self, since: int) -> str:
        try:
            said = self._log.read_bytes()[since:].decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return "\n".join(
            line for line in said if not any(word in line for word in TOLD_TO_CLIENTS)
        ).strip()

    def _make_roles(self) -> None:
        """The owner changes tables; the application only what it is granted."""
        there = "SELECT rolname FROM pg_roles UNION ALL SELECT datname || '/' FROM pg_database"
        found = self.query(there, name="postgres").splitlines()
        if APP not in found:
            self.query(f"CREATE ROLE {APP} LOGIN", name="postgres")
        if f"{NAME}/" not in found:
            self.query(f"CREATE DATABASE {NAME} OWNER {OWNER}", name="postgres")


def _complaint(text: str) -> str:
    """The line that says what went wrong: the first error, else the last word."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wrong = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "rror:"))]
    told = (wrong or lines[-1:] or [""])[0]
    return f"磁盘没有空间（{told}）" if "No space left" in text else told
