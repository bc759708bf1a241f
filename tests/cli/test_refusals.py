"""拒绝: input that cannot be used ends with 1 and all reasons, a wrong call with 2."""

from pathlib import Path

import pytest

from huiqi import __version__
from tests.cli.conftest import FIRM, Firm, Huiqi

ON = ("--on", "2021-10-20")


def test_an_unknown_fact_is_refused_with_the_nearest_key(huiqi: Huiqi, firm: Firm) -> None:
    told = huiqi("match", firm({"employes": 5}), *ON)
    assert (told.code, told.out, told.err.splitlines()) == (
        1,
        "",
        [
            "输入不能使用，共 1 处：",
            "  · firm.json：没有名为「employes」的事实。是否为「employees」？",
        ],
    )


def test_an_impossible_date_is_refused(huiqi: Huiqi, firm: Firm) -> None:
    (what,) = huiqi("match", firm({"registered_on": "2021-02-30"}), *ON, "--json").whats
    assert what == "「注册日期」（registered_on）：「2021-02-30」这一天不存在。"


def test_a_wrong_check_digit_in_a_file_says_which_is_right(huiqi: Huiqi, firm: Firm) -> None:
    (what,) = huiqi("match", firm({"credit_code": "91440300MA5DCL6C7X"}), *ON, "--json").whats
    assert what == "统一社会信用代码校验位不符：末位应为「K」，得到「X」。请核对各位数字。"


def test_all_problems_of_call_and_file_are_told_at_once(huiqi: Huiqi, firm: Firm) -> None:
    path = firm({"employes": 5, "registered_on": "2021-02-30", "revenue": -1})
    whats = huiqi("explain", "shenzhen.srdi_awrd", path, "--on", "2021-13-01", "--json").whats
    assert whats == [
        "--on「2021-13-01」这一天不存在。",
        "政策库里没有「shenzhen.srdi_awrd」。",
        "没有名为「employes」的事实。",
        "「注册日期」（registered_on）：「2021-02-30」这一天不存在。",
        "「营业收入」（revenue）：「-1」不能是负数。",
    ]


@pytest.mark.parametrize("code", ["91440399MA5DCL6C71", "91440399ma5dcl6c71"])
def test_a_firm_that_is_not_on_file_is_refused(huiqi: Huiqi, db: None, code: str) -> None:
    told = huiqi("match", code)
    assert told.code == 1
    assert told.err.splitlines()[1] == (
        "  · 没有「91440399MA5DCL6C71」的企业档案。请核对信用代码。"
        "也可以把企业的事实写成文件再匹配，例如 huiqi match examples/chenglan.json；"
        "可写的事实见 huiqi library facts。"
    )


def test_a_city_that_does_not_run_has_nobody_on_file(
    huiqi: Huiqi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))
    (what,) = huiqi("match", "91440399MA5DCL6C71", "--json").whats
    assert what == "城市没有运行，查不到它的数据。"


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (
            "91440300MA5DCL6C7X",
            "统一社会信用代码校验位不符：末位应为「K」，得到「X」。请核对各位数字。",
        ),
        ("91440300MA5DCL6C7", "统一社会信用代码应为 18 位，得到 17 位。"),
        (
            "91440300MA5DCL6CIO",
            "统一社会信用代码不应含有「I、O」（不用字母 I、O、S、V、Z）。",
        ),
    ],
)
def test_a_wrong_credit_code_is_refused(huiqi: Huiqi, code: str, what: str) -> None:
    assert huiqi("match", code, "--json").whats == [what]


def test_a_file_that_is_not_there_is_refused(huiqi: Huiqi) -> None:
    assert huiqi("match", "nowhere.json", "--json").refused == [
        {"what": "找不到这个文件。", "fix": "请检查路径和文件名。", "file": "nowhere.json"}
    ]


def test_brackets_without_end_are_refused(huiqi: Huiqi, tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 200_000, encoding="utf-8")
    assert huiqi("match", str(deep), *ON, "--json").code == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "缺少 COMMAND。"),
        (("mach", "x"), "没有「mach」这个命令。是否为「match」？"),
        (("match",), "缺少 FILE|CREDIT_CODE。"),
        (("match", FIRM, "--onn", "2021-10-20"), "不认识「--onn 2021-10-20」。是否为「--on」？"),
        (("match", FIRM, "--on"), "--on 后面要写一个值。"),
        (("match", FIRM, "--js"), "不认识「--js」。是否为「--json」？"),
        (("explain", "shenzhen.srdi_award"), "缺少 FILE。"),
        (("library",), "缺少 COMMAND。"),
        (("library", "shw"), "没有「shw」这个命令。是否为「show」？"),
        (("library", "show"), "缺少 PROGRAMME。"),
        (
            ("workdays", "2021-10-08", "--add", "1", "--until", "2021-10-09"),
            "--until 与 --add 只能用一个。",
        ),
    ],
)
def test_a_wrong_call_is_told_in_chinese(huiqi: Huiqi, words: tuple[str, ...], told: str) -> None:
    said = huiqi(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == f"用法有误：{told}"


@pytest.mark.parametrize(
    "words",
    [(), ("match",), ("explain",), ("size",), ("library",), ("library", "show"), ("workdays",)],
)
def test_help_is_chinese(huiqi: Huiqi, words: tuple[str, ...]) -> None:
    said = huiqi(*words, "--help")
    assert said.code == 0
    assert said.out.startswith(" ".join(("用法：huiqi", *words)))
    assert [
        word for word in ("usage", "options", "positional", "show this") if word in said.out
    ] == []


def test_the_version_is_told(huiqi: Huiqi) -> None:
    assert huiqi("--version").lines == [f"huiqi {__version__}"]
