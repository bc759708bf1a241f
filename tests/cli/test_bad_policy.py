"""坏政策: a programme folder that cannot be used, with file, line and the whole message."""

import shutil
from pathlib import Path

import pytest

from huiqi.library import FOLDER
from tests.cli.conftest import Huiqi, Told

NAME = "shenzhen_longgang/park_rent"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library that a test may spoil: one programme, and the one it excludes."""
    for name in (NAME, "shenzhen_guangming/park_rent"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    return tmp_path


def spoil(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


RENT = "rent_paid_last_year > 0"
ID = 'id: "shenzhen_longgang.park_rent"'
PAYER = 'payer: "龙岗区"'
CITE = 'cite: {source: "letter", clause: "一"}, rule: "rent_paid'
NO_FACT = "没有名为「rent_paid_last_yaer」的事实或参数。是否为「rent_paid_last_year」？"
MOVE = "请把 id 写成 shenzhen_longgang.park_rent，或移动文件夹。"
PAIRS = "请检查括号、引号和 AND/OR 是否成对。"
MISTAKES = {
    "bracket": (
        PAYER,
        'payer: ["龙岗区"',
        "YAML 语法错误：方括号列表没有写完整。该结构从第 3 行开始。请检查逗号和结尾的 ]。",
        1,  # found where the next key begins
    ),
    "tab": (
        PAYER,
        '\tpayer: "龙岗区"',
        "YAML 语法错误：有不能作为开头的字符。缩进里有制表符：请改用空格。",
        0,
    ),
    "key": (PAYER, 'payor: "龙岗区"', "键 payor 不认识。是否要写 payer？", 0),
    "fact": (
        RENT,
        "rent_paid_last_yaer > 0",
        f"规则「rent_paid_last_yaer > 0」不能使用：{NO_FACT}",
        0,
    ),
    "rule": (
        RENT,
        "rent_paid_last_year >",
        f"规则「rent_paid_last_year >」读不懂，问题在「>」附近。{PAIRS}",
        0,
    ),
    "source": (CITE, CITE.replace("letter", "lettre"), "没有来源 lettre。是否要写 letter？", 0),
    "id": (
        ID,
        'id: "shenzhen_longgang.park"',
        f"编号 shenzhen_longgang.park 与文件夹不符。{MOVE}",
        0,
    ),
}
MISSING = {
    "cases.yaml": (
        "缺少 cases.yaml。没有用例的政策不能使用。请在同一文件夹补写 cases.yaml，至少一个用例。"
    ),
    "source.md": "缺少 source.md。每项政策须附来源摘录。请在同一文件夹补写 source.md。",
}


def refusals(told: Told) -> list[str]:
    head, *lines = told.err.splitlines()
    assert (told.code, told.out) == (1, "")
    assert head == f"输入不能使用，共 {len(lines)} 处："
    return [line.removeprefix("  · ") for line in lines]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_rules_is_told_with_its_line(
    huiqi: Huiqi, shelf: Path, mistake: str
) -> None:
    before, after, message, below = MISTAKES[mistake]
    rules = shelf / NAME / "rules.yaml"
    line = line_of(rules, before) + below
    spoil(rules, before, after)
    assert refusals(huiqi("library", "check", str(shelf))) == [f"{rules}:{line}：{message}"]


@pytest.mark.parametrize("missing", MISSING)
def test_a_folder_without_cases_or_source_is_refused(
    huiqi: Huiqi, shelf: Path, missing: str
) -> None:
    path = shelf / NAME / missing
    path.unlink()
    told = refusals(huiqi("library", "check", str(shelf)))
    assert told == [f"{path}：{MISSING[missing]}"]


def test_all_that_is_missing_and_wrong_is_told_at_once(huiqi: Huiqi, shelf: Path) -> None:
    folder = shelf / NAME
    for name in MISSING:
        (folder / name).unlink()
    spoil(folder / "rules.yaml", PAYER, 'payor: "龙岗区"')
    told = refusals(huiqi("library", "check", str(shelf)))
    files = {Path(one.split("：")[0].split(":")[0]).name for one in told}
    assert files == {"cases.yaml", "source.md", "rules.yaml"}


def test_a_case_that_fails_is_told_with_what_came_out(huiqi: Huiqi, shelf: Path) -> None:
    cases = shelf / NAME / "cases.yaml"
    line = line_of(cases, "三十万租金补一半")
    spoil(cases, 'verdict: "yes", amount_max: 150000', 'verdict: "yes", amount_max: 150001')
    assert refusals(huiqi("library", "check", str(shelf))) == [
        f"{cases}:{line}：案例「三十万租金补一半」：金额上限应为 150001，得到 150000。"
    ]


def test_a_folder_without_policies_is_refused(huiqi: Huiqi, tmp_path: Path) -> None:
    assert refusals(huiqi("library", "check", str(tmp_path))) == [
        f"「{tmp_path}」下没有政策文件。政策库应是「地域/项目/rules.yaml」的文件夹。"
    ]
