"""判定: intervals, strong Kleene logic on them, and that more facts never change a verdict."""

from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules import expr as x
from huiqi.rules.answer import Answer, answer, only_once
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import NEVER, SURE, UNKNOWN, Oracle, Rails, compared, rounded, verdict_of
from huiqi.rules.vocabulary import SIZES, TITLES

ON = date(2021, 10, 20)
NOBODY = Facts(ON)
RAILS = (SURE, UNKNOWN, NEVER)
# One condition for each of yes, unknown and no.
TRUTHS: dict[Rails, x.Truth] = {
    SURE: x.Known(True),
    UNKNOWN: x.Flag("blacklisted"),
    NEVER: x.Known(False),
}
EMPLOYEES = x.Field("employees", "number")


def const(value: int | str) -> x.Const:
    return x.Const(Fraction(value))


def of(**known: object) -> Oracle:
    return Oracle(Facts(ON, known))


def span(low: int | str, high: int | str) -> tuple[Fraction, Fraction]:
    return Fraction(low), Fraction(high)


# Strong Kleene logic


@pytest.mark.parametrize(("left", "right"), list(product(RAILS, RAILS)))
def test_and_is_the_weaker_and_or_the_stronger_of_both(left: Rails, right: Rails) -> None:
    both = (TRUTHS[left], TRUTHS[right])
    oracle = Oracle(NOBODY)
    assert oracle.truth(x.And(both)) == min(left, right)
    assert oracle.truth(x.Or(both)) == max(left, right)


def test_not_turns_yes_and_no_around_and_leaves_unknown() -> None:
    oracle = Oracle(NOBODY)
    assert [oracle.truth(x.Not(TRUTHS[rails])) for rails in RAILS] == [NEVER, UNKNOWN, SURE]


def test_all_of_nothing_is_true_and_any_of_nothing_is_not() -> None:
    assert Oracle(NOBODY).truth(x.And(())) == SURE
    assert Oracle(NOBODY).truth(x.Or(())) == NEVER


def test_verdict_has_three_words() -> None:
    assert [verdict_of(rails) for rails in RAILS] == ["yes", "unknown", "no"]


# Comparison of intervals


@pytest.mark.parametrize(
    ("left", "right", "rails"),
    [
        (span(1, 1), span(2, 2), {"<": SURE, "<=": SURE, "=": NEVER, ">": NEVER, ">=": NEVER}),
        (span(2, 2), span(2, 2), {"<": NEVER, "<=": SURE, "=": SURE, ">": NEVER, ">=": SURE}),
        (
            span(1, 2),
            span(2, 3),
            {"<": UNKNOWN, "<=": SURE, "=": UNKNOWN, ">": NEVER, ">=": UNKNOWN},
        ),
        (
            span(1, 3),
            span(2, 2),
            {"<": UNKNOWN, "<=": UNKNOWN, "=": UNKNOWN, ">": UNKNOWN, ">=": UNKNOWN},
        ),
        (span(1, 2), span(3, 4), {"<": SURE, "<=": SURE, "=": NEVER, ">": NEVER, ">=": NEVER}),
    ],
)
def test_intervals_compare_surely_only_where_every_value_does(
    left: tuple[Fraction, Fraction],
    right: tuple[Fraction, Fraction],
    rails: dict[x.Op, Rails],
) -> None:
    assert {op: compared(op, left, right) for op in rails} == rails


def test_unequal_is_the_opposite_of_equal() -> None:
    assert compared("<>", span(1, 1), span(1, 1)) == NEVER
    assert compared("<>", span(1, 1), span(2, 2)) == SURE
    assert compared("<>", span(1, 2), span(2, 3)) == UNKNOWN


# Numbers


def test_unknown_number_is_its_registered_bounds() -> None:
    assert Oracle(NOBODY).number(EMPLOYEES) == span(0, 10**7)
    assert Oracle(NOBODY).number(x.Field("net_profit", "money")) == span(-(10**12), 10**12)


def test_inner_values_are_in_the_unit_people_write() -> None:
    assert of(revenue=150).number(x.Field("revenue", "money")) == span("1.5", "1.5")
    assert of(debt_ratio=5).number(x.Field("debt_ratio", "ratio")) == span("5e-9", "5e-9")


