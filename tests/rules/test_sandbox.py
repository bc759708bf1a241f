"""沙盘的记忆: what was kept changes no result, takes no more than its limit, and saves work."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.assumed import with_values
from huiqi.rules.book import Library
from huiqi.rules.chunk import Chunk
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.lower import lower
from huiqi.rules.policy import Formula, Policy
from huiqi.rules.simulate import Sandbox, Simulated, Texts, simulate
from huiqi.rules.sweep.digest import digests
from huiqi.rules.sweep.kept import Kept
from tests.rules.test_simulate import LOAN, RENT, a_tenant
from tests.rules.test_sweep import ON, firms, written

AWARD = "shenzhen.srdi_award"
SIZE = "national.tech_sme"
LATER = ON + timedelta(days=800)
# Some that no programme knows much about, and some in a park of 龙岗 who meet its rent support.
PEOPLE = [
    *firms(11, 80),
    *(
        a_tenant(500 + n, 90_000 * n, rent_subsidy_years=n % 4, blacklisted=n % 7 == 0)
        for n in range(20)
    ),
]


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("sandbox") / "r.parquet", PEOPLE)


@pytest.fixture(scope="module")
def warm(register: Path) -> Sandbox:
    """One sandbox for all edits of this file: whatever was tried before is kept."""
    return Sandbox(register, register.parent / "warm")


def edited(policy: Policy, on: date, chance: Random) -> Policy:
    """A text with another number, another condition, one condition less, or none of these."""
    edition = policy.edition_on(on) or policy.editions[-1]
    text = policy.text_of(edition)
    numbers = [one.name for one in text.parameters.values() if one.value_on(on) is not None]
    kind = chance.choice(("number", "condition", "less", "same"))
    if kind == "number" and numbers:
        name = chance.choice(numbers)
        value = text.parameters[name].value_on(on) or Fraction(0)
        value *= Fraction(chance.choice(("1/1000", "1/2", "4/5", "2")))
        if text.parameters[name].unit != "比例":
            value = Fraction(max(1, int(value)))  # zero is refused where it divides
        return with_values(policy, text, {name: value})
    when = list(text.when)
    place = chance.randrange(len(when))
    if kind == "condition":
        rule = chance.choice(("employees >= 20", "NOT blacklisted", "district = '440307'"))
        when[place] = replace(when[place], rule=Formula(rule, 1), per="")
    elif kind == "less" and len(when) > 1:
        del when[place]
    return replace(policy, when=tuple(when))


def told(found: Simulated) -> dict[str, Any]:
    """All that a simulation says, to be compared."""
    return {**vars(found), "groups": [one.groups for one in found.affected]}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((RENT, LOAN, AWARD, SIZE)), st.booleans())
def test_a_warm_sandbox_says_what_a_cold_one_says(
    library: Library, register: Path, warm: Sandbox, seed: int, programme: str, later: bool
) -> None:
    on = LATER if later else ON
    policy = library.policy(programme)
    texts = Texts(library, policy, edited(policy, on, Random(seed)), on)
    cold = simulate(texts, register, register.parent / "cold")
    assert told(warm.tried(texts)) == told(cold)
    assert told(warm.tried(texts)) == told(cold)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((RENT, LOAN, AWARD)))
def test_a_warm_sandbox_says_what_each_firm_is_told(
    library: Library, warm: Sandbox, seed: int, programme: str
) -> None:
    policy = library.policy(programme)
    after = edited(policy, ON, Random(seed))
    found = warm.tried(Texts(library, policy, after, ON))
    changed = Library({**library.policies, programme: after})
    moves: Counter[tuple[str, str]] = Counter()
    sure = Fraction(0)
    for firm in PEOPLE:
        facts = Facts.read({k: v for k, v in firm.items() if k != "credit_code"}, ON)
        answers = [book.answer(programme, facts) for book in (library, changed)]
        was, becomes = (_verdict(one) for one in answers)
        moves[was, becomes] += 1
        sure += _sure(answers[1])
    assert found.moves == moves
    assert found.sides["after"].settled == sure * 100


def _verdict(found: object) -> str:
    return found.verdict if isinstance(found, Answer) else "not_in_force"


def _sure(found: object) -> Fraction:
    if not isinstance(found, Answer) or found.verdict != "yes" or found.money is None:
        return Fraction(0)
    return found.money.maximum or Fraction(0)


def test_an_edited_number_judges_no_condition_again(
    library: Library, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Sandbox(register, register.parent / "warm")
    policy = library.policy(RENT)
    box.tried(Texts(library, policy, policy, ON))
    computed: list[str] = []
    truth = Chunk._truth

    def watched(chunk: Chunk, node: int) -> Any:
        computed.append(type(chunk.graph.nodes[node]).__name__)
        return truth(chunk, node)

    monkeypatch.setattr(Chunk, "_truth", watched)
    edition = policy.edition_on(ON)
    assert edition is not None
    text = policy.text_of(edition)
    lower_rate = with_values(policy, text, {"rate": Fraction(2, 5)})
    box.tried(Texts(library, policy, lower_rate, ON))
    assert computed == []
    fewer_years = with_values(policy, text, {"max_years": Fraction(2)})
    box.tried(Texts(library, policy, fewer_years, ON))
    # Of the conditions only the one that was edited («fewer than»), then all of them together.
    assert computed == ["AtMost", "Opposite", "All"]


def test_another_day_is_judged_on_its_own(library: Library, warm: Sandbox) -> None:
    policy = library.policy(RENT)
    now, later = (warm.tried(Texts(library, policy, policy, day)) for day in (ON, LATER))
    # Titles of the register expire in the meantime.
    assert later.sides["after"].tally.yes < now.sides["after"].tally.yes


def test_what_was_not_used_longest_is_forgotten_first() -> None:
    kept = Kept(limit=250)
    columns = [np.zeros(100, dtype=np.uint8) for _ in range(4)]
    for name, column in zip("abc", columns, strict=False):
        kept.put(name, column, [column])
        kept.get("a")
    assert [kept.get(name) is None for name in "abc"] == [False, True, False]
    assert (kept.bytes, len(kept)) == (200, 2)
    kept.put("a", columns[3], [columns[3], columns[3]])
    assert (kept.get("a") is columns[3], kept.bytes) == (True, 200)
    kept.put("large", columns, [np.zeros(251, dtype=np.uint8)])
    assert (kept.get("large"), kept.bytes) == (None, 200)


def test_a_sandbox_without_memory_says_the_same(library: Library, register: Path) -> None:
    policy = library.policy(RENT)
    texts = Texts(library, policy, edited(policy, ON, Random(3)), ON)
    none = Sandbox(register, register.parent / "warm", limit=0)
    assert told(none.tried(texts)) == told(simulate(texts, register, register.parent / "warm"))


def test_a_condition_is_known_again_in_another_graph(library: Library) -> None:
    rent, award = (_rules(library, name) for name in (RENT, AWARD))
    alone, both = lower([rent]).graph, lower([award, rent]).graph
    assert len(set(digests(alone))) == len(alone.nodes)
    assert set(digests(alone)) <= set(digests(both))


def _rules(library: Library, programme: str) -> Rules:
    policy = library.policy(programme)
    edition = policy.edition_on(ON)
    assert edition is not None
    return library.compiled(policy, edition, ON, ON)
