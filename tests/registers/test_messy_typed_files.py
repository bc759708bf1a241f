"""脏表格: Excel and Parquet files as offices send them: understood, or told what is wrong."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from django.test import Client
from procrastinate import testing
from pyarrow import parquet

from tests.registers.conftest import CODES, case_of, errors_of_file, sentences_of, sheet_of

pytestmark = pytest.mark.usefixtures("city_clock")

CODE = CODES[0]

# Excel


Rows = Sequence[Sequence[object]]
TWO: Rows = [["统一社会信用代码", "名称", "从业人员"], [CODE, "甲一公司", 12]]


def book(
    *sheets: tuple[str, Rows],
    then: Callable[[Any], object] = lambda _page: None,
    hidden: bool = False,
) -> bytes:
    """A workbook; the first sheet is given to ``then``, the last one may be hidden."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets:
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        then(made.worksheets()[0])
        if hidden:
            made.worksheets()[-1].hide()
    return out.getvalue()


EXCEL_UNDERSTOOD = {
    "as it is": book(("名册", TWO)),
    "a computed formula": book(
        ("名册", TWO), then=lambda page: page.write_formula("C2", "=6+6", None, 12)
    ),
    "an explanation beside it": book(("名册", TWO), ("填表说明", [["每行一家"]])),
    "a hidden sheet": book(("名册", TWO), ("旧", TWO), hidden=True),
}


EXCEL_REFUSED = {
    "torn": (book(("名册", TWO))[:-40], "表格打不开，可能已损坏。请重新导出。"),
    "merged": (
        book(("名册", TWO), then=lambda page: page.merge_range("C2:C3", "12")),
        (
            " 第 2 行：单元格 C2:C3 是合并的。合并后只有左上角一格有值，其余会读成未知。"
            "请取消合并，每格各写一个值。"
        ),
    ),
    "a broken formula": (
        book(("名册", TWO), then=lambda page: page.write_formula("C2", "=1/0", None, "#DIV/0!")),
        " 第 2 行：单元格 C2 的公式出错（#DIV/0!）。请改正公式或直接写值。",
    ),
    "a formula that was never computed": (
        book(("名册", TWO), then=lambda page: page.write_formula("C2", "=6+6", None, "")),
        " 第 2 行：单元格 C2 的公式没有算出的值。请用 Excel 打开并保存一次，或直接写值。",
    ),
    "nothing in it": (book(("名册", [])), "文件是空的。请核对后重新导出。"),
    "heading only": (
        book(("名册", TWO[:1])),
        " 第 2 行：表头下面没有一行数据。请核对后重新导出。",
    ),
    "a title above the heading": (
        book(("名册", [["企业名册"], *TWO])),
        " 第 1 行：第一行「企业名册」是标题，不是表头。请删去这一行，让各列的名称在第一行。",
    ),
    "two registers": (
        book(("一月", TWO), ("二月", TWO)),
        "第 2 张工作表「二月」也是名册，而系统只读第一张。请合并成一张，或分成几份文件。",
    ),
    "the register on another sheet": (
        book(("填表说明", [["每行一家"]]), ("名册", TWO)),
        "名册在第 2 张工作表「名册」里，而系统只读第一张。请把它移到最前面，再保存。",
    ),
}


@pytest.mark.parametrize("name", EXCEL_UNDERSTOOD)
def test_a_sheet_is_understood(client: Client, jobs: testing.InMemoryConnector, name: str) -> None:
    case = case_of(client, jobs, EXCEL_UNDERSTOOD[name], "名册.xlsx")
    assert case.counts == {"rows": 1, "refused": 0, "created": 1, "known": 0, "facts": 3}


