"""待签: what one person drew up waits for another, and whoever has to sign is told of it.

One mechanism for every paper that two people sign. The apps that have such papers say that one
waits, and that it waits no longer; whoever keeps to-dos listens. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import models

from huiqi.kernel.models import MoveLog
from huiqi.kernel.sayings import Kept

DAYS: Final = 5  # working days for a second signature; ours, no instrument says so


class Ending(StrEnum):
    """待签的了结: how a paper stopped waiting."""

    SIGNED = "signed"  # done, whatever was decided
    DROPPED = "dropped"  # sent back, taken back, withdrawn: nobody has to sign this any more


@dataclass(frozen=True)
class Waiting:
    """待签的一件: of which organization somebody (in ``role``, empty: any) has to sign ``about``.

    ``key`` tells this round of it from every other. ``barred`` are people who cannot, for they
    drew it up, made it or signed it before; they are not asked. ``days`` None: no deadline.
    """

    key: str
    about: models.Model
    organization_id: int
    text: Kept
    url: str
    verb: Kept
    role: str = ""
    note: Kept = ""
    barred: tuple[int | None, ...] = ()
    days: int | None = DAYS


Opener = Callable[[Waiting, datetime], None]
Closer = Callable[[str, Ending, datetime], None]
_LISTENERS: Final[list[tuple[Opener, Closer]]] = []


def listens(opener: Opener, closer: Closer) -> None:
    """登记收听: in the transaction of whoever says so. ValueError when somebody listens already."""
    if _LISTENERS:
        raise ValueError("待签已经有人收听")
    _LISTENERS.append((opener, closer))


def waits(waiting: Waiting, now: datetime) -> None:
    """待签: the same key once again changes nothing."""
    for opener, _closer in _LISTENERS:
        opener(waiting, now)


def waits_no_longer(key: str, now: datetime, ending: Ending = Ending.SIGNED) -> None:
    """不再待签: signed, sent back or withdrawn; nothing when it never waited."""
    for _opener, closer in _LISTENERS:
        closer(key, ending, now)


def round_of(obj: models.Model, move: str = "submit") -> int:
    """第几轮: how often it was handed in, for what was sent back and handed in is asked anew."""
    found = MoveLog.objects.filter(kind=obj._meta.label, object_id=obj.pk, move=move)
    return found.count()
