"""虚构的信用代码: valid in every digit, in a division that does not exist, so that none is real."""

from __future__ import annotations

from typing import Final

from huiqi.rules.credit_code import ALPHABET, check_digit

# GB/T 2260 has no province 99.
DIVISION: Final = "999999"
WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def credit_code(number: int, *, kind: str = "1") -> str:
    """信用代码: the ``number``-th of the city; ``kind`` 1 is an enterprise, 2 a sole trader.

    ValueError below 0 or beyond what six places hold.
    """
    body = _body(number)
    first17 = f"9{kind}{DIVISION}{body}{_body_check(body)}"
    return first17 + check_digit(first17)


def _body(number: int) -> str:
    """Eight places: MA, as newer registrations begin, and the number in base 31."""
    left, places = number, ""
    for _ in range(6):
        left, rest = divmod(left, len(ALPHABET))
        places = ALPHABET[rest] + places
    if left or number < 0:
        raise ValueError(f"编号 {number} 超出六位所能表示的范围")
    return "MA" + places


def _body_check(body: str) -> str:
    """The check digit of GB 11714; a body whose digit would be X takes it as it is."""
    total = sum(DIGITS.index(place) * by for place, by in zip(body, WEIGHTS, strict=True))
    return "0123456789X0"[(11 - total % 11) % 12]