@pytest.mark.parametrize(
    ("num", "interval"),
    [
        (x.Sum((EMPLOYEES, const(5))), span(5, 10**7 + 5)),
        (x.Scale(Fraction(-1, 3), EMPLOYEES), span("-10000000/3", 0)),
        (x.Product(x.Field("net_profit", "money"), const(-2)), span(-2 * 10**12, 2 * 10**12)),
        (x.Extreme(True, (EMPLOYEES, const(20))), span(0, 20)),
        (x.Extreme(False, (EMPLOYEES, const(20))), span(20, 10**7)),
        (x.If(x.Flag("blacklisted"), const(3), const(7)), span(3, 7)),
        (x.If(x.Known(True), const(3), EMPLOYEES), span(3, 3)),
        (x.Named("n", "命名值", const(3)), span(3, 3)),
        (x.Const(Fraction(0), "money", "cap", "待核"), span(0, 10**12)),
        (x.Paid("a.b", ON.toordinal()), span(0, 10**12)),
        (x.Count("srdi", ON.toordinal()), span(0, 1000)),
    ],
)
def test_unknown_facts_give_the_range_of_a_computation(
    num: x.Num, interval: tuple[Fraction, Fraction]
) -> None:
    assert Oracle(NOBODY).number(num) == interval


@pytest.mark.parametrize(
    ("value", "step", "mode", "result"),
    [
        ("150000.5", "1", "down", "150000"),
        ("150000.5", "1", "half_up", "150001"),
        ("150000.4", "1", "half_up", "150000"),
        ("150000.1", "1", "up", "150001"),
        ("150", "100", "down", "100"),
        ("150", "100", "half_up", "200"),
        ("100", "100", "up", "100"),
        ("-0.5", "1", "down", "-1"),
        ("-0.5", "1", "half_up", "0"),
    ],
)
def test_rounding_is_exact_in_every_mode(value: str, step: str, mode: str, result: str) -> None:
    assert rounded(Fraction(value), Fraction(step), mode) == Fraction(result)


# Facts of other kinds


def test_code_is_one_of_the_codes_or_not_and_unknown_is_unknown() -> None:
    truth = x.OneOf("bidder_size", ("small",))
    oracles = (of(bidder_size="small"), of(bidder_size="large"), of())
    assert [oracle.truth(truth) for oracle in oracles] == [SURE, NEVER, UNKNOWN]


def test_firm_of_which_only_the_city_is_known_is_possibly_in_each_of_its_districts() -> None:
    truth = x.OneOf("district", ("440307",))
    places = ("440307", "440305", "440300", "440000", "440100", "110000")
    found = [of(district=place).truth(truth) for place in places]
    assert found == [SURE, NEVER, UNKNOWN, UNKNOWN, NEVER, NEVER]


def test_city_holds_its_districts_and_a_province_its_cities() -> None:
    city, province = x.OneOf("district", ("440300",)), x.OneOf("district", ("440000",))
    places = ("440300", "440307", "440000", "441900", "110000")
    assert [of(district=place).truth(city) for place in places] == [
        *(SURE, SURE, UNKNOWN, NEVER, NEVER)
    ]
    assert [of(district=place).truth(province) for place in places] == [
        *(SURE, SURE, SURE, SURE, NEVER)
    ]


def test_firm_lies_in_an_industry_that_is_named_with_an_equals_sign_too() -> None:
    truth = x.OneOf("industry", ("39",))
    oracles = (of(industry="3921"), of(industry="C"), of(industry="65"))
    assert [oracle.truth(truth) for oracle in oracles] == [SURE, UNKNOWN, NEVER]


def test_coarse_industry_is_possibly_within_a_fine_one() -> None:
    truth = x.Within("industry", ("39", "65"))
    oracles = (of(industry="3921"), of(industry="C"), of(industry="A"), of())
    assert [oracle.truth(truth) for oracle in oracles] == [SURE, UNKNOWN, NEVER, UNKNOWN]


# Loans


def test_conditions_of_a_loan_must_be_met_by_one_and_the_same_loan() -> None:
    large = x.Compare(">=", x.Field("loan_amount", "money"), const(100))
    truth = x.AnyOver("loans", x.And((large, x.Flag("loan_settled"))))
    split = (
        {"loan_amount": 10_000, "loan_settled": False},
        {"loan_amount": 1, "loan_settled": True},
    )
    one = ({"loan_amount": 10_000, "loan_settled": True},)
    assert Oracle(Facts(ON, lists={"loans": split})).truth(truth) == NEVER
    assert Oracle(Facts(ON, lists={"loans": one})).truth(truth) == SURE
    assert Oracle(Facts(ON, lists={"loans": ()})).truth(truth) == NEVER
    assert Oracle(Facts(ON, lists={"loans": split}, complete={"loans": False})).truth(truth) == (
        UNKNOWN
    )


def test_sum_over_loans_counts_those_that_meet_the_condition() -> None:
    amount = x.Field("loan_amount", "money")
    total = x.Over("loans", amount, x.Flag("loan_settled"))
    loans = (
        {"loan_amount": 10_000, "loan_settled": True},
        {"loan_amount": 20_000, "loan_settled": False},
        {"loan_amount": 30_000},
    )
    assert Oracle(Facts(ON, lists={"loans": loans})).number(total) == span(100, 400)
    open_end = Facts(ON, lists={"loans": loans}, complete={"loans": False})
    assert Oracle(open_end).number(total) == span(100, 400 + 10**12)


