"""预算年度: what two texts of a programme would cost over several years; every assumption is told.

Each year is judged on its day: editions that end, parameters that change and titles that expire by
then are what they are on that day. Money is 分, exact; each end is rounded outwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

import numpy as np

from huiqi.rules.bits import total
from huiqi.rules.book import Library
from huiqi.rules.columns import Bools, Ints
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.diff import changes
from huiqi.rules.met import Met, met
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.recurring import Recurring, after_years, most_years, recurring
from huiqi.rules.say import shown
from huiqi.rules.simulate import AFTER, BEFORE, SIDES, Progress, Sandbox, Texts, lines_of
from huiqi.rules.sweep.question import asked_of_versions

MOST_YEARS: Final = 10
ALL: Final = Fraction(1)
AGAIN: Final = "-again"  # of a side: its text for firms that were paid in every year before


@dataclass(frozen=True)
class BudgetYear:
    """预算年度: the year that begins on ``on``; ``high`` is None where it has no known end.

    ``firms`` are those who surely, and at most, are paid in it, where all of them apply; ``low``
    and ``high`` are 分 for the share that does. ``changes`` say what differs from the year before.
    ``version`` is empty where the facts of each firm select it, or none is ``in_force``.
    """

    on: date
    in_force: bool
    version: str
    firms: tuple[int, int]
    low: int
    high: int | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Budget:
    """费用测算: of one text over some years; the whole costs from ``low`` to ``high``, in 分.

    ``high`` is at most the sum of the years' where a firm may be paid in one of several years.
    """

    years: tuple[BudgetYear, ...]
    low: int
    high: int | None
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Budgets:
    """两种文本的费用测算: ``assumptions`` are those of both."""

    before: Budget
    after: Budget
    assumptions: tuple[str, ...]

    def side(self, name: str) -> Budget:
        """一方: ``before`` or ``after``."""
        return self.before if name == BEFORE else self.after


def budgeted(
    box: Sandbox, texts: Texts, years: int, share: Fraction = ALL, told: Progress | None = None
) -> Budgets:
    """费用测算: over ``years`` years from the day of ``texts``, where ``share`` of firms apply.

    Refused for a number of years that is not 1 to ``MOST_YEARS``.
    """
    days = days_of(texts.on, years)
    plans = {BEFORE: _Plan(texts.library, texts.before, days)}
    plans[AFTER] = _Plan(texts.library, texts.after, days)
    held: dict[str, list[_Year]] = {side: [] for side in SIDES}
    for place, day in enumerate(days):
        for side, year in _judged(box, plans, place, day, told).items():
            held[side].append(year)
    found = {side: _budget(plans[side], held[side], share) for side in SIDES}
    return Budgets(found[BEFORE], found[AFTER], tuple(_assumed(texts.on, days, share)))


def days_of(on: date, years: int) -> list[date]:
    """各年的日子: the same day of each year; the last of February where it has no 29th."""
    if not 1 <= years <= MOST_YEARS or on.year + years > date.max.year:
        what = f"不能测算 {years} 个年度，"
        raise Refused([Problem(what, fix=f"请写 1 至 {MOST_YEARS} 的整数。", key="years")])
    return [_same_day(on, on.year + passed) for passed in range(years)]


def _same_day(on: date, year: int) -> date:
    try:
        return on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _assumed(on: date, days: Sequence[date], share: Fraction) -> Iterator[str]:
    yield f"按 {on} 的名册：企业不增不减，名册上的数不变；证书和称号按各年当天是否仍有效。"
    until = f"至 {days[-1]} " if len(days) > 1 else ""
    yield f"从 {days[0]} {until}共 {len(days)} 个年度，各按当天有效的版本和参数判断。"
    if share == ALL:
        yield "符合的企业全部申请；实际申请的少，费用就少。"
    else:
        yield f"符合的企业中有 {shown(share, 'ratio')} 申请，费用按此比例，两端各向外取整到分。"
    yield "金额是上限，不是承诺；没有扣除预算总额、评审淘汰和人工核查的影响。"


class _Plan:
    """One text over the years: its rules on each day, and whether firms are paid again."""

    def __init__(self, library: Library, policy: Policy, days: Sequence[date]) -> None:
        self.policy, self.days = policy, days
        self.library = Library({**library.policies, policy.id: policy})
        self.rules = [self._rules_on(day) for day in days]
        in_force = [one for one in self.rules if one is not None]
        # A text says the same in every year, mostly; the first in force speaks for all.
        self.again: Recurring | None = recurring(in_force[0]) if in_force else None
        limits = [most_years(one, self.again) for one in in_force if self.again]
        self.most = None if None in limits else max((one for one in limits if one), default=0)

    def _rules_on(self, day: date) -> Rules | None:
        edition = self.policy.edition_on(day)
        if edition is None and self.by_fact:
            # Which version counts is for the facts of each firm to say.
            edition = self.policy.editions[-1]
        return self.library.compiled(self.policy, edition, day, day) if edition else None

    @property
    def by_fact(self) -> bool:
        return self.policy.edition_by in FACTS

    def version(self, place: int) -> str:
        rules = self.rules[place]
        return "" if rules is None or self.by_fact else rules.version

    def texts(self, place: int) -> Iterator[tuple[str, Policy]]:
        """The texts to judge in a year: as it is, and for those who were paid in all before."""
        rules = self.rules[place]
        if rules is None or self.again is None:
            return
        yield "", self.policy
        if self.again.counter and place:
            yield AGAIN, after_years(self.policy, rules, self.again, place)

    def changes(self, place: int) -> tuple[str, ...]:
        """What differs from the year before, in sentences."""
        if not place or self.by_fact:
            return ()
        return tuple(one.plain for one in changes(self.rules[place - 1], self.rules[place]))


@dataclass(frozen=True)
class _Year:
    """A text on the day of a year: who meets it, at each end."""

    low: Met
    high: Met


def _judged(
    box: Sandbox, plans: dict[str, _Plan], place: int, day: date, told: Progress | None
) -> dict[str, _Year]:
    versions = [
        (f"{side}{name}", text) for side, plan in plans.items() for name, text in plan.texts(place)
    ]
    size = box.population.size
    if not versions:
        nobody = _nobody(size)
        return dict.fromkeys(plans, _Year(nobody, nobody))
    question = asked_of_versions(plans[BEFORE].library, versions, day)
    judge = box.judge(question, told)
    rows = slice(0, size)
    found = judge.block(rows)
    names = [name for name, _ in versions]
    years: dict[str, _Year] = {}
    for side in plans:
        high = met(judge, found, lines_of(question, side), rows)
        again = f"{side}{AGAIN}"
        low = met(judge, found, lines_of(question, again), rows) if again in names else high
        years[side] = _Year(low, high)
    return years


def _nobody(size: int) -> Met:
    none = np.empty(0, dtype=np.int64)
    nobody = np.zeros(size, dtype=bool)
    return Met(size, none, nobody[:0], none, none, nobody)


# Adding up


@dataclass(frozen=True)
class _Ends:
    """Of every firm that meets a text in any year (rows) and every year: what it may get.

    ``high`` is negative where its end is not known, and 0 where the firm does not meet the text.
    """

    yes: Bools
    maybe: Bools
    low: Ints
    high: Ints


def _budget(plan: _Plan, years: Sequence[_Year], share: Fraction) -> Budget:
    again = plan.again
    if again is None:
        told = tuple(_idle(plan, place) for place in range(len(years)))
        return Budget(told, 0, 0, ("这些年度里都没有生效的版本。",))
    ends = _ends(years)
    low = ends.low if again.low else _first_sure(ends)
    high = ends.high if again.high else np.where(_paid_before(ends), 0, ends.high)
    counted_low = ends.yes if again.low else ends.yes & ~_seen_before(ends.maybe)
    counted_high = ends.maybe if again.high else ends.maybe & ~_paid_before(ends)
    told = tuple(
        BudgetYear(
            plan.days[place],
            plan.rules[place] is not None,
            plan.version(place),
            (int(counted_low[place].sum()), int(counted_high[place].sum())),
            floor(total(low[place]) * share),
            _most(high[place], share),
            plan.changes(place),
        )
        for place in range(len(years))
    )
    most = plan.most if again.high else 1
    whole = _most(_greatest(high, most), share)
    return Budget(told, floor(total(low.ravel()) * share), whole, tuple(_told(plan, told, again)))


def _idle(plan: _Plan, place: int) -> BudgetYear:
    return BudgetYear(plan.days[place], False, "", (0, 0), 0, 0)


def _told(plan: _Plan, years: Sequence[BudgetYear], again: Recurring) -> Iterator[str]:
    yield again.told
    idle = "、".join(str(one.on) for one in years if not one.in_force)
    if idle:
        yield f"{idle} 没有生效的版本，那一年不计费用。"
    if plan.by_fact:
        yield "各户按自己的日期选定版本；没有日期的，按各年当天。"


def _ends(years: Sequence[_Year]) -> _Ends:
    every = [one.rows for year in years for one in (year.low, year.high)]
    rows = np.unique(np.concatenate(every))
    shape = (len(years), len(rows))
    found = _Ends(
        np.zeros(shape, dtype=bool),
        np.zeros(shape, dtype=bool),
        np.zeros(shape, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
    )
    for place, year in enumerate(years):
        at = np.searchsorted(rows, year.low.rows)
        found.yes[place, at] = year.low.yes
        found.low[place, at] = year.low.low
        at = np.searchsorted(rows, year.high.rows)
        found.maybe[place, at] = True
        found.high[place, at] = year.high.high
    return found


def _seen_before(mask: Bools) -> Bools:
    """Whether a firm is in the mask in any earlier year."""
    found = np.zeros_like(mask)
    found[1:] = np.logical_or.accumulate(mask, axis=0)[:-1]
    return found


def _paid_before(ends: _Ends) -> Bools:
    return _seen_before(ends.yes)


def _first_sure(ends: _Ends) -> Ints:
    """What is surely paid where a firm is paid once: not to who may have been paid before."""
    found: Ints = np.where(_seen_before(ends.maybe), 0, ends.low)
    return found


def _greatest(high: Ints, most: int | None) -> np.ndarray[Any, Any]:
    """What each firm gets at most in ``most`` of the years; what has no end stays negative."""
    if most is None or most >= len(high):
        return high
    ordered = np.sort(high, axis=0)[::-1]
    # A firm for whom any year has no end has none: it must not be sorted away.
    open_ones = (high < 0).any(axis=0)
    found: np.ndarray[Any, Any] = np.where(open_ones, -1, ordered[:most])
    return found


def _most(high: np.ndarray[Any, Any], share: Fraction) -> int | None:
    if (high < 0).any():
        return None
    return ceil(total(high.ravel()) * share)
