"""提醒: what somebody should know before a concern is handed in; nothing is refused here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CautionKind = Literal["emergency", "secret", "abuse", "ground", "strange"]


@dataclass(frozen=True, slots=True)
class Span:
    """位置: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Caution:
    """提醒: a sentence in Chinese; ``ground`` is 1–7 where one of the lawful grounds may apply.

    ``code`` names what was found («identity», «litigation»); ``spans`` tell where: what a
    «secret» marks is offered to be removed.
    """

    kind: CautionKind
    code: str
    sentence: str
    spans: tuple[Span, ...] = ()
    ground: int = 0


def warnings(text: str) -> tuple[Caution, ...]:
    """提醒: everything to say about a text, gravest first, in bounded time."""
    raise NotImplementedError
