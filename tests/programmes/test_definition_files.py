"""项目文件: a bad one is told at its line; schemas and handbook are those of the code."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from huiqi.library import FOLDER as LIBRARY
from huiqi.programmes import handbook
from huiqi.programmes.definition import (
    checked_definitions,
    definitions,
    load_definition,
    schemas,
)
from huiqi.programmes.enums import StageKind
from huiqi.rules.problems import Refused
from huiqi.rules.strict_yaml import plain_value, read_path
from tests.programmes.tutorial import tutorial_library

PAGES = Path(__file__).parents[2] / "docs/reference/programmes"
FORMAL = '  - {kind: "formal_check", cite: {source: "own"}, days: "10", reply_days: "5"}\n'
PUBLICITY = '  - {kind: "publicity", cite: {source: "own"}, days: "20"}\n'
PLAN = '  - {kind: "funding_plan", cite: {source: "own"}, days: "10", allocation: "full"}\n'
PAID = '  - {kind: "disbursement", cite: {source: "own"}, days: "10"}'
LATER = '\n  - {kind: "performance", cite: {source: "own"}, days: "10", after_months: "61"}'
ASKED = '      - {key: "asked", text: "申请金额", kind: "money"}\n'
LEASE = '  - {id: "lease", text: "租赁合同和租赁凭证", required: false}\n'
EXPERTS = (
    '  - {kind: "expert_review", cite: {source: "own"}, days: "9", panel: "3", pass_mark: "60", '
    'criteria: [{id: "a", text: "甲", points: "50"}, {id: "a", text: "乙", points: "50"}]}\n'
)
# what is put in place of what, and every sentence that follows
BAD: list[tuple[str, str, str, list[str]]] = [
    (
        "programme",
        PUBLICITY,
        "",
        [
            (
                "programme.yaml:13：funding_plan 之前没有 publicity。"
                "资金计划下达之前必须公示。请补上。"
            ),
            "programme.yaml:14：disbursement 之前没有 publicity。拨付之前必须公示。请补上。",
        ],
    ),
    (
        "programme",
        FORMAL,
        "",
        ["programme.yaml:12：第一个环节不是形式审查。受理与否要先有人看过材料。请补上。"],
    ),
    ("programme", PAID, PAID + LATER, ["programme.yaml:16：到账 61 个月后不合理。写 0 至 60。"]),
    (
        "programme",
        FORMAL,
        FORMAL + EXPERTS,
        ["programme.yaml:13：评分项 a 写了两次。请换一个编号。"],
    ),
    (
        "form",
        ASKED,
        ASKED + ASKED,
        ["form.yaml:8：键 asked 问了两次。一件事只问一次。"],
    ),
    ("form", LEASE, LEASE + LEASE, ["form.yaml:13：材料 lease 写了两次。"]),
    (
        "form",
        "required: false}",
        'required: false, most: "0"}',
        ["form.yaml:12：材料 lease 一个文件都不收。most 至少写 1。"],
    ),
    (
        "form",
        'at_most: "100"',
        'at_most: "0"',
        ["form.yaml:6：address 一个字都不能填。at_most 至少写 1。"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "sentences"), BAD)
def test_a_bad_file_is_told_in_a_sentence_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, sentences: list[str]
) -> None:
    folder = tutorial_library(tmp_path, **{file: (old, new)})
    with pytest.raises(Refused) as refused:
        load_definition(folder)
    told = [str(one).removeprefix(f"{folder}/") for one in refused.value.problems]
    assert told == sentences


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


def test_what_is_had_without_applying_asks_nothing_of_the_firm(tmp_path: Path) -> None:
    folder = tutorial_library(
        tmp_path,
        programme=('mode: "approval"', 'mode: "automatic"\nconsent_days: "15"'),
    )
    with pytest.raises(Refused) as refused:
        load_definition(folder)
    told = [str(one).removeprefix(f"{folder}/") for one in refused.value.problems]
    assert told == [
        f"form.yaml:{line}：免申即享要企业填写或交材料。企业只确认意愿。写 required: false。"
        for line in (5, 6, 7)
    ]


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
