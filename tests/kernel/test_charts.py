"""图表: what is drawn is what the numbers say, and what is not known is never drawn as zero."""

import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.charts import Bar, Line, bars, columns, figure, grouped, lines, spark, stacked
from huiqi.kernel.charts.data import rounded

AMOUNTS = st.integers(-(10**12), 10**12)
MAYBE = st.none() | AMOUNTS
COUNTS = st.none() | st.integers(0, 10**9)
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


def tree(markup: str) -> ET.Element:
    """The markup as XML, which fails on anything that is not well-formed."""
    return ET.fromstring(f"<all>{markup}</all>")


def rects(markup: str) -> list[dict[str, str]]:
    return [dict(rect.attrib) for rect in tree(markup).iter("rect")]


@given(st.lists(st.tuples(NAMES, MAYBE), min_size=1, max_size=8))
def test_bars_stay_inside_their_drawing_and_start_at_zero(
    items: list[tuple[str, int | None]],
) -> None:
    drawn = rects(bars([Bar(name, value) for name, value in items]))
    known = [value for _name, value in items if value is not None]
    for (_name, value), rect in zip(items, drawn, strict=True):
        start, width = int(rect.get("x", "0")), int(rect["width"])
        assert 0 <= start <= start + width <= 1000
        if value is not None and value == max([0, *known]) > 0:
            assert start + width == 1000
        if value == 0:
            assert width == 0


def test_an_unknown_bar_is_a_dashed_frame_and_a_word_not_a_zero() -> None:
    drawn = bars([Bar("开始填", None), Bar("到账", 0)])
    assert [rect.get("class") for rect in rects(drawn)] == ["unknown", None]
    assert [b.text for b in tree(drawn).iter("b")] == ["不详", "0"]


def test_below_zero_a_bar_goes_to_the_left() -> None:
    first, second = rects(bars([Bar("收", 300), Bar("退", -100)]))
    assert (first["x"], first["width"]) == ("250", "750")
    assert (second["x"], second["width"]) == ("0", "250")


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_the_parts_of_a_stack_fill_the_whole_and_nothing_else(values: list[int | None]) -> None:
    drawn = rects(stacked([Bar(str(at), value) for at, value in enumerate(values)]))
    total = sum(value or 0 for value in values)
    assert sum(int(rect["width"]) for rect in drawn) == (1000 if total else 0)
    ends = [int(rect["x"]) + int(rect["width"]) for rect in drawn]
    assert [int(rect["x"]) for rect in drawn] == [0, *ends][: len(drawn)]


def test_two_parts_of_the_same_size_keep_their_own_shade() -> None:
    drawn = rects(stacked([Bar("已支付", 5), Bar("可用", 5)]))
    assert [rect["class"] for rect in drawn] == ["shade--1", "shade--2"]


def test_a_part_below_zero_is_no_part() -> None:
    with pytest.raises(ValueError, match="不能小于零"):
        stacked([Bar("退", -1)])
    with pytest.raises(ValueError, match="不能小于零"):
        columns([Bar("小型", 3)], unknown=-1)


@given(st.lists(MAYBE, min_size=1, max_size=14), st.lists(MAYBE, min_size=1, max_size=14))
def test_lines_stay_inside_and_draw_every_known_value(
    first: list[int | None], second: list[int | None]
) -> None:
    count = min(len(first), len(second))
    series = [Line("甲", tuple(first[:count])), Line("乙", tuple(second[:count]))]
    drawn = lines(series, [str(at) for at in range(count)])
    for svg in tree(drawn).iter("svg"):
        _left, _top, wide, high = map(int, svg.attrib["viewBox"].split())
        paths = [p.attrib["d"] for p in svg.iter("path") if p.attrib["class"].startswith("l ")]
        points = [tuple(map(int, one)) for d in paths for one in re.findall(r"(\d+) (-?\d+)", d)]
        assert all(0 <= x <= wide and 0 <= y <= high for x, y in points)
        assert all(0 < int(t.attrib["y"]) <= high for t in svg.iter("text"))


