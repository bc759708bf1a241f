"""审计用 SQL: what is exported says in DuckDB, PostgreSQL and Spark what each firm is told."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules import expr as x
from huiqi.rules.audit_sql import audit_sql, query
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.gather import snapshot_of
from huiqi.rules.lower import Lowered, lower
from huiqi.rules.problems import Refused
from huiqi.rules.strategies import INDUSTRIES, ON, firms, numbers, subjects, truths
from huiqi.rules.sweep.duck import table_of
from huiqi.rules.vocabulary import within
from tests.rules.machines import Answer, Rule, answer, by_oracle, duck, lowered, ranges
from tests.rules.test_modes_agree import asked_of

rule = st.tuples(truths(3), numbers(3), numbers(2), numbers(2))


def inputs(whole: Lowered, people: Sequence[Facts]) -> pa.Table:
    return table_of(whole.graph, snapshot_of(whole.graph, people))


def answers_of(whole: Lowered, rows: Sequence[Sequence[Any]]) -> list[list[Answer]]:
    """What the rows of a query say, by programme and subject."""
    found = [iter(row) for row in rows]
    return [
        [
            answer(
                int(next(row)) + int(next(row)),
                ranges(one.numbers, [(next(row), next(row)) for _ in one.numbers]),
            )
            for row in found
        ]
        for one in whole.programmes
    ]


def by_duckdb(whole: Lowered, people: Sequence[Facts]) -> list[list[Answer]]:
    database = duck().register("subjects", inputs(whole, people))
    try:
        return answers_of(whole, database.execute(query(whole, "duckdb")).fetchall())
    finally:
        database.unregister("subjects")


def by_postgres(whole: Lowered, people: Sequence[Facts]) -> list[list[Answer]]:
    table = inputs(whole, people)
    columns = ", ".join(f'"{one.name}" {_type(one.type)}' for one in table.schema)
    places = ", ".join(["%s"] * len(table.schema))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS subjects")
        cursor.execute(f"CREATE TEMPORARY TABLE subjects ({columns})")
        rows = [tuple(row.values()) for row in table.to_pylist()]
        cursor.executemany(f"INSERT INTO subjects VALUES ({places})", rows)
        # A percent sign of LIKE is one only if no parameters are given.
        cursor.execute(query(whole, "postgres"))
        return answers_of(whole, cursor.fetchall())


def _type(found: pa.DataType) -> str:
    if pa.types.is_decimal(found):
        return "numeric"
    return {pa.int64(): "bigint", pa.bool_(): "boolean", pa.string(): "text"}[found]


def lowered_or_none(rules: Sequence[Rule]) -> Lowered:
    try:
        whole = lowered(rules).checked()
        query(whole, "spark")  # the narrowest of all
    except Refused:
        assume(False)
    return whole


@settings(max_examples=max(10, settings().max_examples // 3))
@given(st.lists(rule, min_size=1, max_size=3), subjects(40))
def test_duckdb_is_told_what_the_oracle_says(rules: list[Rule], people: list[Facts]) -> None:
    assert by_duckdb(lowered_or_none(rules), people) == by_oracle(rules, people)


# One table for each example: fewer of them than elsewhere.
@pytest.mark.django_db
@settings(max_examples=max(5, settings().max_examples // 10), suppress_health_check=[*HealthCheck])
@given(st.lists(rule, min_size=1, max_size=2), subjects(20))
def test_postgresql_is_told_what_the_oracle_says(rules: list[Rule], people: list[Facts]) -> None:
    assert by_postgres(lowered_or_none(rules), people) == by_oracle(rules, people)


DISTRICTS = ("440000", "440300", "440307", "441900", "110105")


@given(
    st.sampled_from(("industry", "district")),
    st.lists(st.integers(0, 6), min_size=1, max_size=3),
    st.integers(0, 6),
)
def test_a_code_is_within_another_by_its_digits_as_by_the_vocabulary(
    key: str, wanted: list[int], had: int
) -> None:
    from huiqi.rules.dictionary import FACTS

    words = INDUSTRIES if key == "industry" else DISTRICTS
    codes = tuple(dict.fromkeys(words[one % len(words)] for one in wanted))
    rules: list[Rule] = [(x.Within(key, codes), x.Const(0))]  # type: ignore[arg-type]
    value = words[had % len(words)]
    ((found,),) = by_duckdb(lowered(rules), [Facts(ON, {key: value})])
    assert found[0] == sum(within(FACTS[key], value, codes))


@pytest.fixture(scope="module")
def programmes() -> list[Rules]:
    library = load()
    return [
        library.compiled(policy, edition, ON, ON)
        for policy in library.policies.values()
        if (edition := policy.edition_on(ON))
    ]


# Two databases read a long question for each programme.
@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.verify)])
@pytest.mark.django_db
@settings(max_examples=1, suppress_health_check=[*HealthCheck])
@given(people=firms(40))
def test_the_library_is_told_the_same_by_postgresql(
    programmes: list[Rules], people: list[Facts], step: int
) -> None:
    for one in programmes[::step]:
        whole = lower([one])
        expected = by_oracle([asked_of(one)], people)
        assert by_postgres(whole, people) == expected
        assert by_duckdb(whole, people) == expected


def test_the_export_says_what_its_columns_are(programmes: list[Rules]) -> None:
    (rent,) = (one for one in programmes if one.policy.id == "shenzhen_longgang.park_rent")
    told = audit_sql([rent], "spark").splitlines()
    assert told[:3] == [
        "-- subjects 每行一户：row 是行号，从 0 起；空值是未知。",
        "-- c0：「上一年度场地租金支出」（rent_paid_last_year），元的 1/100",
        "-- c1_s、c1_p：由「称号与资质」（titles）逐项算出的，必然、可能",
    ]
    assert "-- 结果 l0_0、h0_0：还可以给的上限（元），至少、至多，以 1/1 计" in told
    assert told[-1].endswith(";")


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.verify)])
def test_every_programme_can_be_exported(programmes: list[Rules], step: int) -> None:
    for one in programmes[::step]:
        assert "\nSELECT\n" in audit_sql([one], "spark")


def test_a_database_that_is_not_known_is_refused(programmes: list[Rules]) -> None:
    with pytest.raises(Refused, match="没有「oracle」这种 SQL。可用：duckdb、postgres、spark。"):
        audit_sql(programmes[:1], "oracle")


def test_a_number_beyond_what_a_database_computes_is_refused() -> None:
    huge = x.Field("revenue", "money")
    for _ in range(2):
        huge = x.Product(huge, huge)  # type: ignore[assignment]
    whole = lowered([(x.Known(True), huge)])
    with pytest.raises(Refused, match="有数值太大，这种数据库不能精确计算。"):
        query(whole, "spark")
