"""文档: spreadsheets and PDFs say what they were given, and nothing in it is code."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from huiqi.kernel import pdf, sheets
from huiqi.kernel.sheets import Column, TooLong, workbook, write_csv

COLUMNS = (
    Column("企业"),
    Column("金额（元）", "yuan"),
    Column("户数", "number"),
    Column("比例", "percent"),
    Column("日期", "day"),
    Column("时间", "moment"),
)


def cells(content: bytes) -> object:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_sheet_holds_every_cell_in_its_own_kind() -> None:
    at = datetime(2021, 10, 20, 1, 30, tzinfo=UTC)
    row = ["澄澜", 14_980_001, 3, Decimal("0.05"), date(2021, 10, 20), at]
    assert cells(workbook("名单", COLUMNS, [row, ["远山", None, 0, None, None, None]])) == [
        [column.title for column in COLUMNS],
        ["澄澜", 149_800.01, 3.0, 0.05, date(2021, 10, 20), datetime(2021, 10, 20, 9, 30)],  # noqa: DTZ001 -- Excel knows no zones
        ["远山", "", 0.0, "", "", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "http://a", "\t=1"])
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    assert cells(workbook("表", [Column("一")], [[text]])) == [["一"], [text]]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_csv_guards_every_text_even_a_heading(text: str) -> None:
    told = "".join(write_csv([text], [[text]])).removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(told, newline=""))) == [[f"'{text}"], [f"'{text}"]]


def test_csv_leaves_numbers_days_and_what_is_not_there_as_they_are() -> None:
    row = ["远山", None, -3, Decimal("-1E+3"), True, date(2021, 10, 20)]
    lines = list(write_csv(["企业"] * 6, [row], separator="|", is_marked=False))
    assert lines == ["企业|企业|企业|企业|企业|企业\r\n", "远山||-3|-1000|是|2021-10-20\r\n"]


def test_sheet_name_is_cut_to_what_the_format_allows() -> None:
    book = CalamineWorkbook.from_filelike(
        BytesIO(workbook("a/b:c" + "长" * 40, [Column("一")], []))
    )
    assert book.sheet_names == ["abc" + "长" * 28]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(TooLong, match="一张表最多 3 行"):
        workbook("表", [Column("一")], [["x"]] * 4)


def _receipt(times: int) -> bytes:
    facts = [["回执编号", "HZ-2021-000001"], ["金额", "987,654,321.09 元"]]
    facts += [[name, "深圳市澄澜智能装备有限公司" * times] for name in ("收款单位", "用途", "资金")]
    told = {"title": "拨付回执", "facts": facts, "came_back": True, "digest": "0" * 64}
    return pdf.document("receipt", told)


def test_receipt_stands_on_one_page_and_goes_on_where_names_are_very_long() -> None:
    one, more = _receipt(4), _receipt(60)
    assert b"pdfaid" in one
    assert [made.count(b"/Type/Page/") for made in (one, more)] == [1, 3]


def test_pdf_is_made_of_what_it_was_given() -> None:
    made = pdf.table(
        "拟资助名单",
        [("批次", "2021年第二批"), ("公示", "7 个工作日")],
        [pdf.Heading("企业"), pdf.Heading("金额（元）", "right")],
        [["澄澜传感", "149,800.00"], ["#strong[假] $x$ @cite", "1.00"]],
        footer="惠企",
    )
    assert made.startswith(b"%PDF-1.7")
    assert b"pdfaid" in made


def test_unknown_template_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        pdf.document("../nothing", {})
