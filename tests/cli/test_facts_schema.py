"""事实架构: the committed schema is that of the dictionary, and agrees with the reader."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from huiqi.library import FOLDER
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.facts_schema import FILE, facts_schema, facts_schema_text
from huiqi.rules.fields import LISTS
from huiqi.rules.files import programme_folders
from huiqi.rules.problems import Refused
from huiqi.rules.strict_yaml import plain_value, read_path
from tests.cli.conftest import FIRM

ON = date(2021, 10, 20)
SCHEMA = Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))
CASES = {
    folder.name: plain_value(read_path(folder / "cases.yaml").root)["cases"]
    for folder in programme_folders(FOLDER)
}
TITLE = {"kind": "高新技术企业", "granted_on": "2019-12-01", "valid_until": None}
GOOD: tuple[dict[str, Any], ...] = (
    {},
    {"revenue": None, "district": "不详", "employees": "", "loan_amount": "未知"},
    {"revenue": "1,000万", "net_profit": -5, "loan_rate": "5%", "debt_ratio": 2},
    {"revenue": {"value": 5, "period": 2020, "source": "审计报告"}},
    {"revenue": [{"value": 5, "period": "2020"}, {"value": 4, "period": 2019}]},
    {"registered_on": "2016年6月8日", "blacklisted": "否", "first_loan": True, "name": "甲公司"},
    {"district": 440307, "industry": "C39", "entity_kind": "企业"},
    {"titles": [TITLE], "titles_complete": False, "awards_paid": []},
    {"titles": {"value": [], "source": "认定部门名单"}, "item_maker_sizes": ["small", "微型"]},
    {"loans": [{"loan_amount": 5, "loan_settled": False}]},
)
BAD: tuple[dict[str, Any], ...] = (
    {"employes": 5},
    {"employees": -1},
    {"debt_ratio": 5},
    {"revenue": {"value": 5, "period": "2020Q1"}},
    {"employees": 1.5},
    {"employees": True},
    {"employees": "很多"},
    {"employees": {"value": 5, "per": 1}},
    {"employees_complete": True},
    {"equipment_share": 1.2},
    {"equipment_share": -0.1},
    {"registered_on": "昨天"},
    {"blacklisted": "也许"},
    {"district": []},
    {"entity_kind": "公司"},
    {"titles": "高企"},
    {"titles": [{"level": "city"}]},
    {"titles": [{"kind": "srdi", "until": "2021-10-20"}]},
    {"titles_complete": "是"},
    {"item_maker_sizes": ["tiny"]},
    {"loans": [{"revenue": 5}]},
)


def is_read(given: dict[str, Any]) -> bool:
    try:
        Facts.read(given, ON)
    except Refused:
        return False
    return True


def test_committed_schema_is_the_generated_one_byte_for_byte() -> None:
    assert FILE.read_bytes().decode() == facts_schema_text()
    assert json.loads(facts_schema_text()) == facts_schema()
    Draft202012Validator.check_schema(facts_schema())


def test_every_fact_and_every_list_that_may_be_incomplete_is_a_key() -> None:
    lists = [f"{key}_complete" for key, fact in FACTS.items() if fact.kind in LISTS]
    assert sorted(facts_schema()["properties"]) == sorted([*FACTS, *lists])


def test_the_example_firm_satisfies_it() -> None:
    assert list(SCHEMA.iter_errors(json.loads(Path(FIRM).read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("programme", CASES)
def test_the_facts_of_every_case_of_the_library_satisfy_it(programme: str) -> None:
    wrong = [
        (case["name"], error.json_path, error.message)
        for case in CASES[programme]
        for error in SCHEMA.iter_errors(case.get("given", {}))
    ]
    assert wrong == []


@pytest.mark.parametrize("given", GOOD, ids=str)
def test_what_the_schema_accepts_the_reader_reads(given: dict[str, Any]) -> None:
    assert (SCHEMA.is_valid(given), is_read(given)) == (True, True)


@pytest.mark.parametrize("given", BAD, ids=str)
def test_what_the_schema_refuses_the_reader_refuses(given: dict[str, Any]) -> None:
    assert (SCHEMA.is_valid(given), is_read(given)) == (False, False)