def test_single_loan_may_be_given_without_a_list() -> None:
    total = x.Over("loans", x.Field("loan_amount", "money"), x.Flag("loan_settled"))
    assert of(loan_amount=10_000, loan_settled=True).number(total) == span(100, 100)


# Monotonicity


def a_value(chance: Random, key: str) -> object:
    fact = FACTS[key]
    match fact.kind:
        case "flag":
            return chance.random() < 0.5
        case "code":
            return chance.choice(tuple(fact.vocabulary))
        case "industry":
            return chance.choice(("C", "39", "3921", "I", "65", "F", "51", "E"))
        case "district":
            return chance.choice(("440307", "440311", "440305"))
        case "text":
            return "甲"
    if fact.kind == "date":
        return ON.toordinal() - chance.randrange(3000)
    return min(fact.hi, max(fact.lo, int(10 ** (chance.random() * 14)) - 1))


def a_list(chance: Random, key: str) -> tuple[object, ...]:
    count = chance.randrange(3)
    if key == "item_maker_sizes":
        return tuple(chance.choice(tuple(SIZES)) for _ in range(count))
    if key == "titles":
        kinds = tuple(TITLES)
        return tuple({"kind": chance.choice(kinds), "level": "national"} for _ in range(count))
    if key == "awards_paid":
        names = tuple(load().policies)
        return tuple(
            {"programme": chance.choice(names), "amount": 10**6, "year": 2021} for _ in range(count)
        )
    keys = ("loan_amount", "loan_rate", "loan_days", "loan_settled", "interest_paid")
    return tuple({one: a_value(chance, one) for one in keys} for _ in range(count))


def a_subject(chance: Random, share: float) -> Facts:
    scalars = [
        key
        for key, fact in FACTS.items()
        if fact.kind not in ("codes", "titles", "awards", "loans")
    ]
    known = {key: a_value(chance, key) for key in scalars if chance.random() < share}
    lists = {
        key: a_list(chance, key)
        for key in ("titles", "awards_paid", "item_maker_sizes", "loans")
        if chance.random() < share / 2
    }
    return Facts(ON, known, lists)  # type: ignore[arg-type]


# A list of loans is not added: it replaces the facts of a single loan instead of filling them in.
def one_fact_more(chance: Random, facts: Facts) -> Facts:
    key = chance.choice(facts.unknown)
    if FACTS[key].kind in ("codes", "titles", "awards"):
        added = {**facts.lists, key: a_list(chance, key)}
        return Facts(ON, facts.known, added, facts.complete)  # type: ignore[arg-type]
    return facts if FACTS[key].kind == "loans" else facts.replace(**{key: a_value(chance, key)})


@given(st.integers(0, 2**32), st.floats(0.2, 0.95))
def test_one_fact_more_never_turns_a_settled_verdict_into_another(seed: int, share: float) -> None:
    chance = Random(seed)
    facts = a_subject(chance, share)
    more = one_fact_more(chance, facts)
    for programme in load().policies:
        before, after = _judged(programme, facts), _judged(programme, more)
        if before is None or after is None or before.rules is not after.rules:
            continue  # the new fact chose another edition
        assert before.verdict in ("unknown", after.verdict)
        assert _narrower(after, before) or _turns_out_paid(after, before, facts)


# What nobody spoke of counts as not received, and the answer says so: the one way to fall to zero.
def _turns_out_paid(after: Answer, before: Answer, facts: Facts) -> bool:
    told = only_once(before.rules, facts)
    return bool(told) and after.money is not None and set(after.money.range) == {0}


def test_a_one_off_award_that_turns_out_paid_falls_to_nothing_and_was_warned_of() -> None:
    facts = Facts(ON, {"district": "440311", "above_scale_years": 1})
    paid = ({"programme": "shenzhen_guangming.above_scale_award", "amount": 10**7, "year": 2021},)
    more = Facts(ON, facts.known, {"awards_paid": paid})
    before, after = (_judged("shenzhen_guangming.above_scale_award", one) for one in (facts, more))
    assert before is not None
    assert before.money is not None
    assert after is not None
    assert not _narrower(after, before)
    assert before.money.steps[-1] == "若此前已经领取过，不再重复发给"
    assert _turns_out_paid(after, before, facts)


def _judged(programme: str, facts: Facts) -> Answer | None:
    rules = load().rules(programme, facts)
    return None if rules is None else answer(rules, facts)


def _narrower(after: Answer, before: Answer) -> bool:
    if before.money is None or after.money is None or after.verdict == "no":
        return True
    (low, high), (sure, possible) = after.money.range, before.money.range
    return low >= sure and (possible is None or (high is not None and high <= possible))
