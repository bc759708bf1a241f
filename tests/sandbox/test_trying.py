"""推演: what the page says of the demonstration city equals a sheet worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from io import BytesIO
from math import floor
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import path_of
from huiqi.demo import chenglan
from huiqi.demo.population import TODAY, population
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.rules.assumed import assumed
from huiqi.rules.reworded import reworded
from huiqi.rules.simulate import AFTER, BEFORE, Texts, simulate
from huiqi.sandbox.actions import simulate_policy
from huiqi.sandbox.asking import Asked
from huiqi.sandbox.models import SandboxRun
from huiqi.sandbox.results import read
from tests.sandbox.conftest import HOME, OFFICER, RENT, actor_named, text

Facts = Mapping[str, Any]

# By hand, without the engine: the letter's clause, three-valued.
CAP: Final = 200_000
PARKS: Final = ("accelerator", "tech_park")
WITHOUT_FACTS: Final = 2  # 捷办 and 南岭, of whom nothing is known


def verdict_by_hand(firm: Facts) -> str:
    years, rent = firm.get("rent_subsidy_years"), firm.get("rent_paid_last_year")
    asked = (
        _is_high_tech(firm.get("titles")),
        _is(firm.get("district"), "440307"),
        _is(firm.get("park_level"), "district"),
        None if firm.get("park_kind") is None else firm["park_kind"] in PARKS,
        None if rent is None else rent > 0,
        None if years is None else years < 3,
        None if firm.get("blacklisted") is None else not firm["blacklisted"],
    )
    if False in asked:
        return "no"
    return "unknown" if None in asked else "yes"


def _is(value: object, wanted: str) -> bool | None:
    return None if value is None else value == wanted


def _is_high_tech(titles: list[dict[str, str]] | None) -> bool | None:
    if titles is None:
        return None
    held = [one for one in titles if one["kind"] == "high_tech_enterprise"]
    return any(_day(one["granted_on"]) <= TODAY <= _day(one["valid_until"]) for one in held)


def _day(written: object) -> date:
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def yuan_by_hand(firm: Facts, share: Fraction) -> tuple[int, int]:
    """What is sure and what is possible, in yuan, of a firm that is not refused."""
    rent = firm.get("rent_paid_last_year")
    most = CAP if rent is None else floor(min(share * rent, CAP))
    return (most if verdict_by_hand(firm) == "yes" else 0), most


def sheet_by_hand(share: Fraction) -> dict[str, int]:
    firms = [chenglan.facts(), *(one.facts for one in population())]
    left = [one for one in firms if verdict_by_hand(one) != "no"]
    ends = [yuan_by_hand(one, share) for one in left]
    return {
        "yes": sum(verdict_by_hand(one) == "yes" for one in left),
        "unknown": sum(verdict_by_hand(one) == "unknown" for one in left) + WITHOUT_FACTS,
        "sure": sum(low for low, _ in ends),
        "most": sum(high for _, high in ends) + WITHOUT_FACTS * CAP,
    }


def shown_sheet(client: Client, number: int) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The exported sheet of a run: a row for each part and name."""
    told = client.get(f"{HOME}{number}/list.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(told.content))
    rows = book.get_sheet_by_index(0).to_python()[1:]
    return {(str(row[0]), str(row[1])): tuple(row[2:]) for row in rows}


@pytest.fixture
def tried(register: CityRegister, officer: Client) -> SandboxRun:
    answer = officer.post(HOME, {"p.rate": "40%", "title": "租金只补四成"})
    run = SandboxRun.objects.get()
    assert answer["Location"] == f"{HOME}{run.pk}/"
    return run


def test_two_fifths_of_the_rent_cost_what_the_sheet_says(
    tried: SandboxRun, officer: Client
) -> None:
    before, after = sheet_by_hand(Fraction(1, 2)), sheet_by_hand(Fraction(2, 5))
    assert (before["sure"], after["sure"]) == (227_972, 207_177)
    counts = (before["yes"], after["yes"], before["unknown"], after["unknown"])
    money = (before["sure"], after["sure"], before["most"], after["most"])
    whole = shown_sheet(officer, tried.pk)["合计", ""]
    assert whole == (303, *counts, *money)
    page = text(officer.get(f"{HOME}{tried.pk}/"))
    assert "0 户新符合，0 户不再符合，0 户能拿的变多，2 户变少，一年少 20,795.00 元。" in page
    for yuan in money:
        assert f'value="{yuan}.00"' in page
    assert "「租金扶持比例；旧版比例相同」由 50% 改为 40%" in page
    assert "租金只补四成" in page


def test_every_district_industry_and_size_adds_up_to_the_whole(
    tried: SandboxRun, officer: Client
) -> None:
    rows = shown_sheet(officer, tried.pk)
    whole = rows["合计", ""]
    for part in ("各区", "各行业", "各类规模"):
        columns = zip(*(row for (of, _), row in rows.items() if of == part), strict=True)
        assert tuple(map(sum, columns)) == whole
    assert rows["各区", "龙岗区"][5:7] == whole[5:7]  # what is sure is all in 龙岗


def test_budget_years_end_when_the_years_of_support_do(tried: SandboxRun, officer: Client) -> None:
    rows = shown_sheet(officer, tried.pk)
    years = {year: row[5:7] for (part, year), row in rows.items() if part == "预算年度"}
    # Rents of 462,000 and 55,944 yuan, paid for so far: for one year the first, for two the other.
    assert years == {"2021": (227_972, 207_177), "2022": (200_000, 184_800), "2023": (0, 0)}
    assert "公平竞争审查提示" in text(officer.get(f"{HOME}{tried.pk}/"))


def _asked() -> Iterator[tuple[str, Asked]]:
    yield "more years", Asked(parameters={"max_years": "5年"})
    yield "no title", Asked(dropped=("high_tech",))
    yield "another place", Asked(rules={"place": "district = '龙岗'"})
    yield "a third apply", Asked(parameters={"annual_cap": "10万元"}, take_up="33.3333%", years="1")


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    share=st.integers(0, 100),
    cap=st.integers(0, 500_000),
    years=st.integers(0, 6),
    dropped=st.sets(st.sampled_from(["high_tech", "rent_paid", "not_blocked"])),
)
def test_what_the_page_keeps_is_what_the_engine_says(
    register: CityRegister, tmp_path: Path, share: int, cap: int, years: int, dropped: set[str]
) -> None:
    numbers = {"rate": f"{share}%", "annual_cap": str(cap), "max_years": str(years)}
    asked = Asked(parameters=numbers, dropped=tuple(sorted(dropped)), years="1")
    run = simulate_policy(programme=RENT, asked=asked, actor=actor_named(OFFICER), now=now())
    library = load()
    policy = library.policy(RENT)
    after = assumed(policy, TODAY, [f"{name}={value}" for name, value in numbers.items()])
    after = reworded(library, after, TODAY, dict.fromkeys(asked.dropped, ""))
    texts = Texts(library, policy, after, TODAY)
    said = simulate(texts, path_of(register), tmp_path / "another-shelf")
    said.firms = {group: n for group, n in said.firms.items() if n}
    told = read(run.result or {})
    listed = [tuple(row) for row in run.firms.rows]
    assert listed == [
        (one.credit_code, one.before, one.after, one.fen_before, one.fen_after)
        for one in said.affected
    ]
    said.affected = []
    assert told == said
    assert [told.sides[side].cost() for side in (BEFORE, AFTER)] == [
        said.sides[side].cost() for side in (BEFORE, AFTER)
    ]


