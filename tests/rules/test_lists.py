"""清单事实: what lists say when they are absent, empty or incomplete, and on the edge of a day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from huiqi.rules import expr as x
from huiqi.rules import lists
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused

ON = date(2021, 10, 20)
DAY = ON.toordinal()
NONE = Fraction(0)
YES, NO, OPEN = (True, True), (False, False), (False, True)
TITLE: dict[str, object] = {
    "kind": "high_tech_enterprise",
    "level": "national",
    "granted_on": "2019-12-01",
    "valid_until": "2022-12-01",
}


def firm(titles: object = None, *, complete: bool = True, on: date = ON) -> Facts:
    return Facts.read({"titles": titles, "titles_complete": complete}, on)


def held(facts: Facts, level: str = "", kind: str = "high_tech_enterprise") -> tuple[bool, bool]:
    return lists.test(facts, x.Held(kind, level, facts.on.toordinal()))


def granted(facts: Facts, since: date, level: str = "") -> tuple[bool, bool]:
    return lists.test(facts, x.Granted("high_tech_enterprise", level, since.toordinal(), DAY))


# Absent, empty, incomplete


def test_absent_list_is_unknown_and_an_empty_one_is_surely_none() -> None:
    assert held(firm()) == OPEN
    assert held(firm([])) == NO
    assert granted(firm(), ON) == OPEN
    assert granted(firm([]), ON) == NO


def test_incomplete_list_says_yes_but_never_no() -> None:
    assert held(firm([], complete=False)) == OPEN
    assert held(firm([TITLE], complete=False)) == YES
    assert held(firm([TITLE], complete=False), kind="srdi") == OPEN


def test_another_kind_of_title_does_not_count() -> None:
    assert held(firm([TITLE]), kind="srdi") == NO


# A title on the edge of a day


@pytest.mark.parametrize(
    ("on", "rails"),
    [
        (date(2019, 11, 30), NO),
        (date(2019, 12, 1), YES),  # the day of the grant counts
        (date(2022, 12, 1), YES),  # so does the last valid day
        (date(2022, 12, 2), NO),
    ],
)
def test_title_is_valid_from_its_first_to_its_last_day(on: date, rails: tuple[bool, bool]) -> None:
    assert held(firm([TITLE], on=on)) == rails


@pytest.mark.parametrize(
    ("changed", "rails"),
    [
        ({"valid_until": None}, OPEN),
        ({"granted_on": None}, OPEN),
        ({"valid_until": None, "granted_on": "2021-10-21"}, NO),
        ({"granted_on": None, "valid_until": "2021-10-19"}, NO),
        ({"granted_on": None, "valid_until": None}, OPEN),
    ],
)
def test_title_with_an_unknown_day_is_unknown_unless_the_other_day_settles_it(
    changed: dict[str, object], rails: tuple[bool, bool]
) -> None:
    assert held(firm([TITLE | changed])) == rails


def test_one_sure_title_is_enough_beside_unknown_ones() -> None:
    unknown = TITLE | {"valid_until": None}
    assert held(firm([unknown, TITLE])) == YES


@pytest.mark.parametrize(("level", "rails"), [("national", YES), ("provincial", NO), (None, OPEN)])
def test_level_must_be_the_one_asked_for(level: str | None, rails: tuple[bool, bool]) -> None:
    since, titles = date(2016, 1, 1), firm([TITLE | {"level": level}])
    assert held(titles, "national") == granted(titles, since, "national") == rails
    assert held(titles) == granted(titles, since) == YES


def test_level_decides_nothing_where_the_day_of_the_grant_has_decided() -> None:
    late = firm([TITLE | {"level": None, "granted_on": "2021-10-21"}])
    undated = firm([TITLE | {"granted_on": None}])
    assert granted(late, date(2016, 1, 1), "national") == NO
    assert granted(undated, date(2016, 1, 1), "national") == OPEN
    assert granted(undated, date(2016, 1, 1), "provincial") == NO


@pytest.mark.parametrize(
    ("since", "rails"),
    [(date(2019, 12, 1), YES), (date(2019, 12, 2), NO), (date(2016, 10, 20), YES)],
)
def test_granted_since_counts_both_days(since: date, rails: tuple[bool, bool]) -> None:
    assert granted(firm([TITLE]), since) == rails


def test_grant_counts_after_the_title_has_expired_but_not_before_it_is_made() -> None:
    since = date(2016, 1, 1)
    assert granted(firm([TITLE | {"valid_until": "2020-01-01"}]), since) == YES
    assert granted(firm([TITLE | {"granted_on": "2021-10-21"}]), since) == NO
    assert granted(firm([TITLE | {"granted_on": None}]), since) == OPEN


# How many


def test_count_is_the_range_of_sure_and_possible_titles() -> None:
    titles = [TITLE, TITLE | {"valid_until": None}, TITLE | {"valid_until": "2021-01-01"}]
    one, two, most = Fraction(1), Fraction(2), lists.MOST_TITLES
    kind = "high_tech_enterprise"
    assert lists.count(firm(titles), kind, DAY) == (one, two)
    assert lists.count(firm(titles, complete=False), kind, DAY) == (one, most)
    assert lists.count(firm([]), kind, DAY) == (NONE, NONE)
    assert lists.count(firm(), kind, DAY) == (NONE, most)


# Paid before


def paid(awards: object, *, complete: bool = True) -> tuple[Fraction, Fraction]:
    facts = Facts.read({"awards_paid": awards, "awards_paid_complete": complete}, ON)
    return lists.paid(facts, "a.b", DAY)


def award(**changed: object) -> dict[str, object]:
    return {"programme": "a.b", "amount": "20万", "year": 2021} | changed


@pytest.mark.parametrize(
    ("awards", "yuan"),
    [
        ([], NONE),
        ([award()], Fraction(200_000)),
        ([award(), award(amount="0.01", year=2020)], Fraction("200000.01")),
        ([award(programme="c.d")], NONE),
        ([award(year=2022)], NONE),  # not yet paid on the day
        ([award(year=None)], Fraction(200_000)),
    ],
)
def test_paid_is_the_exact_sum_of_one_programme_to_the_end_of_the_year(
    awards: object, yuan: Fraction
) -> None:
    assert paid(awards) == (yuan, yuan)


def test_paid_is_open_when_the_list_or_an_amount_is_unknown() -> None:
    assert paid(None) == (NONE, lists.MOST_PAID)
    assert paid([award()], complete=False) == (Fraction(200_000), lists.MOST_PAID)
    assert paid([award(), award(amount=None)]) == (Fraction(200_000), lists.MOST_PAID)


def test_awards_are_refused_that_come_to_more_than_any_money_may_be() -> None:
    half = award(amount="5000亿")
    assert paid([half, half]) == (lists.MOST_PAID, lists.MOST_PAID)
    with pytest.raises(Refused) as refused:
        paid([half, half, award(programme="c.d", amount="0.01")])
    (problem,) = refused.value.problems
    assert problem.what == "「已领资金」（awards_paid）的金额合计过大，应不超过 1000000000000元。"
    assert problem.fix == "请核对金额的单位，以及是否重复。"


# Items


@pytest.mark.parametrize(
    ("items", "complete", "every", "any_"),
    [
        (None, True, OPEN, OPEN),
        ([], True, YES, NO),
        ([], False, OPEN, OPEN),
        (["small", "micro"], True, YES, YES),
        (["small", "micro"], False, OPEN, YES),
        (["small", "large"], True, NO, YES),
        (["large"], True, NO, NO),
        (["large"], False, NO, OPEN),
    ],
)
def test_every_and_any_of_a_list(
    items: object, complete: bool, every: tuple[bool, bool], any_: tuple[bool, bool]
) -> None:
    key, codes = "item_maker_sizes", ("small", "micro")
    facts = Facts.read({key: items, f"{key}_complete": complete}, ON)
    assert lists.test(facts, x.Items(key, codes, every=True)) == every
    assert lists.test(facts, x.Items(key, codes, every=False)) == any_


def test_title_expires_day_by_day_without_a_gap() -> None:
    last = date(2022, 12, 1)
    days = [last + timedelta(days=shift) for shift in (-1, 0, 1)]
    assert [held(firm([TITLE], on=day)) for day in days] == [YES, YES, NO]
