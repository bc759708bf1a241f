"""最优组合: what holds for all offers, ceilings and upgrades, and that all solvers agree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.rules import choose as engine
from huiqi.rules import choose_cpsat, choose_search
from huiqi.rules.choose import (
    NOTHING_TO_PAY,
    UNDER_A_YUAN,
    Ceiling,
    Combination,
    Offer,
    Solver,
    Upgrade,
    YearlyCeiling,
    choose,
    choose_with,
)
from huiqi.rules.choose_case import Case

IDS = [f"p{number:02}" for number in range(40)]
POOLS = ["", "rent", "equipment"]


@dataclass(frozen=True)
class World:
    """One question to ``choose``."""

    offers: tuple[Offer, ...]
    ceilings: tuple[Ceiling, ...] = ()
    yearly: tuple[YearlyCeiling, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()

    def answer(self) -> Combination:
        return choose(
            self.offers, ceilings=self.ceilings, yearly=self.yearly, upgrades=self.upgrades
        )

    def solved_by(self, solver_for: Callable[[Case], Solver]) -> Combination:
        return choose_with(solver_for, self.offers, self.ceilings, self.yearly, self.upgrades)


@st.composite
def worlds(draw: st.DrawFn, most: int, amounts: st.SearchStrategy[int]) -> World:
    """Up to ``most`` offers with everything that can stand between them."""
    ids = IDS[: draw(st.integers(0, most))]
    some = st.frozensets(st.sampled_from(ids), max_size=3) if ids else st.just(frozenset())
    offers = tuple(
        Offer(
            name,
            draw(st.sampled_from(["", "甲项", "乙项"])),
            draw(amounts),
            draw(some if draw(st.booleans()) else st.just(frozenset())) - {name},
            draw(st.sampled_from(["", "", "", "g"])),
            draw(st.sampled_from(POOLS)),
            draw(amounts),
        )
        for name in ids
    )
    offers = tuple(
        replace(offer, claimed_of_expense=min(offer.claimed_of_expense, offer.amount))
        for offer in offers
    )
    limits = amounts.map(lambda amount: amount * 3 // 2)
    ceilings = draw(
        st.lists(st.builds(Ceiling, st.sampled_from(POOLS[1:]), limits, st.just("丙")), max_size=2)
    )
    yearly = draw(
        st.lists(
            st.builds(
                YearlyCeiling, st.frozensets(st.sampled_from(ids or IDS)), limits, st.just("")
            ),
            max_size=3,
        )
    )
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(IDS[:most]), st.sampled_from(IDS[:most])), max_size=1)
    )
    upgrades = tuple(Upgrade(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    return World(offers, tuple(ceilings), tuple(yearly), upgrades)


WHOLE = st.integers(0, 3).map(lambda yuan: yuan * 100)
ODD = st.sampled_from([0, 30, 100, 150, 199, 200, 250, 330])
LARGE = st.integers(0, 60).map(lambda wan: wan * 1_000_000) | st.integers(0, 10**12)
SMALL_WORLDS = worlds(4, WHOLE) | worlds(4, ODD)
WIDE_WORLDS = worlds(9, LARGE) | worlds(9, WHOLE) | worlds(7, ODD)


# The highest lawful total, by looking at every payment of every set


def payments(world: World, offer: Offer) -> Sequence[int]:
    """Lowest first; a range, because there are as many payments as yuan in the offer."""
    if offer.programme in uncut(world):
        return [0, offer.amount]
    return range(0, offer.amount + 1, 100)


def forbids(one: Offer, other: Offer) -> bool:
    named = other.programme in one.not_with or one.programme in other.not_with
    return named or (one.group != "" and one.group == other.group)


def uncut(world: World) -> set[str]:
    """The programmes that no ceiling names: nothing may cut them."""
    pools = {ceiling.pool for ceiling in world.ceilings}
    years = {name for year in world.yearly for name in year.programmes}
    return {
        offer.programme
        for offer in world.offers
        if (offer.expense not in pools or not offer.claimed_of_expense)
        and offer.programme not in years
    }


def lawful(world: World, paid: dict[str, int]) -> bool:
    taken = [offer for offer in world.offers if paid[offer.programme]]
    if any(forbids(one, other) for one, other in combinations(taken, 2)):
        return False
    if any(
        sum(paid.get(name, 0) for name in year.programmes) > year.limit for year in world.yearly
    ):
        return False
    for ceiling in world.ceilings:
        used = 0
        for offer in taken:
            if offer.expense == ceiling.pool and offer.claimed_of_expense:
                free = (offer.amount - offer.claimed_of_expense) // 100 * 100
                used += max(0, paid[offer.programme] - free)
        if used > ceiling.limit:
            return False
    return True


def worth(world: World, paid: dict[str, int]) -> int:
    """The total, in which the lower programme of an upgrade pays nothing beside the higher."""
    lower = {up.lower for up in world.upgrades if paid.get(up.lower) and paid.get(up.higher)}
    return sum(amount for name, amount in paid.items() if name not in lower)


def every_payment(world: World) -> Iterable[dict[str, int]]:
    names = [offer.programme for offer in world.offers]
    for amounts in product(*(payments(world, offer) for offer in world.offers)):
        paid = dict(zip(names, amounts, strict=True))
        if lawful(world, paid):
            yield paid


def preference(world: World, paid: dict[str, int]) -> tuple[int, int, list[str]]:
    names = sorted(name for name, amount in paid.items() if amount)
    return -worth(world, paid), len(names), names


@settings(deadline=None, max_examples=120)
@given(SMALL_WORLDS)
def test_answer_is_the_best_of_all_lawful_payments(world: World) -> None:
    best = min(preference(world, paid) for paid in every_payment(world))
    answer = world.answer()
    assert (-answer.total, [taken.programme for taken in answer.programmes]) == (best[0], best[2])


@settings(deadline=None, max_examples=100)
@given(WIDE_WORLDS)
def test_answer_is_lawful_complete_and_says_what_was_cut(world: World) -> None:
    answer = world.answer()
    amounts = {offer.programme: payments(world, offer)[-1] for offer in world.offers}
    paid = dict.fromkeys(amounts, 0) | {one.programme: one.amount for one in answer.programmes}
    assert lawful(world, paid)
    assert worth(world, paid) == sum(paid.values()) == answer.total
    assert sorted(
        [*(one.programme for one in answer.programmes), *(one.programme for one in answer.left_out)]
    ) == sorted(amounts)
    for one in answer.programmes:
        full = one.amount == amounts[one.programme]
        assert full is (one.cut_by == "")
        assert full or (one.amount % 100 == 0 and 0 < one.amount < amounts[one.programme])
    assert all(paid[name] in {0, amounts[name]} for name in uncut(world))
    for left in answer.left_out:
        nothing = left.why in {NOTHING_TO_PAY, UNDER_A_YUAN}
        assert nothing is (amounts[left.programme] == 0)
        assert nothing or left.why.count("；") > 0


@settings(deadline=None, max_examples=100)
@given(WIDE_WORLDS)
def test_reason_told_is_a_true_one(world: World) -> None:
    world = replace(world, upgrades=())
    answer = world.answer()
    paid = {offer.programme: 0 for offer in world.offers}
    paid |= {one.programme: one.amount for one in answer.programmes}
    by_name = {offer.programme: offer for offer in world.offers}
    for left in answer.left_out:
        offer = by_name[left.programme]
        least = next(iter(payments(world, offer)[1:]), 0)
        excluded = [name for name in paid if paid[name] and forbids(offer, by_name[name])]
        told = left.why.count("不得同时享受") + left.why.count("只能享受一项")
        assert told == (len(excluded) if least else 0)
        if least and not excluded:
            assert "所限，余额" in left.why
            assert not lawful(world, paid | {left.programme: least})


# Solvers


@settings(deadline=None, max_examples=40)
@given(WIDE_WORLDS)
def test_cp_sat_and_our_own_search_give_the_same_answer(world: World) -> None:
    assert world.solved_by(choose_cpsat.Search) == world.solved_by(choose_search.Search)


@settings(deadline=None, max_examples=10)
@given(worlds(16, LARGE))
def test_they_agree_above_a_dozen_programmes_too(world: World) -> None:
    assert world.answer() == world.solved_by(choose_search.Search)


@settings(deadline=None, max_examples=40)
@given(WIDE_WORLDS)
def test_answer_is_the_same_where_our_own_search_gives_up_at_once(world: World) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "OWN_STEPS", 2)
        hurried = world.answer()
    assert hurried == world.answer()


# Monotony and order


@settings(deadline=None, max_examples=60)
@given(WIDE_WORLDS, st.integers(0, 10**8))
def test_one_more_ceiling_never_raises_the_total(world: World, limit: int) -> None:
    named = frozenset(offer.programme for offer in world.offers[::2])
    year = YearlyCeiling(named, limit, "新上限")
    assert replace(world, yearly=(*world.yearly, year)).answer().total <= world.answer().total


@settings(deadline=None, max_examples=100)
@given(WIDE_WORLDS, st.data())
def test_adding_an_offer_never_lowers_the_total(world: World, data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(world.offers or [None])))
    fewer = replace(world, offers=tuple(offer for offer in world.offers if offer in kept))
    assert fewer.answer().total <= world.answer().total


@settings(deadline=None, max_examples=60)
@given(WIDE_WORLDS, st.randoms(use_true_random=False))
def test_order_of_offers_and_rules_is_irrelevant(world: World, random: Random) -> None:
    shuffled = World(
        tuple(random.sample(world.offers, len(world.offers))),
        tuple(random.sample(world.ceilings, len(world.ceilings))),
        tuple(random.sample(world.yearly, len(world.yearly))),
        tuple(random.sample(world.upgrades, len(world.upgrades))),
    )
    assert shuffled.answer() == world.answer()


@settings(deadline=None, max_examples=60)
@given(SMALL_WORLDS)
def test_forcing_in_what_was_left_out_never_gives_more(world: World) -> None:
    answer = world.answer()
    for left in answer.left_out:
        forced = [worth(world, paid) for paid in every_payment(world) if paid[left.programme]]
        assert max(forced, default=0) <= answer.total


@settings(deadline=None, max_examples=60)
@given(SMALL_WORLDS)
def test_difference_told_is_the_difference_to_the_best_with_the_left_out_offer(
    world: World,
) -> None:
    world = replace(world, upgrades=())
    answer = world.answer()
    for left in answer.left_out:
        forced = [worth(world, paid) for paid in every_payment(world) if paid[left.programme]]
        if not forced:
            ends = {"上限之内本项无可付金额", NOTHING_TO_PAY, UNDER_A_YUAN}
        elif max(forced) == answer.total:
            ends = {"改选本项合计金额相同，按项目较少、编号在前者优先"}
        else:
            more = answer.total - max(forced)
            told = f"{more // 100}" + (f".{more % 100:02}" if more % 100 else "")
            ends = {f"所选组合比改选本项多 {told} 元"}
        assert left.why.split("；")[-1] in ends
