"""规则指纹: what is stored under one fingerprint is true for as long as the fingerprint holds."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules.book import Library, OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.sweep.fingerprint import fingerprint
from huiqi.rules.sweep.question import asked

DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))


def _told(name: str, facts: Facts, on: date) -> object:
    found = load().judge(name, replace(facts, on=on))
    if isinstance(found, OutOfForce):
        return None
    return found.rules.version, found.verdict, found.money and found.money.range


@settings(max_examples=max(5, settings().max_examples // 4))
@given(st.sampled_from([*load().policies]), DAYS, st.integers(1, 400))
def test_where_two_days_share_a_fingerprint_every_firm_is_told_the_same(
    name: str, day: date, later: int
) -> None:
    policy, then = load().policy(name), day + timedelta(later)
    if fingerprint(load(), policy, day) != fingerprint(load(), policy, then):
        return
    cases = load_cases(policy.path)
    for case in cases.cases:
        # Annual figures are those of the year before the day: of one year they are the same.
        facts = Facts.read(cases.facts(case), day, consistent=False)
        assert _told(name, facts, day) == _told(name, facts, then), (case.name, day, then)


def test_a_programme_without_dates_keeps_its_fingerprint_and_another_changes_with_the_day() -> None:
    days = [date(2021, 10, 20) + timedelta(n) for n in range(30)]
    kept = {
        one.id: len({fingerprint(load(), one, day) for day in days})
        for one in load().policies.values()
        if one.subject == "enterprise" and one.edition_on(days[0])
    }
    # A title is held on the day itself; what reads none is the same for the whole month.
    assert kept["shenzhen.srdi_award"] == len(days)
    assert kept["national.sme_size"] == 1
    assert set(kept.values()) == {1, len(days)}


def test_a_year_changes_what_reads_the_figures_of_a_year() -> None:
    policy = load().policy("national.sme_size")
    before, after = date(2021, 12, 31), date(2022, 1, 1)
    assert fingerprint(load(), policy, before) != fingerprint(load(), policy, after)


def test_a_number_that_changes_changes_the_fingerprint_of_those_alone_that_read_it() -> None:
    on, name = date(2021, 10, 20), "shenzhen_longgang.park_rent"
    policy = load().policy(name)
    cap = next(one for one in policy.parameters.values() if one.value_on(on))
    last = replace(cap.values[-1], value=Fraction(7))
    parameters = {**policy.parameters, cap.name: replace(cap, values=(*cap.values[:-1], last))}
    changed = replace(policy, parameters=parameters, sha256="0" * 64)
    other = Library({**load().policies, name: changed})
    differing = [
        one.id
        for one in other.policies.values()
        if fingerprint(other, one, on) != fingerprint(load(), load().policy(one.id), on)
    ]
    assert differing == [name]


def test_not_in_force_for_anybody_is_no_fingerprint() -> None:
    on = date(1990, 1, 1)
    asked_of = {one.programme for one in asked(load(), on).lines} if _any_in_force(on) else set()
    for one in load().policies.values():
        if one.subject == "enterprise":
            assert bool(fingerprint(load(), one, on)) == (one.id in asked_of)


def _any_in_force(on: date) -> bool:
    return any(fingerprint(load(), one, on) for one in load().policies.values())
