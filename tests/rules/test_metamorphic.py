"""变形: what may be changed of a rule or of a subject, and what the answer must then be."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any, TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.rules import expr as x
from huiqi.rules.facts import Facts
from huiqi.rules.gather import snapshot_of
from huiqi.rules.strategies import numbers, subject, subjects, truths
from tests.rules.machines import Answer, Rule, by_bits, by_python, lowered, matched

rule = st.tuples(truths(3), numbers(3), numbers(2))
rules = st.lists(rule, min_size=1, max_size=3)
Tree = TypeVar("Tree")


def everywhere(tree: Tree, change: Callable[[Any], Any]) -> Tree:
    """The tree with ``change`` made of every part of it, the innermost first."""
    if isinstance(tree, tuple):
        return tuple(everywhere(one, change) for one in tree)  # type: ignore[return-value]
    if not is_dataclass(tree) or isinstance(tree, type):
        return tree
    parts = {one.name: everywhere(getattr(tree, one.name), change) for one in fields(tree)}
    changed: Tree = change(replace(tree, **parts))
    return changed


def turned_round(tree: Any) -> Any:
    """Conditions, terms and whatever else has no order, the last one first."""
    match tree:
        case x.And(of) | x.Or(of):
            return replace(tree, of=of[::-1])
        case x.Sum(terms):
            return replace(tree, terms=terms[::-1])
    return tree


def denied_twice(tree: Any) -> Any:
    return x.Not(x.Not(tree)) if isinstance(tree, (x.And, x.Or, x.Compare, x.Flag)) else tree


@given(rules, subjects(30))
def test_the_order_of_conditions_and_terms_is_irrelevant(
    rules: list[Rule], people: list[Facts]
) -> None:
    turned = everywhere(tuple(rules), turned_round)
    assert by_bits(list(turned), people) == by_bits(rules, people)
    assert by_python(list(turned), people) == by_python(rules, people)


@given(rules, subjects(30))
def test_what_is_denied_twice_is_what_it_was(rules: list[Rule], people: list[Facts]) -> None:
    denied = everywhere(tuple(rules), denied_twice)
    assert by_bits(list(denied), people) == by_bits(rules, people)
    assert by_python(list(denied), people) == by_python(rules, people)


def told_more(facts: Facts, seed: int) -> Facts:
    """The same subject of whom some of what was unknown is known, none of it changed."""
    chance = Random(seed)
    other = subject(chance)
    known = {key: value for key, value in other.known.items() if chance.random() < 0.5}
    lists = {key: value for key, value in other.lists.items() if key != "loans"}
    complete = {key: False for key, all_ in facts.complete.items() if chance.random() < 0.5}
    return replace(
        facts,
        known=known | dict(facts.known),
        lists=lists | dict(facts.lists),
        complete=complete,
    )


def holds_on(before: Answer, after: Answer) -> bool:
    """A sure verdict stays, and what a number may be stays within what it might have been."""
    (verdict, *ends), (later, *narrower) = before, after
    within = all(
        low <= least <= most <= high
        for (low, high), (least, most) in zip(ends, narrower, strict=True)
    )
    return within and verdict in (1, later)


@settings(max_examples=max(20, settings().max_examples))
@given(rules, subjects(30), st.integers(0, 2**32))
def test_filling_in_what_is_missing_never_turns_sure_into_unsure(
    rules: list[Rule], people: list[Facts], seed: int
) -> None:
    filled = [told_more(one, seed + place) for place, one in enumerate(people)]
    for way in (by_python, by_bits):
        for before, after in zip(way(rules, people), way(rules, filled), strict=True):
            assert all(map(holds_on, before, after))


@given(rules, subjects(60), st.data())
def test_some_rows_alone_are_judged_as_they_are_among_all(
    rules: list[Rule], people: list[Facts], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(people) - 1), min_size=1, unique=True))
    whole = lowered(rules)
    snapshot = snapshot_of(whole.graph, people)
    among_all = matched(whole, snapshot)
    alone = matched(whole, snapshot.at(np.array(sorted(chosen))))
    assert alone == [[answers[row] for row in sorted(chosen)] for answers in among_all]
