"""子进程: what the city keeps alive, each with a log of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

GRACE: Final = 10.0  # seconds for a process to end by itself
TIMES: Final = 5  # so many ends …
WITHIN: Final = 20.0  # … within as many seconds: it will not run


class CannotStart(RuntimeError):
    """不能启动: the message says why and what to do."""


@dataclass
class Child:
    """子进程: one process that is started again when it ends by itself."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    handed: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self) -> None:
        """启动: its output goes to the log; a group of its own, so that Ctrl-C is ours."""
        self._run(self.words, self.handed)

    def _run(self, words: tuple[str, ...], handed: tuple[int, ...]) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # nosec B603 -- our own words
                words,
                pass_fds=handed,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def revive(self) -> None:
        """复活: when it has ended; CannotStart when it ends again and again."""
        if self.process is None or not self.has_ended:
            return
        self._signal(signal.SIGKILL)  # what it left behind would hold its port
        now = time.monotonic()
        self.ends = [end for end in self.ends if now - end < WITHIN] + [now]
        if len(self.ends) >= TIMES:
            raise CannotStart(f"{self.name}反复退出，原因见 {self.log}。")
        self.start()

    @property
    def has_ended(self) -> bool:
        """是否已退出: also when it was never started."""
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """强行结束: with all that it started; ``revive`` starts it again."""
        if self.process:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def ask_to_stop(self) -> None:
        """请求停止: without waiting, so that all may end at the same time."""
        if not self.has_ended:
            self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """停止: asked first, killed when it does not listen, with all that it started."""
        if self.process is None:
            return
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, sent: signal.Signals) -> None:
        assert self.process
        with suppress(ProcessLookupError):  # the whole group has ended
            os.killpg(self.process.pid, sent)
