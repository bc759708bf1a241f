"""各种方式一致: every worked case of the library says the same in every way of judging.

A case is judged by the plain oracle, by generated Python, by bitmaps and by DuckDB: verdict,
amounts and outputs are equal. A case that a way cannot judge fails, unless it stands below.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import duckdb
import pytest

import huiqi.library
from huiqi.library import load
from huiqi.rules import expr as x
from huiqi.rules.answer import Money, answer, money_of
from huiqi.rules.cases import Case
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.lower import Lowered, lower
from huiqi.rules.one import VERDICTS
from huiqi.rules.outputs import outputs_of
from huiqi.rules.problems import Refused
from tests.rules.machines import Answer as Judged
from tests.rules.machines import Range, counted, judged, queried

# One process makes the rules of every case and asks the oracle, once for all ways.
pytestmark = pytest.mark.xdist_group("modes")

Way = Callable[[Lowered, Sequence[Facts]], list[list[Judged]]]

# (way, programme) -> why its cases cannot be judged so. Every entry is reviewed.
CANNOT: Final[Mapping[tuple[str, str], str]] = {}
FOLDER: Final = Path(huiqi.library.__file__).parent


@dataclass(frozen=True)
class Said:
    """What a case is answered, without the explanation."""

    case: str
    verdict: str
    money: Money | None
    outputs: tuple[tuple[str, object], ...]


@dataclass
class Batch:
    """The cases of one programme that the same rules answer: one edition on one day."""

    rules: Rules
    cases: list[str] = field(default_factory=list)
    people: list[Facts] = field(default_factory=list)

    @cached_property
    def lowered(self) -> Lowered:
        """The one graph that all machines work with; Refused as ``lower`` refuses."""
        return lower([self.rules]).checked()

    @cached_property
    def by_oracle(self) -> list[Said]:
        """What ``match`` and ``explain`` say."""
        answers = [answer(self.rules, facts) for facts in self.people]
        return [
            Said(case, one.verdict, one.money and replace(one.money, steps=()), one.outputs)
            for case, one in zip(self.cases, answers, strict=True)
        ]

    def by(self, way: Way) -> list[Said]:
        """What a machine says, told by the same rules of amounts and outputs."""
        (found,) = way(self.lowered, self.people)
        return [
            self._said(case, facts, verdict, numbers)
            for case, facts, (verdict, *numbers) in zip(self.cases, self.people, found, strict=True)
        ]

    def _said(self, case: str, facts: Facts, rails: int, numbers: Sequence[Range]) -> Said:
        rules, verdict = self.rules, VERDICTS[rails]
        asked = [number for number in (rules.net, rules.gross) if number]
        asked += [number for _, number in rules.outputs]
        ends = {id(number): found for number, found in zip(asked, numbers, strict=True)}

        def number(asked: x.Num) -> Range:
            return ends[id(asked)]

        money = money_of(rules, facts, verdict, number)
        return Said(case, verdict, money, tuple(outputs_of(rules, number)))


@dataclass(frozen=True)
class Work:
    """All cases: those that an edition answers in batches, and the others."""

    batches: tuple[Batch, ...]
    not_in_force: tuple[Case, ...]
    cases: int


@pytest.fixture(scope="module")
def work() -> Work:
    library = load()
    batches: dict[int, Batch] = {}
    absent: list[Case] = []
    count = 0
    for policy in library.policies.values():
        cases = load_cases(policy.path)
        count += len(cases.cases)
        for case in cases.cases:
            facts = Facts.read(cases.facts(case), case.on, consistent=False)
            rules = library.rules(policy.id, facts)
            if rules is None:
                absent.append(case)
                continue
            batch = batches.setdefault(id(rules), Batch(rules))
            batch.cases.append(case.name)
            batch.people.append(facts)
    return Work(tuple(batches.values()), tuple(absent), count)


@pytest.fixture(scope="module")
def ways() -> Iterator[dict[str, Way]]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        in_duckdb = partial(queried, connection=connection)
        yield {"python": judged, "bitmaps": counted, "duckdb": in_duckdb}


def test_every_case_is_judged(work: Work) -> None:
    files = sorted(FOLDER.glob("*/*/cases.yaml"))
    assert len(files) > 0
    assert work.cases == sum(len(load_cases(file.parent).cases) for file in files)
    assert work.cases == sum(len(batch.cases) for batch in work.batches) + len(work.not_in_force)
    said = {case.expect.verdict for case in work.not_in_force if not case.needs_human}
    assert said == {"not_in_force"}


# DuckDB reads a question much longer than it answers it: every third batch is enough each day.
@pytest.mark.parametrize(
    ("name", "step"),
    [
        *(("python", 1), ("bitmaps", 1), ("duckdb", 3)),
        pytest.param("duckdb", 1, marks=pytest.mark.verify),
    ],
)
def test_every_case_says_the_same_in_every_way(
    work: Work, ways: Mapping[str, Way], name: str, step: int
) -> None:
    refusals = {}
    for batch in work.batches[::step]:
        programme = batch.rules.policy.id
        try:
            said = batch.by(ways[name])
        except Refused as refused:
            refusals[name, programme] = str(refused)
        else:
            assert said == batch.by_oracle, programme
    # What can be judged after all is struck off the list.
    assert set(refusals) == {one for one in CANNOT if one[0] == name}, refusals
