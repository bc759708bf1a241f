"""检查政策库: every way a policy can contradict itself or another, with file and line."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from huiqi.rules.check import check_library
from tests.rules import small

FROM_2021 = '  - {from: "2021-01-01"}\n'
LATE = '{unit: "元", values: {"2022-01-01": "5"}, cite: {source: "letter", clause: "二"}}'
CAP = (
    '  caps: [{id: "top", text: "封顶", formula: "300", cite: {source: "letter", clause: "三"}}]\n'
)
CLAUSE = ', clause: "一"'


def written(folder: Path, programme: str, changes: Mapping[str, str], rule: str) -> Path:
    """The rules of a sound programme with some text replaced; an empty key appends."""
    home = small.write(folder, programme, when=[rule], amount="greatest(revenue, 500)")
    rules = home / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert not old or old in text
        text = text.replace(old, new, 1) if old else text + new
    rules.write_text(text, encoding="utf-8")
    return rules


# name: (what to replace, the rule, text of the line that is told, the message)
MISTAKES: Mapping[str, tuple[Mapping[str, str], str, str, str]] = {
    "overlap": (
        {FROM_2021: f'  - {{from: "2020-01-01", to: "2021-01-01"}}\n{FROM_2021}'},
        "revenue > 0",
        FROM_2021,
        (
            "2021-01-01 起的版本与前一版本重叠或次序颠倒。"
            "请从早到晚排列，末日为次版首日的前一天。"
        ),
    ),
    "gap": (
        {FROM_2021: f'  - {{from: "2020-01-01", to: "2020-12-29"}}\n{FROM_2021}'},
        "revenue > 0",
        FROM_2021,
        (
            "2021-01-01 起的版本与前一版本之间空了 2 天。前一版本到 2020-12-29 为止，"
            "其间没有规则可用。请核对日期；确有空档的，在这一版本写 gap: 原因。"
        ),
    ),
    "early": (
        {"when:\n": f"parameters:\n  late: {LATE}\nwhen:\n"},
        "revenue > late",
        'id: "c1"',
        (
            "「c1」在 2021-01-01 用到参数 late，它从 2022-01-01 起才有数值。"
            "请补写更早的数值（不知道的写 null），或给条目写 from。"
        ),
    ),
    "clause": (
        {CLAUSE: ""},
        "revenue > 0",
        'id: "c1"',
        '出处 letter 没有写条款。请补写 clause，例如 "第十条"；文件没有分条的，写小标题。',
    ),
    "stranger": (
        {"": "stacking:\n  group: rent\n  not_with:\n    - moon.zzzzzzzz\n"},
        "revenue > 0",
        "moon.zzzzzzzz",
        "not_with 中的 moon.zzzzzzzz 没有这个项目。请核对编号，或删去。",
    ),
    "cap": (
        {"": CAP},
        "revenue > 0",
        'id: "top"',
        "金额合计「top」的上限（300 元）低于下限（500 元）。",
    ),
    "number": (
        {},
        "registered_on >= 20200228",
        'id: "c1"',
        (
            "规则「registered_on >= 20200228」不能使用：日期不能与不带引号的数字放在一起。"
            "请写成 DATE '2020-02-28'；只看年份的，写 year(日期事实) 与 2020 比较。"
        ),
    ),
    "digits": (
        {'from: "2021-01-01"': "from: 20210101"},
        "revenue > 0",
        "from: 20210101",
        "from 应为日期，得到「20210101」。请写成 2021-10-20 的样子。",
    ),
}  # fmt: skip


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check_library(folder).problems]


def expected(rules: Path, shown: str, message: str) -> str:
    lines = rules.read_text(encoding="utf-8").splitlines()
    (line,) = (number for number, line in enumerate(lines, 1) if shown.strip() in line)
    return f"{rules}:{line}：{message}"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_with_its_file_and_line(tmp_path: Path, mistake: str) -> None:
    changes, rule, shown, message = MISTAKES[mistake]
    rules = written(tmp_path, "city.one", changes, rule)
    assert told(tmp_path) == [expected(rules, shown, message)]


def excluded(folder: Path, other: str) -> Path:
    """Two programmes in two jurisdictions, of which one excludes the other."""
    stacking = {"": f'stacking: {{not_with: ["{other}"]}}\n'}
    rules = written(folder, "city.sure", stacking, "revenue > 0")
    written(folder, other, {}, "revenue > 0")
    return rules


ONE_WAY = (
    "city.sure 不可与 town.shy 同享，town.shy 却没有写明。"
    "请在 {file} 的 not_with 中补写 city.sure，或删去这里的。"
)


def test_programmes_exclude_each_other_or_not_at_all(tmp_path: Path) -> None:
    rules = excluded(tmp_path, "town.shy")
    shy = tmp_path / "town/shy/rules.yaml"
    assert told(tmp_path) == [expected(rules, "not_with", ONE_WAY.format(file=shy))]
    shy.write_text(
        shy.read_text(encoding="utf-8") + 'stacking: {not_with: ["city.sure"]}\n', encoding="utf-8"
    )
    assert told(tmp_path) == []


def test_a_programme_that_cannot_be_read_still_exists(tmp_path: Path) -> None:
    excluded(tmp_path, "town.shy")
    broken = tmp_path / "town/shy/rules.yaml"
    broken.write_text("id: [\n", encoding="utf-8")
    assert {problem.file for problem in check_library(tmp_path).problems} == {str(broken)}


def test_a_gap_that_is_marked_is_none(tmp_path: Path) -> None:
    marked = (
        '  - {from: "2020-01-01", to: "2020-12-29"}\n  - {from: "2021-01-01", gap: "没有文件"}\n'
    )
    written(tmp_path, "city.one", {FROM_2021: marked}, "revenue > 0")
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("editions", "message"),
    [
        (
            '  - {from: "2021-01-01", gap: "没有文件"}\n',
            "2021-01-01 起的版本写了 gap，其前却没有版本。请删去 gap。",
        ),
        (
            (
                '  - {from: "2020-01-01", to: "2020-12-31"}\n'
                '  - {from: "2021-01-01", gap: "没有文件"}\n'
            ),
            "2021-01-01 起的版本写了 gap，与前一版本却首尾相接。请删去 gap。",
        ),
    ],
)
def test_a_gap_that_is_none_is_not_marked(tmp_path: Path, editions: str, message: str) -> None:
    rules = written(tmp_path, "city.one", {FROM_2021: editions}, "revenue > 0")
    assert told(tmp_path) == [expected(rules, "gap", message)]


def test_a_source_that_nobody_has_seen_has_no_clauses(tmp_path: Path) -> None:
    unseen = {CLAUSE: "", 'issuer: "某局"': "unverified: true"}
    written(tmp_path, "city.one", unseen, "revenue > 0")
    assert told(tmp_path) == []


def test_a_later_value_may_be_left_open(tmp_path: Path) -> None:
    known = LATE.replace('{"2022', '{"2021-01-01": null, "2022')
    written(
        tmp_path,
        "city.one",
        {"when:\n": f"parameters:\n  late: {known}\nwhen:\n"},
        "revenue > late",
    )
    assert told(tmp_path) == []


def test_everything_that_is_wrong_in_a_library_is_told_at_once(tmp_path: Path) -> None:
    wanted = []
    for name, (changes, rule, shown, message) in MISTAKES.items():
        rules = written(tmp_path, f"city.{name}", changes, rule)
        wanted.append(expected(rules, shown, message))
    rules = excluded(tmp_path, "town.shy")
    message = ONE_WAY.format(file=tmp_path / "town/shy/rules.yaml")
    wanted.append(expected(rules, "not_with", message))
    (tmp_path / "city/bare").mkdir()
    bare = written(tmp_path, "town.bare", {}, "revenue > 0").with_name("cases.yaml")
    bare.unlink()
    wanted.append(
        f"{bare}：缺少 cases.yaml。没有用例的政策不能使用。"
        "请在同一文件夹补写 cases.yaml，至少一个用例。"
    )
    assert sorted(told(tmp_path)) == sorted(wanted)


@pytest.mark.parametrize(
    ("limit", "of", "told"),
    [
        (
            "5",
            "registered_on",
            (
                "分档的界限「5」不能使用：日期不能与不带引号的数字放在一起。"
                "请写成 DATE '2020-02-28'；只看年份的，写 year(日期事实) 与 2020 比较。"
            ),
        ),
        (
            "loan_rate",
            "revenue",
            "分档的界限「loan_rate」不能使用：单位不同（金额、比例）。请检查是否写错了事实。",
        ),
    ],
)
def test_the_limit_of_a_band_has_the_unit_of_what_it_divides(
    tmp_path: Path, limit: str, of: str, told: str
) -> None:
    bands = f'bands: {{of: "{of}", steps: [{{at_least: "{limit}", gives: "1"}}], otherwise: "0"}}'
    value = f'values:\n  points: {{text: "得分", cite: {{source: "letter"{CLAUSE}}}, {bands}}}\n'
    rules = written(tmp_path, "city.one", {"when:\n": f"{value}when:\n"}, "points > 0")
    (problem,) = check_library(tmp_path).problems
    line = rules.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert (problem.what, line.strip()[:7]) == (told, "points:")
