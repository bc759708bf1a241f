"""坏名册: each with the sentence that says what is wrong and what to do."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from huiqi.registers import excel_files
from tests.registers.conftest import (
    CODES,
    FIRST,
    HEADING,
    SECOND,
    Write,
    bring_in,
    refusal,
    row_problems,
)

pytestmark = pytest.mark.usefixtures("city_clock")


def sheet(path: Path, *rows: Sequence[object], merged: str = "") -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if merged:
        page.merge_range(merged, "南山区")
    book.close()
    return path


def test_an_empty_file(write: Write) -> None:
    assert refusal(write(b"")) == ("名册.csv：文件是空的。请核对后重新导出。",)


def test_a_file_of_another_type(write: Write) -> None:
    assert refusal(write(b"%PDF-1.7", name="名册.csv")) == (
        "名册.csv：文件是PDF，不是名册。请上传 CSV、Excel（.xlsx）或 Parquet 文件。",
    )


def test_gbk_is_understood(write: Write) -> None:
    done = bring_in(write(HEADING, FIRST, encoding="gb18030"))
    assert (done.counts.created, done.counts.facts) == (1, 6)


def test_a_mark_at_the_start_is_understood(write: Write) -> None:
    done = bring_in(write(b"\xef\xbb\xbf", HEADING, FIRST))
    assert (done.counts.created, done.counts.facts) == (1, 6)


def test_semicolons_instead_of_commas(write: Write) -> None:
    assert refusal(write(HEADING.replace(",", ";"), FIRST.replace(",", ";"))) == (
        "名册.csv 第 1 行：各列用分号隔开，应当用逗号。请另存为逗号分隔的 CSV（UTF-8）。",
    )


def test_a_missing_heading(write: Write) -> None:
    assert refusal(write(FIRST, SECOND)) == (
        (
            "名册.csv 第 1 行：第一行是一家单位的数据，不是表头。"
            "请在最上面加一行，写明各列是哪项事实，如「统一社会信用代码」「名称」。"
        ),
    )


def test_an_unknown_column_with_the_nearest_one_and_no_code(write: Write) -> None:
    assert refusal(write("名称,从业人员数", "甲,1")) == (
        "名册.csv 第 1 行：没有名为「从业人员数」的事实。是否为「从业人员」？",
        (
            "名册.csv 第 1 行：缺少「统一社会信用代码」（credit_code）一列。"
            "没有它不知道每一行是哪家单位。请补上这一列。"
        ),
    )


def test_a_column_twice(write: Write) -> None:
    assert refusal(write("统一社会信用代码,名称,name", f"{CODES[0]},甲,甲")) == (
        "名册.csv 第 1 行：同一项事实（name）有 2 列：「名称」「name」。请只留一列。",
    )


def test_merged_cells(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "名册.xlsx",
        ["统一社会信用代码", "所在区"],
        [CODES[0]],
        [CODES[1]],
        merged="B2:B3",
    )
    assert refusal(path) == (
        (
            "名册.xlsx 第 2 行：单元格 B2:B3 是合并的。合并后只有左上角一格有值，其余会读成未知。"
            "请取消合并，每格各写一个值。"
        ),
    )


def test_a_sheet_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_files, "MOST_ROWS", 2)
    path = sheet(tmp_path / "名册.xlsx", ["统一社会信用代码"], *[[code] for code in CODES[:3]])
    assert refusal(path) == (
        (
            "名册.xlsx：表格超过 2 行。"
            "请另存为 CSV（UTF-8）或 Parquet 再导入，那样可以有 1,000,000 行。"
        ),
    )


def test_a_wrong_check_digit(write: Write) -> None:
    right = CODES[0]
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    assert row_problems(write(HEADING, FIRST.replace(right, wrong))) == {
        2: [
            (
                f"统一社会信用代码校验位不符：末位应为「{right[-1]}」，得到「{wrong[-1]}」。"
                "请核对各位数字"
            )
        ]
    }


def test_a_row_without_a_code(write: Write) -> None:
    assert row_problems(write(HEADING, FIRST.replace(CODES[0], " "))) == {
        2: ["没有统一社会信用代码，不知道是哪家单位。请补上 18 位代码"]
    }


def test_a_day_to_come(write: Write) -> None:
    path = write("credit_code,name,registered_on", f"{CODES[0]},甲,2022-01-01")
    assert row_problems(path) == {
        2: [
            (
                "「注册日期」（registered_on）2022-01-01，晚于评估日 2021-10-20："
                "这一天企业还没有注册。请核对注册日期和评估日"
            )
        ]
    }


def test_two_rows_of_one_firm_are_both_left_out(write: Write) -> None:
    done = bring_in(write(HEADING, FIRST, SECOND, FIRST))
    assert done.problems.sentences == {
        2: [f"与第 4 行是同一家单位（{CODES[0]}）。请只留一行"],
        4: [f"与第 2 行是同一家单位（{CODES[0]}）。请只留一行"],
    }
    assert (done.counts.rows, done.counts.refused, done.counts.created) == (3, 2, 1)


def test_a_line_break_in_a_cell_and_its_row(write: Write) -> None:
    path = write("credit_code,name", f'{CODES[0]},"甲\n乙"', f"{CODES[1]},丙")
    done = bring_in(path)
    assert done.problems.sentences == {
        2: ["「名称」（name）：「甲\\u000a乙」含有看不见的控制字符。请删去后重新输入"]
    }
    assert done.counts.created == 1


def test_a_row_with_too_few_cells_keeps_the_numbers_of_the_others(write: Write) -> None:
    done = bring_in(write(HEADING, f"{CODES[2]},短", SECOND.replace("C39", "造梦业")))
    assert sorted(done.problems.told) == [2, 3]
    assert done.problems.sentences[2] == ["这一行有 2 格，表头有 6 格。请核对逗号和引号"]


def test_an_unknown_firm_without_a_name(write: Write) -> None:
    assert row_problems(write("credit_code,employees", f"{CODES[0]},3")) == {
        2: ["库里还没有这家单位，新建须有「名称」。请补上登记的名称"]
    }


def test_values_of_one_row_that_contradict_each_other(write: Write) -> None:
    path = write("credit_code,name,revenue,main_revenue", f"{CODES[0]},甲,100,200")
    assert row_problems(path) == {
        2: [
            (
                "「主营业务收入」（main_revenue）200元，多于「营业收入」（revenue）100元："
                "主营业务收入是营业收入的一部分。请核对这两项"
            )
        ]
    }
