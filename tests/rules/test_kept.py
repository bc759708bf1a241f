"""记住: the same expression is told once; another one, however equal, is told by itself."""

from fractions import Fraction

from huiqi.rules import expr as x
from huiqi.rules.kept import MOST, kept


def test_what_is_said_of_an_expression_is_worked_out_once() -> None:
    asked: list[tuple[x.Const, bool]] = []

    @kept
    def told(of: x.Const, met: bool) -> str:
        asked.append((of, met))
        return f"{of.value}{met}"

    one, equal = x.Const(Fraction(1)), x.Const(Fraction(1))
    assert [told(one, True), told(one, True), told(one, False), told(equal, True)] == [
        "1True",
        "1True",
        "1False",
        "1True",
    ]
    assert len(asked) == 3


def test_an_expression_that_is_gone_leaves_nothing_to_the_next_at_its_place() -> None:
    @kept
    def told(of: x.Const) -> Fraction:
        return of.value

    for number in range(MOST + 10):
        assert told(x.Const(Fraction(number))) == number
