"""启动: database, migrations, pages and jobs, kept alive until Ctrl-C.

What this process started it also stops; a database that ran before goes on running.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import Environment
from huiqi.config.postgres import Embedded

SETTINGS: Final = "huiqi.config.settings"
PAUSE: Final = 0.5  # between two looks at what should be running
GRACE: Final = 10.0  # for a process to end by itself
DIES_AT_ONCE: Final = 5  # so many ends within as many seconds: it will not run

Say = Callable[[str], None]


class CannotStart(RuntimeError):
    """不能启动: the message says why and what to do."""


@dataclass
class Child:
    """子进程: one process that is started again when it ends by itself."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self) -> None:
        """启动: its output goes to the log; a group of its own, so that Ctrl-C is ours."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # nosec B603 -- our own words
                self.words,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def revive(self) -> None:
        """复活: when it has ended; CannotStart when it ends again and again."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.ends = [end for end in self.ends if now - end < DIES_AT_ONCE] + [now]
        if len(self.ends) >= DIES_AT_ONCE:
            raise CannotStart(f"{self.name}反复退出，原因见 {self.log}。")
        self.start()

    def stop(self) -> None:
        """停止: asked first, killed when it does not listen."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class City:
    """城市: everything that makes up one running huiqi."""

    environment: Environment
    say: Say
    children: list[Child] = field(default_factory=list)
    database: Embedded | None = None
    _started_database: bool = False

    def run(self, ready: Say) -> None:
        """运行: until a signal comes; ``ready`` is told the address. CannotStart, NoDatabase."""
        _free(*self.environment.address)
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            self.start_database()
            self.say("更新数据库结构")
            self.manage("migrate", "--no-input", "--verbosity", "0")
            self.manage("grant")
            self.say("准备静态文件")
            self.manage("collectstatic", "--no-input", "--verbosity", "0")
            self.say("启动网页和后台任务")
            self.start_children()
            ready(f"http://{self.environment.bind}/")
            self.watch()
        except KeyboardInterrupt:
            self.say("正在停止")
        finally:
            self.stop()

    def start_database(self) -> None:
        """启动数据库: ours, unless an ordinary one is named."""
        if not self.environment.is_embedded:
            return
        self.say("启动数据库")
        self.database = Embedded.at(self.environment.data / "postgres")
        self._started_database = self.database.start()

    def manage(self, *words: str) -> None:
        """管理命令: as the owner of the tables; CannotStart with what it said."""
        done = subprocess.run(  # nosec B603 -- our own words
            [sys.executable, "-m", "django", *words],
            env={**self.variables(), "HUIQI_AS_OWNER": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotStart(f"「{words[0]}」没有完成：\n{(done.stderr or done.stdout).strip()}")

    def variables(self) -> dict[str, str]:
        """环境变量: those of every process of the city."""
        return {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUNBUFFERED": "1"}

    def start_children(self) -> None:
        """启动网页与任务: each with a log of its own."""
        host, port = self.environment.address
        logs = self.environment.data / "log"
        logs.mkdir(parents=True, exist_ok=True)
        web = (
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "2"),
            *("--respawn-failed-workers", "--no-ws", "huiqi.config.wsgi:application"),
        )
        jobs = (sys.executable, "-m", "django", "procrastinate", "worker")
        self.children += [
            Child("网页", web, self.variables(), logs / "web.log"),
            Child("后台任务", jobs, self.variables(), logs / "jobs.log"),
        ]
        for child in self.children:
            child.start()
        _answers(host, port, self.children[0])

    def watch(self) -> None:
        """看护: whatever ends is started again, the database too."""
        while True:
            time.sleep(PAUSE)
            for child in self.children:
                child.revive()
            if self.database and not self.database.is_ready():
                self.say("数据库中断，正在恢复")
                self.database.start()
                self.say("数据库已恢复")

    def stop(self) -> None:
        """停止: pages and jobs first, then the database if it was ours to start."""
        for child in self.children:
            child.stop()
        if self.database and self._started_database:
            self.database.stop()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _free(host: str, port: int) -> None:
    """Whether the address can be listened on, told before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"{host}:{port} 不能使用（{error.strerror}），可能已有一个惠企在运行。"
                "请先停掉它，或换一个端口：HUIQI_BIND=127.0.0.1:8001 make start"
            ) from None


def _answers(host: str, port: int, web: Child) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            web.revive()
            time.sleep(0.1)
        else:
            return
    raise CannotStart(f"网页没有启动，原因见 {web.log}。")


__all__ = ["CannotStart", "City", "NoDatabase"]
