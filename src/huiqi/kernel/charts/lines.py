"""折线图: how values went over time; a period that is not known leaves a gap in the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiqi.kernel.charts.data import Line, Number, Scale, Shown, grouped, rounded

Point = tuple[int, int]
LABEL_HEIGHT: Final = 34  # two lines of text at the end of each line


@dataclass(frozen=True)
class Box:
    """画幅: the drawing and its margins, in units of the view box; ``css`` says when it shows."""

    wide: int
    high: int
    css: str
    left: int = 44
    right: int = 112
    top: int = 14
    bottom: int = 26

    @property
    def inner(self) -> tuple[int, int]:
        """内幅: width and height without the margins."""
        return self.wide - self.left - self.right, self.high - self.top - self.bottom


# Drawn once for a desk and once for a phone: text that shrinks with its picture is not read.
BOXES: Final = (Box(560, 250, "only-d"), Box(340, 230, "only-m", right=92))


def lines(
    series: Sequence[Line], periods: Sequence[str], unit: str = "", shown: Shown = grouped
) -> SafeString:
    """折线图: lines with their names at their ends, over the names of the periods.

    ValueError when a line has more or fewer values than there are periods.
    """
    if any(len(line.values) != len(periods) for line in series):
        raise ValueError("每条线的值要与期数相同")
    if not any(line.known for line in series):
        return format_html('<p class="chart-empty">{}</p>', _("还没有数据"))
    drawn = ((_drawing(box, series, periods, unit, shown),) for box in BOXES)
    return format_html_join("", "{}", drawn)


def _drawing(
    box: Box, series: Sequence[Line], periods: Sequence[str], unit: str, shown: Shown
) -> SafeString:
    values = [value for line in series for value in line.values]
    scale, ticks = rounded(values, box.inner[1])
    parts = [
        _grid(box, scale, ticks, shown),
        _periods(box, periods),
        format_html_join("", "{}", ((_line(box, scale, line),) for line in series)),
        _ends(box, scale, series, unit, shown),
    ]
    return format_html(
        '<svg class="chart lines {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        box.css,
        box.wide,
        box.high,
        _said(series, unit, shown),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _said(series: Sequence[Line], unit: str, shown: Shown) -> str:
    told = []
    for line in series:
        if not line.known:
            told.append(_("%(name)s 不详") % {"name": line.name})
            continue
        first, last = line.known[0][1], line.known[-1][1]
        words = {"name": line.name, "first": shown(first) + unit, "last": shown(last) + unit}
        told.append(_("%(name)s 由 %(first)s 到 %(last)s") % words)
    return "；".join(told)


def _grid(box: Box, scale: Scale, ticks: Sequence[Number], shown: Shown) -> SafeString:
    rows = ((box.left, _y(box, scale, one), box.wide - box.right, shown(one)) for one in ticks)
    return format_html_join(
        "",
        '<path class="grid" d="M{} {}H{}"/>'
        '<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>',
        ((x, y, end, x - 6, y + 4, word) for x, y, end, word in rows),
    )


def _periods(box: Box, periods: Sequence[str]) -> SafeString:
    room = box.inner[0] // 64
    every = max(1, -(-len(periods) // max(room, 1)))
    shown = [(at, name) for at, name in enumerate(periods) if at % every == 0]
    return format_html_join(
        "",
        '<text class="ax" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_x(box, at, len(periods)), box.high - 6, name) for at, name in shown),
    )


def _line(box: Box, scale: Scale, line: Line) -> SafeString:
    runs = list(_runs(box, scale, line))
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in run) for run in runs if len(run) > 1)
    alone = [run[0] for run in runs if len(run) == 1]
    dots = [*alone, *(run[-1] for run in runs[-1:] if len(run) > 1)]
    return format_html(
        '<path class="l s-{}" d="{}"/>{}',
        line.tone,
        path or "M0 0",
        format_html_join(
            "", '<circle class="f-{}" cx="{}" cy="{}" r="4"/>', ((line.tone, *dot) for dot in dots)
        ),
    )


def _runs(box: Box, scale: Scale, line: Line) -> Iterator[list[Point]]:
    """The stretches of a line between values that are not known."""
    run: list[Point] = []
    for at, value in enumerate(line.values):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((_x(box, at, len(line.values)), _y(box, scale, value)))
    if run:
        yield run


def _ends(box: Box, scale: Scale, series: Sequence[Line], unit: str, shown: Shown) -> SafeString:
    """The last value and the name of each line, pushed apart where they would cover each other."""
    known = sorted(
        (_y(box, scale, line.known[-1][1]), at) for at, line in enumerate(series) if line.known
    )
    places: list[tuple[int, int]] = []
    for y, at in known:
        places.append((max(y, places[-1][0] + LABEL_HEIGHT) if places else y, at))
    over = max(0, places[-1][0] + 18 - box.high) if places else 0
    x = box.wide - box.right + 9
    rows = (
        (x, y - over, shown(series[at].known[-1][1]) + unit, x, y - over + 16, series[at].name)
        for y, at in places
    )
    return format_html_join(
        "",
        '<text class="end" x="{}" y="{}"><tspan class="b">{}</tspan></text>'
        '<text class="ax" x="{}" y="{}">{}</text>',
        rows,
    )


def _x(box: Box, at: int, count: int) -> int:
    wide = box.inner[0]
    return box.left + (wide * at // (count - 1) if count > 1 else wide // 2)


def _y(box: Box, scale: Scale, value: Number) -> int:
    return box.top + box.inner[1] - scale.at(value)


def spark(line: Line) -> SafeString:
    """走势: a small line beside a figure, which says it in words; nothing for fewer than two."""
    if len(line.known) < 2:
        return format_html("{}", "")
    box = Box(220, 48, "", left=4, right=4, top=8, bottom=6)
    values = [value for _at, value in line.known]
    low, high = min(values), max(values)
    scale = Scale(low, high if high > low else low + 1, box.inner[1])
    runs = [run for run in _runs(box, scale, line) if len(run) > 1]
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in run) for run in runs)
    return format_html(
        '<svg class="chart spark s-{}" viewBox="0 0 220 48" preserveAspectRatio="none"'
        ' aria-hidden="true"><path class="l" d="{}" vector-effect="non-scaling-stroke"/></svg>',
        line.tone,
        path or "M0 0",
    )
