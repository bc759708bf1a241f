"""分配算法: shared out to the last 元, and nobody gets more than there is or than was computed."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.programmes.allocation import Allotment, Claim, allot, bounds_of
from huiqi.programmes.definition import Definition, FundingPlan, definitions, load_definition
from huiqi.programmes.handbook import pages
from huiqi.rules.problems import Refused

YUAN = 100
AMOUNTS = st.integers(min_value=0, max_value=10**9)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    return [
        Claim(key, draw(AMOUNTS), draw(st.integers(0, 5)), draw(AMOUNTS), draw(st.none() | AMOUNTS))
        for key in range(draw(st.integers(0, 8)))
    ]


def in_yuan(found: Allotment) -> dict[int, int]:
    return {key: fen // YUAN for key, fen in found.amounts.items()}


def test_what_suffices_is_given_in_full_in_whole_yuan() -> None:
    found = allot(1_000_00, [Claim(1, 300_50, 1), Claim(2, 600_99, 2)])
    assert (in_yuan(found), found.rate, found.steps[-1]) == ({1: 300, 2: 600}, Fraction(1), "足额")


def test_what_does_not_suffice_is_shared_alike_and_the_last_yuan_goes_to_the_largest_part() -> None:
    found = allot(100 * YUAN, [Claim(1, 100_00, 1), Claim(2, 70_00, 2), Claim(3, 30_00, 3)])
    assert (in_yuan(found), found.rate) == ({1: 50, 2: 35, 3: 15}, Fraction(1, 2))
    assert in_yuan(allot(100_00, [Claim(1, 70_00, 1), Claim(2, 40_00, 2), Claim(3, 40_00, 3)])) == {
        1: 47,  # 46.67
        2: 27,  # 26.67, before the third
        3: 26,
    }


def test_equal_parts_are_decided_by_arrival_then_by_number() -> None:
    same = [Claim(7, 100_00, 3), Claim(8, 100_00, 1), Claim(9, 100_00, 3)]
    assert in_yuan(allot(100_00, same)) == {8: 34, 7: 33, 9: 33}
    assert in_yuan(allot(101_00, same)) == {8: 34, 7: 34, 9: 33}


def test_a_cap_binds_and_the_others_share_what_it_leaves() -> None:
    found = allot(100_00, [Claim(1, 500_00, 1, cap_fen=50_00), Claim(2, 150_00, 2)])
    assert in_yuan(found) == {1: 25, 2: 75}


def test_floors_are_met_first_and_when_they_cannot_be_they_are_shared_alike() -> None:
    several = [Claim(1, 900_00, 1), Claim(2, 100_00, 2, floor_fen=50_00)]
    assert in_yuan(allot(140_00, several)) == {1: 90, 2: 50}
    floors = [Claim(1, 90_00, 1, floor_fen=60_00), Claim(2, 90_00, 2, floor_fen=30_00)]
    assert in_yuan(allot(60_00, floors)) == {1: 40, 2: 20}


def test_in_full_goes_by_arrival_and_nobody_gets_a_part() -> None:
    several = [Claim(1, 60_00, 2), Claim(2, 50_00, 1), Claim(3, 20_00, 3)]
    found = allot(100_00, several, "full")
    assert in_yuan(found) == {2: 50, 1: 0, 3: 0}  # the third does not pass by the first
    assert found.steps[-1] == "按到达次序足额，到余额不够一家全额为止"


def test_a_negative_budget_and_a_line_twice_are_mistakes() -> None:
    with pytest.raises(ValueError, match="可用金额不能为负"):
        allot(-1, [])
    with pytest.raises(ValueError, match="同一份申报只能列一次"):
        allot(1, [Claim(1, 1, 1), Claim(1, 1, 2)])


@given(AMOUNTS, claims(), st.sampled_from(["full", "pro_rata"]))
def test_never_more_than_there_is_than_was_computed_or_than_a_cap(
    budget: int, several: list[Claim], how: str
) -> None:
    found = allot(budget, several, "full" if how == "full" else "pro_rata")
    assert found.total_fen <= budget
    assert set(found.amounts) == {one.key for one in several}
    for one in several:
        given_fen = found.amounts[one.key]
        assert given_fen % YUAN == 0
        assert 0 <= given_fen <= one.computed_fen
        assert one.cap_fen is None or given_fen <= one.cap_fen


@given(AMOUNTS, claims())
def test_alike_uses_up_all_there_is_to_the_yuan(budget: int, several: list[Claim]) -> None:
    wanted = sum(one.most for one in several)
    most = min(budget // YUAN, wanted)
    floors = sum(one.least for one in several)
    found = sum(in_yuan(allot(budget, several)).values())
    assert found == most
    assert floors <= wanted


@given(AMOUNTS, claims())
def test_whoever_has_a_floor_that_can_be_met_gets_it(budget: int, several: list[Claim]) -> None:
    found = in_yuan(allot(budget, several))
    if sum(one.least for one in several) <= budget // YUAN:
        assert all(found[one.key] >= one.least for one in several)


@given(AMOUNTS, claims(), st.randoms(use_true_random=False))
def test_the_order_in_which_lines_are_told_makes_no_difference(
    budget: int, several: list[Claim], shuffle: object
) -> None:
    other = list(several)
    shuffle.shuffle(other)  # type: ignore[attr-defined]  # hypothesis draws a random.Random
    assert allot(budget, other) == allot(budget, several)


@given(AMOUNTS, AMOUNTS, claims())
def test_more_money_is_never_less_for_anybody_by_more_than_the_last_yuan(
    budget: int, more: int, several: list[Claim]
) -> None:
    """One 元: with another rate another remainder is the largest, as with seats by quota."""
    before, after = in_yuan(allot(budget, several)), in_yuan(allot(budget + more, several))
    assert sum(after.values()) >= sum(before.values())
    assert all(after[key] >= before[key] - 1 for key in before)


@given(AMOUNTS, claims())
def test_what_was_allotted_shared_out_once_more_stays(budget: int, several: list[Claim]) -> None:
    once = allot(budget, several)
    again = [Claim(one.key, once.amounts[one.key], one.arrival) for one in several]
    assert allot(budget, again).amounts == once.amounts


# Floors and caps as a programme declares them.

BOUNDS = ((None, None), ("20", None), (None, "3000"), ("20", "3000"))


@cache
def declared(floor: str | None, cap: str | None) -> Definition:
    """技改 with bounds in its funding plan, read as every programme is."""
    told = "".join(f', {name}: "{one}"' for name, one in (("floor", floor), ("cap", cap)) if one)
    return _read('allocation: "pro_rata"', f'allocation: "pro_rata"{told}')


def _read(old: str, new: str) -> Definition:
    here = definitions()["shenzhen.technical_upgrade"].policy.path
    with TemporaryDirectory() as place:
        folder = copytree(here, Path(place) / "shenzhen" / "technical_upgrade")
        file = folder / "programme.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return load_definition(folder)


@given(
    st.sampled_from(BOUNDS),
    st.lists(st.integers(0, 10**6), max_size=8),
    st.integers(0, 5 * 10**6),
)
def test_bounds_that_a_programme_declares_hold_for_everybody_on_its_list(
    bounds: tuple[str | None, str | None], computed: list[int], budget: int
) -> None:
    plan = declared(*bounds).programme.stage("funding_plan")
    assert isinstance(plan, FundingPlan)
    several = [Claim(place, fen, place, *bounds_of(plan)) for place, fen in enumerate(computed)]
    found = allot(budget, several, plan.allocation)
    assert found.total_fen <= budget
    floor, cap = (None if one is None else int(one) * YUAN for one in bounds)
    tops = [min(fen, cap) if cap is not None else fen for fen in computed]
    lows = [min(top // YUAN * YUAN, floor or 0) for top in tops]
    for place, top in enumerate(tops):
        assert 0 <= found.amounts[place] <= top
        if sum(lows) <= budget // YUAN * YUAN:
            assert found.amounts[place] >= lows[place]


@pytest.mark.parametrize(
    ("bounds", "problem"),
    [
        ('allocation: "full", floor: "10"', "足额的没有下限可言。请删去 floor，或改 allocation。"),
        ('allocation: "pro_rata", floor: "0"', "floor 0 元不合理。写 1 至 1000000000。"),
        ('allocation: "pro_rata", cap: "2000000000"', "cap 2000000000 元不合理。"),
        ('allocation: "pro_rata", floor: "11", cap: "10"', "下限 11 元大于上限 10 元。"),
        ('allocation: "pro_rata", floor: "一千"', "一千"),
    ],
)
def test_bounds_that_cannot_be_do_not_load(bounds: str, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        _read('allocation: "pro_rata"', bounds)
    assert problem in "".join(str(one) for one in refused.value.problems)


def test_the_handbook_says_the_bounds() -> None:
    told = pages({"one": declared("20", "3000")})
    assert "不够时同比例折算；折算以后每家至少 20 元；每家至多 3,000 元" in "".join(told.values())
