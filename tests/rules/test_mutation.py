"""变异与覆盖: a change that no case notices is told, and so is a verdict that no case has seen."""

from pathlib import Path

import pytest

from huiqi.rules.book import Library
from huiqi.rules.coverage import coverage
from huiqi.rules.load import load_library
from huiqi.rules.mutants import mutants
from huiqi.rules.mutation import score, share_of, survivors_told
from huiqi.rules.problems import Refused

RULES = """\
id: "city.rent"
title: "租金扶持"
payer: "某市"
kind: "subsidy"
subject: "enterprise"
edition_by: "application"
editions:
  - {from: "2021-01-01", to: "2021-12-31"}
  - {from: "2022-01-01"}
sources: {letter: {title: "答复", issuer: "某局"}}
parameters:
  share: {unit: "比例", values: {"2021-01-01": "0.5", "2022-01-01": null}, cite: {source: "letter"}}
  cap: {unit: "元", values: {"2021-01-01": "200"}, cite: {source: "letter"}}
when:
  - {id: "staff", text: "不少于十人", cite: {source: "letter"}, rule: "employees >= 10"}
  - id: "since"
    text: "成立满一年"
    cite: {source: "letter"}
    to: "2021-12-31"
    rule: "registered_on <= as_of - INTERVAL '12' MONTH"
amount:
  kind: "at_most"
  parts: [{id: "rent", formula: "share * rent_paid_last_year", cite: {source: "letter"}}]
  caps: [{id: "cap", text: "上限", formula: "cap", cite: {source: "letter"}}]
"""
FIRST = """\
defaults: {employees: 10, registered_on: "2020-10-20", rent_paid_last_year: 100}
cases:
  - {name: "够十人", on: "2021-10-20", expect: {verdict: "yes", amount_max: 50}}
"""
MORE = """\
  - {name: "九人", on: "2021-10-20", given: {employees: 9}, expect: {verdict: "no"}}
  - {name: "人数不明", on: "2021-10-20", given: {employees: null}, expect: {verdict: "unknown"}}
  - name: "差一天"
    on: "2021-10-20"
    given: {registered_on: "2020-10-21"}
    expect: {verdict: "no"}
  - {name: "何时成立", on: "2021-10-20", given: {registered_on: null}, expect: {verdict: unknown}}
  - {name: "取整", on: "2021-10-20", given: {rent_paid_last_year: 103}, expect: {amount_max: 51}}
  - {name: "封顶", on: "2021-10-20", given: {rent_paid_last_year: 402}, expect: {amount_max: 200}}
  - {name: "次年够十人", on: "2022-01-01", expect: {verdict: "yes", amount_max: null}}
  - {name: "次年九人", on: "2022-01-01", given: {employees: 9}, expect: {verdict: "no"}}
  - {name: "次年不明", on: "2022-01-01", given: {employees: null}, expect: {verdict: "unknown"}}
"""
CHANGES = [
    "删去条件 staff",
    "删去条件 since",
    "删去上限 cap",
    "参数 share 自 2021-01-01 起的 0.5 改为 0.51",
    "参数 share 自 2021-01-01 起的 0.5 改为 0.49",
    "参数 cap 自 2021-01-01 起的 200 改为 201",
    "参数 cap 自 2021-01-01 起的 200 改为 199",
    "「employees >= 10」改为「employees > 10」",
    "「employees >= 10」改为「employees >= 11」",
    "「employees >= 10」改为「employees >= 9」",
    *(
        f"「registered_on <= as_of - INTERVAL '12' MONTH」改为「{changed} MONTH」"
        for changed in (
            "registered_on < as_of - INTERVAL '12'",
            "registered_on <= as_of - INTERVAL '13'",
            "registered_on <= as_of - INTERVAL '11'",
        )
    ),
]


def library(folder: Path, cases: str, rules: str = RULES) -> Library:
    path = folder / "city" / "rent"
    path.mkdir(parents=True)
    texts = {"rules.yaml": rules, "cases.yaml": cases, "source.md": "摘录"}
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    return load_library(folder)


def test_every_number_comparison_and_condition_is_changed_once_each_way(tmp_path: Path) -> None:
    policy = library(tmp_path, FIRST).policy("city.rent")
    assert [mutant.what for mutant in mutants(policy)] == CHANGES
    assert {mutant.line for mutant in mutants(policy)} == {12, 13, 15, 16, 20, 24}


def test_a_mutant_differs_from_the_policy_in_one_place_only(tmp_path: Path) -> None:
    policy = library(tmp_path, FIRST).policy("city.rent")
    moved = next(m.policy for m in mutants(policy) if m.what.endswith("0.51"))
    assert moved.when == policy.when
    assert moved.amount == policy.amount
    assert moved.parameters["cap"] == policy.parameters["cap"]
    assert moved.parameters["share"].values[1:] == policy.parameters["share"].values[1:]


