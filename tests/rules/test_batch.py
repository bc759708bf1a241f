"""成批判定: the bitmap engine over some subjects says what is said of each of them alone."""

from __future__ import annotations

from datetime import date
from typing import Final

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.batch import ABSENT, NAMES, Batch, Nearest, Whole
from huiqi.rules.book import OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.judged import Judged
from huiqi.rules.whatif import nearest_change

ON: Final = date(2021, 10, 20)


def _people() -> list[Facts]:
    """The worked examples of all programmes, each taken as a firm of one day."""
    found = []
    for policy in load().policies.values():
        cases = load_cases(policy.path)
        found += [Facts.read(cases.facts(case), ON, consistent=False) for case in cases.cases[::12]]
    return found


def test_every_verdict_nearest_change_and_ceiling_is_that_of_one_firm_alone() -> None:
    people, library, nearest = _people(), load(), Nearest()
    seen = set()
    for name, places, rules in Whole(library).places(people):
        for facts, place, by in zip(people[::3], places[::3], rules[::3], strict=True):
            alone = library.judge(name, facts)
            told = "not_in_force" if isinstance(alone, OutOfForce) else alone.verdict
            assert NAMES[place] == told, name
            seen.add(told)
            if by is not None:
                assert nearest.of(by, facts) == nearest_change(by, facts)
    assert seen == set(NAMES)


def test_amounts_are_those_of_one_firm_alone_and_unknown_ones_are_not_zero() -> None:
    library, name = load(), "shenzhen.srdi_award"
    policy = library.policy(name)
    cases = load_cases(policy.path)
    people = [Facts.read(cases.facts(one), ON, consistent=False) for one in cases.cases]
    rules = library.rules(name, people[0])
    with_rules, without = Batch([rules, None]).judged(people)
    for facts, fen in zip(people, with_rules.fen, strict=True):
        alone = library.answer(name, facts)
        assert isinstance(alone, Answer)
        money = alone.money.maximum if alone.money and alone.verdict == "yes" else 0
        assert fen == (None if money is None else int(money * 100))
    assert None in with_rules.fen
    assert set(without.places) == {ABSENT}


def test_who_surely_received_it_this_year_gets_nothing_more() -> None:
    name = "shenzhen.voucher_allowance"
    known = {"entity_kind": "enterprise", "industry": "3921", "employees": 150, "rd_spend": 800_000}
    known |= {"revenue": 15_000_000, "voucher_balance": 0, "blacklisted": False}
    paid = [{"programme": name, "amount": 1, "year": year} for year in (2020, 2021)]
    people = [Facts.read({**known, "awards_paid": [one]}, ON) for one in paid]
    (judged,) = Batch([load().rules(name, people[0])]).judged(people)
    assert list(judged.fen) == [10_000_000, 0]
    alone = [load().judge(name, facts) for facts in people]
    maxima = [one.money.maximum for one in alone if isinstance(one, Judged) and one.money]
    assert maxima == [100_000, 0]
