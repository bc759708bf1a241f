"""词汇: districts, industries and the check digit of the credit code."""

import pytest

from huiqi.rules.credit_code import check_digit, problem_of
from huiqi.rules.dictionary import FACTS
from huiqi.rules.industries import DIVISIONS, GROUPS, SECTIONS
from huiqi.rules.vocabulary import (
    DISTRICTS,
    SPANS,
    code_of,
    district_code,
    industry_code,
    industry_within,
    section_of,
)

CODE = "91350100M000100Y43"  # the example that GB 32100-2015 itself works out


# Districts


@pytest.mark.parametrize(
    "text", ["龙岗", "龙岗区", "深圳龙岗", "深圳市龙岗区", "广东省深圳市龙岗区", "440307"]
)
def test_district_is_found_by_every_way_to_write_it(text: str) -> None:
    assert district_code(text) == "440307"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("大鹏", "440312"),
        ("大鹏新区", "440312"),
        ("深汕", "440313"),
        ("深汕特别合作区", "440313"),
        ("深圳", "440300"),
        ("深圳市", "440300"),
    ],
)
def test_functional_areas_and_the_city_itself_have_codes(text: str, code: str) -> None:
    assert district_code(text) == code


@pytest.mark.parametrize(("code", "name"), DISTRICTS.items())
def test_every_district_is_found_by_its_code_and_its_name(code: str, name: str) -> None:
    assert district_code(code) == code
    assert district_code(name) == code


def test_code_of_another_city_is_kept_and_a_name_elsewhere_is_unknown() -> None:
    assert district_code("110105") == "110105"
    assert district_code("朝阳区") is None
    assert district_code("044030") is None
    assert district_code("44030") is None


# Industries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C", "C"),
        ("c", "C"),
        ("制造业", "C"),
        ("39", "39"),
        ("C39", "39"),
        ("c3921", "3921"),
        ("3921", "3921"),
        ("软件和信息技术服务业", "65"),
    ],
)
def test_industry_is_found_by_letter_digits_or_name(text: str, code: str) -> None:
    assert industry_code(text) == code


@pytest.mark.parametrize("text", ["98", "1", "39211", "A39", "U", "火星", ""])
def test_industry_that_is_not_in_the_standard_is_unknown(text: str) -> None:
    assert industry_code(text) is None


def test_standard_has_twenty_sections_and_every_division_lies_in_one() -> None:
    assert list(SECTIONS) == list("ABCDEFGHIJKLMNOPQRST")
    assert list(SPANS) == list(SECTIONS)
    assert len(DIVISIONS) == 97
    assert [code for code in (*DIVISIONS, *GROUPS) if not section_of(code)] == []


@pytest.mark.parametrize(
    ("value", "prefix", "rails"),
    [
        ("3921", "39", (True, True)),
        ("3921", "C", (True, True)),
        ("3921", "C39", (True, True)),
        ("39", "3921", (False, True)),  # coarser: it may be
        ("C", "39", (False, True)),
        ("C", "65", (False, False)),
        ("C", "C", (True, True)),
        ("C", "I", (False, False)),
        ("65", "39", (False, False)),
        ("39", "I", (False, False)),
        ("392", "393", (False, False)),
    ],
)
def test_coarser_industry_may_lie_in_a_finer_one(
    value: str, prefix: str, rails: tuple[bool, bool]
) -> None:
    assert industry_within(value, prefix) == rails


# Other codes


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("entity_kind", "enterprise", "enterprise"),
        ("entity_kind", "Enterprise", "enterprise"),
        ("entity_kind", "企业", "enterprise"),
        ("entity_kind", "公司", None),
        ("loan_grade", "次级", "次级"),
        ("district", "南山", "440305"),
        ("industry", "C39", "39"),
    ],
)
def test_code_is_found_by_code_or_chinese_name(key: str, text: str, code: str | None) -> None:
    assert code_of(FACTS[key], text) == code


# 统一社会信用代码


def test_valid_credit_code_has_no_problem() -> None:
    assert problem_of(CODE) == ""
    assert check_digit(CODE[:17]) == CODE[17]


def test_every_single_wrong_character_is_noticed() -> None:
    for place, char in enumerate(CODE):
        other = "1" if char != "1" else "2"
        assert problem_of(CODE[:place] + other + CODE[place + 1 :]) != ""


def test_wrong_check_digit_is_told_with_the_right_one() -> None:
    assert problem_of(CODE[:17] + "8") == (
        "统一社会信用代码校验位不符：末位应为「3」，得到「8」。请核对各位数字。"
    )


def test_wrong_length_and_letters_outside_the_set_are_told() -> None:
    assert problem_of("9135") == "统一社会信用代码应为 18 位，得到 4 位。"
    assert problem_of("91350100MOO0100Y4S") == (
        "统一社会信用代码不应含有「O、S」（不用字母 I、O、S、V、Z）。"
    )
