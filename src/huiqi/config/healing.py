"""救护: the database of a running city is started again, as often as it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from huiqi.config.binaries import NoDatabase
from huiqi.config.postgres import Embedded

AGAIN: Final = 3.0  # seconds after an attempt that failed


@dataclass
class Healer:
    """救护者: of the embedded database; what it does goes to ``say``.

    A city that runs does not end because its database cannot be started: a full disk is
    cleared, a folder comes back, and whoever is asked meanwhile answers that it is away.
    """

    database: Embedded
    say: Callable[[str], None]
    again: float = AGAIN
    _next: float = 0.0
    _told: str | None = None

    def heal(self) -> bool:
        """恢复: True when it was away and this process started it.

        One attempt; the next not before ``again`` seconds. Why it failed is said once, until the
        reason changes.
        """
        if self.database.is_listening() or time.monotonic() < self._next:
            return False
        if self._told is None:
            self._tell("数据库中断，正在恢复")
        try:
            is_ours = self.database.start()
        except NoDatabase as error:
            self._next = time.monotonic() + self.again
            reason = str(error).partition("\n")[0]
            self._tell(f"{reason} 还会再试，直到恢复")
            return False
        self.say("数据库已恢复")
        self._told = None
        return is_ours

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            self.say(sentence)
        self._told = sentence
