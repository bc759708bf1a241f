"""远山: ridges computed once, azurite crests over malachite slopes; never under text."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe

WIDTH: Final = 1600
HEIGHT: Final = 320
SUN_X: Final = 742

Point = tuple[float, float]


class Ridge(NamedTuple):
    """山脊: its foot and height (pixels), how many peaks, and how it is coloured."""

    colour: str
    base: float
    height: float
    seed: int
    peaks: int
    css: str


RIDGES: Final = (
    Ridge("a", HEIGHT * 0.66, 150, 3, 4, "far"),
    Ridge("b", HEIGHT * 0.76, 120, 17, 5, "mid"),
    Ridge("a", HEIGHT * 0.90, 100, 8, 7, "near"),
    Ridge("b", HEIGHT * 0.97, 70, 25, 8, "front"),
)


def _line(ridge: Ridge, scale: float = 1.0, drop: float = 0.0) -> list[Point]:
    chance = random.Random(ridge.seed)  # nosec B311 -- a landscape, no secret
    peaks = [
        (
            chance.uniform(0.45, 1) * ridge.height,
            (number + chance.uniform(0.2, 0.8)) / ridge.peaks * WIDTH,
            chance.uniform(0.42, 0.95) * WIDTH / ridge.peaks,
            chance.uniform(0.7, 1.4),
        )
        for number in range(ridge.peaks)
    ]
    raw: list[Point] = []
    for x in range(-10, WIDTH + 11, 10):
        y = max(_rise(x, peak) for peak in peaks)
        y += math.sin(x / 71 + ridge.seed) * ridge.height * 0.03
        y += math.sin(x / 29 + ridge.seed * 2) * ridge.height * 0.014
        raw.append((x, ridge.base + drop - y * scale))
    return list(_smooth(raw))


def _rise(x: float, peak: tuple[float, float, float, float]) -> float:
    """A pointed crest with a long foot."""
    height, centre, spread, skew = peak
    away = (x - centre) / (spread * (skew if x > centre else 2 - skew))
    return height * math.exp(-(abs(away) ** 1.12) * 1.15)


def _smooth(points: list[Point]) -> Iterator[Point]:
    yield points[0]
    for (before, here), (_, after) in zip(pairwise(points), pairwise(points[1:]), strict=False):
        yield here[0], (before[1] + 2 * here[1] + after[1]) / 4
    yield points[-1]


def _path(points: list[Point]) -> str:
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _gradient(name: str, top: str, foot: str) -> str:
    return (
        f'<linearGradient id="g{name}" x1="0" y1="0" x2="0" y2="1">'
        f'<stop class="{top}" offset="0" stop-opacity=".95"/>'
        f'<stop class="{foot}" offset=".42" stop-opacity=".42"/>'
        f'<stop class="{foot}" offset=".95" stop-opacity="0"/></linearGradient>'
    )


@cache
def hills() -> SafeString:
    """远山: an inline SVG, decoration only."""
    sun_y = min(_line(RIDGES[0]), key=lambda point: abs(point[0] - SUN_X))[1] - 7
    frame = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMax slice"'
    parts = [
        f'<svg class="hills" {frame} aria-hidden="true" focusable="false"><defs>',
        _gradient("a", "h3", "h2"),
        _gradient("b", "h1", "h2"),
        f'</defs><circle class="sun" cx="{SUN_X}" cy="{sun_y:.0f}" r="15"/>',
    ]
    for ridge in RIDGES:
        outline = f"{_path(_line(ridge))} L{WIDTH + 10} {HEIGHT} L-10 {HEIGHT}Z"
        parts.append(f'<g class="{ridge.css}"><path fill="url(#g{ridge.colour})" d="{outline}"/>')
        parts += [
            f'<path class="cun" opacity="{0.30 - 0.07 * times:.2f}" '
            f'd="{_path(_line(ridge, 1 - 0.15 * times, 5 * times))}"/>'
            for times in range(1, 4)
        ]
        parts.append("</g>")
    parts.append("</svg>")
    return mark_safe("".join(parts))  # nosec B308, B703 -- numbers of our own
