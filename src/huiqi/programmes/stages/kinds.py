"""环节种类的登记: what each kind does besides the clock when it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from huiqi.programmes.models import StageRun

Opener = Callable[[StageRun, datetime], None]
_OPENERS: Final[dict[str, Opener]] = {}


def opens(kind: str, opener: Opener) -> None:
    """登记: called with a stage that has just opened, in its transaction. ValueError if taken."""
    if kind in _OPENERS:
        raise ValueError(f"环节 {kind} 已经登记过")
    _OPENERS[kind] = opener


def opened(run: StageRun, now: datetime) -> None:
    """已开始: tells the kind; nothing for one that does nothing more."""
    opener = _OPENERS.get(run.kind)
    if opener is not None:
        opener(run, now)
