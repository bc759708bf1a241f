"""脏行: one file, a fault in every row; each is told in its five parts and no good row is lost."""

from __future__ import annotations

import csv
from collections.abc import Sized
from pathlib import Path
from typing import Final

import pytest

from huiqi.registers.errors import line_of
from tests.cast import credit_code
from tests.messy.test_forms import OF_A_FIRM, OF_ADDRESSES, OF_AN_OFFICER
from tests.registers import test_messy_files as text
from tests.registers import test_messy_typed_files as typed
from tests.registers.conftest import bring_in

HEADING: Final = (
    *("统一社会信用代码", "名称", "所在区", "行业", "从业人员", "营业收入", "净利润"),
    *("注册日期", "被列入失信名单", "资产负债率", "主体类型"),
)
GOOD: Final = (
    "",
    "甲一公司",
    "南山区",
    "C39",
    "12",
    "1000万",
    "-5万",
    "2015-03-01",
    "否",
    "40%",
    "企业",
)
NUMBER: Final = "请写成 1000000 或 100万 的形式"
EXACT: Final = "请写一个确切的数"
DIGITS: Final = "请改成数字"
FORMULA: Final = "请改正公式，或直接填写数值"
DAY: Final = "请写成 2021-10-20"
MONEY: Final = "请写以元计的金额，如 1000000 或 100万"
WHOLE: Final = "请写整数，如 12"

# The column, what stands there, and what the line of the error sheet says of it.
FAULTS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("从业人员", "约30人", "「约30人」不是确切的数", EXACT),
    ("从业人员", "30-50人", "「30-50人」是一个范围", EXACT),
    ("从业人员", "5O", "「5O」里有字母 O 或 I，像是数字 0 或 1", DIGITS),
    ("从业人员", "-3", "「-3」不能是负数", WHOLE),
    ("从业人员", "12.5", "「12.5」不能使用：应是整数", WHOLE),
    ("从业人员", "20000000", "「20000000」超出范围，应在 0人 与 10000000人 之间", WHOLE),
    ("从业人员", "廿", "「廿」不是数字", NUMBER),
    ("从业人员", "十几人", "「十几人」不是确切的数", EXACT),
    ("营业收入", "1,5万", "「1,5万」的逗号不在千位上", "小数点请写成「.」，或去掉逗号"),
    ("营业收入", "12.345", "「12.345」不能使用：金额最多精确到分（两位小数）", MONEY),
    ("营业收入", "100万美元", "「100万美元」的单位「美元」不适用，应为元", MONEY),
    ("营业收入", "#DIV/0!", "「#DIV/0!」是表格算错的结果", FORMULA),
    ("营业收入", "=1000*2", "「=1000*2」是没有算出的公式", "请在表格里算出后，另存为数值"),
    ("营业收入", "(100)", "「(100)」不是数字", "负数请写成 -100"),
    ("营业收入", "500万以上", "「500万以上」不是确切的数", EXACT),
    ("营业收入", "l00", "「l00」里有字母 O 或 I，像是数字 0 或 1", DIGITS),
    ("营业收入", "-5", "「-5」不能是负数", MONEY),
    ("净利润", "亏损100万", "「亏损100万」不是数字", NUMBER),
    ("净利润", "▲30万", "「▲30万」不是数字", "负数请写成 -30万"),
    ("注册日期", "2021-02-30", "「2021-02-30」这一天不存在", "请核对年月日"),
    ("注册日期", "3/1/2021", "「3/1/2021」分不清月和日", DAY),
    ("注册日期", "21.3.1", "「21.3.1」的年份只有两位，分不清年月日", DAY),
    ("注册日期", "2021", "「2021」只写到年", DAY),
    ("注册日期", "202103", "「202103」只写到月，不知道是哪一天", DAY),
    (
        *("注册日期", "44256", "「44256」像是表格的日期序号"),
        "请把这一列的格式改成日期，重新导出",
    ),
    ("注册日期", "民国110年3月1日", "「民国110年3月1日」不是日期", DAY),
    (
        *("注册日期", "1021-03-01", "「1021-03-01」超出范围，应在 1900-01-01 与 2199-12-31 之间"),
        "请写日期，如 2021-10-20",
    ),
    ("所在区", "罗胡区", "「罗胡区」不是「所在区」的代码或名称", "是否为「罗湖区」？"),
    ("所在区", "广州市天河区", "「广州市天河区」不是「所在区」的代码或名称", "请写区名，如 南山区"),
    (
        *("行业", "软件", "「软件」不是「行业」的代码或名称"),
        "请写 GB/T 4754-2017 的代码（如 3921 或 C39）或大类名称",
    ),
    ("被列入失信名单", "也许", "「也许」应是「是」或「否」", "请写「是」或「否」"),
    ("被列入失信名单", "2", "「2」应是「是」或「否」", "请写「是」或「否」"),
    ("资产负债率", "12‰", "「12‰」不是比例", "请写 0.05 或 5%"),
    ("资产负债率", "-3%", "「-3%」不能是负数", "请写比例，如 0.05 或 5%"),
    ("资产负债率", "150", "「150」超出范围，应在 0 与 10 之间", "请写比例，如 0.05 或 5%"),
    ("名称", "#REF!", "「#REF!」是表格算错的结果", "请改正公式，或直接填写"),
    ("名称", "", "库里还没有这家单位，新建须有「名称」", "请补上登记的名称"),
)
FILES: Final[tuple[Sized, ...]] = (
    *(text.UNDERSTOOD, text.REFUSED_AT_ONCE, text.REFUSED_BY_THE_WORKER, text.ROWS),
    *(typed.EXCEL_UNDERSTOOD, typed.EXCEL_REFUSED, typed.EXCEL_ROWS),
    *(typed.PARQUET_UNDERSTOOD, typed.PARQUET_REFUSED, typed.PARQUET_ROWS),
)


def test_there_are_at_least_two_hundred_messy_files_rows_and_forms() -> None:
    """Besides the messy values of tests/messy/values.tsv, which have a count of their own."""
    files = sum(len(table) for table in FILES) + len(FAULTS)
    assert files >= 125
    assert files + len({*map(str, (*OF_A_FIRM, *OF_AN_OFFICER, *OF_ADDRESSES))}) >= 200


@pytest.mark.usefixtures("city_clock")
def test_each_fault_is_told_in_five_parts_and_no_good_row_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    codes = [credit_code(f"MA5RWW{number:03}") for number in range(len(FAULTS) + 1)]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADING)
        for code, (column, value, _what, _fix) in zip(codes, FAULTS, strict=False):
            row = dict(zip(HEADING, GOOD, strict=True)) | {HEADING[0]: code, column: value}
            writer.writerow(row.values())
        writer.writerow((codes[-1], *GOOD[1:]))
    done = bring_in(path)
    told = [line_of(row, flaw) for row, flaw in done.problems.lines()]
    assert told == [(str(row), *fault) for row, fault in enumerate(FAULTS, 2)]
    assert (done.counts.refused, done.counts.created) == (len(FAULTS), 1)
