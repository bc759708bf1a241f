"""项目文件: numbered apart, and schemas and handbook are those of the code."""

import json
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from huiqi.library import FOLDER as LIBRARY
from huiqi.library import load
from huiqi.programmes import handbook
from huiqi.programmes.definition import (
    checked_definitions,
    definitions,
    schemas,
)
from huiqi.programmes.enums import StageKind
from huiqi.programmes.row_answers import missing_parts
from huiqi.programmes.values import money_of
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS, SELF
from huiqi.rules.facts import Facts
from huiqi.rules.strict_yaml import plain_value, read_path
from tests.programmes.tutorial import tutorial_library

MOST_TYPED = 12
PAGES = Path(__file__).parents[2] / "docs/reference/programmes"


def test_two_programmes_do_not_number_alike(tmp_path: Path) -> None:
    first = tutorial_library(tmp_path)
    for path in (LIBRARY / "shenzhen/voucher_allowance").iterdir():
        target = tmp_path / "shenzhen" / "voucher_allowance" / path.name
        target.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8").replace('prefix: "CXQ"', 'prefix: "XEZJ"')
        target.write_text(text, encoding="utf-8")
    count, problems = checked_definitions(tmp_path)
    told = [str(one).removeprefix(f"{first.parent}/") for one in problems]
    same = "编号字头 XEZJ 与 shenzhen.small_rent 相同。请换一个。"
    assert (count, told) == (2, [f"voucher_allowance/programme.yaml:1：{same}"])


@pytest.mark.parametrize("name", schemas.FILES)
def test_committed_schema_is_the_generated_one(name: str) -> None:
    assert (schemas.FOLDER / name).read_text(encoding="utf-8") == schemas.schema_text(name)


def test_every_programme_satisfies_the_schemas() -> None:
    complaints: list[str] = []
    for name in schemas.FILES:
        schema: Any = json.loads(schemas.schema_text(name))
        Draft202012Validator.check_schema(schema)
        for path in LIBRARY.glob(f"*/*/{name.partition('.')[0]}.yaml"):
            value = plain_value(read_path(path).root)
            found = Draft202012Validator(schema).iter_errors(value)
            complaints += [f"{path}: {error.json_path}: {error.message}" for error in found]
    assert complaints == []


def test_the_committed_handbook_is_what_the_definitions_say() -> None:
    # They differ? Run `make docs` and look at what has changed.
    committed = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert committed == handbook.pages(definitions())


def test_the_handbook_calls_stages_as_the_pages_do() -> None:
    assert {str(kind.value): str(kind.label) for kind in StageKind} == handbook.STAGES


# What the panel finds, not what the firm says of itself.
GIVEN_BY_EXPERTS = frozenset({"platform_score"})
DAYS = [date(year, 6, 1) for year in range(2018, 2027)]


def test_what_only_the_firm_can_say_is_asked_of_it() -> None:
    unasked = {}
    for name, one in definitions().items():
        answers = [load().answer(name, Facts.read({}, on, consistent=False)) for on in DAYS]
        missing = {key for told in answers if isinstance(told, Answer) for key in told.missing}
        asked = {question.key for question in one.form.questions()}
        own = {key for key in missing if FACTS[key].sources == SELF}
        unasked[name] = own - asked - GIVEN_BY_EXPERTS
    assert unasked == {key: set() for key in definitions()}


def test_a_fact_that_the_rules_need_and_nobody_can_tell_is_a_problem_of_the_form(
    tmp_path: Path,
) -> None:
    folder = copytree(LIBRARY / "shenzhen/interest_subsidy", tmp_path / "shenzhen/interest_subsidy")
    form = folder / "form.yaml"
    lines = form.read_text(encoding="utf-8").splitlines(keepends=True)
    form.write_text("".join(one for one in lines if '"high_tech_revenue"' not in one))
    for root in (tmp_path, folder):
        count, problems = checked_definitions(root)
        assert (count, [(Path(one.file).name, one.line > 0, one.what) for one in problems]) == (
            1,
            [
                (
                    "form.yaml",
                    True,
                    "规则要「高新技术产品（服务）收入」（high_tech_revenue），没有人答得出。",
                )
            ],
        )


def test_every_fact_that_the_rules_of_a_programme_need_somebody_can_tell() -> None:
    assert checked_definitions(LIBRARY) == (len(definitions()), ())


def test_what_experts_mark_needs_no_question_and_without_the_mark_it_does(tmp_path: Path) -> None:
    folder = copytree(
        LIBRARY / "shenzhen/demonstration_platform", tmp_path / "shenzhen/demonstration_platform"
    )
    assert checked_definitions(tmp_path) == (1, ())
    file = folder / "programme.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(', score_fact: "platform_score"', ""), encoding="utf-8")
    _count, problems = checked_definitions(tmp_path)
    assert ["platform_score" in str(one) for one in problems] == [True]


def test_the_costs_of_loans_are_summed_and_a_cell_that_is_missing_is_told() -> None:
    form = definitions()["shenzhen.interest_subsidy"].form
    whole = {"interest_paid": "80000.50", "insurance_premium_paid": "0", "guarantee_fee_paid": "3"}
    money = money_of(form, {"loans": [whole, {**whole, "interest_paid": "1"}]})
    assert money["claimed_cost"] == 8_000_750
    question, (cost,) = form.question("loans"), form.computed
    assert question is not None
    torn = [whole, {"interest_paid": "1"}]
    assert "claimed_cost" not in money_of(form, {"loans": torn})
    assert list(missing_parts(question, torn, cost.plus)) == [
        f"各笔贷款第 2 行没有填「{name}」，合计算不出来；没有的写 0"
        for name in (FACTS[key].label for key in ("insurance_premium_paid", "guarantee_fee_paid"))
    ]


def test_a_firm_that_the_registers_know_types_twelve_fields_at_most() -> None:
    typed = {
        name: sum(
            one.kind != "fact" or FACTS[one.key].sources == SELF for one in found.form.questions()
        )
        for name, found in definitions().items()
    }
    assert {name: count for name, count in typed.items() if count > MOST_TYPED} == {}
    assert typed["shenzhen.srdi_award"] == 0
