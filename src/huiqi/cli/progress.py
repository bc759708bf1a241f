"""进度: how far a long command is, on standard error."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Final

EVERY: Final = 1.0  # seconds between two lines of progress


class Progress:
    """进度: on standard error, at most one line a second and the last one of each step."""

    def __init__(self) -> None:
        self._last, self._what = 0.0, ""

    def told(self, what: str, done: int, of: int) -> None:
        """已做到哪里: ``done`` of ``of``; every new step is told at once."""
        now = monotonic()
        if what == self._what and done < of and now - self._last < EVERY:
            return
        self._last, self._what = now, what
        amount = f" {done:,} / {of:,} 户" if of > 1 else ""
        sys.stderr.write(f"==> {what}{amount}\n")
        sys.stderr.flush()
