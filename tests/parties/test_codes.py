"""信用代码: the sentence names the rule that is broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from huiqi.parties.codes import problem_of
from huiqi.rules.credit_code import ALPHABET
from tests.cast import credit_code

CODE = credit_code("MA5XNGAN8")
WRONG = "0" if CODE[17] != "0" else "1"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("9144030", "统一社会信用代码应为 18 位，得到 7 位。"),
        (
            CODE.replace("A", "O"),
            "统一社会信用代码不应含有「O」（不用字母 I、O、S、V、Z）。",
        ),
        (
            CODE[:17] + WRONG,
            f"统一社会信用代码校验位不符：末位应为「{CODE[17]}」，得到「{WRONG}」。请核对各位数字。",
        ),
        (
            credit_code("MA5XNGAN8", "B1999999"),
            "统一社会信用代码第 1 位是登记管理部门，没有「B」这一类。请核对各位数字。",
        ),
        (
            credit_code("MA5XNGAN8", "9199A999"),
            "统一社会信用代码第 3 至 8 位是行政区划，应为数字，得到「99A999」。请核对各位数字。",
        ),
        (CODE, ""),
    ],
)
def test_sentence_names_the_rule_that_the_digits_break(code: str, sentence: str) -> None:
    assert problem_of(code) == sentence


@given(st.text(ALPHABET, min_size=9, max_size=9), st.sampled_from(ALPHABET))
def test_firms_codes_are_judged_as_by_the_independent_library(number: str, last: str) -> None:
    for code in ("91440300" + number + last, credit_code(number)):
        assert (problem_of(code) == "") == uscc.is_valid(code)
