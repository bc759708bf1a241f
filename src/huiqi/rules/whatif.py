"""最近的改变: how far a firm is from a programme, as facts and never as advice.

Only facts that grow by doing business, and days that pass, may be named; titles, sanctions,
places and sizes are never suggested. Every plan is verified by evaluating the rules again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import islice, product, takewhile
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import scale
from huiqi.rules.oracle import Oracle

Plan = Mapping[str, int]  # key -> the inner value that would do
NO_CHANGE: Final[Plan] = {}
PLANS_KEPT: Final = 12
FIELDS_AT_MOST: Final = 3
CHANGING: Final = ("grow", "wait")  # what a fact must do to be named
STRIDE: Final = 1024  # by which the search for a value that would do grows


def nearest_change(rules: Rules, facts: Facts) -> tuple[dict[str, object], ...]:
    """最近的改变: the fewest and smallest changes after which the answer is no longer «no».

    Each entry has fact, label, from, to, gap and a sentence; empty when nothing is lacking or
    when only things that nobody may suggest would help. Other facts are taken as they are.
    """
    oracle = Oracle(facts)
    if oracle.truth(rules.verdict)[1]:
        return ()
    plans = sorted(_plans(rules.verdict, oracle, True), key=lambda plan: _cost(plan, facts))
    for plan in plans:
        if plan and Oracle(facts.replace(**plan)).truth(rules.verdict)[1]:
            return tuple(_told(key, value, facts) for key, value in plan.items())
    return ()


def _plans(truth: x.Truth, oracle: Oracle, want: bool) -> list[Plan]:
    """Sets of changes that make ``truth`` possible (or, without ``want``, its opposite)."""
    facts, (sure, possible) = oracle.facts, oracle.truth(truth)
    if possible if want else not sure:
        return [NO_CHANGE]
    match truth:
        case x.Not(of):
            return _plans(of, oracle, not want)
        case x.And(of) | x.Or(of):
            parts = (_plans(part, oracle, want) for part in of)
            if isinstance(truth, x.And) is want:
                # Where nothing helps one part, nothing is searched for the parts after it.
                every = list(takewhile(bool, parts))
                return _best(_joined(every), facts) if len(every) == len(of) else []
            return _best((plan for part in parts for plan in part), facts)
        case x.Compare():
            return _best(_solved(truth, oracle, want), facts)
    return []


def _joined(parts: list[list[Plan]]) -> Iterator[Plan]:
    for plans in islice(product(*parts), 4096):
        joined: dict[str, int] = {}
        for plan in plans:
            for key, value in plan.items():
                # Growing facts: what satisfies the larger need satisfies the smaller one too.
                joined[key] = max(joined.get(key, value), value)
        if len(joined) <= FIELDS_AT_MOST:
            yield joined


def _best(plans: Iterator[Plan], facts: Facts) -> list[Plan]:
    return sorted(plans, key=lambda plan: _cost(plan, facts))[:PLANS_KEPT]


def _cost(plan: Plan, facts: Facts) -> tuple[int, Fraction, tuple[str, ...]]:
    """Fewer fields first, then the smaller relative changes, then the names (so that it is one)."""
    relative = sum(
        (Fraction(abs(value - _now(key, facts)), max(1, abs(_now(key, facts)))))
        for key, value in plan.items()
    )
    return len(plan), Fraction(relative), tuple(plan)


def _now(key: str, facts: Facts) -> int:
    value = facts.known.get(key)
    return int(value) if isinstance(value, int) else 0


def _solved(truth: x.Compare, oracle: Oracle, want: bool) -> Iterator[Plan]:
    for key in x.fact_keys(truth):
        fact = FACTS[key]
        if key not in oracle.facts.known or fact.change not in CHANGING:
            continue
        # A day that passes is the same as having begun a day earlier.
        sign = -1 if fact.change == "wait" else 1
        value = _least(truth, oracle, key, sign, want)
        if value is not None:
            yield {key: value}


def _least(truth: x.Compare, oracle: Oracle, key: str, sign: int, want: bool) -> int | None:
    """The nearest value in one direction that satisfies the comparison, by narrowing down."""
    now, fact = _now(key, oracle.facts), FACTS[key]
    room = fact.hi - now if sign > 0 else now - fact.lo
    varied = oracle.varying(key, truth)

    def tried(step: int) -> Tried:
        return _tried(truth, varied(now + sign * step), want)

    if not _tried(truth, varied(None), want)[0]:
        return None  # not even if the fact were unknown: no value of it will do
    reach, low, lack = 1, 0, _tried(truth, oracle, want)[1]
    met, beyond = tried(reach)
    while reach < room and not met:
        reach, low, lack = min(reach * STRIDE, room), reach, beyond
        met, beyond = tried(reach)
    if reach > room or not met:
        return None
    high, straight = reach, True
    while low + 1 < high:
        middle = _meeting(low, high, lack, beyond) if straight else (low + high) // 2
        met, found = tried(middle)
        if not met:
            low, lack = middle, found
        elif tried(middle - 1)[0]:
            high, beyond = middle - 1, found
        else:
            high, low = middle, middle - 1
        # Where the sides are not straight lines, halving ends it all the same.
        straight = not straight
    return now + sign * high


Tried = tuple[bool, Fraction | None]  # whether it is met, and what it lacks where that is a number


def _tried(truth: x.Compare, one: Oracle, want: bool) -> Tried:
    sure, possible = one.truth(truth)
    met = possible if want else not sure
    if truth.op not in (">=", ">", "<=", "<"):
        return met, None
    left, right = one.number(truth.left), one.number(truth.right)
    if truth.op in ("<=", "<"):
        left, right = right, left
    return met, right[0] - left[1] if want else left[0] - right[1]


def _meeting(low: int, high: int, lack: Fraction | None, beyond: Fraction | None) -> int:
    """Where a straight line from what the one lacks to what the other has over comes to zero."""
    if lack is None or beyond is None or lack <= beyond:
        return (low + high) // 2
    meeting = low - (-(high - low) * lack // (lack - beyond))
    return min(max(int(meeting), low + 1), high - 1)


def _told(key: str, value: int, facts: Facts) -> dict[str, object]:
    fact, now = FACTS[key], _now(key, facts)
    if fact.kind == "date":
        days = now - value
        day = date.fromordinal(facts.on.toordinal() + days).isoformat()
        return {
            "fact": key,
            "label": fact.label,
            "wait_days": days,
            "on": day,
            "text": f"{fact.label}：还差 {days} 天（{day} 起，其他条件不变时）",
        }
    per = scale(fact)
    before, after = Fraction(now, per), Fraction(value, per)
    dim: x.Dim = "money" if fact.kind == "money" else "ratio" if fact.kind == "rate" else "number"
    gap, told = (say.spoken(one, dim, fact.unit) for one in (after - before, before))
    return {
        "fact": key,
        "label": fact.label,
        "from": say.plain(before),
        "to": say.plain(after),
        "gap": say.plain(after - before),
        "text": f"{fact.label}还差 {gap}（现为 {told}）",
    }
