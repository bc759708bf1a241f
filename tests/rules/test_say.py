"""数字的写法: exact where a number is whole, six places elsewhere, however large it is."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from huiqi.rules import expr as x
from huiqi.rules.dims import scaled
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import Oracle
from huiqi.rules.say import digits, named, plain
from huiqi.rules.say_amount import computed
from huiqi.rules.say_test import needed


@pytest.mark.parametrize(
    ("value", "told", "text"),
    [
        (Fraction(300_000), 300_000, "300,000"),
        (Fraction(1, 2), Decimal("0.5"), "0.5"),
        (Fraction(-2, 3), Decimal("-0.666667"), "-0.666667"),
        (
            Fraction(10**40, 3),
            Decimal("3" * 40 + ".333333"),
            "3," + ",".join(["333"] * 13) + ".333333",
        ),
    ],
)
def test_a_number_of_any_size_is_written_to_six_places(
    value: Fraction, told: int | Decimal, text: str
) -> None:
    assert (plain(value), digits(value)) == (told, text)


PRICE = x.Const(Fraction(9), "money", "price", text="单价")
SHARE = x.Const(Fraction(1, 2), "ratio", "share", text="比例")
OPEN = x.Const(Fraction(0), "ratio", "share", "待核：比例")
AREA = x.Field("rented_area", "number")


@pytest.mark.parametrize("product", [scaled(Fraction(1, 2), PRICE, SHARE), x.Product(PRICE, SHARE)])
def test_product_of_two_parameters_is_told_by_what_it_comes_to(product: x.Num) -> None:
    assert named(product) == "4.5 元"
    assert named(x.Product(product, AREA)) == "4.5 元×租用面积"
    test = x.Compare(">=", x.Field("rent_paid_last_year", "money"), product)
    oracle = Oracle(Facts(date(2021, 10, 20)))
    assert (needed(test), needed(test, True, oracle)) == ("不低于 4.5 元", "不低于 4.5 元")


def test_product_with_an_open_parameter_names_what_is_open() -> None:
    assert named(x.Product(OPEN, PRICE)) == "「比例」（待核）×9 元"


def test_computation_keeps_both_parameters_of_a_product() -> None:
    oracle = Oracle(Facts(date(2021, 10, 20)))
    assert computed(x.Product(PRICE, SHARE), oracle) == "单价 9 元 × 比例 50% = 4.5 元"
