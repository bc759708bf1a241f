"""改写的条件: one edition's conditions say something else; what cannot be read is told at once."""

from dataclasses import replace
from datetime import date

import pytest

from huiqi.library import load
from huiqi.rules.book import Library
from huiqi.rules.problems import Refused
from huiqi.rules.releases import Release, released
from huiqi.rules.reworded import LONGEST_RULE, reworded
from tests.rules.test_sweep import ON

RENT = "shenzhen_longgang.park_rent"
CONDITIONS = ("high_tech", "place", "rent_paid", "years_left", "not_blocked")


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def conditions(library: Library, rules: dict[str, str], on: date = ON) -> dict[str, str]:
    found = reworded(library, library.policy(RENT), on, rules)
    edition = found.edition_on(on)
    assert edition is not None
    return {one.id: str(one.rule) for one in found.only(edition).when}


def test_a_condition_says_something_else_and_another_is_dropped(library: Library) -> None:
    held = conditions(library, {})
    assert tuple(held) == CONDITIONS
    changed = conditions(library, {"years_left": " rent_subsidy_years < 5 ", "high_tech": ""})
    expected = {**held, "years_left": "rent_subsidy_years < 5"}
    assert changed == {name: rule for name, rule in expected.items() if name != "high_tech"}


def test_a_published_text_is_changed_for_its_own_days_only(library: Library) -> None:
    policy = library.policy(RENT)
    published = replace(policy, summary="本市自己发布的")
    twice = released(policy, [Release(published, date(2022, 1, 1))], ON)
    found = reworded(library, twice, ON, {"high_tech": ""})
    before, after = (
        {one.id for one in found.only(edition).when}
        for day in (date(2021, 6, 1), ON)
        for edition in [found.edition_on(day)]
        if edition is not None
    )
    assert before == set(CONDITIONS)
    assert after == set(CONDITIONS) - {"high_tech"}


BAD: dict[str, tuple[dict[str, str], list[tuple[str, str]]]] = {
    "没有这一条": ({"year_left": "true"}, [("year_left", "是否为「years_left」")]),
    "读不懂": ({"place": "district ="}, [("place", "读不懂")]),
    "没有这个事实": ({"place": "distrikt = '龙岗'"}, [("place", "是否为「district」")]),
    "太长": ({"place": "a" * (LONGEST_RULE + 1)}, [("place", "最多 2,000 个")]),
    "太深": ({"place": "(" * 500 + "blacklisted" + ")" * 500}, [("place", "")]),
    "全去掉": (dict.fromkeys(CONDITIONS, " "), [("", "请至少留一条")]),
    "一次说完": ({"place": "x", "no_such": "y"}, [("place", "「x」"), ("no_such", "没有条件")]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_is_told_at_once(library: Library, name: str) -> None:
    rules, wanted = BAD[name]
    with pytest.raises(Refused) as refused:
        conditions(library, rules)
    told = [(one.key, str(one)) for one in refused.value.problems]
    assert [key for key, _ in told] == [key for key, _ in wanted]
    assert all(words in sentence for (_, sentence), (_, words) in zip(told, wanted, strict=True))


def test_a_day_without_an_edition_is_refused(library: Library) -> None:
    with pytest.raises(Refused, match="没有生效的版本"):
        conditions(library, {"place": "true"}, date(2017, 12, 31))
