"""贷款: what is asked of each loan where there are some, one, none, or nobody knows how many."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huiqi.rules import expr as x
from huiqi.rules.bits import Bits
from huiqi.rules.explain import explain, missing
from huiqi.rules.facts import Facts
from huiqi.rules.lint import lint
from huiqi.rules.lower import lower
from huiqi.rules.one import Machine
from huiqi.rules.oracle import Oracle
from huiqi.rules.snapshot import read_register
from tests.rules import small

ON = date(2021, 10, 20)
OPEN = Fraction(10**12)
LONG = x.Compare(">=", x.Field("loan_days", "number"), x.Const(Fraction(90)))
HALF = x.Scale(Fraction(1, 2), x.Field("interest_paid", "money"))
SOME, TOTAL = x.AnyOver("loans", LONG), x.Over("loans", HALF, LONG)


def span(low: int | Fraction, high: int | Fraction) -> tuple[Fraction, Fraction]:
    return Fraction(low), Fraction(high)


def of(given: dict[str, object]) -> Oracle:
    return Oracle(Facts.read(given, ON))


@pytest.mark.parametrize(
    ("given", "rails", "low", "high"),
    [
        ({"loan_days": 90, "interest_paid": 8}, (True, True), 4, 4),
        ({"loan_days": 89, "interest_paid": 8}, (False, False), 0, 0),
        ({"interest_paid": 8}, (False, True), 0, 4),
        ({"loans": []}, (False, False), 0, 0),
        ({"loans": [{"loan_days": 90, "interest_paid": 8}]}, (True, True), 4, 4),
        ({}, (False, True), 0, OPEN),
        ({"employees": 20}, (False, True), 0, OPEN),
        ({"loans": [], "loans_complete": False}, (False, True), 0, OPEN),
    ],
)
def test_the_number_of_loans_is_unknown_where_nothing_is_known_of_any(
    given: dict[str, object], rails: tuple[bool, bool], low: int, high: int | Fraction
) -> None:
    assert (of(given).truth(SOME), of(given).number(TOTAL)) == (rails, span(low, high))


def test_many_loans_may_pay_more_than_the_most_of_one() -> None:
    capped = x.Extreme(True, (HALF, x.Const(Fraction(500))))
    assert of({}).number(x.Over("loans", capped, LONG)) == span(0, OPEN)
    assert of({"loan_days": 90}).number(x.Over("loans", capped, LONG)) == span(0, 500)


def test_loans_that_no_loan_can_be_are_not_counted() -> None:
    never = x.And((LONG, x.Flag("blacklisted")))
    told = of({"blacklisted": False})
    assert told.truth(x.AnyOver("loans", never)) == (False, False)
    assert told.number(x.Over("loans", HALF, never)) == span(0, 0)


def test_a_requirement_that_every_loan_meets_still_needs_a_loan() -> None:
    anyone = x.AnyOver("loans", x.Known(True))
    assert of({}).truth(anyone) == (False, True)
    assert of({"loan_amount": 100}).truth(anyone) == (True, True)


def test_the_explanation_says_what_would_be_asked_of_a_loan() -> None:
    told = explain(SOME, of({}))
    assert (told.kind, told.text, told.verdict) == ("each", "至少一笔贷款须满足", "unknown")
    assert [child.text for child in told.children] == ["贷款使用天数未知，要求不低于 90 天"]
    assert explain(SOME, of({"interest_paid": 8})).text == "贷款使用天数未知，要求不低于 90 天"


def test_the_list_and_the_facts_of_a_loan_are_missing() -> None:
    assert missing((SOME, TOTAL), of({})) == ("loans", "loan_days", "interest_paid")
    assert missing((SOME, TOTAL), of({"loan_days": 90})) == ("interest_paid",)


PER_LOAN = "loan_days >= 90"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    home = small.write(tmp_path, when=[PER_LOAN], amount="least(0.5 * interest_paid, 500)")
    rules = home / "rules.yaml"
    text = rules.read_text(encoding="utf-8").replace('id: "c1"', 'id: "c1", per: "loans"')
    text = text.replace('id: "p"', 'id: "p", per: "loans"')
    rules.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("limit", "most"), [("", None), ('at_most: "1200", ', Fraction(1200))])
def test_a_limit_on_all_loans_closes_an_open_amount(
    shelf: Path, limit: str, most: Fraction | None
) -> None:
    rules = shelf / "city/one/rules.yaml"
    text = rules.read_text(encoding="utf-8").replace('id: "p", ', f'id: "p", {limit}')
    rules.write_text(text, encoding="utf-8")
    money = small.explain(shelf, {}).money
    assert money is not None
    assert money.range == (Fraction(0), most)


def test_per_loan_conditions_are_linted_as_if_there_were_a_loan(shelf: Path) -> None:
    rules = shelf / "city/one/rules.yaml"
    text = rules.read_text(encoding="utf-8").replace(PER_LOAN, "loan_days >= 0")
    rules.write_text(text, encoding="utf-8")
    (problem,) = lint(small.rules(shelf))
    assert problem.what == "条款「c1」恒为真：不论什么事实都满足，不起作用。"


def test_columns_of_a_register_tell_of_a_loan_where_one_is_filled_in(
    shelf: Path, tmp_path: Path
) -> None:
    table = pa.table(
        {
            "loan_days": pa.array([90, None, None], pa.int32()),
            "interest_paid": pa.array([8, 8, None], pa.int64()),
        }
    )
    pq.write_table(table, tmp_path / "loans.parquet")
    whole = lower([small.rules(shelf)])
    machine = Machine(whole)
    given: tuple[dict[str, object], ...] = (
        {"loan_days": 90, "interest_paid": 8},
        {"interest_paid": 8},
        {},
    )
    rows = [machine.prepare(Facts.read(one, ON)) for one in given]
    assert [machine.judge(row) for row in rows] == [(2,), (1,), (1,)]
    per = whole.programmes[0].net
    assert per is not None
    assert [machine.amount(0, row) for row in rows] == [
        (4 * per.per, 4 * per.per),
        (0, 4 * per.per),
        (0, 10**12 * per.per),
    ]
    snapshot = read_register(tmp_path / "loans.parquet", whole.graph, ON)
    assert Bits(whole).counts(snapshot) == [(1, 2)]
