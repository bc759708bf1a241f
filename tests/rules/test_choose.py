"""最优组合: exclusions, ceilings, upgrades, ties, the reasons told, and refusals."""

import subprocess
import sys
from typing import Any

import pytest

from huiqi.rules.choose import (
    Ceiling,
    Combination,
    LeftOut,
    Offer,
    Taken,
    Upgrade,
    YearlyCeiling,
    choose,
)
from huiqi.rules.choose_case import Case, Limit
from huiqi.rules.choose_pay import pay
from huiqi.rules.problems import Refused

WAN = 1_000_000  # 分


def offer(programme: str, wan: int, not_with: str = "", **more: Any) -> Offer:
    return Offer(programme, f"{programme}项", wan * WAN, frozenset(not_with.split()), **more)


def rent(programme: str, wan: int) -> Offer:
    return offer(programme, wan, expense="rent", claimed_of_expense=wan * WAN)


def paid(answer: Combination) -> dict[str, int]:
    return {one.programme: one.amount for one in answer.programmes}


def why(answer: Combination) -> dict[str, str]:
    return {one.programme: one.why for one in answer.left_out}


def test_nothing_offered_is_nothing_chosen() -> None:
    assert choose([]) == Combination((), 0, ())


def test_free_offers_are_all_taken_sorted_by_id() -> None:
    answer = choose([offer("b", 2), offer("a", 1)])
    assert answer == Combination((Taken("a", WAN), Taken("b", 2 * WAN)), 3 * WAN, ())


def test_zero_amount_is_left_out_as_already_received() -> None:
    assert choose([offer("a", 0)]).left_out == (LeftOut("a", "已领足或金额为零"),)


# Exclusions


def test_exclusion_named_on_one_side_binds_both_and_says_what_it_is_worth() -> None:
    answer = choose([offer("a", 20, "b"), offer("b", 30)])
    assert paid(answer) == {"b": 30 * WAN}
    assert why(answer) == {"a": "与已选的「b项」不得同时享受；所选组合比改选本项多 100000 元"}


def test_two_small_offers_beat_the_one_that_excludes_them() -> None:
    answer = choose([offer("a", 50, "b c"), offer("b", 30), offer("c", 30)])
    assert paid(answer) == {"b": 30 * WAN, "c": 30 * WAN}
    assert why(answer) == {
        "a": "与已选的「c项」不得同时享受；与已选的「b项」不得同时享受；"
        "所选组合比改选本项多 100000 元"
    }


def test_one_offer_of_a_group_is_taken() -> None:
    answer = choose([offer("a", 1, group="房租"), offer("b", 2, group="房租"), offer("c", 1)])
    assert paid(answer) == {"b": 2 * WAN, "c": WAN}
    assert why(answer) == {
        "a": "与已选的「b项」同属「房租」，只能享受一项；所选组合比改选本项多 10000 元"
    }


def test_upgrade_pays_the_higher_amount_for_both_across_levels_not_offered() -> None:
    levels = [Upgrade("a", "b"), Upgrade("b", "c")]
    answer = choose([offer("a", 20), offer("c", 50)], upgrades=levels)
    assert paid(answer) == {"c": 50 * WAN}
    assert why(answer) == {
        "a": "与已选的「c项」补齐差额，两项合计只付「c项」的金额；所选组合比改选本项多 300000 元"
    }


def test_lower_programme_is_taken_where_less_of_the_higher_is_left_to_pay() -> None:
    answer = choose([offer("a", 20), offer("b", 5)], upgrades=[Upgrade("a", "b")])
    assert paid(answer) == {"a": 20 * WAN}
    assert why(answer) == {
        "b": "与已选的「a项」补齐差额，两项合计只付本项的金额；所选组合比改选本项多 150000 元"
    }


# Ceilings


def test_offer_is_cut_to_what_is_left_of_the_pool_in_whole_yuan() -> None:
    answer = choose(
        [rent("a", 20), rent("b", 20)], ceilings=[Ceiling("rent", 30 * WAN + 99, "租金上限")]
    )
    assert answer == Combination(
        (Taken("a", 20 * WAN), Taken("b", 10 * WAN, "租金上限")), 30 * WAN, ()
    )


def test_used_up_pool_is_named_and_equal_totals_go_to_fewer_programmes() -> None:
    answer = choose([rent("a", 30), rent("b", 20)], ceilings=[Ceiling("rent", 30 * WAN, "租金")])
    assert paid(answer) == {"a": 30 * WAN}
    assert why(answer) == {
        "b": "受「租金」所限，余额 0 元，不够再付本项；"
        "改选本项合计金额相同，按项目较少、编号在前者优先"
    }


def test_pool_without_anything_left_pays_nothing() -> None:
    answer = choose([rent("a", 30)], ceilings=[Ceiling("rent", 0, "")])
    assert why(answer) == {
        "a": "受「费用「rent」合计不超过 0 元」所限，余额 0 元，不够再付本项；"
        "上限之内本项无可付金额"
    }


def test_only_the_part_claimed_of_the_pool_is_cut() -> None:
    mixed = Offer("a", "", 50 * WAN, expense="rent", claimed_of_expense=20 * WAN)
    assert paid(choose([mixed], ceilings=[Ceiling("rent", 5 * WAN, "")])) == {"a": 35 * WAN}


