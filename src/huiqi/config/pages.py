"""网页组: the processes that answer pages, and how one set takes over from another.

They share one listening socket, which the city opens before the first of them and closes after
the last: nobody is turned away while a process dies, comes back or gives way to a newer one.
"""

from __future__ import annotations

import os
import shutil
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from huiqi.config.children import Child
from huiqi.config.release import Release

COUNT: Final = 2  # processes
STARTS: Final = 60.0  # seconds until a process must have answered for the first time
MOST: Final = 1 << 16  # bytes that a pipe holds
LONGEST: Final = 60.0  # seconds for a page that was begun before its process is ended


@dataclass
class Page(Child):
    """网页进程: one that says when it answers, and each time that it has."""

    listening: int = -1
    is_ready: bool = False
    _told: int | None = None
    _began: float = 0.0

    def start(self) -> None:
        """启动: with the socket, and a pipe on which it says that it is ready."""
        self._forget()
        self._told, tells = os.pipe()
        os.set_blocking(self._told, False)
        self.is_ready, self._began = False, time.monotonic()
        try:
            self._run(
                (*self.words, str(self.listening), str(tells)),
                (self.listening, tells),
            )
        finally:
            os.close(tells)

    def listen(self) -> bool:
        """听取: whether it has said that it answers."""
        self.has_answered()
        return self.is_ready

    def has_answered(self) -> bool:
        """是否应答过: anybody, since this was asked last."""
        if self._told is None:
            return False
        try:
            heard = bool(os.read(self._told, MOST))
        except BlockingIOError:
            return False
        self.is_ready |= heard
        return heard

    @property
    def is_starting(self) -> bool:
        """是否正在启动: it has not answered yet and need not have."""
        return not self.is_ready and time.monotonic() - self._began < STARTS

    def kill(self) -> None:
        """强行结束: and nothing is heard of it any more."""
        super().kill()
        self._forget()

    def stop(self) -> None:
        """停止: and nothing is heard of it any more."""
        super().stop()
        self._forget()

    def _forget(self) -> None:
        if self._told is not None:
            os.close(self._told)
            self._told = None


@dataclass
class Pages:
    """网页组: those that answer, those to come, and those that finish what they began."""

    listening: socket.socket
    log: Path
    counts: Path
    release: Release
    now: list[Page] = field(default_factory=list)
    coming: list[Page] = field(default_factory=list)
    leaving: list[tuple[float, Page]] = field(default_factory=list)
    _next: Release | None = None

    def start(self) -> None:
        """启动: the first set; what processes of another day counted is not theirs."""
        shutil.rmtree(self.counts, ignore_errors=True)
        self.counts.mkdir(parents=True)
        self.now = self._set(self.release)

    def replace(self, release: Release) -> None:
        """接替: begins a set of another release beside the one that answers."""
        self._end(self.coming)
        self._next, self.coming = release, self._set(release)

    def settle(self) -> bool | None:
        """安顿: True once the new set has taken over, False when it could not, else None.

        Also ends, and at last kills, those that were asked to leave.
        """
        self._see_off()
        if not self.coming:
            return None
        ready = [page.listen() for page in self.coming]
        if any(page.has_ended for page in self.coming):
            self._end(self.coming)
            self.coming = []
            return False
        if not all(ready):
            return None
        assert self._next
        for page in self.now:
            page.ask_to_stop()
            self.leaving.append((time.monotonic() + LONGEST, page))
        self.release, self.now, self.coming = self._next, self.coming, []
        return True

    def revive(self) -> None:
        """复活: whichever has ended by itself; CannotStart when it ends again and again."""
        for page in self.now:
            page.revive()

    def are_at_work(self) -> bool:
        """是否在应答: one has answered since this was asked last, or is about to begin."""
        answered = [page.has_answered() for page in self.now]  # all of them are listened to
        return any(answered) or any(page.is_starting for page in self.now)

    def kill(self) -> None:
        """强行结束: all that answer; ``revive`` starts them again."""
        for page in self.now:
            page.kill()

    def stop(self) -> None:
        """停止: all of them, then the socket."""
        every = [*self.now, *self.coming, *(page for _, page in self.leaving)]
        self._end(every)
        self.listening.close()

    def _set(self, release: Release) -> list[Page]:
        words = release.words("huiqi.config.serve")
        variables = {**release.variables, "PROMETHEUS_MULTIPROC_DIR": str(self.counts)}
        found = [
            Page("网页", words, variables, self.log, listening=self.listening.fileno())
            for _ in range(COUNT)
        ]
        for page in found:
            page.start()
        return found

    def _end(self, pages: list[Page]) -> None:
        for page in pages:
            page.ask_to_stop()
        for page in pages:
            page.stop()

    def _see_off(self) -> None:
        for until, page in self.leaving:
            if page.has_ended or time.monotonic() > until:
                page.kill()
        self.leaving = [(until, page) for until, page in self.leaving if not page.has_ended]
