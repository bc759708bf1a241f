"""差一步: who fails exactly one condition, found for all at once as for each alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.city import City, city
from huiqi.library import load
from huiqi.rules import expr as x
from huiqi.rules import ir, strategies
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.gather import snapshot_of
from huiqi.rules.judged import Judged
from huiqi.rules.near import lacking, may_change
from huiqi.rules.policy import Condition
from huiqi.rules.sweep.near import Conditions, Nearness, conditions
from huiqi.rules.whatif import nearest_change
from tests.rules import small

ON: Final = date(2021, 10, 20)
WHOLE: Final = ("employees >= 20", "class1_ip >= 2", "holds('srdi')")
Told = list[tuple[int, bool] | None]


def of(rules: Rules, facts: Facts) -> tuple[int, bool] | None:
    found = lacking(rules, facts)
    return (found.place, found.is_sure) if found else None


def by_bits(rules: Rules, people: list[Facts], chunk: int = 64) -> Told:
    graph = ir.Graph()
    wanted = conditions(graph, rules)
    nearness = Nearness(graph, wanted, chunk)
    snapshot = snapshot_of(graph, people)
    found = nearness.find(snapshot)
    assert list(found.rows) == sorted(set(found.rows.tolist()))
    assert nearness.counts(snapshot) == (len(found.rows), int(found.sure.sum()))
    told: Told = [None] * len(people)
    for row, place, sure in zip(found.rows, found.places, found.sure, strict=True):
        told[int(row)] = (int(place), bool(sure))
    return told


def firm(**facts: object) -> Facts:
    return Facts.read(facts, ON, consistent=False)


def test_who_fails_one_condition_is_near_and_who_fails_two_or_none_is_not(tmp_path: Path) -> None:
    small.write(tmp_path, when=WHOLE)
    rules = small.rules(tmp_path)
    srdi = [{"kind": "srdi", "granted_on": "2021-01-01", "valid_until": "2024-01-01"}]
    people = [
        firm(employees=19, class1_ip=2, titles=srdi),
        firm(employees=19, class1_ip=2),
        firm(employees=19, class1_ip=1, titles=srdi),
        firm(employees=20, class1_ip=2, titles=srdi),
        firm(employees=20, class1_ip=2, titles=[]),
        firm(),
    ]
    expected = [(0, True), (0, False), None, None, (2, True), None]
    assert [of(rules, one) for one in people] == expected
    assert by_bits(rules, people) == expected
    steps = [[one["text"] for one in nearest_change(rules, facts)] for facts in people]
    assert steps == [
        ["从业人员还差 1 人（现为 19 人）"],
        ["从业人员还差 1 人（现为 19 人）"],
        ["从业人员还差 1 人（现为 19 人）", "Ⅰ类知识产权还差 1 项（现为 1 项）"],
        [],
        [],  # a title is near, and no step
        [],
    ]
    assert [may_change(truth) for _, truth in rules.conditions] == [True, True, False]


@st.composite
def programmes(draw: st.DrawFn) -> Rules:
    """Up to five conditions, some asked of one and the same loan."""
    rules = load().rules("shenzhen.srdi_award", Facts(ON))
    assert rules is not None
    (any_condition, _), *_ = rules.conditions
    told: list[tuple[Condition, x.Truth]] = []
    own: list[x.Truth] = []
    each: list[x.Truth] = []
    for _ in range(draw(st.integers(1, 5))):
        truth, per = draw(strategies.truths(1)), draw(st.sampled_from(("", "", "loans")))
        (each if per else own).append(truth)
        told.append((replace(any_condition, per=per), x.AnyOver(per, truth) if per else truth))
    loans = [x.AnyOver("loans", x.And(tuple(each)))] if each else []
    return replace(rules, conditions=tuple(told), verdict=x.And((*own, *loans)))


# Each example compiles rules of its own and judges many: a third of the usual number.
@given(programmes(), strategies.subjects(150))
@settings(max_examples=max(10, settings().max_examples // 3))
def test_all_at_once_lack_what_each_lacks_alone(rules: Rules, people: list[Facts]) -> None:
    assert by_bits(rules, people) == [of(rules, facts) for facts in people]


@given(programmes(), strategies.subjects(20))
@settings(max_examples=max(10, settings().max_examples // 3))
def test_who_lacks_one_condition_is_told_no_for_that_reason_alone(
    rules: Rules, people: list[Facts]
) -> None:
    for facts in people:
        found = lacking(rules, facts)
        told = Judged(rules, facts)
        no = [place for place, (_, verdict) in enumerate(told.verdicts) if verdict == "no"]
        if found is None:
            assert told.verdict != "no" or len(no) != 1 or any(c.per for c, _ in rules.conditions)
        else:
            assert (told.verdict, no) == ("no", [found.place])


def test_every_programme_tells_of_its_worked_examples_what_it_tells_of_each() -> None:
    seen: Counter[bool] = Counter()
    for policy in load().policies.values():
        cases = load_cases(policy.path)
        people = [Facts.read(cases.facts(one), ON, consistent=False) for one in cases.cases]
        rules = load().rules(policy.id, people[0])
        if rules is None:
            continue
        expected = [of(rules, facts) for facts in people]
        assert by_bits(rules, people) == expected, policy.id
        for facts, one in zip(people, expected, strict=True):
            if one is not None:
                step = nearest_change(rules, facts)
                assert not step or may_change(rules.conditions[one[0]][1])
                seen[bool(step)] += 1
    assert min(seen[True], seen[False]) > 10


@pytest.fixture(scope="module")
def fixed() -> City:
    return city(3_000, 40)


def test_in_the_fixed_city_the_bits_say_what_counting_says(fixed: City) -> None:
    """Of every clause, by its parts: counted as plain integers, one array for each part."""
    graph, near = fixed.lowered.graph, 0
    every = np.arange(fixed.snapshot.size)
    for one in fixed.lowered.programmes:
        node = graph.nodes[one.verdict]
        parts = node.of if isinstance(node, ir.All) else (one.verdict,)
        wanted = Conditions(tuple(enumerate(parts)))
        found = Nearness(graph, wanted, chunk=1024).find(fixed.snapshot)
        rails = _rails(fixed, parts)
        fails = ~rails[:, 1]
        alone = fails.sum(axis=0) == 1
        assert found.rows.tolist() == every[alone].tolist()
        assert found.places.tolist() == fails.argmax(axis=0)[alone].tolist()
        assert found.sure.tolist() == ((~rails[:, 0]).sum(axis=0) == 1)[alone].tolist()
        near += len(found.rows)
    assert near > 10_000


def _rails(fixed: City, parts: tuple[int, ...]) -> np.ndarray:
    from huiqi.rules.chunk import Chunk, Pool, plan

    graph = fixed.lowered.graph
    chunk = Chunk(graph, fixed.snapshot, slice(0, fixed.snapshot.size), Pool(fixed.snapshot.size))
    chunk.compute(plan(graph, parts))
    return np.array([[chunk.unpacked(rail) for rail in chunk.rails[part]] for part in parts])


def test_a_programme_without_conditions_has_nobody_near() -> None:
    nearness = Nearness(ir.Graph(), Conditions(()))
    assert nearness.find(snapshot_of(ir.Graph(), [Facts(ON)])).rows.tolist() == []