def test_a_period_that_is_not_known_leaves_a_gap_in_the_line() -> None:
    drawn = lines([Line("企业说解决", (60, 62, None, 66, 68))], ["1", "2", "3", "4", "5"])
    path = next(p.attrib["d"] for p in tree(drawn).iter("path") if p.attrib["class"] == "l s-ink")
    assert path.count("M") == 2
    assert path.count("L") == 2


def test_a_single_known_value_between_gaps_is_a_dot() -> None:
    drawn = lines([Line("甲", (None, 3, None))], ["1", "2", "3"])
    assert len(list(tree(drawn).iter("circle"))) == 2  # once on the desk, once on the phone


def test_a_chart_says_first_and_last_values_to_whoever_cannot_see_it() -> None:
    drawn = lines([Line("办结", (98, 99)), Line("解决", (None, None))], ["1月", "2月"], "%")
    said = {svg.attrib["aria-label"] for svg in tree(drawn).iter("svg")}
    assert said == {"办结 由 98% 到 99%；解决 不详"}


def test_a_line_has_a_value_for_each_period() -> None:
    with pytest.raises(ValueError, match="期数"):
        lines([Line("甲", (1, 2, 3))], ["1月"])


@given(st.lists(COUNTS, min_size=1, max_size=20), st.integers(0, 10**9))
def test_columns_stand_on_one_floor_and_the_unknown_stand_apart(
    values: list[int | None], unknown: int
) -> None:
    drawn = columns([Bar(str(at), value) for at, value in enumerate(values)], unknown)
    for svg in tree(drawn).iter("svg"):
        high = int(svg.attrib["viewBox"].split()[3])
        found = [rect.attrib for rect in svg.iter("rect")]
        assert {int(r["y"]) + int(r["height"]) for r in found} == {high - 26}
        assert [r["class"] for r in found].count("unknown") == (1 if unknown else 0)
        assert len(found) == len(values) + bool(unknown)


@given(NAMES, NAMES)
def test_whatever_a_name_holds_is_text(name: str, note: str) -> None:
    drawn = bars([Bar(name, 1, note)])
    (key,) = [s for s in tree(drawn).iter("span") if s.attrib["class"] == "bars__k"]
    assert (key.text or "") == name


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_ticks_are_round_and_hold_all_values_between_them(values: list[int]) -> None:
    scale, ticks = rounded(values, 100)
    assert len(ticks) == 3
    assert scale.low <= min(values) <= max(values) <= scale.high
    step = ticks[1] - ticks[0]
    assert ticks[2] - ticks[1] == step
    digits = str(step.numerator if step.denominator == 1 else step.denominator).strip("0")
    assert digits in {"1", "2", "5"}


def test_ticks_of_shares_are_fractions_of_one() -> None:
    _scale, ticks = rounded([Fraction(1, 4), Fraction(3, 10)], 100)
    assert ticks == [Fraction(1, 4), Fraction(3, 10), Fraction(7, 20)]


def test_nothing_to_draw_is_said() -> None:
    for drawn in (bars([]), stacked([]), columns([]), lines([Line("甲", (None,))], ["1月"])):
        assert drawn == '<p class="chart-empty">还没有数据</p>'
    assert spark(Line("甲", (1,))) == ""


def test_numbers_are_grouped_and_rounded_for_the_eye_only() -> None:
    assert [grouped(12345), grouped(Fraction(25, 2)), grouped(Fraction(7, 1))] == [
        "12,345",
        "12.5",
        "7",
    ]


def test_a_figure_carries_its_numbers_as_a_table() -> None:
    drawn = figure(
        bars([Bar("甲", 1)]), title="标题", measure="家", head=("项", "数"), rows=[("甲", "1")]
    )
    assert [th.text for th in tree(drawn).iter("th")] == ["项", "数", "甲"]
    assert [td.text for td in tree(drawn).iter("td")] == ["1"]
