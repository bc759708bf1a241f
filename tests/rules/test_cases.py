"""用例: cases read with plain facts and exact amounts; those that prove nothing are refused."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from huiqi.rules.cases import ABSENT, Expect
from huiqi.rules.files import load_cases, load_policy
from huiqi.rules.policy_checks import case_problems
from huiqi.rules.problems import Refused

RULES = """\
id: "city.rent"
title: "租金扶持"
payer: "某市"
kind: "subsidy"
subject: "enterprise"
edition_by: "application"
in_force: {from: "2021-01-01"}
sources: {letter: {title: "答复", issuer: "某局"}}
when: [{id: "paid", text: "有租金", cite: {source: "letter"}, rule: "rent > 0"}]
outputs: [{id: "score", text: "得分", formula: "20", cite: {source: "letter"}}]
"""
CASES = """\
defaults: {district: "龙岗", rent: 300000, titles: [{kind: a, level: "1"}], industry: "39"}
cases:
  - name: "一"
    on: "2021-10-20"
    given: {rent: null, share: 0.05}
    expect: {verdict: "yes", amount_max: 0.5, amount_gross: null}
  - name: "二"
    on: 2021-10-20
    expect:
      {amount_range: [0, null], failed: ["paid", "paid"], missing: [], outputs: {score: 20}}
  - {name: "三", on: "2021-10-20", needs_human: "来源有分歧"}
"""


def write(root: Path, cases: str = CASES) -> Path:
    folder = root / "city" / "rent"
    folder.mkdir(parents=True)
    for name, text in (("rules.yaml", RULES), ("cases.yaml", cases), ("source.md", "摘录")):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    with pytest.raises(Refused) as refusal:
        load_cases(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in refusal.value.problems]


def test_cases_are_read_with_plain_facts_and_exact_amounts(tmp_path: Path) -> None:
    cases = load_cases(write(tmp_path))
    one, two, three = cases.cases
    assert (one.name, one.on, one.line) == ("一", date(2021, 10, 20), 3)
    assert cases.facts(one) == {
        "district": "龙岗",
        "rent": None,
        "titles": [{"kind": "a", "level": "1"}],
        "industry": "39",
        "share": Fraction(1, 20),
    }
    assert one.expect == Expect(verdict="yes", amount_max=Fraction(1, 2), amount_gross=None, line=6)
    assert two.expect == Expect(
        amount_range=(Fraction(0), None),
        failed=frozenset({"paid"}),
        missing=frozenset(),
        outputs={"score": 20},
        line=10,
    )
    assert two.expect.amount_max is ABSENT
    told_by = ("verdict", "amount_max", "amount_gross", "amount_range", "failed", "checks")
    assert [key for key in told_by if one.expect.has(key)] == list(told_by[:3])
    assert [key for key in told_by if two.expect.has(key)] == ["amount_range", "failed"]
    assert (three.needs_human, three.expect) == ("来源有分歧", Expect())


def test_cases_without_any_case_or_expectation_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, "cases: []\n")
    assert told(folder) == ["cases.yaml:1：cases 至少要有 1 项，得到 0 项。"]
    (folder / "cases.yaml").write_text(
        "cases:\n  - {name: 甲, on: 2021-01-01}\n  - {name: 甲, on: 2021-01-01, expect: {}}\n",
        encoding="utf-8",
    )
    assert told(folder) == [
        "cases.yaml:2：用例「甲」没有预期。请补写 expect，或写明 needs_human 的原因。",
        "cases.yaml:3：用例名「甲」重复。第 2 行已有同名用例。请改名。",
    ]


def test_cases_that_name_ids_the_policy_lacks_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, CASES.replace('failed: ["paid", "paid"]', 'failed: ["payed"]'))
    problems = case_problems(load_cases(folder), load_policy(folder))
    assert [str(problem).removeprefix(f"{folder}/") for problem in problems] == [
        "cases.yaml:10：用例「二」failed 中的 payed 不是本政策的编号。是否要写 paid？"
    ]
