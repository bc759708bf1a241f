"""金额写法: exact on hover, never more than the amount in what is shown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.web.money import shown


@pytest.mark.parametrize(
    ("fen", "figure", "unit", "exact"),
    [
        (14_980_000, "14.98", "万元", "149,800.00 元"),
        (14_989_999, "14.98", "万元", "149,899.99 元"),
        (1_000_000, "1.00", "万元", "10,000.00 元"),
        (999_999, "9,999.99", "元", "9,999.99 元"),
        (100, "1", "元", "1.00 元"),
        (0, "0", "元", "0.00 元"),
        (-150, "-1.50", "元", "-1.50 元"),
        (5_000_000_000, "5,000.00", "万元", "50,000,000.00 元"),
    ],
)
def test_amount_is_shown_in_the_unit_people_use(
    fen: int, figure: str, unit: str, exact: str
) -> None:
    told = shown(fen)
    assert (told.figure, told.unit, told.exact) == (figure, unit, exact)


def test_public_figures_are_shown_in_hundreds_of_millions() -> None:
    assert shown(500_000_000_000, unit="亿元").figure == "50.00"


@given(st.integers(min_value=0, max_value=10**15))
def test_shown_ceiling_is_never_above_the_ceiling(fen: int) -> None:
    told = shown(fen)
    scale = {"元": 100, "万元": 1_000_000}[told.unit]
    assert Fraction(told.figure.replace(",", "")) * scale <= fen
    assert Fraction(told.value) * 100 == fen
