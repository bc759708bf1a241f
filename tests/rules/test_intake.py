"""读取文件: firms from JSON, YAML and spreadsheets, and every problem with its row."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from huiqi.rules.facts import Facts
from huiqi.rules.intake import read_file
from huiqi.rules.problems import Refused, unreadable

ON = date(2021, 10, 20)
EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2018, 3, 1).toordinal()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def sheet(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "firms.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def known(firms: list[Facts]) -> list[dict[str, object]]:
    return [dict(firm.known) for firm in firms]


def refusals(path: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_file(path, ON)
    return [str(problem) for problem in refused.value.problems]


# JSON and YAML


@pytest.mark.parametrize(
    "text",
    [
        '{"employees": 5}',
        '[{"employees": 5}]',
        '{"firms": [{"employees": "5人"}]}',
        '\ufeff{"employees": 5}',
    ],
)
def test_json_holds_one_firm_a_list_or_firms(tmp_path: Path, text: str) -> None:
    assert known(read_file(written(tmp_path, "a.json", text), ON)) == [{"employees": 5}]


def test_json_amounts_are_exact(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", '{"revenue": 999999999999.99, "loan_rate": 0.0435}')
    assert known(read_file(path, ON)) == [{"revenue": 99_999_999_999_999, "loan_rate": 43_500_000}]


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.YAML"])
def test_yaml_is_read_as_strict_text(tmp_path: Path, name: str) -> None:
    text = 'name: "甲公司"\nemployees: 5\nblacklisted: 否\ntitles: []\n'
    (firm,) = read_file(written(tmp_path, name, text), ON)
    assert firm.known == {"name": "甲公司", "employees": 5, "blacklisted": False}
    assert firm.lists == {"titles": ()}


def test_all_problems_of_all_firms_are_told_with_their_number(tmp_path: Path) -> None:
    firms = [{"employees": -1}, {"employees": 5}, {"revenu": 1, "registered_on": "昨天"}]
    assert refusals(written(tmp_path, "a.json", json.dumps(firms))) == [
        "a.json 第 1 户：「从业人员」（employees）：「-1」不能是负数。",
        "a.json 第 3 户：没有名为「revenu」的事实。是否为「revenue」？",
        "a.json 第 3 户：「注册日期」（registered_on）：「昨天」不是日期。请写成 2021-10-20。",
    ]


def test_problem_of_a_single_firm_has_no_number(tmp_path: Path) -> None:
    assert refusals(written(tmp_path, "a.json", '{"employees": -1}')) == [
        "a.json：「从业人员」（employees）：「-1」不能是负数。"
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            '{"employees": 5,\n "revenue" 3}',
            "a.json:2：JSON 写法有误（第 12 列附近）。请检查逗号、引号和括号是否成对。",
        ),
        ('{"employees": 5, "employees": 6}', "a.json：「employees」写了两次。请只留一个。"),
        ("[]", "a.json：文件里没有任何企业。请至少写一户的事实。"),
        ("[5]", "a.json：内容应是一户企业的事实，或若干户的列表。"),
        ('"甲"', "a.json：内容应是一户企业的事实，或若干户的列表。"),
    ],
)
def test_json_that_holds_no_firm_is_refused(tmp_path: Path, text: str, why: str) -> None:
    assert refusals(written(tmp_path, "a.json", text)) == [why]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: 甲\nemployees: -1\n", "a.yaml:2：「从业人员」（employees）：「-1」不能是负数。"),
        (
            "- name: 甲\n- name: 乙\n\n  从业人员: -1\n",
            "a.yaml:4：「从业人员」（employees）：「-1」不能是负数。",
        ),
        (
            "firms:\n  - {}\n  - revenu: 1\n",
            "a.yaml:3：没有名为「revenu」的事实。是否为「revenue」？",
        ),
    ],
)
def test_problem_of_yaml_names_the_line_of_the_key(tmp_path: Path, text: str, told: str) -> None:
    assert refusals(written(tmp_path, "a.yaml", text)) == [told]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "a.json",
            '[{"employees": 5, "employees": -6, "assets": NaN}, 7, {"revenu": 1}]',
            [
                "a.json：「NaN」不是数字。不知道时写 null。",
                "a.json：「employees」写了两次。请只留一个。",
                "a.json 第 2 户：内容应是一户企业的事实，或若干户的列表。",
                "a.json 第 1 户：「从业人员」（employees）：「-6」不能是负数。",
                "a.json 第 3 户：没有名为「revenu」的事实。是否为「revenue」？",
            ],
        ),
        (
            "a.json",
            '{"firms": [{"employees": -1}], "on": "2021"}',
            [
                "a.json：「firms」旁边还写了「on」。请把每户的事实写进列表里。",
                "a.json：「从业人员」（employees）：「-1」不能是负数。",
            ],
        ),
        (
            "a.yaml",
            "- name: 甲\n  name: 乙\n  assets: &a 5\n- [5]\n- revenu: 1\n",
            [
                (
                    "a.yaml:2：键 name 重复。第 1 行已经写过，重复时无法判断以哪个为准。"
                    "请合并为一处或改名。"
                ),
                (
                    "a.yaml:3：不支持锚点 &a。政策文件须逐字可读，不用锚点、引用和标签。"
                    "请删去；以 & 开头的文本请加引号。"
                ),
                "a.yaml 第 2 户：内容应是一户企业的事实，或若干户的列表。",
                "a.yaml:5：没有名为「revenu」的事实。是否为「revenue」？",
            ],
        ),
    ],
)
def test_what_is_wrong_in_form_does_not_hide_what_is_wrong_in_the_facts(
    tmp_path: Path, name: str, text: str, told: list[str]
) -> None:
    assert refusals(written(tmp_path, name, text)) == told


def test_problem_as_json_holds_line_and_firm_apart(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_file(written(tmp_path, "a.yaml", "- {}\n- employees: -1\n"), ON)
    assert [problem.to_dict() for problem in refused.value.problems] == [
        {
            "what": "「从业人员」（employees）：「-1」不能是负数。",
            "file": "a.yaml",
            "line": 2,
            "firm": 2,
            "key": "employees",
        }
    ]


# Files that hold something else


GBK, UTF_16 = "name: 甲公司".encode("gbk"), "name: 甲公司".encode("utf-16")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.json", GBK, "a.json:1：文件不是 UTF-8 编码，像是 GBK 编码。请用编辑器另存为 UTF-8。"),
        (
            "a.yaml",
            b"employees: 5\n" + GBK,
            "a.yaml:2：文件不是 UTF-8 编码，像是 GBK 编码。请用编辑器另存为 UTF-8。",
        ),
        ("a.json", UTF_16, "a.json：文件是 UTF-16 编码。请另存为 UTF-8。"),
        (
            "a.json",
            b"PK\x03\x04\xff",
            "a.json：文件是 Excel 表格或压缩包，不是文本。若是表格，请把扩展名改为 .xlsx。",
        ),
        (
            "a.yaml",
            b"\xd0\xcf\x11\xe0\xa1",
            "a.yaml：文件是旧版 Office 文件，不是文本。若是表格，请把扩展名改为 .xls。",
        ),
        ("a.json", b"%PDF-1.7", "a.json：文件是 PDF，不是文本。请把其中的事实写成文本。"),
        ("a.json", b"\x89PNG\x00\x01", "a.json：文件不是文本。请核对是否选错了文件。"),
        ("a.json", b"{}\n\xff\xff", "a.json:2：文件不是 UTF-8 编码。请另存为 UTF-8。"),
        ("a.json", b"", "a.json：文件是空的。请写入企业的事实。"),
        ("a.yaml", b"\xef\xbb\xbf \n", "a.yaml：文件是空的。请写入企业的事实。"),
        ("a.xlsx", b"", "a.xlsx：文件是空的。请写入企业的事实。"),
        ("a.xlsx", b"x", "a.xlsx：表格打不开，不是 Excel 文件或已损坏。请用 Excel 另存为 .xlsx。"),
        ("a.csv", b"x", "a.csv：不认识的文件类型「.csv」。请用 .json、.yaml 或 .xlsx。"),
        ("abc", b"x", "abc：文件没有扩展名。请用 .json、.yaml 或 .xlsx。"),
    ],
    ids=str,
)
def test_file_that_holds_something_else_is_refused_by_name(
    tmp_path: Path, name: str, data: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refusals(path) == [why]


def test_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "无.json"
    assert refusals(path) == [f"{path}：找不到这个文件。请检查路径和文件名。"]
    path.mkdir()
    assert refusals(path) == [f"{path}：这是文件夹，不是文件。请写出其中的文件。"]
    assert refusals(Path("a\0.json")) == [
        "a\\u0000.json：文件名含有不可用的字符。请检查路径和文件名。"
    ]


def test_reason_of_the_system_is_told_in_chinese() -> None:
    assert str(unreadable(PermissionError(13, "no"), "a")) == (
        "a：没有读取这个文件的权限。请检查文件的权限。"
    )
    assert str(unreadable(OSError(36, "File name too long"), "a")) == (
        "a：无法读取这个文件。（系统报告：File name too long）请检查路径和文件名。"
    )


# Spreadsheets


def test_sheet_holds_a_firm_a_row_under_keys_or_labels(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        [
            ["name", "从业人员", "营业收入", "registered_on", "blacklisted", "equipment_share"],
            ["甲公司", 5, 1234567.89, date(2018, 3, 1), 0, 0.05],
            [],
            ["乙公司", "1千", "２亿", "2018年3月1日", "是", "5%"],
        ],
    )
    assert known(read_file(path, ON)) == [
        {
            "name": "甲公司",
            "employees": 5,
            "revenue": 123_456_789,
            "registered_on": DAY,
            "blacklisted": False,
            "equipment_share": 50_000_000,
        },
        {
            "name": "乙公司",
            "employees": 1000,
            "revenue": 20_000_000_000,
            "registered_on": DAY,
            "blacklisted": True,
            "equipment_share": 50_000_000,
        },
    ]


def test_sheet_may_hold_a_fact_a_row(tmp_path: Path) -> None:
    titles = '[{"kind": "srdi", "valid_until": "2018-03-01"}]'
    path = sheet(tmp_path, [["事实", "值"], ["从业人员", 5], ["titles", titles], ["assets", None]])
    (firm,) = read_file(path, ON)
    assert firm.known == {"employees": 5}
    assert firm.lists == {"titles": ({"kind": "srdi", "valid_until": DAY},)}


def test_cell_with_years_is_read_as_they_are(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["事实", "值"], ["revenue", '{"value": 0.1, "period": 2019}']])
    assert known(read_file(path, ON)) == [{"revenue_prior": 10}]


def test_problems_of_a_sheet_name_their_rows(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["employees", "人数"], [-1, 1], ["", ""], [5, 2]])
    assert refusals(path) == [
        "firms.xlsx 第 2 行：「从业人员」（employees）：「-1」不能是负数。",
        "firms.xlsx 第 2 行：没有名为「人数」的事实。用 huiqi library facts 查看全部事实。",
        "firms.xlsx 第 4 行：没有名为「人数」的事实。用 huiqi library facts 查看全部事实。",
    ]


def test_broken_list_in_a_cell_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["事实", "值"], ["titles", "[{"]])
    assert refusals(path) == [
        (
            "firms.xlsx 第 2 行：「称号与资质」（titles）：JSON 写法有误（第 3 列附近）。"
            "请检查逗号、引号和括号是否成对。"
        )
    ]


def test_empty_sheet_holds_no_firm(tmp_path: Path) -> None:
    assert refusals(sheet(tmp_path, [])) == ["firms.xlsx：文件里没有任何企业。请至少写一户的事实。"]


def test_sheet_that_gives_a_fact_twice_is_refused(tmp_path: Path) -> None:
    told = "「employees」写了两次。请只留一个。"
    assert refusals(sheet(tmp_path, [["employees", "assets", "employees"], [1, 2, 3]])) == [
        f"firms.xlsx 第 1 行：{told}"
    ]
    assert refusals(sheet(tmp_path, [["事实", "值"], ["employees", 1], ["employees", 2]])) == [
        f"firms.xlsx 第 3 行：{told}"
    ]


@pytest.mark.parametrize("text", ['{"revenue": ' + "9" * 5000 + "}", "[" * 100_000])
def test_json_made_to_exhaust_the_reader_is_refused(tmp_path: Path, text: str) -> None:
    assert refusals(written(tmp_path, "a.json", text)) == [
        "a.json：JSON 里有过长的数字或过深的括号。请核对内容。"
    ]


def test_ratio_in_yaml_is_exact(tmp_path: Path) -> None:
    path = written(tmp_path, "a.yaml", "loan_rate: 0.0435\nrevenue: 1234567.89\n")
    assert known(read_file(path, ON)) == [{"loan_rate": 43_500_000, "revenue": 123_456_789}]


# The examples that come with the programme


@pytest.mark.parametrize("name", ["chenglan.yaml", "chenglan.xlsx"])
def test_example_firm_is_the_same_in_every_form(name: str) -> None:
    assert read_file(EXAMPLES / name, ON) == read_file(EXAMPLES / "chenglan.json", ON)


def test_example_register_holds_three_firms_of_which_the_first_is_the_example() -> None:
    firms = read_file(EXAMPLES / "firms.xlsx", ON)
    (example,) = read_file(EXAMPLES / "chenglan.json", ON)
    assert [firm.name for firm in firms] == [
        "深圳市澄澜传感技术有限公司",
        "深圳市岭上云帆软件有限公司",
        "深圳市坪湖制造有限公司",
    ]
    assert firms[0].credit_code == example.credit_code
