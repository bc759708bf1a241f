"""版本对比: what changed is told in sentences, with whom it touches and by how much."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huiqi.rules.compile import Rules
from huiqi.rules.diff import changes
from huiqi.rules.effect import Effect, effect_on_firms, effect_on_register
from huiqi.rules.facts import Facts
from huiqi.rules.load import load_library
from huiqi.rules.simulate import Sandbox
from tests.rules.test_sweep import code

OLD, NEW = date(2020, 6, 1), date(2021, 6, 1)
RULES = """\
id: "city.rent"
title: "租金扶持"
payer: "某市"
kind: "subsidy"
subject: "enterprise"
edition_by: "application"
editions:
  - {from: "2020-01-01", to: "2020-12-31"}
  - {from: "2021-01-01"}
sources:
  old: {title: "旧办法", issuer: "某局"}
  new: {title: "新办法", issuer: "某局", document_no: "某〔2021〕1号"}
parameters:
  share: {unit: "比例", values: {"2020-01-01": "0.5"}, cite: {source: "old"}, text: "比例"}
  cap:
    unit: "元"
    text: "上限"
    values: {"2020-01-01": "300", "2021-01-01": {value: "200", cite: {source: "new", clause: "三"}}}
    cite: {source: "old"}
  staff:
    unit: "人"
    text: "人数"
    values: {"2021-01-01": "10"}
    cite: {source: "new", clause: "二"}
when:
  - {id: "rent", text: "有租金", cite: {source: "old"}, rule: "rent_paid_last_year > 0"}
  - id: "staff"
    text: "不少于十人"
    from: "2021-01-01"
    cite: {source: "new", clause: "二"}
    rule: "employees >= staff"
checks:
  - {id: "lease", text: "租约备案", to: "2020-12-31", cite: {source: "old"}}
amount:
  kind: "at_most"
  parts:
    - {id: "r", text: "租金补助", formula: "share * rent_paid_last_year", cite: {source: "old"}}
  caps: [{id: "cap", text: "每年上限", formula: "cap", cite: {source: "new"}}]
"""
CHANGES = [
    "没有止期（原至 2020-12-31）",
    "「上限」由 300 元 改为 200 元",
    "新增「人数」：10 人",
    "新增条件「不少于十人」",
    "取消人工核查「租约备案」",
]
CASES = 'cases: [{name: "一", on: "2020-06-01", expect: {verdict: "unknown"}}]\n'


def rules(folder: Path, day: date) -> Rules:
    path = folder / "city" / "rent"
    path.mkdir(parents=True, exist_ok=True)
    texts = {"rules.yaml": RULES, "cases.yaml": CASES, "source.md": "摘录"}
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    library = load_library(folder)
    policy = library.policy("city.rent")
    edition = policy.edition_on(day)
    assert edition is not None
    return library.compiled(policy, edition, day, day)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Rules, Rules]:
    return rules(tmp_path, OLD), rules(tmp_path, NEW)


def test_every_difference_is_one_sentence_with_the_clause_of_the_later(
    versions: tuple[Rules, Rules],
) -> None:
    found = changes(*versions)
    assert [one.text for one in found] == CHANGES
    assert [one.clause for one in found] == ["", "某〔2021〕1号 三", *["某〔2021〕1号 二"] * 2, ""]


def test_a_version_does_not_differ_from_itself(versions: tuple[Rules, Rules]) -> None:
    assert changes(versions[0], versions[0]) == []
    assert changes(None, None) == []


def test_coming_into_force_and_going_out_of_it_are_changes(versions: tuple[Rules, Rules]) -> None:
    assert [one.text for one in changes(None, versions[1])] == ["「租金扶持」开始施行"]
    assert [one.text for one in changes(versions[0], None)] == ["「租金扶持」不再施行"]


FIRMS = (
    {"employees": 20, "rent_paid_last_year": 500},  # 250, then 200
    {"employees": 9, "rent_paid_last_year": 100},  # 50, then nothing
    {"employees": None, "rent_paid_last_year": 100},  # 50, then not known
    {"employees": 20, "rent_paid_last_year": 0},  # nothing
)
EFFECT = Effect(
    subjects=4,
    moves={("yes", "yes"): 1, ("yes", "no"): 1, ("yes", "unknown"): 1, ("no", "no"): 1},
    before=350,  # type: ignore[arg-type]
    after=200,  # type: ignore[arg-type]
)


def test_effect_counts_who_gains_and_who_loses_and_how_much(versions: tuple[Rules, Rules]) -> None:
    firms = [Facts.read(given, NEW) for given in FIRMS]
    found = effect_on_firms(*versions, firms)
    assert found == EFFECT
    assert found.changed == {("yes", "no"): 1, ("yes", "unknown"): 1}


def test_effect_on_a_register_is_the_one_on_its_firms(
    versions: tuple[Rules, Rules], tmp_path: Path
) -> None:
    assert effect_on_register(*versions, a_sandbox(tmp_path, FIRMS), NEW) == EFFECT


def a_sandbox(folder: Path, firms: Sequence[Mapping[str, int | None]]) -> Sandbox:
    codes = {"credit_code": [code(number) for number, _ in enumerate(firms)]}
    columns = {key: pa.array([firm[key] for firm in firms], pa.int64()) for key in firms[0]}
    pq.write_table(pa.table({**codes, **columns}), folder / "register.parquet")
    return Sandbox(folder / "register.parquet", folder / "shelf")


def test_a_programme_that_starts_finds_nobody_in_it_before(
    versions: tuple[Rules, Rules], tmp_path: Path
) -> None:
    firms = [Facts.read(FIRMS[0], NEW)]
    wanted = Effect(1, {("not_in_force", "yes"): 1}, after=200)  # type: ignore[arg-type]
    assert effect_on_firms(None, versions[1], firms) == wanted
    assert effect_on_register(None, versions[1], a_sandbox(tmp_path, FIRMS[:1]), NEW) == wanted