def test_yearly_ceiling_cuts_only_the_programmes_it_names() -> None:
    year = YearlyCeiling(frozenset({"a", "b"}), 25 * WAN, "年度上限")
    answer = choose([offer("a", 20), offer("b", 20), offer("c", 20)], yearly=[year])
    assert answer.programmes == (
        Taken("a", 20 * WAN),
        Taken("b", 5 * WAN, "年度上限"),
        Taken("c", 20 * WAN),
    )


def test_payment_order_gives_way_where_another_order_pays_more() -> None:
    # Paying «a» in full would leave the room that only «b» and «c» can use half empty.
    years = [
        YearlyCeiling(frozenset("ab"), 15 * WAN, "甲"),
        YearlyCeiling(frozenset("ac"), 15 * WAN, "乙"),
    ]
    answer = choose([offer(name, 10) for name in "abc"], yearly=years)
    assert answer.programmes == (
        Taken("a", 5 * WAN, "乙；甲"),
        Taken("b", 10 * WAN),
        Taken("c", 10 * WAN),
    )


def test_three_ceilings_in_a_ring_are_shared_half_and_half() -> None:
    ring = [YearlyCeiling(frozenset(pair), 101 * 100, pair) for pair in ("ab", "bc", "ac")]
    assert choose([offer(name, 1) for name in "abc"], yearly=ring).total == 151 * 100


def test_two_rings_of_ceilings_each_lose_half_a_yuan() -> None:
    # Three ceilings of 101 元 in a ring allow 151.5 元: of two rings no sum of bounds says 302.
    pairs = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)]
    limits = tuple(Limit(101 * 100, dict.fromkeys(pair, 0), "环") for pair in pairs)
    case = Case(0b111111, (100 * 100,) * 6, (0,) * 6, limits)
    assert sum((pay(case, 0b111111) or {}).values()) == 302 * 100


def test_a_thousand_billion_is_added_up_to_the_last_fen() -> None:
    offers = [
        Offer(f"p{n:02}", "", 10**14 - n, group=f"g{n // 2}", expense="x", claimed_of_expense=n)
        for n in range(40)
    ]
    answer = choose(offers)
    assert answer.total == 20 * 10**14 - sum(range(0, 40, 2))


# Ties


def test_equal_offers_go_to_the_first_ids() -> None:
    pairs = [offer(name, 1, group="g") for name in ("c", "a", "b")]
    assert paid(choose(pairs)) == {"a": WAN}


def test_one_programme_is_preferred_to_two_that_pay_the_same() -> None:
    assert paid(choose([offer("a", 1, "c"), offer("b", 1, "c"), offer("c", 2)])) == {"c": 2 * WAN}


# Refusals


def test_under_a_ceiling_whole_yuan_are_paid_and_less_than_one_is_left_out() -> None:
    odd = [Offer(name, "", amount) for name, amount in (("a", 99), ("b", 350), ("c", 350))]
    year = YearlyCeiling(frozenset("ab"), 100 * WAN, "年")
    answer = choose(odd, yearly=[year])
    assert answer == Combination(
        (Taken("b", 300), Taken("c", 350)),
        650,
        (LeftOut("a", "受上限约束的项目按整元付，本项不足 1 元"),),
    )


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        choose(
            [offer("a", -1, "a"), offer("a", 1, claimed_of_expense=2 * WAN)],
            ceilings=[Ceiling("", -1, "")],
            yearly=[YearlyCeiling(frozenset(), True, "年")],
            upgrades=[Upgrade("b", "c"), Upgrade("c", "b")],
        )
    assert [problem.what for problem in refusal.value.problems] == [
        "项目「a」的金额为负数：-1000000。",
        "项目「a」与自身互斥。",
        "项目「a」重复列出。",
        "项目「a」占用的费用超过它的金额。",
        "费用「」的上限为负数：-1。",
        "费用上限没有写明费用。",
        "年度上限「年」不是整数：True。",
        "项目「b」的补齐差额绕回自身。",
        "项目「c」的补齐差额绕回自身。",
    ]


# Without ortools

ALONE = """
import sys
sys.modules["ortools"] = None
from huiqi.rules import choose as engine
from huiqi.rules.choose import Offer, Ceiling, choose
engine.OWN_STEPS = 2
offers = [Offer(f"p{n:02}", "", n * 1000_00, expense="x", claimed_of_expense=n * 1000_00)
          for n in range(1, 19)]
print(choose(offers, ceilings=[Ceiling("x", 100_000_00, "")]).total)
"""


def run(script: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    return ran.stdout.strip()


def test_eighteen_programmes_are_solved_exactly_without_ortools() -> None:
    assert run(ALONE) == "10000000"


def test_a_dozen_programmes_do_not_import_ortools() -> None:
    script = ALONE.replace('sys.modules["ortools"] = None', "").replace("engine.OWN_STEPS = 2", "")
    script = script.replace("19", "13")
    assert run(script + 'print("ortools" in sys.modules)') == "7800000\nFalse"
