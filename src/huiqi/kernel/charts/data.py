"""图表的数据: values with names, and the scale on which they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from django.utils.translation import gettext as _

Number = int | Fraction
Tone = Literal["azu", "mal", "och", "dai", "ink"]
Shown = Callable[[Number], str]

GRID_LINES: Final = 3


@dataclass(frozen=True)
class Bar:
    """条: one value with its name; None is not known. ``accent``: what the title claims."""

    label: str
    value: Number | None
    note: str = ""
    accent: bool = False


@dataclass(frozen=True)
class Line:
    """线: one value for each period, in their order; None where it is not known."""

    name: str
    values: tuple[Number | None, ...]
    tone: Tone = "ink"

    @property
    def known(self) -> list[tuple[int, Number]]:
        """已知的值: with the places they stand at."""
        return [(at, value) for at, value in enumerate(self.values) if value is not None]


def grouped(value: Number) -> str:
    """千分位: 12,345 or 12.5; a fraction is rounded to one place for the eye."""
    if isinstance(value, int) or value.denominator == 1:
        return f"{int(value):,}"
    return f"{float(round(value, 1)):,.1f}"


def told(value: Number | None, shown: Shown) -> str:
    """写法: of a value that may not be known."""
    return _("不详") if value is None else shown(value)


@dataclass(frozen=True)
class Scale:
    """刻度: from ``low`` to ``high`` (both included), laid over ``size`` units of a drawing."""

    low: Number
    high: Number
    size: int

    def at(self, value: Number) -> int:
        """位置: of a value on the scale, rounded to a whole unit, never outside the drawing."""
        part = Fraction(value - self.low) / Fraction(self.high - self.low)
        return min(self.size, max(0, round(part * self.size)))


def from_zero(values: Iterable[Number | None], size: int) -> Scale:
    """含零的刻度: for bars and columns, whose length speaks."""
    known = [value for value in values if value is not None]
    low, high = min([0, *known]), max([0, *known])
    return Scale(low, high if high > low else low + 1, size)


def rounded(values: Iterable[Number | None], size: int) -> tuple[Scale, list[Fraction]]:
    """整刻度: for lines: round ends around the values, and at most three ticks, ends included."""
    known = [Fraction(value) for value in values if value is not None] or [Fraction(0)]
    low, high = min(known), max(known)
    step = _step(high - low or abs(high) or Fraction(1))
    first = low // step * step
    while first + step * (GRID_LINES - 1) < high:
        step = _next(step)
        first = low // step * step
    ticks = [first + step * one for one in range(GRID_LINES)]
    return Scale(ticks[0], ticks[-1], size), ticks


def _step(span: Fraction) -> Fraction:
    """The largest of 1, 2, 5 times a power of ten that is no more than half the span."""
    step = Fraction(1)
    while step > span / 2:
        step = step / 10
    while _next(step) <= span / 2:
        step = _next(step)
    return step


def _next(step: Fraction) -> Fraction:
    """1, 2, 5, 10, 20 …"""
    leading = step
    while leading >= 10:
        leading /= 10
    while leading < 1:
        leading *= 10
    return step * Fraction(5, 2) if leading == 2 else step * 2
