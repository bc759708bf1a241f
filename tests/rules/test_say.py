"""数字的写法: exact where a number is whole, six places elsewhere, however large it is."""

from decimal import Decimal
from fractions import Fraction

import pytest

from huiqi.rules.say import digits, plain


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
