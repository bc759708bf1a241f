"""启动: database, migrations, pages and jobs, kept alive until Ctrl-C.

What this process started it also stops; a database that ran before goes on running.
"""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from huiqi.config.binaries import NoDatabase
from huiqi.config.children import CannotStart, Child
from huiqi.config.environment import Environment
from huiqi.config.healing import Healer
from huiqi.config.pages import Pages
from huiqi.config.places import reason
from huiqi.config.postgres import Embedded
from huiqi.config.pulse import Pulse, answers
from huiqi.config.release import Release, Sign
from huiqi.config.scanners import NOBODY_LOOKS
from huiqi.config.serve import BACKLOG
from huiqi.kernel.scanning import problem_of

PAUSE: Final = 0.25  # seconds between two looks at what should be running
PATIENCE: Final = 60.0  # seconds for the first page
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


@dataclass
class City:
    """城市: everything that makes up one running huiqi."""

    environment: Environment
    say: Say
    release: Release = field(default_factory=Release.of_this_process)
    pages: Pages | None = None
    jobs: Child | None = None
    sign: Sign | None = None
    database: Embedded | None = None
    _started_database: bool = False

    def run(self, ready: Say) -> None:
        """运行: until a signal comes; ``ready`` is told the address. CannotStart, NoDatabase."""
        data, (host, port) = self.environment.data, self.environment.address
        counts = data / "metrics" / str(port)
        self.pages = Pages(_bound(host, port), data / "log/web.log", counts, self.release)
        for one in SIGNALS:
            signal.signal(one, _interrupt)
        try:
            self.start_database()
            self.prepare()
            self.tell_scanner()
            self.say("启动网页和后台任务")
            self.start_children()
            ready(f"http://{self.environment.bind}/")
            self.watch()
        except KeyboardInterrupt:
            self.say("正在停止")
        except OSError as error:
            where = error.filename or self.environment.data
            raise CannotStart(f"不能写入「{where}」：{reason(error)}。") from None
        finally:
            for one in SIGNALS:  # whoever is impatient must not leave half of it running
                signal.signal(one, signal.SIG_IGN)
            self.stop()

    def start_database(self) -> None:
        """启动数据库: ours, or a look at the ordinary one that is named."""
        if not self.environment.is_embedded:
            from huiqi.config.ordinary import check

            self.say("检查数据库")
            check(self.environment)
            return
        self.say("启动数据库")
        asked = self.environment.data / "postgres"
        self.database = Embedded.at(asked)
        if self.database.folder != asked:
            self.say(f"数据放在 {self.database.folder}：运行数据库的账户进不了 {asked}")
        # Noted before, so that an interrupted start is stopped as well.
        self._started_database = not self.database.is_ready()
        self.database.start()

    def prepare(self) -> None:
        """就绪: tables, rights and static files, and the people of the demonstration."""
        self.prepare_tables()
        from importlib.util import find_spec

        if self.environment.demo and find_spec("huiqi.demo.management"):
            self.manage("demo")

    def prepare_tables(self) -> None:
        """更新结构: tables, rights and static files, as the owner of the tables."""
        self.manage("prepare")

    def manage(self, *words: str) -> None:
        """管理命令: as the owner of the tables, its steps told; CannotStart in its last words."""
        log = self.environment.data / "log" / f"{words[0]}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as errors:
            process = subprocess.Popen(  # nosec B603 -- our own words
                self.release.words("django", *words),
                env={**self.release.variables, "HUIQI_AS_OWNER": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
            try:
                assert process.stdout
                for line in process.stdout:
                    self.say(line.decode("utf-8", "replace").strip())
                code = process.wait()
            except KeyboardInterrupt:
                process.terminate()
                process.wait()
                raise
        if code:
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            last = said[-1].removeprefix("CommandError: ") if said else f"退出码 {code}"
            raise CannotStart(f"没有准备好：{last}（全文在 {log}）")

    def tell_scanner(self) -> None:
        """说明查杀: whether anybody looks at what is uploaded; a lack of it never goes unsaid."""
        scanner = self.environment.scanner
        if scanner is None:
            self.say(f"注意：{NOBODY_LOOKS}")
        elif problem := problem_of(scanner):
            self.say(f"注意：查杀现在不可用，上传的文件留在隔离区等候。{problem}")
        else:
            self.say(f"查杀：{scanner.name}")

    def start_children(self) -> None:
        """启动网页与任务: each with a log of its own."""
        assert self.pages
        (self.environment.data / "log").mkdir(parents=True, exist_ok=True)
        _listen(self.pages.listening, *self.environment.address)
        self.pages.start()
        self.jobs = self._jobs(self.release)
        self.jobs.start()
        _answers(self.environment.bind, self.pages)
        self.sign = Sign.put_up(self.environment.data)

    def _jobs(self, release: Release) -> Child:
        words = release.words("django", "procrastinate", "worker")
        return Child("后台任务", words, release.variables, self.environment.data / "log/jobs.log")

    def watch(self) -> None:
        """看护: whatever ends or falls silent is started again, the database too."""
        assert self.pages
        assert self.jobs
        pulse = Pulse(self.environment.bind, self.pages.are_at_work)
        healer = Healer(self.database, self.say) if self.database else None
        while True:
            time.sleep(PAUSE)
            if pulse.is_lost():
                self.say("网页没有应答，正在重新启动")
                self.pages.kill()
            self.pages.revive()
            self.jobs.revive()
            if healer:
                # Another city may have stopped it or started it again: whose it is now is kept.
                self._started_database |= healer.heal()
            self._upgrade()

    def _upgrade(self) -> None:
        """What ``huiqi upgrade`` asks for: a new set of pages beside the old, then new jobs."""
        assert self.pages
        assert self.jobs
        assert self.sign
        if asked := self.sign.take():
            self.say("正在换上新版")
            self.pages.replace(asked)
        has_changed = self.pages.settle()
        if has_changed is None:
            return
        if has_changed:
            self.release = self.pages.release
            self.jobs.stop()
            self.jobs = self._jobs(self.release)
            self.jobs.start()
        self.say("新版已在运行" if has_changed else "新版没有启动，仍由原来的版本应答")
        self.sign.answer(is_done=has_changed)

    def stop(self) -> None:
        """停止: pages and jobs first, then the database if it was ours to start."""
        if self.sign:
            self.sign.take_down()
        if self.jobs:
            self.jobs.ask_to_stop()
        if self.pages:
            self.pages.stop()
        if self.jobs:
            self.jobs.stop()
        if self.database and self._started_database:
            self.database.stop()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _bound(host: str, port: int) -> socket.socket:
    """The socket of the pages; that it cannot be had is told before anything is started."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise _not_to_be_had(error, host, port) from None
    return taken


def _listen(bound: socket.socket, host: str, port: int) -> None:
    try:
        bound.listen(BACKLOG)
    except OSError as error:  # another city was bound to it at the same time and came first
        raise _not_to_be_had(error, host, port) from None
    bound.setblocking(False)


def _not_to_be_had(error: OSError, host: str, port: int) -> CannotStart:
    return CannotStart(
        f"{host}:{port} 不能使用：{_why_not(error, port)}。"
        "请换一个端口，例如 HUIQI_BIND=127.0.0.1:8001 make start"
    )


def _why_not(error: OSError, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "端口已被占用，可能已有一个惠企在运行，停掉它也可以"
        case errno.EACCES:
            return f"只有 root 可以使用 {port} 这样的小端口"
        case errno.EADDRNOTAVAIL:
            return "本机没有这个地址"
    return str(error.strerror or error)


def _answers(bind: str, pages: Pages) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        pages.revive()
        if all(page.listen() for page in pages.now) and answers(bind, seconds=5):
            return
        time.sleep(0.1)
    raise CannotStart(f"网页没有启动，原因见 {pages.log}。")


__all__ = ["CannotStart", "City", "NoDatabase"]
