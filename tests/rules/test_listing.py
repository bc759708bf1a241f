"""名单: of one programme the firms of a register, each told what it would be told alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused
from huiqi.rules.sweep.listing import (
    KINDS,
    Asking,
    Kind,
    Listed,
    Lister,
    Telling,
    asking,
    facts_of_rows,
    on_shelf,
)
from huiqi.rules.sweep.population import Population
from huiqi.rules.whatif import nearest_change
from tests.rules.test_sweep import BORROWING, ON, code, firms, written

RENT: Final = "shenzhen_longgang.park_rent"
PROGRAMMES: Final = (RENT, *BORROWING, "shenzhen.srdi", "national.tech_sme")


def listed(folder: Path, path: Path, programme: str, kind: Kind) -> tuple[Asking, Listed]:
    of = asking(load(), ON, programme)
    register = on_shelf(Population.read(path), of, folder / "shelf")
    heard: list[int] = []
    found = Lister(of, register).find(kind, lambda done, _: heard.append(done), block=25)
    assert heard == sorted(set(heard))
    assert heard[-1] == register.snapshot.size
    return of, found


def told(of: Asking, found: Listed, path: Path, kind: Kind) -> dict[str, Any]:
    """What the list says of each firm, by its code; near firms without a step are left out."""
    telling, entries = Telling(kind), {}
    facts = facts_of_rows(Population.read(path), found.rows, ON)
    for row, variant, one in zip(found.codes, found.variants, facts, strict=True):
        entry = telling.of(of.rules[int(variant)], one)
        if entry is not None:
            entries[row] = (entry.answer.to_dict(), entry.lacks)
    return entries


def explained(people: list[dict[str, Any]], programme: str) -> dict[str, Answer]:
    """What each firm is told that is told anything, by its code."""
    found = {
        code(number): load().explain(programme, Facts.read(person, ON, consistent=False))
        for number, person in enumerate(people)
    }
    return {firm: one for firm, one in found.items() if isinstance(one, Answer)}


def alone(answers: dict[str, Answer], kind: Kind) -> Iterator[tuple[str, Any]]:
    for firm, found in answers.items():
        no = [one for one in found.reasons if one.verdict == "no"]
        if kind == "near":
            if found.verdict == "no" and len(no) == 1 and found.nearest_change:
                yield firm, (found.to_dict(), no[0].condition)
        elif found.verdict == {"eligible": "yes", "possible": "unknown"}[kind]:
            yield firm, (found.to_dict(), "")


@given(st.integers(0, 2**32), st.sampled_from(PROGRAMMES), st.sampled_from(KINDS))
@settings(max_examples=max(1, settings().max_examples // 10))
def test_a_list_says_of_each_firm_what_that_firm_is_told(
    tmp_path_factory: pytest.TempPathFactory, seed: int, programme: str, kind: Kind
) -> None:
    folder = tmp_path_factory.mktemp("listing")
    people = firms(seed, 60)
    path = written(folder / "register.parquet", people)
    of, found = listed(folder, path, programme, kind)
    assert told(of, found, path, kind) == dict(alone(explained(people, programme), kind))


@pytest.fixture(scope="module", params=[30, pytest.param(120, marks=pytest.mark.verify)])
def people(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return firms(11, request.param)


@pytest.fixture(scope="module")
def answers(people: list[dict[str, Any]]) -> dict[str, dict[str, Answer]]:
    """What those firms are told of each programme, for every kind of list."""
    policies = load().policies.values()
    asked = (one for one in policies if one.subject == "enterprise" and one.edition_on(ON))
    return {one.id: explained(people, one.id) for one in asked}


@pytest.mark.xdist_group("listing")
@pytest.mark.parametrize("kind", KINDS)
def test_every_programme_lists_whom_it_tells_so(
    tmp_path: Path,
    people: list[dict[str, Any]],
    answers: dict[str, dict[str, Answer]],
    kind: Kind,
) -> None:
    path, counts = written(tmp_path / "register.parquet", people), {}
    for programme, each in answers.items():
        of, found = listed(tmp_path, path, programme, kind)
        expected = dict(alone(each, kind))
        assert told(of, found, path, kind) == expected, programme
        counts[programme] = len(expected)
    assert sum(counts.values()) > len(people) * 5 // 12
    assert sum(map(bool, counts.values())) > 3


def test_firms_that_lack_what_nobody_may_change_are_counted_and_not_listed(tmp_path: Path) -> None:
    people = firms(5, 200)
    path = written(tmp_path / "register.parquet", people)
    of, found = listed(tmp_path, path, RENT, "near")
    no_step = len(found.rows) - len(told(of, found, path, "near"))
    lacking_one = 0
    for person in people:
        answer = load().answer(RENT, Facts.read(person, ON, consistent=False))
        assert isinstance(answer, Answer)
        if [one.verdict for one in answer.reasons].count("no") == 1:
            lacking_one += 1
            if not nearest_change(answer.rules, answer.facts):
                no_step -= 1
    assert found.stuck > 0
    assert len(found.rows) + found.stuck == lacking_one
    assert -no_step == found.stuck


def test_facts_of_rows_are_those_that_were_written(tmp_path: Path) -> None:
    people = firms(2, 30)
    population = Population.read(written(tmp_path / "register.parquet", people))
    rows = listed(tmp_path, population.path, RENT, "possible")[1].rows
    found = list(facts_of_rows(population, rows, ON))
    wanted = [Facts.read(people[int(row)], ON, consistent=False) for row in rows]
    assert [(one.known, one.lists) for one in found] == [(one.known, one.lists) for one in wanted]


def test_what_cannot_be_asked_is_refused_in_words() -> None:
    with pytest.raises(Refused, match=r"政策库里没有「shenzhen\.srdy」"):
        asking(load(), ON, "shenzhen.srdy")
    with pytest.raises(Refused, match="在 1990-01-01 没有生效的版本"):
        asking(load(), date(1990, 1, 1), RENT)
