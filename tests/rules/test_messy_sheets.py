"""脏表格: what spreadsheets of real firms look like; each is understood, or refused in full."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from huiqi.rules.intake import read_file
from huiqi.rules.problems import Refused

ON = date(2021, 10, 20)
DAY = date(2018, 3, 1).toordinal()
EXACTLY = "请写一个确切的数。"
NUMBER = "请写成 1000000 或 100万 的形式。"
RATE = "请写 0.05 或 5%。"
DATE = "请写成 2021-10-20。"
Fill = Callable[[Any, Any], None]  # writes into the first page of a book


def book(folder: Path, fill: Fill) -> Path:
    path = folder / "firms.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as made:
        fill(made.add_worksheet(), made)
    return path


def refusals(path: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_file(path, ON)
    return [str(problem) for problem in refused.value.problems]


# One cell under its key


CELLS: list[tuple[str, object, str, object]] = [
    # key, cell, format of the cell, inner value
    ("employees", 5, "", 5),
    ("employees", "５", "", 5),
    ("employees", " 5 人 ", "", 5),
    ("employees", "1千", "", 1000),
    ("employees", "1,000", "", 1000),
    ("employees", "1，000", "", 1000),
    ("employees", "1\u00a0000", "", 1000),
    ("employees", 1200, "#,##0", 1200),
    ("revenue", "1,000万", "", 1_000_000_000),
    ("revenue", "１，０００万元", "", 1_000_000_000),
    ("revenue", "2亿", "", 20_000_000_000),
    ("revenue", "￥1,000.50", "", 100_050),
    ("revenue", 1234567.89, "#,##0.00", 123_456_789),
    ("revenue", 999999999999.99, "", 99_999_999_999_999),
    ("revenue", 1e7, "0.00E+00", 1_000_000_000),
    ("revenue", "1e7", "", 1_000_000_000),
    ("revenue", "'1000", "", "「'1000」不是数字。" + NUMBER),
    ("revenue", "约100万", "", "「约100万」不是确切的数。" + EXACTLY),
    ("revenue", "100万左右", "", "「100万左右」不是确切的数。" + EXACTLY),
    ("revenue", "100-200万", "", "「100-200万」是一个范围。" + EXACTLY),
    ("revenue", "100万美元", "", "「100万美元」的单位「美元」不适用，应为元。"),
    ("revenue", 0.001, "", "「0.001」不能使用：金额最多精确到分（两位小数）。"),
    ("revenue", True, "", "应是数字，得到是/否。"),
    ("revenue", date(2018, 3, 1), "", "「2018-03-01」不是数字。" + NUMBER),
    ("net_profit", "-50万", "", -50_000_000),
    ("net_profit", "(50万)", "", "「(50万)」不是数字。负数请写成 -50万。"),
    ("employees", -3, "", "「-3」不能是负数。"),
    ("employees", "－3", "", "「-3」不能是负数。"),
    ("employees", 5.5, "", "「5.5」不能使用：应是整数。"),
    ("employees", "五", "", 5),
    ("employees", time(12, 0), "", "「12:00:00」不是数字。" + NUMBER),
    ("equipment_share", 0.05, "0%", 50_000_000),
    ("equipment_share", 0.055, "0.0%", 55_000_000),
    ("equipment_share", "5%", "", 50_000_000),
    ("equipment_share", "５％", "", 50_000_000),
    ("equipment_share", "5个百分点", "", 50_000_000),
    ("equipment_share", 1, "0%", 1_000_000_000),
    (
        "equipment_share",
        5,
        "",
        f"「5」超出范围，应在 0 与 1 之间。若指百分之 5，{RATE}",
    ),
    ("equipment_share", "5‰", "", "「5‰」不是比例。" + RATE),
    ("debt_ratio", 1.5, "0%", 1_500_000_000),
    (
        "debt_ratio",
        5,
        "0%",
        (
            "「5」没有写单位，大于 2 时须写明。若指百分之 5，请写 0.05 或 5%；"
            "若指 5 倍，请写 500% 或 5倍。"
        ),
    ),
    ("registered_on", date(2018, 3, 1), "", DAY),
    ("registered_on", datetime(2018, 3, 1, 9, 30), "yyyy-mm-dd hh:mm", DAY),  # noqa: DTZ001
    ("registered_on", 43160, "", DAY),
    ("registered_on", 43160.5, "", DAY),
    ("registered_on", 43160, "yyyy/m/d", DAY),
    (
        "registered_on",
        "43160",
        "",
        "「43160」像是表格的日期序号。请把这一列的格式改成日期，重新导出。",
    ),
    ("registered_on", "2018年3月1日", "", DAY),
    ("registered_on", "2018.3.1", "", DAY),
    ("registered_on", 20180301, "", DAY),
    ("registered_on", "3/1/2018", "", "「3/1/2018」分不清月和日。" + DATE),
    ("registered_on", "2018-02-30", "", "「2018-02-30」这一天不存在。请核对年月日。"),
    ("blacklisted", 0, "", False),
    ("blacklisted", True, "", True),
    ("blacklisted", "否", "", False),
    ("blacklisted", "也许", "", "「也许」应是「是」或「否」。"),
    ("district", 440307, "", "440307"),
    ("district", "龙岗", "", "440307"),
    ("industry", 3921, "", "3921"),
    ("name", "甲（深圳）公司", "", "甲（深圳）公司"),
    ("name", 360, "", "360"),
    ("name", 12.5, "", "应是文字。"),
    ("name", "甲\n公司", "", "「甲\\u000a公司」含有看不见的控制字符。请删去后重新输入。"),
    ("revenue", "未知", "", None),
    ("revenue", "—", "", None),
    ("revenue", "N/A", "", None),
]
LABELS = {
    "employees": "从业人员",
    "revenue": "营业收入",
    "net_profit": "净利润",
    "equipment_share": "设备投资占固定资产投资比",
    "debt_ratio": "资产负债率",
    "registered_on": "注册日期",
    "blacklisted": "被列入失信名单",
    "name": "名称",
}


@pytest.mark.parametrize(("key", "cell", "shape", "result"), CELLS, ids=str)
def test_cell_is_understood_or_refused_with_the_whole_sentence(
    tmp_path: Path, key: str, cell: object, shape: str, result: object
) -> None:
    def fill(page: Any, made: Any) -> None:
        page.write_row(0, 0, ["class1_ip", key])
        page.write(1, 0, 1)
        page.write(1, 1, cell, *([made.add_format({"num_format": shape})] if shape else []))

    path = book(tmp_path, fill)
    if isinstance(result, str) and result.endswith("。"):
        assert refusals(path) == [f"firms.xlsx 第 2 行：「{LABELS[key]}」（{key}）：{result}"]
    else:
        known = {} if result is None else {key: result}
        assert [dict(firm.known) for firm in read_file(path, ON)] == [{"class1_ip": 1} | known]


# The form of a sheet


def titled(page: Any, made: Any) -> None:
    page.merge_range(0, 0, 0, 1, "企业情况表")
    page.write_row(1, 0, ["employees", "assets"])
    page.write_row(2, 0, [5, 6])


def merged_below(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["employees", "district"])
    page.write_row(1, 0, [5, ""])
    page.write_row(2, 0, [6, ""])
    page.merge_range(1, 1, 2, 1, "龙岗")


def unnamed_column(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["employees", "", "assets"])
    page.write_row(1, 0, [5, 7, 6])


def unnamed_fact(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["事实", "值"])
    page.write_row(1, 0, ["employees", 5])
    page.write_row(2, 0, ["", 7])


def lower_and_to_the_right(page: Any, made: Any) -> None:
    page.write_row(4, 3, ["employees", "", "assets"])
    page.write_row(6, 3, [-5, 7, -6])


def facts_lower_and_to_the_right(page: Any, made: Any) -> None:
    page.write_row(2, 1, ["事实", "值"])
    page.write_row(4, 1, ["employees", -5])


def two_names_of_one_fact(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["employees", "从业人员"])
    page.write_row(1, 0, [5, 6])


def uncomputed(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["employees", "revenue", "assets"])
    page.write(1, 0, 5)
    page.write_formula(1, 1, "=A2*2", None, "")
    page.write_formula(1, 2, "=A2/0", None, "#DIV/0!")


def numeric_credit_code(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["credit_code", "employees"])
    page.write_row(1, 0, [914403001922038216, 5])


def list_with_a_key_twice(page: Any, made: Any) -> None:
    page.write_row(0, 0, ["titles"])
    page.write_row(1, 0, ['[{"kind": "srdi", "kind": "srdi"}]'])


MERGED = "合并后只有左上角一格有值，其余会读成未知。请取消合并，每格各写一个值。"
NAMELESS = "有值，却没有事实的名称。请补上名称，或清空这一格。"
NO_FACT = "的事实。用 huiqi library facts 查看全部事实。"


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (titled, ["第 1 行：单元格 A1:B1 是合并的。" + MERGED]),
        (merged_below, ["第 2 行：单元格 B2:B3 是合并的。" + MERGED]),
        (unnamed_column, ["第 2 行：单元格 B2 " + NAMELESS]),
        (unnamed_fact, ["第 3 行：单元格 B3 " + NAMELESS]),
        (
            lower_and_to_the_right,
            [
                "第 7 行：单元格 E7 " + NAMELESS,
                "第 7 行：「从业人员」（employees）：「-5」不能是负数。",
                "第 7 行：「资产总额」（assets）：「-6」不能是负数。",
            ],
        ),
        (
            facts_lower_and_to_the_right,
            ["第 5 行：「从业人员」（employees）：「-5」不能是负数。"],
        ),
        (
            two_names_of_one_fact,
            ["第 2 行：「从业人员」（employees）给了两个不同的值。请只留一个。"],
        ),
        (
            uncomputed,
            [
                "第 2 行：单元格 B2 的公式没有算出的值。请用 Excel 打开并保存一次，或直接写值。",
                "第 2 行：单元格 C2 的公式出错（#DIV/0!）。请改正公式或直接写值。",
            ],
        ),
        (
            numeric_credit_code,
            [
                (
                    "第 2 行：「统一社会信用代码」（credit_code）存成了数字，后面几位已经丢失。"
                    "请把单元格格式改为文本，再重新填写。"
                )
            ],
        ),
        (
            list_with_a_key_twice,
            ["第 2 行：「称号与资质」（titles）：「kind」写了两次。请只留一个。"],
        ),
    ],
)
def test_sheet_of_a_form_that_would_lose_values_is_refused(
    tmp_path: Path, fill: Fill, told: list[str]
) -> None:
    assert refusals(book(tmp_path, fill)) == [f"firms.xlsx {one}" for one in told]


def spaces_and_gaps(page: Any, made: Any) -> None:
    page.write_row(0, 0, [" employees ", "", "ａｓｓｅｔｓ"])
    page.write_row(1, 0, [" ", " ", " "])
    page.write_row(3, 0, [5, "", 10])


def test_value_that_a_formula_gave_is_read(tmp_path: Path) -> None:
    def fill(page: Any, made: Any) -> None:
        page.write_row(0, 0, ["employees", "revenue"])
        page.write(1, 0, 5)
        page.write_formula(1, 1, "=A2*2", None, 10)

    (firm,) = read_file(book(tmp_path, fill), ON)
    assert firm.known == {"employees": 5, "revenue": 1000}


def test_gaps_and_rows_of_spaces_are_passed_over(tmp_path: Path) -> None:
    (firm,) = read_file(book(tmp_path, spaces_and_gaps), ON)
    assert firm.known == {"employees": 5, "assets": 1000}
