"""全库匹配: a whole register at once says what each firm is told one by one."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from huiqi.library import load
from huiqi.rules.compile import Rules
from huiqi.rules.credit_code import check_digit
from huiqi.rules.explain import missing
from huiqi.rules.facts import Facts
from huiqi.rules.judged import Judged
from huiqi.rules.lower import lower
from huiqi.rules.problems import Refused
from huiqi.rules.sweep import How, sweep

ON = date(2022, 10, 20)
BORROWING = ("shenzhen.first_loan_interest",)
TYPES: Mapping[str, pa.DataType] = {
    "credit_code": pa.string(),
    "district": pa.string(),
    "industry": pa.string(),
    "employees": pa.int32(),
    "revenue": pa.decimal128(20, 2),
    "assets": pa.decimal128(20, 2),
    "registered_on": pa.date32(),
    "blacklisted": pa.bool_(),
    "rent_paid_last_year": pa.int64(),
    "rent_subsidy_years": pa.int32(),
    "park_kind": pa.string(),
    "park_level": pa.string(),
    "loan_drawn_on": pa.date32(),
    "loan_amount": pa.int64(),
    "loan_days": pa.int32(),
    "first_loan": pa.bool_(),
    "above_scale_years": pa.int32(),
    "titles": pa.list_(
        pa.struct(
            {
                "kind": pa.string(),
                "level": pa.string(),
                "granted_on": pa.date32(),
                "valid_until": pa.date32(),
            }
        )
    ),
    "awards_paid": pa.list_(
        pa.struct({"programme": pa.string(), "amount": pa.int64(), "year": pa.int32()})
    ),
}
# Paid once for a year, or once for good.
ONCE = ("shenzhen_longgang.park_rent", "shenzhen.technical_upgrade", "shenzhen.voucher_allowance")


def code(number: int) -> str:
    first = f"91440300{number:09d}"
    return first + check_digit(first)


def a_firm(chance: Random, number: int) -> dict[str, Any]:
    """Some facts of a firm, as people write them; those that are absent are unknown."""
    lists = [[], [{"kind": "high_tech_enterprise", "granted_on": ON - timedelta(300)}]]
    lists.append([{**lists[1][0], "valid_until": ON + timedelta(chance.choice((-1, 0, 300)))}])
    values: dict[str, Any] = {
        "district": chance.choice(("440307", "440311", "440300")),
        "industry": chance.choice(("C", "39", "65", "I", "F", "51", "70")),
        "employees": chance.choice((3, 19, 20, 300, 2000)),
        "revenue": Decimal(chance.choice((1, 10**6, 19_999_999, 4 * 10**8))),
        "assets": Decimal(chance.choice((1, 10**6, 10**8))),
        "registered_on": ON - timedelta(chance.randrange(4000)),
        "blacklisted": chance.random() < 0.1,
        "rent_paid_last_year": chance.choice((0, 1, 300_001, 10**6)),
        "rent_subsidy_years": chance.randrange(4),
        "park_kind": chance.choice(("tech_park", "incubator")),
        "park_level": chance.choice(("district", "city")),
        "loan_drawn_on": date(2022, 5, 20) + timedelta(chance.randrange(330)),
        "loan_amount": chance.choice((10**5, 10**7)),
        "loan_days": chance.choice((29, 30, 365)),
        "first_loan": chance.random() < 0.8,
        "above_scale_years": chance.randrange(3),
        "titles": chance.choice(lists),
        "awards_paid": [
            {"programme": name, "amount": 100, "year": year}
            for name in ONCE
            if (year := chance.choice((None, None, 2020, 2022)))
        ],
    }
    known = {key: value for key, value in values.items() if chance.random() < 0.85}
    return {"credit_code": code(number), **known}


def firms(seed: int, count: int) -> list[dict[str, Any]]:
    chance = Random(seed)
    return [a_firm(chance, number) for number in range(count)]


def written(path: Path, people: list[dict[str, Any]]) -> Path:
    schema = pa.schema(TYPES)
    columns = {key: [one.get(key) for one in people] for key in TYPES}
    pq.write_table(pa.table(columns, schema=schema), path)
    return path


def told(manifest: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Of each programme: firms by verdict, over its editions together."""
    found: dict[str, Counter[str]] = {}
    for one in manifest["programmes"]:
        counts = {key: one[key] for key in ("yes", "no", "unknown")}
        found.setdefault(one["programme"], Counter()).update(counts)
    return found


def rules_in_force() -> list[Rules]:
    nobody = Facts(ON)
    found = (load().rules(one.id, nobody) for one in load().policies.values())
    return [one for one in found if one and one.policy.subject == "enterprise"]


