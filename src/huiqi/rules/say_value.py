"""显示事实: an inner value as people and files write it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from huiqi.rules.fields import Fact, scale


def outer(fact: Fact, inner: object) -> object:
    """外部值: yuan, fractions and ISO dates for files and JSON; whole numbers as int."""
    if fact.kind == "date" and isinstance(inner, int):
        return date.fromordinal(inner).isoformat()
    if isinstance(inner, bool) or not isinstance(inner, int):
        return inner
    whole, rest = divmod(inner, scale(fact))
    return whole if not rest else (Decimal(inner) / scale(fact)).normalize()


def bound(fact: Fact, inner: int) -> str:
    """界限: a bound with its unit."""
    return f"{outer(fact, inner)}{fact.unit}"