@pytest.mark.parametrize("name", EXCEL_REFUSED)
def test_a_sheet_is_told_what_is_wrong(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    content, sentence = EXCEL_REFUSED[name]
    case = case_of(client, jobs, content, "名册.xlsx")
    assert (case.stage, sentences_of(case)[0]) == ("unusable", sentence.strip())
    # The error sheet says the same in its five parts.
    row, column, _value, what, fix = errors_of_file(client, case)[0]
    place = f"第 {row} 行：" if row else ""
    assert (f"{place}{what}。{fix}。", bool(column)) == (sentence.strip(), True)


# What is told of a cell: the column, the value, what is wrong, what to do.
EXCEL_ROWS = {
    "a code that became a number": (
        [TWO[0], [914403001234567890, "甲一公司", 12]],
        (
            *("统一社会信用代码", "914403001234567936"),
            "「统一社会信用代码」（credit_code）存成了数字，后面几位已经丢失",
            "请把单元格格式改为文本，再重新填写",
        ),
    ),
    "a flag for a number": (
        [TWO[0], [CODE, "甲一公司", True]],
        ("从业人员", "True", "应是数字，得到是/否", "请写整数，如 12"),
    ),
    "half a person": (
        [TWO[0], [CODE, "甲一公司", 12.5]],
        ("从业人员", "12.5", "「12.5」不能使用：应是整数", "请写整数，如 12"),
    ),
}


@pytest.mark.parametrize("name", EXCEL_ROWS)
def test_a_cell_is_told_what_is_wrong(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    rows, told = EXCEL_ROWS[name]
    case = case_of(client, jobs, book(("名册", rows)), "名册.xlsx")
    assert sheet_of(client, case) == [("2", *told)]


# Parquet


def columns(**given: Any) -> bytes:
    out = BytesIO()
    parquet.write_table(pa.table({"credit_code": [CODE], "name": ["甲一公司"], **given}), out)
    return out.getvalue()


def twice() -> bytes:
    out, cells = BytesIO(), [pa.array([CODE]), pa.array(["甲"]), pa.array(["乙"])]
    parquet.write_table(pa.Table.from_arrays(cells, ["credit_code", "name", "name"]), out)
    return out.getvalue()


def torn_inside() -> bytes:
    whole = columns(credit_code=[CODE] * 1000, name=["甲"] * 1000)
    return whole[:30] + b"\xff" * 20 + whole[50:]


PARQUET_UNDERSTOOD = {
    "moments": columns(
        registered_on=pa.array([datetime(2015, 3, 1, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    ),
    "exact decimals": columns(revenue=[Decimal("12.340")]),
    "a dictionary": columns(district=pa.array(["南山区"]).dictionary_encode()),
    "whole numbers": columns(employees=pa.array([12], pa.uint8())),
}
PARQUET_REFUSED = {
    "torn at the end": (columns()[:-20], "Parquet 文件打不开，可能已损坏。请重新导出。"),
    "torn inside": (torn_inside(), "Parquet 文件打不开，可能已损坏。请重新导出。"),
    "a column twice": (
        twice(),
        "第 1 行：同一项事实（name）有 2 列：「name」「name」。请只留一列。",
    ),
    "no rows": (
        columns(credit_code=pa.array([], pa.string()), name=pa.array([], pa.string())),
        "第 2 行：表头下面没有一行数据。请核对后重新导出。",
    ),
}
NO_NUMBER = "请写成 1000000 或 100万 的形式"
PARQUET_ROWS = {
    "a list": (
        columns(revenue=[[1, 2]]),
        ("revenue", "列表", "名册的一格只写一个值", "请只留一个值，不写列表"),
    ),
    "a record": (
        columns(employees=[{"a": 1}]),
        ("employees", "映射", "名册的一格只写一个值", "请只留一个值，不写列表"),
    ),
    "bytes": (
        columns(name=pa.array([b"\xff\xfe"])),
        ("name", "b'\\xff\\xfe'", "应是文字", "请写文字"),
    ),
    "not a number": (
        columns(revenue=[float("nan")]),
        ("revenue", "nan", "「nan」不是数字", NO_NUMBER),
    ),
    "without end": (
        columns(revenue=[float("inf")]),
        ("revenue", "inf", "「inf」不是数字", NO_NUMBER),
    ),
    "a time of day": (
        columns(registered_on=pa.array([1], pa.time32("s"))),
        ("registered_on", "00:00:01", "「00:00:01」不是日期", "请写成 2021-10-20"),
    ),
    "a flag": (
        columns(employees=[True]),
        ("employees", "true", "「true」不是数字", NO_NUMBER),
    ),
}


@pytest.mark.parametrize("name", PARQUET_UNDERSTOOD)
def test_a_parquet_file_is_understood(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    case = case_of(client, jobs, PARQUET_UNDERSTOOD[name], "名册.parquet")
    assert case.counts == {"rows": 1, "refused": 0, "created": 1, "known": 0, "facts": 3}


@pytest.mark.parametrize("name", PARQUET_REFUSED)
def test_a_parquet_file_is_told_what_is_wrong(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    content, sentence = PARQUET_REFUSED[name]
    case = case_of(client, jobs, content, "名册.parquet")
    assert (case.stage, sentences_of(case)) == ("unusable", [sentence])


@pytest.mark.parametrize("name", PARQUET_ROWS)
def test_a_typed_column_is_told_what_is_wrong(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    content, told = PARQUET_ROWS[name]
    assert sheet_of(client, case_of(client, jobs, content, "名册.parquet")) == [("2", *told)]