def one_by_one(people: list[dict[str, Any]]) -> list[list[Judged]]:
    """What each firm is told of every programme for firms that is in force for it."""
    policies = [one.id for one in load().policies.values() if one.subject == "enterprise"]
    found = []
    for person in people:
        facts = Facts.read(person, ON)
        answers = (load().judge(name, facts) for name in policies)
        found.append([one for one in answers if isinstance(one, Judged)])
    return found


# Each example compiles the library and judges all firms twice: a few for every day.
@given(st.integers(0, 2**32))
@settings(max_examples=max(1, settings().max_examples // 50))
def test_a_register_is_told_what_each_firm_is_told(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("sweep")
    people = firms(seed, 60)
    path = written(folder / "register.parquet", people)
    how = How(processes=1, shelf=folder / "shelf", block=25)
    manifest = sweep(load(), path, ON, folder / "out", how=how)
    expected: dict[str, Counter[str]] = {}
    amounts: dict[tuple[str, str], tuple[Any, Any]] = {}
    for number, answers in enumerate(one_by_one(people)):
        for one in answers:
            expected.setdefault(one.policy.id, Counter())[one.verdict] += 1
            if one.verdict == "yes" and one.money:
                low, high = one.money.range
                ends = (int(low * 100), None if high is None else int(high * 100))
                amounts[one.policy.id, code(number)] = ends
    assert {name: +counts for name, counts in told(manifest).items()} == expected
    matches = pq.read_table(folder / "out" / "matches").to_pylist()
    paid = {
        (one["programme"], one["credit_code"]): (
            one["amount_sure_fen"],
            one["amount_possible_fen"],
        )
        for one in matches
        if one["amount_sure_fen"] is not None
    }
    assert paid == amounts


def test_who_surely_received_it_this_year_gets_nothing_more(tmp_path: Path) -> None:
    name = ONCE[0]
    known = {"district": "440307", "blacklisted": False, "rent_paid_last_year": 300_000}
    known |= {"park_kind": "tech_park", "park_level": "district", "rent_subsidy_years": 1}
    title = {"kind": "high_tech_enterprise", "level": "national"}
    known["titles"] = [{**title, "granted_on": date(2021, 12, 1), "valid_until": date(2024, 12, 1)}]
    paid: tuple[list[dict[str, Any]] | None, ...] = (
        *(None, [], [{"programme": name, "amount": 1, "year": 2021}]),
        *([{"programme": name, "amount": 1}], [{"programme": name, "amount": 1, "year": 2022}]),
    )
    people = [{**known, "awards_paid": awards} for awards in paid]
    coded = [{"credit_code": code(row), **one} for row, one in enumerate(people)]
    path = written(tmp_path / "register.parquet", coded)
    sweep(load(), path, ON, tmp_path / "out", (name,), How(processes=1, shelf=tmp_path / "shelf"))
    found = [one["amount_sure_fen"] for one in pq.read_table(tmp_path / "out/matches").to_pylist()]
    alone = (load().judge(name, Facts.read(one, ON)) for one in coded)
    money = [one.money for one in alone if isinstance(one, Judged)]
    assert found == [int(one.range[0] * 100) for one in money if one]
    assert [amount == 0 for amount in found] == [False, False, False, False, True]


def test_the_missing_facts_are_those_that_each_firm_is_asked_for(tmp_path: Path) -> None:
    people = firms(7, 60)
    path = written(tmp_path / "register.parquet", people)
    sweep(load(), path, ON, tmp_path / "out", how=How(processes=1, shelf=tmp_path, block=33))
    expected: Counter[tuple[str, str]] = Counter()
    asking_of_loans = {one.policy.id for one in rules_in_force() if lower([one]).graph.loans}
    for answer in (one for answers in one_by_one(people) for one in answers):
        if answer.policy.id not in asking_of_loans and answer.verdict == "unknown":
            keys = missing((answer.rules.verdict,), answer.oracle)
            expected.update((answer.policy.id, key) for key in keys)
    found = Counter(
        {
            (one["programme"], one["fact"]): one["firms"]
            for one in pq.read_table(tmp_path / "out" / "missing.parquet").to_pylist()
        }
    )
    # What is asked of loans is told together, as «loans».
    assert {key: count for key, count in found.items() if key[0] not in asking_of_loans} == expected
    assert len(expected) > 100


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# DuckDB takes seconds to read a question of all programmes at once.
SHARES = pytest.mark.parametrize(
    "programmes",
    [
        pytest.param((*ONCE, *BORROWING, "national.tech_sme"), id="few"),
        pytest.param((), id="all", marks=pytest.mark.verify),
    ],
)


@SHARES
def test_the_same_bytes_come_of_one_process_or_three_and_of_duckdb(
    tmp_path: Path, programmes: tuple[str, ...]
) -> None:
    path = written(tmp_path / "register.parquet", firms(3, 150))
    for name, how in (
        ("one", How(processes=1, shelf=tmp_path / "shelf", block=64)),
        ("three", How(processes=3, shelf=tmp_path / "other", block=64)),
        ("duckdb", How(processes=1, shelf=tmp_path / "shelf", block=64, engine="duckdb")),
    ):
        sweep(load(), path, ON, tmp_path / name, programmes, how)
    one, three, duck = (everything(tmp_path / name) for name in ("one", "three", "duckdb"))
    assert three == one
    manifests = [json.loads(found.pop("manifest.json")) for found in (one, duck)]
    assert duck == one
    assert manifests[1] == {**manifests[0], "engine": "duckdb"}


def test_the_sets_hold_the_rows_of_the_matches_and_the_manifest_the_hashes(tmp_path: Path) -> None:
    people = firms(4, 70)
    path = written(tmp_path / "register.parquet", people)
    out = tmp_path / "out"
    manifest = sweep(load(), path, ON, out, how=How(processes=1, shelf=tmp_path / "s", block=32))
    rows: dict[str, set[int]] = {}
    for one in pq.read_table(out / "matches").to_pylist():
        rows.setdefault(f"{one['programme']}@{one['version']}", set()).add(one["row"])
        assert people[one["row"]]["credit_code"] == one["credit_code"]
    found = {
        file.name.removesuffix(".yes.roaring"): set(BitMap.deserialize(file.read_bytes()))
        for file in (out / "sets").glob("*.yes.roaring")
    }
    assert {name: of for name, of in found.items() if of} == rows
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert set(manifest["files"]) == set(everything(out)) - {"manifest.json"}
    groups = pq.read_table(out / "groups.parquet").to_pylist()
    for dimension in ("district", "industry", "size"):
        counted: Counter[str] = Counter()
        for one in groups:
            if one["dimension"] == dimension:
                counted[f"{one['programme']}@{one['version']}"] += one["yes"]
        assert +counted == {name: len(of) for name, of in rows.items()}


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from huiqi.library import load
from huiqi.rules.sweep import How, sweep

def told(what, done, of):
    if what == "逐段匹配" and done >= 60:
        os.kill(os.getpid(), signal.SIGKILL)

register, out, shelf = map(Path, sys.argv[1:4])
how = How(processes=1, shelf=shelf, block=30, told=told)
sweep(load(), register, date(2022, 10, 20), out, sys.argv[4:], how)
"""


# A killed run goes on in the same way however many programmes it asks.
def test_killed_midway_the_next_run_goes_on_with_the_blocks_that_are_left(tmp_path: Path) -> None:
    path = written(tmp_path / "register.parquet", firms(5, 150))
    out, shelf = tmp_path / "out", tmp_path / "shelf"
    words = [sys.executable, "-c", KILLED, str(path), str(out), str(shelf), *ONCE]
    ended = subprocess.run(words, check=False, env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    assert not out.exists()
    parts = tmp_path / "out.unfinished" / "parts"
    done = {one.name: one.stat().st_mtime_ns for one in sorted(parts.iterdir())}
    assert list(done) == ["000000", "000001"]
    heard: list[tuple[str, int]] = []
    how = How(
        processes=1, shelf=shelf, block=30, told=lambda what, done, _: heard.append((what, done))
    )
    sweep(load(), path, ON, out, ONCE, how)
    assert [done for what, done in heard if what == "逐段匹配"] == [60, 90, 120, 150]
    how = How(processes=1, shelf=shelf, block=30)
    sweep(load(), path, ON, tmp_path / "whole", ONCE, how)
    assert everything(out) == everything(tmp_path / "whole")
    assert not (tmp_path / "out.unfinished").exists()


def test_a_result_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path / "register.parquet", firms(6, 5))
    out, how = tmp_path / "out", How(processes=1, shelf=tmp_path / "shelf")
    named = ("shenzhen_longgang.park_rent",)
    first = sweep(load(), path, ON, out, named, how)
    before = everything(out)
    assert sweep(load(), path, ON, out, named, how) == first
    with pytest.raises(Refused, match="已有另一次全库匹配的结果，不会覆盖。请换一个 --out。"):
        sweep(load(), path, date(2022, 10, 21), out, named, how)
    assert everything(out) == before
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="已经有这个文件或非空的文件夹，不会覆盖。"):
        sweep(load(), path, ON, full, named, how)
