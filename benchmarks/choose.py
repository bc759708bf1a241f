"""最优组合: the whole answer beside one solve of the plain model by CP-SAT, on the same questions.

Ours settles the ties and the payments and tells for every programme left out which rule bit and
what the choice is worth; the plain model gives the total alone. Realistic questions look like a
city's catalogue; dense ones are random and much harder than any catalogue. Every total is
compared before a figure is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from time import process_time
from typing import Final, TypeVar

from ortools.sat.python import cp_model

from huiqi.rules.choose import Ceiling, Combination, Offer, Upgrade, YearlyCeiling, choose

SIZES: Final = (6, 12, 20, 40)
QUESTIONS: Final = {"目录式": 200, "稠密随机": 20}
GOAL: Final = 10.0  # milliseconds: the 95th percentile of realistic questions, for every size
YUAN: Final = 100  # 分
WAN: Final = 10_000 * YUAN

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Question:
    """一个问题: what ``choose`` is asked."""

    offers: tuple[Offer, ...]
    ceilings: tuple[Ceiling, ...]
    yearly: tuple[YearlyCeiling, ...]
    upgrades: tuple[Upgrade, ...]

    def answer(self) -> Combination:
        return choose(
            self.offers, ceilings=self.ceilings, yearly=self.yearly, upgrades=self.upgrades
        )


def realistic(count: int, random: Random) -> Question:
    """目录式问题: as in a catalogue.

    Half of the programmes stand in groups of two to five of which one may be had, one in ten
    excludes another by name, up to three expenses of two to five programmes have a ceiling, every
    second question has a yearly ceiling over a third to all of the programmes, and up to three
    pairs are upgrades. Awards are round, subsidies are any number of 元.
    """
    names = [f"p{number:02}" for number in range(count)]
    group, pool = dict.fromkeys(names, ""), dict.fromkeys(names, "")
    for number, members in enumerate(_dealt(names, count // 2, random)):
        group |= dict.fromkeys(members, f"第 {number} 组")
    pools = _dealt(names, count, random)[: random.randint(0, 3)]
    for number, members in enumerate(pools):
        pool |= dict.fromkeys(members, f"费用 {number}")
    offers = []
    for name in names:
        award = random.choice((5, 10, 20, 30, 50, 100, 200)) * WAN
        amount = award if random.random() < 0.5 else random.randint(5_000, 1_000_000) * YUAN
        rivals = frozenset({random.choice(names)} if random.random() < 0.1 else ()) - {name}
        claimed = amount if pool[name] else 0
        offers.append(Offer(name, name, amount, rivals, group[name], pool[name], claimed))
    amounts = {offer.programme: offer.amount for offer in offers}
    ceilings = tuple(
        Ceiling(f"费用 {number}", _share(members, amounts, 0.4, 0.8, random), "")
        for number, members in enumerate(pools)
    )
    yearly: tuple[YearlyCeiling, ...] = ()
    if random.random() < 0.5:
        members = frozenset(random.sample(names, random.randint(-(-count // 3), count)))
        yearly = (YearlyCeiling(members, _share(members, amounts, 0.2, 0.7, random), ""),)
    paired = iter(random.sample(names, 2 * random.randint(0, 3)))
    upgrades = tuple(Upgrade(lower, higher) for lower, higher in zip(paired, paired, strict=True))
    return Question(tuple(offers), ceilings, yearly, upgrades)


def dense(count: int, random: Random) -> Question:
    """稠密随机问题: a tenth to a third of all pairs exclude each other, five ceilings cross."""
    names = [f"p{number:02}" for number in range(count)]
    share = random.uniform(0.1, 0.33)
    rivals: dict[str, set[str]] = {name: set() for name in names}
    for one, other in combinations(names, 2):
        if random.random() < share:
            rivals[one].add(other)
    offers = []
    for name in names:
        amount, pool = random.randint(5_000, 1_000_000), random.choice(("甲", "乙", "丙"))
        claimed = random.randint(amount // 2, amount) * YUAN
        rival = frozenset(rivals[name])
        offers.append(Offer(name, name, amount * YUAN, rival, "", pool, claimed))
    amounts = {offer.programme: offer.amount for offer in offers}
    of = {
        pool: frozenset(one.programme for one in offers if one.expense == pool) for pool in "甲乙丙"
    }
    ceilings = tuple(
        Ceiling(pool, _share(members, amounts, 0.1, 0.3, random), "")
        for pool, members in of.items()
    )
    halves = [frozenset(random.sample(names, count // 2)) for _ in range(2)]
    yearly = tuple(
        YearlyCeiling(half, _share(half, amounts, 0.1, 0.3, random), f"{number}")
        for number, half in enumerate(halves)
    )
    return Question(tuple(offers), ceilings, yearly, ())


def _dealt(names: Sequence[str], count: int, random: Random) -> list[frozenset[str]]:
    """Disjoint sets of two to five, together about ``count`` names."""
    shuffled = random.sample(names, len(names))[:count]
    dealt = []
    while len(shuffled) >= 2:
        size = random.randint(2, 5)
        dealt.append(frozenset(shuffled[:size]))
        shuffled = shuffled[size:]
    return dealt


def _share(
    members: frozenset[str], amounts: dict[str, int], low: float, high: float, random: Random
) -> int:
    return int(sum(amounts[name] for name in members) * random.uniform(low, high)) // YUAN * YUAN


def plain_total(question: Question) -> int:
    """普通模型: the total alone (分), by CP-SAT: neither ties nor a reason nor a difference.

    All numbers of the questions are whole 元, so that the model is in 元.
    """
    model = cp_model.CpModel()
    taken = {offer.programme: model.new_bool_var("") for offer in question.offers}
    paid = {
        offer.programme: model.new_int_var(0, offer.amount // YUAN, "") for offer in question.offers
    }
    limited = {name for year in question.yearly for name in year.programmes}
    pools = {ceiling.pool for ceiling in question.ceilings}
    for offer in question.offers:
        name, most = offer.programme, offer.amount // YUAN * taken[offer.programme]
        if name in limited or offer.expense in pools:
            model.add(paid[name] <= most)
        else:
            model.add(paid[name] == most)
    for one, other in combinations(question.offers, 2):
        named = other.programme in one.not_with or one.programme in other.not_with
        if named or (one.group and one.group == other.group):
            model.add_at_most_one(taken[one.programme], taken[other.programme])
    for pair in question.upgrades:  # the generator makes no chains of them
        model.add_at_most_one(taken[pair.lower], taken[pair.higher])
    for year in question.yearly:
        model.add(sum(paid[name] for name in year.programmes) <= year.limit // YUAN)
    for ceiling in question.ceilings:
        claims = []
        for offer in question.offers:
            if offer.expense == ceiling.pool:
                claim = model.new_int_var(0, offer.claimed_of_expense // YUAN, "")
                free = (offer.amount - offer.claimed_of_expense) // YUAN
                model.add(claim >= paid[offer.programme] - free)
                claims.append(claim)
        model.add(sum(claims) <= ceiling.limit // YUAN)
    model.maximize(sum(paid.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.relative_gap_limit = 0
    if solver.solve(model) != cp_model.OPTIMAL:
        raise RuntimeError("CP-SAT 未得出最优解。")
    return YUAN * sum(solver.value(amount) for amount in paid.values())


def report() -> bool:
    """报告: prints a row per kind and size; whether the goal is reached.

    Milliseconds of the processor, so that what else the machine does shifts no percentile.
    """
    print("   中位数     95%    最慢  CP-SAT 中位数     95%    快多少倍  问题（处理器毫秒）")
    worst = 0.0
    for name, make in (("目录式", realistic), ("稠密随机", dense)):
        for size in SIZES:
            percentile = _row(name, make, size)
            worst = max(worst, percentile if make is realistic else 0.0)
    told = "达到" if worst < GOAL else "未达到"
    print(f"目标：目录式 95% 在 {GOAL:g} 毫秒以内  {told}")
    return worst < GOAL


def hardest() -> float:
    """目录式最大的 95%: milliseconds of whole answers of questions with the most programmes."""
    random = Random(SIZES[-1])
    questions = [realistic(SIZES[-1], random) for _ in range(QUESTIONS["目录式"])]
    questions[0].answer()  # warms up
    return at(sorted(_spent(one.answer)[0] for one in questions), 0.95)


def _row(name: str, make: Callable[[int, Random], Question], size: int) -> float:
    random = Random(size)  # the same questions in every run
    make(size, Random(0)).answer()  # warms up
    ours, plain = [], []
    for _ in range(QUESTIONS[name]):
        question = make(size, random)
        spent, answer = _spent(question.answer)
        ours.append(spent)
        spent, total = _spent(lambda question=question: plain_total(question))
        plain.append(spent)
        if answer.total != total:
            raise RuntimeError(f"{name} {size} 项：惠企 {answer.total}，CP-SAT {total}。")
    ratios = sorted(theirs / one for theirs, one in zip(plain, ours, strict=True))
    ours.sort()
    plain.sort()
    print(
        f"{at(ours, 0.5):>9.2f}{at(ours, 0.95):>8.1f}{ours[-1]:>8.1f}"
        f"{at(plain, 0.5):>15.2f}{at(plain, 0.95):>8.1f}{at(ratios, 0.5):>12.1f}"
        f"  {name}，{size} 项，{len(ours)} 问"
    )
    sys.stdout.flush()
    return at(ours, 0.95)


def at(times: Sequence[float], share: float) -> float:
    """分位: of times in order."""
    return times[min(len(times) - 1, int(share * len(times)))]


def _spent(work: Callable[[], Answer]) -> tuple[float, Answer]:
    start = process_time()
    found = work()
    return (process_time() - start) * 1e3, found
