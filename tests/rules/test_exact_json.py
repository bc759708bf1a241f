"""精确 JSON: what is written reads back as the very same value."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.rules.exact_json import to_json

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=6)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_json_reads_back_as_the_very_same_value(value: Any) -> None:
    assert json.loads(to_json(value), parse_float=Decimal) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.5"), "1.5"),
        (Decimal("1E+6"), "1000000"),
        (Decimal("0.000001"), "0.000001"),
        ([], "[]"),
        ({}, "{}"),
        ({"元": Decimal("0.10")}, '{\n  "元": 0.10\n}'),
    ],
)
def test_a_decimal_is_written_digit_by_digit(value: Any, text: str) -> None:
    assert to_json(value) == text


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, object()])
def test_a_float_is_never_written(value: Any) -> None:
    with pytest.raises(TypeError):
        to_json(value)
