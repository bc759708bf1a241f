"""含义不变: what must hold for every rule whatever its facts are."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.rules import expr as x
from huiqi.rules.facts import Facts
from huiqi.rules.strategies import numbers, subjects, truths
from tests.rules.machines import Answer, Rule, by_python

rules = st.tuples(truths(3), numbers(3))
NONE = x.Const(Fraction(0))


def answers(rule: Rule, people: list[Facts]) -> list[Answer]:
    (found,) = by_python([rule], people)
    return found


def filled(facts: Facts, other: Facts) -> Facts:
    """The facts of one subject, with what is missing taken from another."""
    return replace(
        facts,
        known={**other.known, **facts.known},
        lists={**other.lists, **facts.lists},
        complete={**{key: other.complete.get(key, True) for key in other.lists}, **facts.complete}
        | {key: facts.complete.get(key, True) for key in facts.lists},
    )


@given(rules, subjects(20), subjects(20))
def test_filling_in_a_fact_never_makes_the_sure_unsure(
    rule: Rule, some: list[Facts], others: list[Facts]
) -> None:
    # A list of loans replaces what is known of «the only loan», so it fills in nothing.
    people = [replace(one, lists=without_loans(one)) for one in some]
    fuller = [
        filled(one, replace(other, lists=without_loans(other)))
        for one, other in zip(people, others, strict=True)
    ]
    for before, after in zip(answers(rule, people), answers(rule, fuller), strict=True):
        assert before[0] in (1, after[0])
        assert before[1][0] <= after[1][0] <= after[1][1] <= before[1][1]


def without_loans(facts: Facts) -> dict:
    return {key: entries for key, entries in facts.lists.items() if key != "loans"}


@given(rules, subjects(20), st.randoms(use_true_random=False))
def test_the_order_of_conditions_is_irrelevant(
    rule: Rule, people: list[Facts], chance: Random
) -> None:
    shuffled = (turned(rule[0], chance), rule[1])
    assert answers(shuffled, people) == answers(rule, people)


def turned(truth: x.Truth, chance: Random) -> x.Truth:
    match truth:
        case x.And(of) | x.Or(of):
            parts = [turned(part, chance) for part in of]
            chance.shuffle(parts)
            return type(truth)(tuple(parts))
        case x.Not(of):
            return x.Not(turned(of, chance))
        case x.AnyOver(key, where):
            return x.AnyOver(key, turned(where, chance))
    return truth


@given(rules, numbers(2), subjects(20))
def test_a_cap_never_raises_an_amount(rule: Rule, cap: x.Num, people: list[Facts]) -> None:
    capped = (rule[0], x.Extreme(True, (rule[1], cap)))
    for plain, limited in zip(answers(rule, people), answers(capped, people), strict=True):
        assert limited[1][0] <= plain[1][0]
        assert limited[1][1] <= plain[1][1]


@given(rules, subjects(20))
def test_the_opposite_of_the_opposite_is_the_same(rule: Rule, people: list[Facts]) -> None:
    opposite = (x.Not(rule[0]), rule[1])
    assert answers((x.Not(x.Not(rule[0])), rule[1]), people) == answers(rule, people)
    for one, other in zip(answers(rule, people), answers(opposite, people), strict=True):
        assert one[0] + other[0] == 2


@settings(max_examples=50)
@given(truths(3), subjects(20))
def test_a_condition_and_an_amount_of_one_yuan_agree(truth: x.Truth, people: list[Facts]) -> None:
    one_yuan = x.If(truth, x.Const(Fraction(1)), NONE)
    for verdict, (low, high), *_ in answers((truth, one_yuan), people):
        assert verdict == low + high
