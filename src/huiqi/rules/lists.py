"""清单事实: what lists of titles, payments and items say on a day, surely and possibly.

A list that is absent is unknown; an empty one is surely none; a list given is complete unless
it says otherwise. A title without its last valid day is unknown for that title.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS, MONEY
from huiqi.rules.facts import Facts
from huiqi.rules.fields import MOST_ENTRIES

Item = Mapping[str, object]
Rails = tuple[bool, bool]
Interval = tuple[Fraction, Fraction]

MOST_PAID: Final = Fraction(MONEY, 100)  # yuan in all; the reader refuses more
MOST_TITLES: Final = Fraction(MOST_ENTRIES)
LOAN_KEYS: Final = frozenset(key for key, fact in FACTS.items() if fact.group == "loans")


def some_loan(facts: Facts) -> Rails:
    """有无贷款: whether there is a loan, surely and possibly.

    Loan keys without a list tell of the only loan. Where there are none of them either, nobody
    has said how many loans there are: perhaps none.
    """
    loans = facts.lists.get("loans")
    if loans is None:
        return not LOAN_KEYS.isdisjoint(facts.known), True
    return bool(loans), bool(loans) or more_loans(facts)


def more_loans(facts: Facts) -> bool:
    """可有其他贷款: whether there may be loans that nobody told of."""
    if "loans" in facts.lists:
        return not facts.complete.get("loans", True)
    return LOAN_KEYS.isdisjoint(facts.known)


def loans(facts: Facts) -> tuple[tuple[Item, bool], ...]:
    """逐笔: the facts of every loan there surely is, and of one that stands for any others.

    Each with whether somebody told of it. The facts of the subject are its only loan, if any.
    """
    given = facts.lists.get("loans")
    beyond: tuple[tuple[Item, bool], ...] = (({}, False),) if more_loans(facts) else ()
    if given is None:
        return beyond or ((facts.known, True),)
    return (*((item, True) for item in given), *beyond)


def _day(item: Item, key: str) -> int | None:
    value = item.get(key)
    return value if isinstance(value, int) else None


def _held(item: Item, level: str, on: int) -> Rails:
    granted, until = _day(item, "granted_on"), _day(item, "valid_until")
    if (granted is not None and granted > on) or (until is not None and until < on):
        return False, False
    return _of_level(item, level, known=granted is not None and until is not None)


def _granted(item: Item, level: str, since: int, on: int) -> Rails:
    granted = _day(item, "granted_on")
    if granted is not None and not since <= granted <= on:
        return False, False
    return _of_level(item, level, known=granted is not None)


def _of_level(item: Item, level: str, *, known: bool) -> Rails:
    """Whether a title is of a level, if one is asked for; ``known``: its days are, and they fit."""
    if not level:
        return known, True
    return known and item.get("level") == level, item.get("level", level) == level


def _any(facts: Facts, key: str, rails: list[Rails]) -> Rails:
    sure = any(rail[0] for rail in rails)
    possible = any(rail[1] for rail in rails) or not facts.complete.get(key, True)
    return sure, possible


def _titles(facts: Facts, kind: str) -> list[Item] | None:
    titles = facts.lists.get("titles")
    return None if titles is None else [item for item in titles if item.get("kind") == kind]


def test(facts: Facts, truth: x.Held | x.Granted | x.Items) -> Rails:
    """清单条件: (surely, possibly) for a test of a list."""
    if isinstance(truth, x.Items):
        return _items(facts, truth)
    titles = _titles(facts, truth.title)
    if titles is None:
        return False, True
    if isinstance(truth, x.Granted):
        rails = [_granted(item, truth.level, truth.since, truth.on) for item in titles]
    else:
        rails = [_held(item, truth.level, truth.on) for item in titles]
    return _any(facts, "titles", rails)


def _items(facts: Facts, truth: x.Items) -> Rails:
    items = facts.lists.get(truth.key)
    if items is None:
        return False, True
    codes: tuple[object, ...] = truth.codes
    among = [item in codes for item in items]
    complete = facts.complete.get(truth.key, True)
    if truth.every:
        return complete and all(among), all(among)
    return any(among), any(among) or not complete


def count(facts: Facts, title: str, on: int) -> Interval:
    """称号个数: how many titles of a kind are held on the day, as an interval."""
    titles = _titles(facts, title)
    if titles is None:
        return Fraction(0), MOST_TITLES
    rails = [_held(item, "", on) for item in titles]
    most = sum(rail[1] for rail in rails)
    if not facts.complete.get("titles", True):
        return Fraction(sum(rail[0] for rail in rails)), MOST_TITLES
    return Fraction(sum(rail[0] for rail in rails)), Fraction(most)


def paid(facts: Facts, programme: str, on: int, *, in_year: bool = False) -> Interval:
    """已领金额: yuan paid under a programme to the end of the year of ``on``, as an interval.

    ``in_year`` counts what was paid in that year only.
    """
    awards = facts.lists.get("awards_paid")
    if awards is None:
        return Fraction(0), MOST_PAID
    year = date.fromordinal(on).year
    low, open_end = 0, not facts.complete.get("awards_paid", True)
    for item in awards:
        if item.get("programme") != programme or _later(item, year):
            continue
        if in_year and _earlier(item, year):
            continue
        amount = item.get("amount")
        if isinstance(amount, int) and not (in_year and item.get("year") is None):
            low += amount
        else:
            open_end = True
    exact = Fraction(low, 100)
    return exact, MOST_PAID if open_end else exact


def received(facts: Facts, programme: str, on: int, *, in_year: bool) -> Rails:
    """是否领过: whether anything was paid under a programme to the end of the year of ``on``.

    ``in_year`` asks of that year only; a payment without its year may be of any.
    """
    awards = facts.lists.get("awards_paid")
    if awards is None:
        return False, True
    year = date.fromordinal(on).year
    rails = [
        (not in_year or item.get("year") is not None, True)
        for item in awards
        if item.get("programme") == programme
        and not _later(item, year)
        and not (in_year and _earlier(item, year))
    ]
    return _any(facts, "awards_paid", rails)


def _earlier(item: Item, year: int) -> bool:
    paid_in = item.get("year")
    return isinstance(paid_in, int) and paid_in < year


def _later(item: Item, year: int) -> bool:
    paid_in = item.get("year")
    return isinstance(paid_in, int) and paid_in > year
