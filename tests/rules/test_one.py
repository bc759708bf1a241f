"""单户判定: verdicts, amounts and atoms of one subject, and what it refuses."""

from datetime import date
from fractions import Fraction

import pytest

from huiqi.rules import expr as x
from huiqi.rules.facts import Facts
from huiqi.rules.one import VERDICTS, Machine
from tests.rules.machines import lowered

ON = date(2021, 10, 20)
MANY = x.Compare(">=", x.Field("employees", "number"), x.Const(Fraction(20)))
CLEAN = x.Not(x.Flag("blacklisted"))
LARGE = x.Compare(">=", x.Field("loan_amount", "money"), x.Const(Fraction(100)))
HALF = x.Scale(Fraction(1, 2), x.Field("revenue", "money"))
CAPPED = x.Extreme(True, (HALF, x.Const(Fraction(1000))))


def machine(*rules: x.Truth) -> Machine:
    return Machine(lowered([(rule, CAPPED) for rule in rules]))


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"employees": 20, "blacklisted": False}, "yes"),
        ({"employees": 19}, "no"),
        ({"employees": 20}, "unknown"),
    ],
)
def test_a_verdict_counts_the_rails(facts: dict, verdict: str) -> None:
    judged = machine(x.And((MANY, CLEAN)))
    (found,) = judged.judge(judged.prepare(Facts.read(facts, ON)))
    assert VERDICTS[found] == verdict


@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        ({"revenue": 100}, (50, 50)),
        ({"revenue": 10_000}, (1000, 1000)),
        ({}, (0, 1000)),
    ],
)
def test_an_amount_is_what_is_sure_and_what_is_possible(facts: dict, ends: tuple) -> None:
    judged = machine(MANY)
    net = judged.programmes[0].net
    assert net is not None
    found = judged.amount(0, judged.prepare(Facts.read(facts, ON)))
    assert found == (ends[0] * net.per, ends[1] * net.per)


def test_every_distinct_atom_is_told_once_with_where_it_came_from() -> None:
    judged = machine(x.And((MANY, CLEAN)), x.Or((MANY, x.Flag("blacklisted"))))
    row = judged.prepare(Facts.read({"employees": 19}, ON))
    verdicts, sure, possible = judged.explained(row)
    assert verdicts == judged.judge(row)
    told = zip((judged.graph.origin[atom] for atom in judged.atoms), sure, possible, strict=True)
    assert list(told) == [(MANY, False, False), (x.Flag("blacklisted"), False, True)]


@pytest.mark.parametrize(
    ("facts", "verdict", "ends"),
    [
        ({"loan_amount": 100}, "yes", (100, 100)),
        ({}, "unknown", (0, 10**12)),
        ({"loans": []}, "no", (0, 0)),
        ({"loans": [{"loan_amount": 100}]}, "yes", (100, 100)),
        ({"loans": [{"loan_amount": 100}, {"loan_amount": 50}, {"loan_amount": 200}]}, "yes", 300),
        ({"loans": [{"loan_amount": 50}], "loans_complete": False}, "unknown", (0, 10**12)),
        (
            {"loans": [{"loan_amount": 100}], "loans_complete": False},
            "yes",
            (100, 10**12 + 100),
        ),
    ],
)
def test_every_loan_of_a_subject_is_asked_and_summed_up(
    facts: dict, verdict: str, ends: tuple[int, int] | int
) -> None:
    amount = x.Over("loans", x.Field("loan_amount", "money"), LARGE)
    judged = Machine(lowered([(x.AnyOver("loans", LARGE), amount)]))
    row = judged.prepare(Facts.read(facts, ON))
    net = judged.programmes[0].net
    assert net is not None
    low, high = (ends, ends) if isinstance(ends, int) else ends
    assert [VERDICTS[found] for found in judged.judge(row)] == [verdict]
    assert judged.amount(0, row) == (low * net.per, high * net.per)


def test_conditions_may_nest_deeper_than_python_allows_parentheses() -> None:
    rule: x.Truth = MANY
    for _ in range(110):
        rule = x.Or((x.And((rule, CLEAN)), x.Flag("loan_settled")))
    judged = machine(rule)
    facts = Facts.read({"employees": 20, "blacklisted": False}, ON)
    assert judged.judge(judged.prepare(facts)) == (2,)