@pytest.mark.parametrize("name", [name for name, _ in _asked()])
def test_a_question_is_filled_in_again_as_it_was_asked(
    register: CityRegister, officer: Client, name: str
) -> None:
    asked = dict(_asked())[name]
    first = simulate_policy(programme=RENT, asked=asked, actor=actor_named(OFFICER), now=now())
    page = officer.get(f"{HOME}{first.pk}/")
    again = officer.get(f"{HOME}?{page.context['again']}")
    boxes = [*again.context["form"].numbers, *again.context["form"].conditions]
    entered = {one.name.removeprefix("p."): one.value for one in boxes if one.value}
    assert entered == {**asked.parameters, **asked.rules}
    assert {one.name for one in boxes if one.is_dropped} == set(asked.dropped)
    answer = officer.post(HOME, _fields(again))
    assert answer["Location"] == f"{HOME}{first.pk}/"
    assert SandboxRun.objects.count() == 1


def _fields(page: Any) -> dict[str, str]:
    form = page.context["form"]
    fields = {one.name: one.value for one in form.numbers}
    for one in form.conditions:
        fields[f"r.{one.name}"] = one.value
        if one.is_dropped:
            fields[f"d.{one.name}"] = "1"
    plain = ("before", "after", "on", "take_up", "years", "title")
    return fields | {name: getattr(form.asked, name) for name in plain}
