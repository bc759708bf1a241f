"""各种判定方式一致: oracle = generated Python = bitmaps = DuckDB, for all rules and subjects."""

from pathlib import Path
from typing import cast

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import huiqi.library
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.load import load_library
from huiqi.rules.lower import lower
from huiqi.rules.problems import Refused
from huiqi.rules.strategies import ON, firms, numbers, subjects, truths
from tests.rules.machines import (
    Rule,
    by_bits,
    by_oracle,
    by_python,
    by_sql,
    counted,
    duck,
    judged,
    queried,
)


def _at_most(examples: int) -> int:
    """A twentieth of them in the suite of every day, all of them where nothing is left out."""
    return examples if settings().max_examples >= 100 else max(1, examples // 20)


# A condition, net, gross and two outputs.
rule = st.tuples(truths(3), numbers(3), numbers(2), numbers(2), numbers(2))
rules = st.lists(rule, min_size=1, max_size=3)


@settings(max_examples=_at_most(1_400))
@given(rules, subjects(30))
def test_python_and_bitmaps_say_what_the_oracle_says(
    rules: list[Rule], subjects: list[Facts]
) -> None:
    expected = by_oracle(rules, subjects)
    assert by_python(rules, subjects) == expected
    assert by_bits(rules, subjects) == expected


@pytest.mark.parametrize("size", [1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 200])
@settings(max_examples=_at_most(20))
@given(rules, st.data())
def test_the_bits_beyond_the_last_subject_do_not_count(
    size: int, rules: list[Rule], data: st.DataObject
) -> None:
    people = data.draw(subjects(size))
    assert by_bits(rules, people, chunk=64) == by_oracle(rules, people)


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duck()


@settings(max_examples=_at_most(300))
@given(rules, subjects(60))
def test_duckdb_says_what_the_oracle_says(
    connection: duckdb.DuckDBPyConnection, rules: list[Rule], subjects: list[Facts]
) -> None:
    try:
        answered = by_sql(rules, subjects, connection)
    except Refused:
        assume(False)
    assert answered == by_oracle(rules, subjects)


# The programmes of the library


@pytest.fixture(scope="module")
def programmes() -> list[Rules]:
    library = load_library(Path(huiqi.library.__file__).parent)
    return [
        library.compiled(policy, edition, ON, ON)
        for policy in library.policies.values()
        if (edition := policy.edition_on(ON))
    ]


def test_no_number_of_the_library_can_leave_64_bits(programmes: list[Rules]) -> None:
    assert lower(programmes).problems == ()


@settings(max_examples=_at_most(6))
@given(firms(100))
def test_the_library_says_the_same_in_every_way(
    connection: duckdb.DuckDBPyConnection, programmes: list[Rules], people: list[Facts]
) -> None:
    whole = lower(programmes)
    expected = by_oracle([asked_of(one) for one in programmes], people)
    assert judged(whole, people) == expected
    assert counted(whole, people) == expected
    assert queried(whole, people, connection) == expected


def asked_of(one: Rules) -> Rule:
    money = [number for number in (one.net, one.gross) if number]
    return cast("Rule", (one.verdict, *money, *(number for _, number in one.outputs)))
