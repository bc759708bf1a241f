"""条形图: what is compared by length; the words stay text, so that they wrap and can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiqi.kernel.charts.data import Bar, Number, Scale, Shown, from_zero, grouped, told

WIDE, HIGH = 1000, 24
# The parts of a whole are told apart by shade; more than these share the last one.
SHADES: Final = 5


def bars(items: Sequence[Bar], shown: Shown = grouped) -> SafeString:
    """条形图: one bar below the other, from zero; also a funnel, with its losses as notes.

    An unknown value gets a dashed frame instead of a bar. Below zero they go to the left.
    """
    if not items:
        return _nothing()
    scale = from_zero([item.value for item in items], WIDE)
    rows = ((_row(item, scale, shown),) for item in items)
    return format_html('<ul class="bars">{}</ul>', format_html_join("", "{}", rows))


def _row(item: Bar, scale: Scale, shown: Shown) -> SafeString:
    return format_html(
        '<li{}><span class="bars__k">{}</span><b class="bars__v">{}</b>'
        '<svg class="chart bars__b" viewBox="0 0 {} {}" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg><span class="bars__w">{}</span></li>',
        format_html(' data-k="{}"', 1) if item.accent else "",
        item.label,
        told(item.value, shown),
        WIDE,
        HIGH,
        _bar(item.value, scale),
        item.note,
    )


def _bar(value: Number | None, scale: Scale) -> SafeString:
    if value is None:
        return format_html('<rect class="unknown" width="{}" height="{}"/>', WIDE, HIGH)
    start, end = sorted((scale.at(0), scale.at(value)))
    return format_html('<rect x="{}" width="{}" height="{}"/>', start, end - start, HIGH)


def stacked(items: Sequence[Bar], shown: Shown = grouped) -> SafeString:
    """堆叠条: the parts of one whole, none below zero; what is not known is left out of the
    whole and told in the key.

    ValueError for a part below zero.
    """
    known = [item for item in items if item.value]
    if any(item.value is not None and item.value < 0 for item in items):
        raise ValueError("堆叠条的各部分不能小于零")
    if not items:
        return _nothing()
    key = format_html_join(
        "",
        '<li><i class="shade shade--{}"></i>{} <b>{}</b></li>',
        (
            (_shade(known, item) if item.value else "none", item.label, told(item.value, shown))
            for item in items
        ),
    )
    return format_html(
        '<svg class="chart stack__b" viewBox="0 0 {} {}" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg><ul class="stack__k">{}</ul>',
        WIDE,
        HIGH,
        format_html_join(
            "", '<rect class="shade--{}" x="{}" width="{}" height="24"/>', _parts(known)
        ),
        key,
    )


def _parts(known: Sequence[Bar]) -> list[tuple[int, int, int]]:
    """Shade, start and width; the ends are rounded, not the widths, so that nothing is left."""
    whole = sum(item.value or 0 for item in known)
    scale = Scale(0, whole or 1, WIDE)
    found: list[tuple[int, int, int]] = []
    before: Number = 0
    for item in known:
        after = before + (item.value or 0)
        found.append((_shade(known, item), scale.at(before), scale.at(after) - scale.at(before)))
        before = after
    return found


def _shade(known: Sequence[Bar], item: Bar) -> int:
    return min(known.index(item) + 1, SHADES)


def _nothing() -> SafeString:
    return format_html('<p class="chart-empty">{}</p>', _("还没有数据"))
