"""建议: items for a text, best first, with the words that decided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """建议: ``score`` is between 0 and 1; ``words`` are those of the text that decided."""

    item: str
    department: str
    score: float
    words: tuple[str, ...]


def suggest(text: str, district: str = "") -> tuple[Suggestion, ...]:
    """建议: at most five items, best first; a text of which nothing is known has none."""
    raise NotImplementedError
