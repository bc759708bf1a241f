"""预算年度: what several years cost, by a sheet worked out by hand, with every assumption told."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules.assumed import assumed
from huiqi.rules.book import Library
from huiqi.rules.budget import Budgets, budgeted, days_of
from huiqi.rules.policy import Dated, Policy
from huiqi.rules.problems import Refused
from huiqi.rules.simulate import Sandbox, Texts
from huiqi.rules.stacking import Recurrence
from tests.rules.test_simulate import HIGH_TECH, LOAN, RENT, a_tenant
from tests.rules.test_sweep import ON, firms, written

LONG = {**HIGH_TECH[0], "valid_until": date(2035, 12, 1)}
# Rent of 100,000 yuan, half of it 50,000 a year; the title of the third ends in December 2023.
TENANTS = [
    a_tenant(0, 100_000, titles=[LONG]),
    a_tenant(1, 100_000, titles=[LONG], rent_subsidy_years=2),
    a_tenant(2, 100_000, titles=[{**LONG, "valid_until": date(2023, 12, 1)}]),
    a_tenant(3, None, titles=[LONG]),
    a_tenant(4, 0, titles=[LONG]),
]
WAN = 1_000_000  # 分


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    folder = tmp_path_factory.mktemp("budget")
    return Sandbox(written(folder / "r.parquet", TENANTS), folder / "shelf")


def tried(
    box: Sandbox, library: Library, after: Policy, years: int = 4, share: Fraction = Fraction(1)
) -> Budgets:
    return budgeted(box, Texts(library, library.policy(after.id), after, ON), years, share)


def ends(budgets: Budgets, side: str = "before") -> list[tuple[int, int | None]]:
    return [(year.low, year.high) for year in budgets.side(side).years]


def with_stacking(policy: Policy, recurs: Recurrence | None) -> Policy:
    return replace(policy, stacking=replace(policy.stacking, recurs=recurs))


def test_years_that_were_paid_are_used_up(box: Sandbox, library: Library) -> None:
    found = tried(box, library, assumed(library.policy(RENT), ON, ["rate=40%"]))
    # At least: 0, 1 (its last year) and 2; then 0 and 2; then 0 alone, whose three years are over.
    # At most: 0 and 1 all the time, 2 while its title holds, and 3 up to the ceiling.
    assert ends(found) == [
        (15 * WAN, 35 * WAN),
        (10 * WAN, 35 * WAN),
        (5 * WAN, 30 * WAN),
        (0, 30 * WAN),
    ]
    assert ends(found, "after") == [
        (12 * WAN, 32 * WAN),
        (8 * WAN, 32 * WAN),
        (4 * WAN, 28 * WAN),
        (0, 28 * WAN),
    ]
    assert [year.firms for year in found.before.years] == [(3, 4), (2, 4), (1, 3), (0, 3)]
    # No firm is paid more than three times.
    assert (found.before.low, found.before.high) == (
        30 * WAN,
        (3 * 5 + 3 * 5 + 2 * 5 + 3 * 20) * WAN,
    )
    [told] = found.before.assumptions
    assert told == (
        "规则写明按年享受，「连续享受的最多年数」为 3：至少按符合的企业年年享受算，"
        "「已享受租金扶持年数」逐年加一，满了不再计入；至多按这个数不变、每户最多 3 年算。"
    )


def test_a_share_of_firms_costs_that_share_rounded_outwards(box: Sandbox, library: Library) -> None:
    found = tried(box, library, library.policy(RENT), 2, Fraction(1, 7))
    assert ends(found) == [(2_142_857, 5_000_000), (1_428_571, 5_000_000)]
    # The whole is rounded once, not year by year.
    assert (found.before.low, found.before.high) == (25 * WAN // 7, 10 * WAN)
    assert found.assumptions == (
        "按 2022-10-20 的名册：企业不增不减，名册上的数不变；证书和称号按各年当天是否仍有效。",
        "从 2022-10-20 至 2023-10-20 共 2 个年度，各按当天有效的版本和参数判断。",
        "符合的企业中有 14.2857% 申请，费用按此比例，两端各向外取整到分。",
        "金额是上限，不是承诺；没有扣除预算总额、评审淘汰和人工核查的影响。",
    )
    whole = tried(box, library, library.policy(RENT), 1)
    assert whole.assumptions[2] == "符合的企业全部申请；实际申请的少，费用就少。"


@pytest.mark.parametrize(
    ("recurs", "told", "wanted", "whole"),
    [
        (
            None,
            "规则没有写一户能享受几次",
            [(15, 35), (0, 35), (0, 30), (0, 30)],
            (15, 130),
        ),
        (
            Recurrence("once", once=True),
            "规则写明一户只付一次",
            [(15, 35), (0, 20), (0, 20), (0, 20)],
            (15, 35),
        ),
        (
            Recurrence("loan", once=True),
            "规则写明每笔贷款只付一次",
            [(15, 35), (0, 35), (0, 30), (0, 30)],
            (15, 130),
        ),
        (
            Recurrence("year"),
            "规则写明按年享受：",
            [(15, 35), (15, 35), (10, 30), (10, 30)],
            (50, 130),
        ),
    ],
)
def test_whether_a_firm_is_paid_again_is_what_the_file_says(
    box: Sandbox,
    library: Library,
    recurs: Recurrence | None,
    told: str,
    wanted: list[tuple[int, int]],
    whole: tuple[int, int],
) -> None:
    found = tried(box, library, with_stacking(library.policy(RENT), recurs))
    assert ends(found, "after") == [(low * WAN, high * WAN) for low, high in wanted]
    assert (found.after.low, found.after.high) == tuple(end * WAN for end in whole)
    assert found.after.assumptions[0].startswith(told)


def test_a_limit_without_a_count_of_years_leaves_both_ends(box: Sandbox, library: Library) -> None:
    rent = library.policy(RENT)
    kept = tuple(one for one in rent.when if one.id != "years_left")
    found = tried(box, library, replace(rent, when=kept))
    assert ends(found, "after") == [
        (15 * WAN, 35 * WAN),
        (0, 35 * WAN),
        (0, 30 * WAN),
        (0, 30 * WAN),
    ]
    assert "名册上没有已享受几年" in found.after.assumptions[0]
    assert found.after.high == (3 * 5 + 3 * 5 + 2 * 5 + 3 * 20) * WAN


def test_each_year_has_the_editions_and_parameters_of_its_day(
    box: Sandbox, library: Library
) -> None:
    rent = library.policy(RENT)
    last = replace(rent.editions[-1], to=date(2024, 12, 31))
    rate = rent.parameters["rate"]
    dated = Dated(date(2023, 6, 1), Fraction(3, 10), rate.cite)
    after = replace(
        rent,
        editions=(*rent.editions[:-1], last),
        parameters={**rent.parameters, "rate": replace(rate, values=(*rate.values, dated))},
        stacking=replace(rent.stacking, recurs=Recurrence("year")),
    )
    found = tried(box, library, after)
    assert ends(found, "after") == [
        (15 * WAN, 35 * WAN),
        (9 * WAN, 29 * WAN),
        (6 * WAN, 26 * WAN),
        (0, 0),
    ]
    years = found.after.years
    assert [year.in_force for year in years] == [True, True, True, False]
    assert years[1].changes == ("「租金扶持比例；旧版比例相同」由 50% 改为 30%",)
    assert years[3].changes == (f"「{rent.title}」不再施行",)
    assert found.after.assumptions[1] == "2025-10-20 没有生效的版本，那一年不计费用。"
    assert (found.after.low, found.after.high) == (30 * WAN, 90 * WAN)


def test_a_text_that_is_never_in_force_costs_nothing(box: Sandbox, library: Library) -> None:
    rent = library.policy(RENT)
    ended = replace(rent, editions=rent.editions[:1])
    found = tried(box, library, ended, 2)
    assert ends(found, "after") == [(0, 0), (0, 0)]
    assert found.after.assumptions == ("这些年度里都没有生效的版本。",)
    nothing = budgeted(box, Texts(library, ended, ended, ON), 2)
    assert (nothing.before.low, nothing.before.high) == (0, 0)


def test_an_amount_without_an_end_leaves_the_cost_without_one(
    box: Sandbox, library: Library
) -> None:
    rent = library.policy(RENT)
    cap = rent.parameters["annual_cap"]
    unknown = replace(cap, values=tuple(replace(one, value=None) for one in cap.values))
    found = tried(
        box, library, replace(rent, parameters={**rent.parameters, "annual_cap": unknown})
    )
    assert [year.high for year in found.after.years] == [None] * 4
    assert (found.after.low, found.after.high) == (0, None)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((RENT, LOAN)), st.integers(1, 4))
def test_no_end_is_on_the_wrong_side(
    library: Library,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    programme: str,
    years: int,
) -> None:
    folder = tmp_path_factory.mktemp("ends")
    box = Sandbox(written(folder / "r.parquet", firms(seed, 40)), folder / "shelf")
    policy = library.policy(programme)
    for recurs in (policy.stacking.recurs, None, Recurrence("once", once=True)):
        budget = tried(box, library, with_stacking(policy, recurs), years).after
        most = [year.high for year in budget.years]
        assert all(year.high is None or year.low <= year.high for year in budget.years)
        assert budget.low == sum(year.low for year in budget.years)
        if budget.high is not None and None not in most:
            assert budget.low <= budget.high <= sum(one or 0 for one in most)


def test_a_leap_day_falls_on_the_last_of_february() -> None:
    assert days_of(date(2024, 2, 29), 2) == [date(2024, 2, 29), date(2025, 2, 28)]


@pytest.mark.parametrize("years", [0, -1, 11])
def test_a_number_of_years_out_of_range_is_refused(years: int) -> None:
    with pytest.raises(Refused, match="请写 1 至 10 的整数"):
        days_of(ON, years)


def test_what_was_received_this_year_is_paid_again_in_the_next(
    tmp_path_factory: pytest.TempPathFactory, library: Library
) -> None:
    folder = tmp_path_factory.mktemp("received")
    award = {"programme": RENT, "amount": 50_000, "year": ON.year}
    people = [a_tenant(0, 100_000, titles=[LONG], awards_paid=[award])]
    box = Sandbox(written(folder / "r.parquet", people), folder / "shelf")
    found = tried(box, library, library.policy(RENT), 2)
    assert ends(found) == [(0, 0), (5 * WAN, 5 * WAN)]
