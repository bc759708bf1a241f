"""随机生成: hypothesis strategies of rules and subjects, for properties that hold for all of them.

Values and limits come from the same few numbers, so that they often meet at an edge.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from random import Random
from typing import Final, Literal

from hypothesis import strategies as st

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import Fact, scale
from huiqi.rules.lists import LOAN_KEYS
from huiqi.rules.read import ENTRIES

ON: Final = date(2021, 10, 20)
DAY: Final = ON.toordinal()
NUMERIC: Final[dict[str, x.Dim]] = {
    "employees": "number",
    "rd_staff": "number",
    "revenue": "money",
    "net_profit": "money",
    "debt_ratio": "ratio",
    "insured_headcount": "number",
    "registered_on": "date",
    "loan_amount": "money",
    "loan_days": "number",
}
FLAGS: Final = ("blacklisted", "loan_settled")
DISTRICTS: Final = ("440000", "440300", "440305", "440307", "441900")
INDUSTRIES: Final = ("C", "39", "392", "3921", "65", "651", "I")
SIZES: Final = ("micro", "small", "medium", "large")
TITLES: Final = tuple(FACTS["titles"].vocabulary)[:2]
LIMITS: Final = tuple(
    Fraction(text)
    for text in ("0", "1", "-1", "2", "3", "20", "0.05", "1/3", "2.5", "-0.5", "300", "2021")
)
DAYS: Final = (DAY - 366, DAY - 365, DAY - 1, DAY, DAY + 1)

limits = st.sampled_from(LIMITS)
titles = st.sampled_from(TITLES)
title_levels = st.sampled_from(("", "national"))


def numbers(depth: int) -> st.SearchStrategy[x.Num]:
    """随机数值: number trees up to ``depth`` levels, of any unit."""
    fields = st.sampled_from(tuple(NUMERIC)).map(lambda key: x.Field(key, NUMERIC[key]))
    leaves: st.SearchStrategy[x.Num] = st.one_of(
        fields,
        fields,
        limits.map(x.Const),
        st.sampled_from(DAYS).map(lambda day: x.Const(Fraction(day), "date")),
        st.builds(x.Paid, st.just("a.b"), st.just(DAY)),
        st.builds(x.Count, titles, st.just(DAY)),
        st.just(x.Year(x.Field("registered_on", "date"))),
        st.just(x.Const(Fraction(0), "number", "open", "待核")),
    )
    if not depth:
        return leaves
    part = st.deferred(lambda: numbers(depth - 1))
    test = st.deferred(lambda: truths(depth - 1))
    several = st.lists(part, min_size=1, max_size=3).map(tuple)
    modes: tuple[Literal["down", "up", "half_up"], ...] = ("down", "up", "half_up")
    steps = st.sampled_from((Fraction(1), Fraction(100), Fraction(1, 2), Fraction(7, 3)))
    return st.one_of(
        leaves,
        several.map(x.Sum),
        st.builds(x.Scale, limits, part),
        st.builds(x.Product, fields, st.one_of(fields, limits.map(x.Const))),
        st.builds(x.Extreme, st.booleans(), several),
        st.builds(x.Rounded, part, steps, st.sampled_from(modes)),
        st.builds(x.If, test, part, part),
        st.builds(lambda of: x.Named("named", "命名值", of), part),
        st.builds(x.Over, st.just("loans"), part, test),
    )


def truths(depth: int) -> st.SearchStrategy[x.Truth]:
    """随机条件: condition trees up to ``depth`` levels."""
    ops: tuple[x.Op, ...] = (">=", ">", "<=", "<", "=", "<>")
    leaves: st.SearchStrategy[x.Truth] = st.one_of(
        st.builds(x.Compare, st.sampled_from(ops), numbers(0), numbers(0)),
        st.sampled_from(FLAGS).map(x.Flag),
        st.builds(x.OneOf, st.just("district"), _some(DISTRICTS)),
        st.builds(x.Within, st.just("industry"), _some(INDUSTRIES)),
        st.builds(x.Held, titles, title_levels, st.just(DAY)),
        st.builds(x.Granted, titles, title_levels, st.sampled_from(DAYS), st.just(DAY)),
        st.builds(x.Items, st.just("item_maker_sizes"), _some(SIZES), st.booleans()),
        st.booleans().map(x.Known),
    )
    if not depth:
        return leaves
    part = st.deferred(lambda: truths(depth - 1))
    several = st.lists(part, min_size=1, max_size=4).map(tuple)
    number = st.deferred(lambda: numbers(depth - 1))
    return st.one_of(
        leaves,
        st.builds(x.Compare, st.sampled_from(ops), number, number),
        several.map(x.And),
        several.map(x.Or),
        part.map(x.Not),
        st.builds(x.AnyOver, st.just("loans"), part),
    )


def _some(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(tuple)


def subjects(count: int) -> st.SearchStrategy[list[Facts]]:
    """随机主体: ``count`` subjects, each fact unknown every fourth time."""
    return st.integers(0, 2**32).map(lambda seed: _subjects(Random(seed), count))  # nosec B311


def _subjects(chance: Random, count: int) -> list[Facts]:
    return [subject(chance) for _ in range(count)]


def subject(chance: Random) -> Facts:
    """一个随机主体: with values at the edges of the rules' limits and of the registry."""
    known: dict[str, object] = {key: _number(chance, key) for key in NUMERIC if _given(chance)}
    known |= {key: chance.random() < 0.5 for key in FLAGS if _given(chance)}
    codes = {"district": DISTRICTS, "industry": INDUSTRIES}
    known |= {key: chance.choice(of) for key, of in codes.items() if _given(chance)}
    makers: dict[str, Callable[[Random], object]] = {
        "titles": _title,
        "awards_paid": _award,
        "item_maker_sizes": lambda chance: chance.choice(SIZES),
    }
    lists = {key: _entries(chance, make) for key, make in makers.items() if _given(chance)}
    complete = {key: False for key in lists if chance.random() < 0.25}
    if chance.random() < 0.2:
        known = {key: value for key, value in known.items() if key not in LOAN_KEYS}
    if chance.random() < 0.5:
        lists["loans"] = _entries(chance, _loan)
        if chance.random() < 0.25:
            complete["loans"] = False
    return Facts(ON, known, lists, complete)  # type: ignore[arg-type]


