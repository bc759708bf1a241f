"""脉搏: whether the pages answer at all; a server that lives and says nothing is started anew.

In a rush our own question waits behind hundreds of others. Pages that answer those are alive: to
end them would throw away what they are doing, and bring everybody back at once.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

EVERY: Final = 2.0  # seconds between two questions
PATIENCE: Final = 3.0  # seconds for one answer
SILENCE: Final = 12.0  # seconds without any answer: nobody is there


def answers(bind: str, seconds: float = PATIENCE) -> bool:
    """是否应答: an answer of any kind counts, also that the database is away."""
    try:
        urllib.request.urlopen(f"http://{bind}/healthz", timeout=seconds).close()  # nosec B310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@dataclass
class Pulse:
    """脉搏: of the pages at ``bind``; ``at_work`` says whether they answered anybody else."""

    bind: str
    at_work: Callable[[], bool]
    _next: float = 0.0
    _silent_since: float | None = None

    def is_lost(self) -> bool:
        """是否已停: True once they have been silent for too long; then it is felt afresh."""
        now = time.monotonic()
        if now < self._next:
            return False
        heard = self.at_work()
        heard = answers(self.bind) or heard or self.at_work()
        now = time.monotonic()
        self._next = now + EVERY
        if heard:
            self._silent_since = None
            return False
        if self._silent_since is None:
            self._silent_since = now
        if now - self._silent_since < SILENCE:
            return False
        self._silent_since = None
        return True
