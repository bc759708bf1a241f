"""推演的图: where the money and the firms differ, by district, industry and size, and by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiqi.kernel.charts import Bar, Number, bars, figure, grouped
from huiqi.kernel.pieces import zh
from huiqi.rules.simulate import AFTER, BEFORE, Simulated
from huiqi.rules.sweep.block import Tally
from huiqi.sandbox.saying import DIMENSIONS, group_name

MOST_BARS: Final = 12  # of the groups that differ most; the table has all


@dataclass(frozen=True)
class Split:
    """分布: one group of a dimension: how many firms it has, and both sides' tallies."""

    dimension: str
    name: str
    firms: int
    before: Tally
    after: Tally

    @property
    def rise(self) -> int:
        """费用的变化: of what is surely payable, in 分."""
        return self.after.sure - self.before.sure


def splits_of(found: Simulated, dimension: str) -> list[Split]:
    """分布: of the groups that have any firm, in the order of their codes, what is unknown last."""
    before, after = (found.sides[side].groups for side in (BEFORE, AFTER))
    sizes = list(group_order(found, dimension))
    return [
        Split(
            dimension,
            name,
            found.firms[dimension, name],
            before.get((dimension, name), Tally()),
            after.get((dimension, name), Tally()),
        )
        for name in sizes
    ]


def group_order(found: Simulated, dimension: str) -> Iterator[str]:
    """分组的次序: sizes from large to micro, all else by code; unknown ones last."""
    ranked = ("large", "medium", "small", "micro", "unknown", "not_covered")
    names = [name for of, name in found.firms if of == dimension]
    last = len(ranked)
    if dimension == "size":
        order = {name: place for place, name in enumerate(ranked)}
        yield from sorted(names, key=lambda one: order.get(one, last))
    else:
        yield from sorted(names, key=lambda one: (one in ranked, one))


def figures(found: Simulated) -> list[SafeString]:
    """分布图: one for each dimension, with its numbers as a table."""
    pays = any(side.tally.sure for side in found.sides.values())
    return [_figure(splits_of(found, dimension), dimension, pays) for dimension in DIMENSIONS]


def _figure(splits: Sequence[Split], dimension: str, pays: bool) -> SafeString:
    told = [(one, _value(one, pays)) for one in splits]
    moved = sorted((one for one in told if one[1]), key=lambda one: -abs(one[1]))[:MOST_BARS]
    drawn = [
        Bar(zh(group_name(dimension, one.name)), value, _note(one), accent=not at)
        for at, (one, value) in enumerate(moved)
    ]
    return figure(
        bars(drawn, signed) if drawn else SafeString(""),
        title=_title(dimension, moved, pays),
        measure=_measure(pays),
        head=(
            str(DIMENSIONS[dimension]),
            *(_("名册户数"), _("符合，改前"), _("符合，改后"), _("可能符合，改前")),
            *(_("可能符合，改后"), _("费用，改前（元）"), _("费用，改后（元）"), _("差（元）")),
        ),
        rows=[_row(dimension, one) for one in splits],
    )


def _value(one: Split, pays: bool) -> int:
    return one.rise // 100 if pays else one.after.yes - one.before.yes


def _note(one: Split) -> str:
    return _("%(before)s → %(after)s 户符合") % {
        "before": grouped(one.before.yes),
        "after": grouped(one.after.yes),
    }


def _title(dimension: str, moved: Sequence[tuple[Split, int]], pays: bool) -> str:
    words = {"of": str(DIMENSIONS[dimension])}
    if not moved:
        return _("%(of)s都没有变化") % words
    one, value = moved[0]
    unit = _("元") if pays else _("户")
    words |= {"name": group_name(dimension, one.name), "much": f"{signed(value)} {unit}"}
    return _("%(of)s里，变化最大的是%(name)s：%(much)s") % words


def _measure(pays: bool) -> str:
    if pays:
        return _("改后减改前，已能确定的一年费用，元")
    return _("改后减改前，确定符合的企业，户")


def _row(dimension: str, one: Split) -> tuple[str, ...]:
    counts = (one.firms, one.before.yes, one.after.yes, one.before.unknown, one.after.unknown)
    money = (one.before.sure // 100, one.after.sure // 100)
    told = [grouped(n) for n in (*counts, *money)]
    return (zh(group_name(dimension, one.name)), *told, signed(one.rise // 100))


def signed(value: Number) -> str:
    """带符号: +1,234 or −1,234; zero has none."""
    if not value:
        return "0"
    return f"+{grouped(value)}" if value > 0 else f"−{grouped(-value)}"