def firms(count: int) -> st.SearchStrategy[list[Facts]]:
    """随机企业: ``count`` subjects with every fact of the dictionary, for real programmes."""
    return st.integers(0, 2**32).map(lambda seed: _firms(Random(seed), count))  # nosec B311


def _firms(chance: Random, count: int) -> list[Facts]:
    return [firm(chance) for _ in range(count)]


def firm(chance: Random) -> Facts:
    """一个随机企业: numbers of every order of magnitude, codes of every vocabulary."""
    known = {
        key: value
        for key, fact in FACTS.items()
        if _given(chance) and (value := _any_value(chance, fact)) is not None
    }
    makers = {"titles": _any_title, "loans": _any_loan}
    lists = {key: _entries(chance, make) for key, make in makers.items() if chance.random() < 0.6}
    complete = {key: False for key in lists if chance.random() < 0.25}
    return Facts(ON, known, lists, complete)  # type: ignore[arg-type]


def _any_value(chance: Random, fact: Fact) -> object:
    match fact.kind:
        case "flag":
            return chance.random() < 0.5
        case "code" | "district":
            return chance.choice(tuple(fact.vocabulary))
        case "industry":
            return chance.choice(INDUSTRIES)
        case "date":
            return DAY - chance.randrange(-100, 2000)
        case "money" | "rate" | "count" | "number":
            size = int(10 ** (chance.random() * len(str(fact.hi))))
            return min(size, fact.hi)
        case _:
            return None


def _any_title(chance: Random) -> dict[str, object]:
    return _title(chance) | {"kind": chance.choice(tuple(FACTS["titles"].vocabulary))}


def _any_loan(chance: Random) -> dict[str, object]:
    return {
        key: value
        for key, fact in ENTRIES["loans"].items()
        if _given(chance) and (value := _any_value(chance, fact)) is not None
    }


def _given(chance: Random) -> bool:
    return chance.random() < 0.75


def _number(chance: Random, key: str) -> int:
    fact = FACTS[key]
    if fact.kind == "date":
        return chance.choice(DAYS)
    if chance.random() < 0.1:
        return chance.choice((fact.lo, fact.hi))
    value = int(chance.choice(LIMITS) * scale(fact)) + chance.choice((-1, 0, 0, 1))
    return min(max(value, fact.lo), fact.hi)


def _entries(chance: Random, make: Callable[[Random], object]) -> tuple[object, ...]:
    return tuple(make(chance) for _ in range(chance.randrange(4)))


def _title(chance: Random) -> dict[str, object]:
    entry: dict[str, object] = {"kind": chance.choice(TITLES)}
    for key in ("granted_on", "valid_until"):
        if _given(chance):
            entry[key] = chance.choice(DAYS)
    return entry | ({"level": chance.choice(("national", "city"))} if _given(chance) else {})


def _loan(chance: Random) -> dict[str, object]:
    entry: dict[str, object] = {
        key: _number(chance, key) for key in ("loan_amount", "loan_days") if _given(chance)
    }
    return entry | ({"loan_settled": chance.random() < 0.5} if _given(chance) else {})


def _award(chance: Random) -> dict[str, object]:
    entry: dict[str, object] = {"programme": chance.choice(("a.b", "c.d"))}
    if _given(chance):
        entry["amount"] = chance.choice((0, 100, 12345))
    return entry | ({"year": chance.choice((2020, 2021, 2022))} if _given(chance) else {})
