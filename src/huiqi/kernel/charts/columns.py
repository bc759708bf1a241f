"""柱形图: how many fall into each class; those of which it is not known stand apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiqi.kernel.charts.data import Bar, Scale, Shown, from_zero, grouped, told
from huiqi.kernel.charts.lines import BOXES, Box


def columns(classes: Sequence[Bar], unknown: int = 0, shown: Shown = grouped) -> SafeString:
    """分布: one column for each class, in their order, and a hatched one for ``unknown``.

    A count that is None is not drawn and told as not known. ValueError for one below zero.
    """
    if unknown < 0 or any(one.value is not None and one.value < 0 for one in classes):
        raise ValueError("分布的各项不能小于零")
    if not classes:
        return format_html('<p class="chart-empty">{}</p>', _("还没有数据"))
    every = [*classes, *([Bar(_("不详"), unknown)] if unknown else [])]
    drawn = ((_drawing(box, every, bool(unknown), shown),) for box in BOXES)
    return format_html_join("", "{}", drawn)


def _drawing(box: Box, every: Sequence[Bar], has_unknown: bool, shown: Shown) -> SafeString:
    room = Box(box.wide, box.high, box.css, left=8, right=8, top=22)
    scale = from_zero([one.value for one in every], room.inner[1])
    return format_html(
        '<svg class="chart lines {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        box.css,
        box.wide,
        box.high,
        "；".join(f"{one.label} {told(one.value, shown)}" for one in every),
        format_html_join(
            "",
            "{}",
            (
                (_column(room, scale, every, at, has_unknown and at == len(every) - 1, shown),)
                for at in range(len(every))
            ),
        ),
    )


def _column(
    box: Box, scale: Scale, every: Sequence[Bar], at: int, hatched: bool, shown: Shown
) -> SafeString:
    one = every[at]
    slot = box.inner[0] // len(every)
    x, floor = box.left + slot * at, box.top + box.inner[1]
    tall = 0 if one.value is None else scale.at(one.value)
    # Where columns are too narrow for words, every other one, or every third, is named.
    named = at % max(1, -(-56 // max(slot, 1))) == 0
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>{}',
        "unknown" if hatched else "f-mal" if one.accent else "f-ink",
        x + 2,
        floor - tall,
        max(slot - 4, 1),
        tall,
        _words(box, one, x + slot // 2, floor - tall, shown) if named else "",
    )


def _words(box: Box, one: Bar, middle: int, top: int, shown: Shown) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="ax" x="{}" y="{}" text-anchor="middle">{}</text>',
        middle,
        top - 6,
        told(one.value, shown),
        middle,
        box.high - 6,
        one.label,
    )