def test_changes_that_no_case_notices_are_told_with_file_and_line(tmp_path: Path) -> None:
    found = score(library(tmp_path, FIRST), "city.rent")
    assert [mutant.what for mutant in found.survivors] == [
        *CHANGES[:3],
        *CHANGES[5:7],
        CHANGES[9],
        CHANGES[12],
    ]
    told = list(survivors_told([found]))
    assert told[0] == f"{tmp_path}/city/rent/rules.yaml:15：删去条件 staff"
    assert (found.tried, found.noticed) == (13, 6)


def test_cases_at_both_sides_of_every_edge_notice_every_change(tmp_path: Path) -> None:
    found = score(library(tmp_path, FIRST + MORE), "city.rent")
    assert [mutant.what for mutant in found.survivors] == []
    assert found.share == share_of([found]) == 1


def test_cases_that_differ_from_the_policy_itself_are_told_and_not_scored(tmp_path: Path) -> None:
    wrong = library(tmp_path, FIRST.replace("amount_max: 50", "amount_max: 51"))
    with pytest.raises(Refused) as told:
        score(wrong, "city.rent")
    assert [problem.what for problem in told.value.problems] == [
        "案例「够十人」：金额上限应为 51，得到 50。"
    ]


def test_verdicts_that_no_case_has_seen_are_told_for_each_edition(tmp_path: Path) -> None:
    rows = coverage(library(tmp_path, FIRST), "city.rent")
    assert [(str(row.edition), row.condition, row.unseen) for row in rows] == [
        ("2021-01-01", "staff", ("no", "unknown")),
        ("2021-01-01", "since", ("no", "unknown")),
        ("2022-01-01", "staff", ("yes", "no", "unknown")),
    ]


def test_cases_that_see_everything_leave_nothing_uncovered(tmp_path: Path) -> None:
    rows = coverage(library(tmp_path, FIRST + MORE), "city.rent")
    assert [row.unseen for row in rows] == [(), (), ()]
    assert rows[0].seen == (5, 1, 1)


def test_a_condition_with_a_number_nobody_knows_need_only_be_seen_open(tmp_path: Path) -> None:
    text = RULES.replace('"200"}', '"200", "2022-01-01": null}')
    text = text.replace("employees >= 10", "revenue >= cap")
    rows = coverage(library(tmp_path, FIRST + MORE, text), "city.rent")
    assert [(row.settled_by_nobody, row.unseen) for row in rows] == [
        (False, ("yes", "no")),
        (False, ()),
        (True, ()),
    ]


CLASSES = RULES.replace(
    "when:",
    """\
values:
  class:
    text: "规模"
    cite: {source: "letter"}
    levels: {small: "小型", medium: "中型", large: "大型"}
    bands:
      of: "employees"
      steps: [{at_least: "100", gives: "large"}, {at_least: "unseen", gives: "medium"}]
      otherwise: "small"
outputs:
  - {id: "class", text: "规模", unit: "项", formula: "class", cite: {source: "letter"}}
when:""",
).replace(
    "parameters:",
    """\
parameters:
  unseen: {unit: "人", values: {"2021-01-01": null}, cite: {source: "letter"}}
  lately: {unit: "人", values: {"2021-01-01": "0", "2022-01-01": null}, cite: {source: letter}}""",
)


def changes_of(folder: Path, rules: str) -> list[str]:
    policy = library(folder, FIRST, rules).policy("city.rent")
    return [mutant.what for mutant in mutants(policy)]


def test_a_level_becomes_the_one_beside_it(tmp_path: Path) -> None:
    found = changes_of(tmp_path, CLASSES)
    assert [what for what in found if any(level in what for level in ("large", "medium"))] == [
        "「large」改为「medium」",
        "「medium」改为「large」",
        "「medium」改为「small」",
        "「small」改为「medium」",
    ]


def test_nothing_is_moved_below_zero(tmp_path: Path) -> None:
    found = changes_of(tmp_path, CLASSES)
    assert [what for what in found if "lately" in what] == [
        "参数 lately 自 2021-01-01 起的 0 改为 1"
    ]


def test_an_edge_at_a_number_nobody_knows_is_not_turned(tmp_path: Path) -> None:
    found = changes_of(tmp_path, CLASSES)
    assert [what for what in found if "分档界限" in what] == ["分档界限 100 改为须超过"]


@pytest.mark.parametrize(
    ("since", "turned"),
    [("2021-01-01", ["「employees >= lately」改为「employees > lately」"]), ("2022-01-01", [])],
)
def test_a_comparison_is_turned_where_its_number_was_known_in_time(
    tmp_path: Path, since: str, turned: list[str]
) -> None:
    rule = f'from: "{since}", rule: "employees >= lately"'
    found = changes_of(tmp_path, CLASSES.replace('rule: "employees >= 10"', rule))
    assert [what for what in found if what.startswith("「employees >= lately")] == turned
