"""读数: one value as people write it becomes the exact inner value, or a sentence says why not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from huiqi.rules.dictionary import FACTS
from huiqi.rules.values import BadValue, clean, is_unknown, read_value

BEYOND = (-1e231, Fraction(-(10**231)), Fraction(-(10**231), 3), Decimal("-1e231"))


def inner(key: str, raw: object) -> object:
    return read_value(FACTS[key], clean(raw))


def refusal(key: str, raw: object) -> str:
    with pytest.raises(BadValue) as refused:
        inner(key, raw)
    return str(refused.value)


# Money, in 分


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        (1_000_000, 100_000_000),
        ("1,000万", 1_000_000_000),
        ("１，０００万", 1_000_000_000),
        ("1 000 000元", 100_000_000),
        ("100万元", 100_000_000),
        ("2亿", 20_000_000_000),
        ("0.5亿", 5_000_000_000),
        ("3千万", 3_000_000_000),
        ("2百万", 200_000_000),
        ("￥1,000.50", 100_050),
        ("1e6", 100_000_000),
        (Decimal("12.34"), 1234),
        (Fraction(1, 4), 25),
        (10**12, 10**14),
    ],
)
def test_money_is_read_as_people_write_it_and_kept_in_fen(raw: object, fen: int) -> None:
    assert inner("revenue", raw) == fen


def test_floats_of_spreadsheets_keep_fifteen_digits() -> None:
    assert inner("revenue", 0.1 + 0.2) == 30
    assert inner("revenue", 1234567.89) == 123_456_789


def test_loss_is_a_negative_profit() -> None:
    assert inner("net_profit", "-50万") == -50_000_000


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("12.345", "「12.345」不能使用：金额最多精确到分（两位小数）。"),
        (Fraction(1, 3), "「1/3」不能使用：金额最多精确到分（两位小数）。"),
        (float("nan"), "「nan」不是数字。请写成 1000000 或 100万 的形式。"),
        (float("inf"), "「inf」不是数字。请写成 1000000 或 100万 的形式。"),
        (True, "应是数字，得到是/否。"),
        ("很多", "「很多」不是数字。请写成 1000000 或 100万 的形式。"),
        (
            "1e99999999999999999999",
            "「1e99999999999999999999」不是数字。请写成 1000000 或 100万 的形式。",
        ),
        ("-5", "「-5」不能是负数。"),
        ("5公里", "「5公里」的单位「公里」不适用，应为元。"),
        ("1万人", "「1万人」的单位「人」不适用，应为元。"),
        ("2万亿", "「2万亿」的单位「亿」不适用，应为元。"),
        ("20000亿", "「20000亿」超出范围，应在 0元 与 1000000000000元 之间。"),
        ("1e400", "「1e400」超出范围，应在 0元 与 1000000000000元 之间。"),
    ],
)
def test_what_is_not_an_amount_is_refused(raw: object, why: str) -> None:
    assert refusal("revenue", raw) == why


# Counts and other numbers


@pytest.mark.parametrize("raw", BEYOND)
@pytest.mark.parametrize("key", ["fixed_asset_share", "insured_headcount", "revenue", "employees"])
def test_number_beyond_all_bounds_is_refused_in_words_however_it_comes(
    key: str, raw: object
) -> None:
    assert "不能是负数" in refusal(key, raw)


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("employees", "1千", 1000),
        ("employees", "20 人", 20),
        ("employees", 0, 0),
        ("maturity_level", "3级", 3),
        ("rented_area", "100.5㎡", 100_500_000),
        ("insured_headcount", Decimal("0.0000005"), 0),
        ("insured_headcount", Decimal("0.0000015"), 2),
    ],
)
def test_numbers_are_read_with_their_unit_and_rounded_half_even(
    key: str, raw: object, value: int
) -> None:
    assert inner(key, raw) == value


@pytest.mark.parametrize(
    ("key", "raw", "why"),
    [
        ("employees", -5, "「-5」不能是负数。"),
        ("employees", 5.5, "「5.5」不能使用：应是整数。"),
        ("employees", "5元", "「5元」的单位「元」不适用，应为人。"),
        ("employees", "1亿", "「1亿」超出范围，应在 0人 与 10000000人 之间。"),
        ("maturity_level", 6, "「6」超出范围，应在 0级 与 5级 之间。"),
    ],
)
def test_what_is_not_such_a_number_is_refused(key: str, raw: object, why: str) -> None:
    assert refusal(key, raw) == why


# Rates, in 10⁻⁹


@pytest.mark.parametrize("raw", ["5%", "5％", "5 %", 0.05, "0.05", "5个百分点", "５百分点"])
def test_five_percent_is_read_however_it_is_written(raw: object) -> None:
    assert inner("equipment_share", raw) == 50_000_000


def test_both_ends_of_a_share_are_allowed() -> None:
    assert inner("equipment_share", 0) == 0
    assert inner("equipment_share", "100%") == 10**9
    assert inner("equipment_share", 1) == 10**9


def test_rate_rounds_half_even_at_nine_decimals() -> None:
    assert inner("equipment_share", Decimal("0.0000000005")) == 0
    assert inner("equipment_share", Decimal("0.0000000015")) == 2


@pytest.mark.parametrize(
    ("raw", "inner_value"),
    [
        ("150%", 1_500_000_000),
        (Decimal("1.5"), 1_500_000_000),
        (2, 2_000_000_000),
        (2.0, 2_000_000_000),
        ("5倍", 5_000_000_000),
        ("500%", 5_000_000_000),
        ("1000%", 10_000_000_000),
    ],
)
def test_debt_ratio_may_exceed_one_and_says_its_unit_above_two(
    raw: object, inner_value: int
) -> None:
    assert inner("debt_ratio", raw) == inner_value


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (
            5,
            (
                "「5」没有写单位，大于 2 时须写明。若指百分之 5，请写 0.05 或 5%；"
                "若指 5 倍，请写 500% 或 5倍。"
            ),
        ),
        (
            Decimal("2.000000001"),
            (
                "「2.000000001」没有写单位，大于 2 时须写明。"
                "若指百分之 2.000000001，请写 0.02000000001 或 2.000000001%；"
                "若指 2.000000001 倍，请写 200.000000100% 或 2.000000001倍。"
            ),
        ),
        (42, "「42」超出范围，应在 0 与 10 之间。若指百分之 42，请写 0.42 或 42%。"),
        (101, "「101」超出范围，应在 0 与 10 之间。"),
        ("1001%", "「1001%」超出范围，应在 0 与 10 之间。"),
        ("11倍", "「11倍」超出范围，应在 0 与 10 之间。"),
        (-1, "「-1」不能是负数。"),
    ],
)
def test_debt_ratio_without_a_unit_is_refused_above_two(raw: object, why: str) -> None:
    assert refusal("debt_ratio", raw) == why


@pytest.mark.parametrize("raw", ["甲\x1b[31m公司", "甲\ud800", "甲\u202e公司", "甲\n公司"])
def test_text_with_invisible_characters_is_refused_and_they_are_shown(raw: str) -> None:
    told = refusal("name", raw)
    assert told.endswith("」含有看不见的控制字符。请删去后重新输入。")
    assert told.isprintable()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (5, "「5」超出范围，应在 0 与 1 之间。若指百分之 5，请写 0.05 或 5%。"),
        ("100", "「100」超出范围，应在 0 与 1 之间。若指百分之 100，请写 1 或 100%。"),
        ("150%", "「150%」超出范围，应在 0 与 1 之间。"),
        (-0.1, "「-0.1」不能是负数。"),
        ("5元", "「5元」不是比例。请写 0.05 或 5%。"),
        ("1/3", "「1/3」不是比例。请写 0.05 或 5%。"),
    ],
)
def test_bare_number_for_a_share_is_refused_with_both_ways_to_write_it(
    raw: object, why: str
) -> None:
    assert refusal("equipment_share", raw) == why


# Dates


@pytest.mark.parametrize(
    "raw",
    [
        "2018-3-1",
        "2018/03/01",
        "2018.3.1",
        "2018年3月1日",
        "２０１８年３月１日",
        "2018-03-01T09:00:00",
        date(2018, 3, 1),
        datetime(2018, 3, 1, 9, tzinfo=UTC),
        43160,
        43160.0,
    ],
)
def test_day_is_read_however_it_is_written(raw: object) -> None:
    assert inner("registered_on", raw) == date(2018, 3, 1).toordinal()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("2018-02-30", "「2018-02-30」这一天不存在。请核对年月日。"),
        ("2018-13-01", "「2018-13-01」这一天不存在。请核对年月日。"),
        ("去年", "「去年」不是日期。请写成 2021-10-20。"),
        ("2018-03", "「2018-03」只写到月，不知道是哪一天。请写成 2021-10-20。"),
        (20180230, "「20180230」这一天不存在。请核对年月日。"),
        (True, "「True」不是日期。请写成 2021-10-20。"),
        (Decimal("sNaN"), "「sNaN」不是日期。请写成 2021-10-20。"),
        (float("nan"), "「nan」不是日期。请写成 2021-10-20。"),
        ("1899-12-31", "「1899-12-31」超出范围，应在 1900-01-01 与 2199-12-31 之间。"),
        (
            datetime(1800, 1, 1, tzinfo=UTC),
            "「1800-01-01」超出范围，应在 1900-01-01 与 2199-12-31 之间。",
        ),
    ],
)
def test_impossible_day_is_refused(raw: object, why: str) -> None:
    assert refusal("registered_on", raw) == why


# Yes and no


@pytest.mark.parametrize("raw", ["是", "有", "已", "true", "Yes", "1", 1, 1.0, True, "√"])
def test_yes_has_many_words(raw: object) -> None:
    assert inner("blacklisted", raw) is True


@pytest.mark.parametrize("raw", ["否", "无", "没有", "FALSE", "no", "0", 0, 0.0, False, "×"])
def test_no_has_many_words(raw: object) -> None:
    assert inner("blacklisted", raw) is False


@pytest.mark.parametrize("raw", ["也许", 2])
def test_anything_else_is_neither_yes_nor_no(raw: object) -> None:
    assert refusal("blacklisted", raw) == f"「{raw}」应是「是」或「否」。"


# Codes and text


def test_unknown_code_is_refused_with_the_nearest_one_and_all_of_them() -> None:
    assert refusal("park_kind", "孵化园") == (
        "「孵化园」不是「园区类型」的代码或名称。是否为「孵化器」？可选：专业市场（market）、"
        "孵化器（incubator）、加速器（accelerator）、科技园（tech_park）、众创空间（maker_space）。"
    )


def test_unknown_industry_is_refused_with_the_standard_to_look_in() -> None:
    assert refusal("industry", "火星") == (
        "「火星」不是「行业」的代码或名称。请写 GB/T 4754-2017 的代码（如 3921 或 C39）或大类名称。"
    )


def test_unknown_district_is_refused_with_the_nearest_one() -> None:
    assert refusal("district", "龙江区") == (
        "「龙江区」不是「所在区」的代码或名称。是否为「龙岗区」？"
    )
    assert refusal("district", "火星") == "「火星」不是「所在区」的代码或名称。"


def test_codes_that_a_spreadsheet_made_numbers_are_read() -> None:
    assert inner("district", 440307.0) == "440307"
    assert inner("industry", 3921.0) == "3921"
    assert inner("industry", 3921) == "3921"


def test_text_may_be_a_whole_number_but_nothing_else() -> None:
    assert inner("name", 360) == "360"
    assert refusal("name", 12.5) == "应是文字。"


# Unknown


@pytest.mark.parametrize("raw", [None, "", "  ", "未知", "不详", "—", "－", "NULL"])
def test_words_for_unknown_are_unknown(raw: object) -> None:
    assert is_unknown(clean(raw)) is True


@pytest.mark.parametrize("raw", [0, False, "0", "无", "否", []])
def test_nothing_and_no_are_known(raw: object) -> None:
    assert is_unknown(clean(raw)) is False


# What would stop a careless reader


NO_NUMBERS = ["nan", "inf", "-inf"]


@pytest.mark.parametrize(
    "raw", [*map(float, NO_NUMBERS), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")]
)
def test_share_that_is_no_number_is_refused_instead_of_stopping(raw: object) -> None:
    assert refusal("debt_ratio", raw) == f"「{raw}」不是数字。请写成 1000000 或 100万 的形式。"


@pytest.mark.parametrize(
    "raw", ["1e999990", "1e99999999", Decimal("1e99999999"), Decimal("-1e99999999")]
)
def test_number_too_large_to_write_out_is_refused_at_once(raw: object) -> None:
    assert refusal("net_profit", raw) == (
        f"「{raw}」超出范围，应在 -1000000000000元 与 1000000000000元 之间。"
    )


def test_number_too_small_or_too_long_to_compute_with_is_refused() -> None:
    assert refusal("debt_ratio", "1e-99999999") == "小数位太多，最多 60 位。请核对。"
    assert refusal("revenue", "9" * 5000) == "写了 5000 个字，最多 500 个。请核对。"
    assert refusal("revenue", 10**5000) == "这个数字太长。请核对。"


@pytest.mark.parametrize("zero", ["0", "0e99999999", Decimal("0e-99999999"), "-0"])
def test_zero_is_zero_however_it_is_written(zero: object) -> None:
    assert inner("revenue", zero) == 0


def test_no_digit_is_lost_however_far_behind_the_point() -> None:
    raw = "100.00000000000000000000000000000001"
    assert refusal("revenue", raw) == f"「{raw}」不能使用：金额最多精确到分（两位小数）。"


def test_exact_ratio_is_shown_as_it_was_written() -> None:
    assert refusal("employees", Fraction(11, 2)) == "「5.5」不能使用：应是整数。"


def test_share_far_beyond_a_hundred_gets_no_hint_of_percent() -> None:
    assert refusal("equipment_share", 5000) == "「5000」超出范围，应在 0 与 1 之间。"


def test_yes_is_no_name() -> None:
    assert refusal("name", True) == "应是文字。"
