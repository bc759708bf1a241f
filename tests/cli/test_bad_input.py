"""坏输入: every way a firm's file can be wrong, with the whole message that people read."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Firm, Huiqi, Told

ON = ("--on", "2021-10-20")
BRACKETS = "请检查逗号和结尾的 ]。"
ONE_PLACE = "请合并为一处或改名。"
TO_THE_LETTER = "政策文件须逐字可读，不用锚点、引用和标签。"
AS_NUMBER = "请写成 1000000 或 100万 的形式。"
PERCENT = "若指百分之 5，请写 0.05 或 5%。"
NO_FIRMS = "内容应是一户企业的事实，或若干户的列表。"
SIZES = "是否为「微型」？可选：大型（large）、中型（medium）、小型（small）、微型（micro）。"


def refusals(told: Told) -> list[str]:
    """The problems of a refusal on a page, each without its bullet."""
    head, *lines = told.err.splitlines()
    assert (told.code, told.out) == (1, "")
    assert head == f"输入不能使用，共 {len(lines)} 处："
    return [line.removeprefix("  · ") for line in lines]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"employes": 5}, "没有名为「employes」的事实。是否为「employees」？"),
        ({"从业人数": 5}, "没有名为「从业人数」的事实。是否为「从业人员」？"),
        ({"abc": 5}, "没有名为「abc」的事实。用 huiqi library facts 查看全部事实。"),
        (
            {"employees": "很多"},
            "「从业人员」（employees）：「很多」不是数字。请写成 1000000 或 100万 的形式。",
        ),
        ({"employees": "5元"}, "「从业人员」（employees）：「5元」的单位「元」不适用，应为人。"),
        ({"employees": True}, "「从业人员」（employees）：应是数字，得到是/否。"),
        ({"employees": 1.5}, "「从业人员」（employees）：「1.5」不能使用：应是整数。"),
        ({"employees": -1}, "「从业人员」（employees）：「-1」不能是负数。"),
        (
            {"employees": 10000001},
            "「从业人员」（employees）：「10000001」超出范围，应在 0人 与 10000000人 之间。",
        ),
        (
            {"revenue": 1.005},
            "「营业收入」（revenue）：「1.005」不能使用：金额最多精确到分（两位小数）。",
        ),
        (
            {"blacklisted": "也许"},
            "「被列入失信名单」（blacklisted）：「也许」应是「是」或「否」。",
        ),
        (
            {"bidder_size": "巨型"},
            f"「投标人规模」（bidder_size）：「巨型」不是「投标人规模」的代码或名称。{SIZES}",
        ),
        ({"titles": "高企"}, "「称号与资质」（titles）应是一个列表。没有时写 []。"),
        ({"titles": [{"level": "city"}]}, "「称号与资质」第 1 项：缺少「kind」。"),
        (
            {"employees": {"value": 5, "per": 1}},
            "「从业人员」里没有「per」这一项。",
        ),
        (
            {"revenue": {"value": 5, "period": "去年"}},
            "「营业收入」的年度「去年」读不懂，应是 2020 的形式。",
        ),
        (
            {"registered_on": "2021-02-29"},
            "「注册日期」（registered_on）：「2021-02-29」这一天不存在。请核对年月日。",
        ),
        (
            {"registered_on": "去年"},
            "「注册日期」（registered_on）：「去年」不是日期。请写成 2021-10-20。",
        ),
        (
            {"credit_code": "91440300MA5DCL6C7X"},
            "统一社会信用代码校验位不符：末位应为「K」，得到「X」。请核对各位数字。",
        ),
        (
            {"loan_rate": 5},
            f"「贷款利率」（loan_rate）：「5」超出范围，应在 0 与 1 之间。{PERCENT}",
        ),
        (
            {"satisfaction": "120%"},
            "「满意度」（satisfaction）：「120%」超出范围，应在 0 与 1 之间。",
        ),
        ({"satisfaction": -0.1}, "「满意度」（satisfaction）：「-0.1」不能是负数。"),
    ],
    ids=str,
)
def test_a_fact_that_cannot_be_used(
    huiqi: Huiqi, firm: Firm, given: dict[str, Any], message: str
) -> None:
    assert refusals(huiqi("match", firm(given), *ON)) == [f"firm.json：{message}"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.json",
            '{"employees": 5,\n "revenue": }',
            "a.json:2：JSON 写法有误（第 13 列附近）。请检查逗号、引号和括号是否成对。",
        ),
        ("a.json", '{"revenue": 5, "revenue": 6}', "a.json：「revenue」写了两次。请只留一个。"),
        ("a.json", "3", f"a.json：{NO_FIRMS}"),
        ("a.json", "[]", "a.json：文件里没有任何企业。请至少写一户的事实。"),
        ("a.json", b"\xff\xfe", "a.json：文件是 UTF-16 编码。请另存为 UTF-8。"),
        ("a.json", b"", "a.json：文件是空的。请写入企业的事实。"),
        ("a.yaml", "- 5\n", f"a.yaml：{NO_FIRMS}"),
        (
            "a.xlsx",
            "not a workbook",
            "a.xlsx：表格打不开，不是 Excel 文件或已损坏。请用 Excel 另存为 .xlsx。",
        ),
        ("a.txt", "x", "a.txt：不认识的文件类型「.txt」。请用 .json、.yaml 或 .xlsx。"),
    ],
)
def test_a_file_that_cannot_be_read(
    huiqi: Huiqi, tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert refusals(huiqi("match", str(path), *ON)) == [message]
    explained = huiqi("explain", "shenzhen.srdi_award", str(path), *ON)
    assert refusals(explained) == [message]


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (
            "employees: 5\n  revenue: 3\n",
            ["2：YAML 语法错误：冒号的位置不对。文本里有冒号时请给整段文本加引号。"],
        ),
        (
            "name: [甲\n",
            [f"2：YAML 语法错误：方括号列表没有写完整。该结构从第 1 行开始。{BRACKETS}"],
        ),
        (
            "employees: 5\nemployees: 6\n",
            [f"2：键 employees 重复。第 1 行已经写过，重复时无法判断以哪个为准。{ONE_PLACE}"],
        ),
        (
            "employees: &n 5\nrd_staff: *n\n",
            [
                f"1：不支持锚点 &n。{TO_THE_LETTER}请删去；以 & 开头的文本请加引号。",
                f"2：不支持引用 *n。{TO_THE_LETTER}请把内容写出来；以 * 开头的文本请加引号。",
            ],
        ),
    ],
    ids=["indent", "bracket", "twice", "anchor"],
)
def test_broken_yaml_is_refused_with_its_line(
    huiqi: Huiqi, tmp_path: Path, content: str, messages: list[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    assert refusals(huiqi("match", str(path), *ON)) == [f"a.yaml:{one}" for one in messages]


@pytest.mark.parametrize("name", ["none.json", "none.xlsx", "none"])
def test_a_file_that_is_not_there(huiqi: Huiqi, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    message = f"{path}：找不到这个文件。请检查路径和文件名。"
    assert refusals(huiqi("match", str(path))) == [message]


def test_a_file_that_was_not_named(huiqi: Huiqi) -> None:
    told = "没有写企业文件。请写出文件，例如 huiqi match examples/chenglan.json。"
    assert refusals(huiqi("match", "")) == [told]
    assert refusals(huiqi("explain", "shenzhen.srdi_award", " ")) == [told]


@pytest.mark.parametrize("name", ["none.json", "a.txt", "a.json", "folder"])
def test_a_refusal_as_json_names_the_file_that_cannot_be_read(
    huiqi: Huiqi, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.json").write_bytes(b"PK\x03\x04")
    (problem,) = huiqi("match", str(tmp_path / name), "--json").refused
    assert Path(problem["file"]).name == name


def test_a_terminal_obeys_no_character_of_a_file(huiqi: Huiqi, firm: Firm) -> None:
    told = refusals(huiqi("match", firm({"\x1b[31m": 5}), *ON))
    assert told == [
        "firm.json：没有名为「\\u001b[31m」的事实。用 huiqi library facts 查看全部事实。"
    ]


def test_every_problem_of_every_firm_is_told_with_its_row(huiqi: Huiqi, firm: Firm) -> None:
    path = firm({"employees": -1, "employes": 5}, {"employees": 5}, {"revenue": "x"})
    assert refusals(huiqi("match", path, *ON)) == [
        "firm.json 第 1 户：「从业人员」（employees）：「-1」不能是负数。",
        "firm.json 第 1 户：没有名为「employes」的事实。是否为「employees」？",
        f"firm.json 第 3 户：「营业收入」（revenue）：「x」不是数字。{AS_NUMBER}",
    ]


@pytest.mark.parametrize(
    ("programme", "fix"),
    [
        ("shenzhen_longgang.park_rnt", "是否为「shenzhen_longgang.park_rent」？"),
        ("zzzzz", "用 huiqi library list 查看全部编号。"),
    ],
)
def test_a_programme_that_is_not_there(huiqi: Huiqi, firm: Firm, programme: str, fix: str) -> None:
    message = [f"政策库里没有「{programme}」。{fix}"]
    assert refusals(huiqi("explain", programme, firm({}), *ON)) == message
    assert refusals(huiqi("library", "show", programme)) == message


def test_a_day_that_is_none(huiqi: Huiqi, firm: Firm) -> None:
    told = huiqi("match", firm({}), "--on", "昨天")
    assert refusals(told) == ["--on「昨天」不是日期。请写成 2021-10-20。"]


def test_a_refusal_as_json_says_place_key_and_remedy_apart(huiqi: Huiqi, firm: Firm) -> None:
    problem = {"what": "没有名为「employes」的事实。", "fix": "是否为「employees」？"}
    place = {"file": "firm.json", "key": "employes"}
    told = huiqi("match", firm({"employes": 5}), *ON, "--json")
    assert told.refused == [problem | place]
    told = huiqi("match", firm({}, {"employes": 5}), *ON, "--json")
    assert told.refused == [problem | place | {"firm": 2}]
