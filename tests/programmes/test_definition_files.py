"""项目文件: numbered apart, and schemas and handbook are those of the code."""

import json
from datetime import date
from pathlib import Path
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


def test_a_firm_that_the_registers_know_types_twelve_fields_at_most() -> None:
    typed = {
        name: sum(
            one.kind != "fact" or FACTS[one.key].sources == SELF for one in found.form.questions()
        )
        for name, found in definitions().items()
    }
    assert {name: count for name, count in typed.items() if count > MOST_TYPED} == {}
    assert typed["shenzhen.srdi_award"] == 0
