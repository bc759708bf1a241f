"""捷径: firms left out by what a programme says of itself, not by its rules, are missed at once.

The rules ask for a district of every programme of a district, so it looks safe to pass over all
firms elsewhere before they are judged. It is not: who has told no district, or only the city,
may still be there, and is to be asked, not dropped.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from huiqi.library import load
from huiqi.rules import expr as x
from huiqi.rules.bits import Matched
from huiqi.rules.columns import Codes, Ints, Snapshot
from huiqi.rules.facts import Facts
from huiqi.rules.ir import Slot
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.block import Judge
from tests.rules.machines import Answer, Rule, by_bits
from tests.rules.test_metamorphic import everywhere
from tests.rules.test_of_the_tests import assert_caught
from tests.rules.test_sweep import ON, firms, one_by_one, told, written

DECLARED = {"shenzhen_longgang": "440307", "shenzhen_guangming": "440311"}
Keeps = Callable[[str | None, str], bool]  # the firm's district, the one declared


def exactly(district: str | None, declared: str) -> bool:
    return district == declared


def or_untold(district: str | None, declared: str) -> bool:
    return district in (None, declared)


def passing_over(keeps: Keeps) -> Callable[[Judge, Snapshot], list[Matched]]:
    """The judge, but for the firms elsewhere, which it does not look at."""
    right = Judge.matched

    def wrong(self: Judge, part: Snapshot) -> list[Matched]:
        column = part.columns[Slot("code", "district")]
        assert isinstance(column, Codes)
        words = [*column.words, None]
        found = []
        for one in right(self, part):
            declared = DECLARED.get(one.programme.split(".")[0])
            kept = [declared is None or keeps(word, declared) for word in words]
            seen: Ints = np.flatnonzero(np.array(kept)[column.codes])
            yes, unknown = (np.intersect1d(ids, seen) for ids in (one.yes_ids, one.unknown_ids))
            found.append(Matched(one.programme, len(yes), len(unknown), yes, unknown))
        return found

    return wrong


def verdicts(tmp_path: Path, seed: int) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Of each programme of a district: firms by verdict, of the sweep and one by one."""
    people = firms(seed, 60)
    path = written(tmp_path / "register.parquet", people)
    how = How(processes=1, shelf=tmp_path / "shelf")
    of_sweep = told(sweep(load(), path, ON, tmp_path / "out", how=how))
    alone: dict[str, Counter[str]] = {}
    for answers in one_by_one(people):
        for one in answers:
            alone.setdefault(one.policy.id, Counter())[one.verdict] += 1
    return {name: +counts for name, counts in of_sweep.items()}, alone


@pytest.mark.parametrize("keeps", [exactly, or_untold])
def test_firms_passed_over_by_a_programmes_declared_district_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keeps: Keeps
) -> None:
    monkeypatch.setattr(Judge, "matched", passing_over(keeps))
    of_sweep, alone = verdicts(tmp_path, 7)
    differ = {name for name in alone if of_sweep[name] != alone[name]}
    assert differ == {name for name in alone if name.split(".")[0] in DECLARED}


def test_subjects_passed_over_by_the_district_a_rule_names_are_missed() -> None:
    def passing(rules: list[Rule], people: list[Facts]) -> list[list[Answer]]:
        answers = by_bits(rules, people)
        for (test, *_), of_rule in zip(rules, answers, strict=True):
            named = districts_in(test)
            for place, facts in enumerate(people):
                if named and facts.known.get("district") not in (None, *named):
                    of_rule[place] = (0, *of_rule[place][1:])
        return answers

    assert_caught(passing)


def districts_in(tree: x.Truth) -> set[str]:
    found: set[str] = set()

    def look(part: object) -> object:
        if isinstance(part, x.OneOf) and part.key == "district":
            found.update(part.codes)
        return part

    everywhere(tree, look)
    return found
