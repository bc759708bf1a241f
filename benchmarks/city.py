"""生成全市: a register of any size and any number of clauses with amounts, the same each time.

The clauses are those of ``clauses``; every one pays an amount: a share up to a cap, tiers, the
sum of two capped shares, or a share rounded down to whole 万元. A column depends on its fact and
the number of rows only, so one more clause changes no value. One value in twenty is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Final
from zlib import crc32

import numpy as np

from benchmarks import clauses as c
from huiqi.rules import expr as x
from huiqi.rules import ir
from huiqi.rules.columns import (
    NULL_FLAG,
    Codes,
    Column,
    Flags,
    Numbers,
    Rails,
    Snapshot,
    whole,
    width,
)
from huiqi.rules.dictionary import FACTS
from huiqi.rules.lower import Lowered, Lowering, Programme
from huiqi.rules.parse import Scope, parse_truth
from huiqi.rules.vocabulary import code_of

PAID: Final = ("rent_paid_last_year", "interest_paid", "rd_spend", "upgrade_investment")
SHARES: Final = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5), Fraction(1, 10))
CAPS: Final = (Fraction(200_000), Fraction(500_000), Fraction(1_000_000))
Chance = np.random.Generator


@dataclass(frozen=True)
class City:
    """全市: the clauses as trees, lowered together, with a column for each of their slots."""

    tests: tuple[x.Truth, ...]
    amounts: tuple[x.Num, ...]
    lowered: Lowered
    snapshot: Snapshot


def rules(count: int) -> tuple[tuple[x.Truth, ...], tuple[x.Num, ...]]:
    """规则: the first ``count`` clauses and what each of them pays."""
    chance = Random(c.SEED)
    scope = Scope(FACTS, code_of, c.ON)
    tests = tuple(parse_truth(c.clause(chance), scope) for _ in range(count))
    paying = Random(c.SEED + 1)
    return tests, tuple(_amount(paying) for _ in range(count))


def lowered(tests: tuple[x.Truth, ...], amounts: tuple[x.Num, ...]) -> Lowered:
    """整数化: all clauses over one graph, each with its amount."""
    lowering = Lowering()
    programmes = tuple(
        Programme(f"c{place}", lowering.truth(test), lowering.number(amount))
        for place, (test, amount) in enumerate(zip(tests, amounts, strict=True))
    )
    return Lowered(lowering.graph, programmes, tuple(lowering.problems)).checked()


def city(rows: int, count: int, unknown: float = c.UNKNOWN) -> City:
    """全市: ``rows`` firms and ``count`` clauses; a share ``unknown`` of all values is missing."""
    tests, amounts = rules(count)
    whole_city = lowered(tests, amounts)
    graph = whole_city.graph
    columns = {
        slot: _column(slot, bounds, rows, unknown)
        for slot, bounds in zip(graph.slots, graph.slot_bounds, strict=True)
    }
    return City(tests, amounts, whole_city, Snapshot(rows, columns))


# Amounts


def _amount(chance: Random) -> x.Num:
    kind = chance.randrange(4)
    if kind == 0:
        return _capped(chance)
    if kind == 1:
        return _tiers()
    if kind == 2:
        return x.Sum((_capped(chance), _capped(chance)))
    share = x.Scale(chance.choice(SHARES), x.Field(chance.choice(PAID), "money"))
    return x.Rounded(share, Fraction(c.WAN), "down")


def _capped(chance: Random) -> x.Num:
    share = x.Scale(chance.choice(SHARES), x.Field(chance.choice(PAID), "money"))
    return x.Extreme(True, (share, x.Const(chance.choice(CAPS), "money")))


def _tiers() -> x.Num:
    revenue = x.Field("revenue", "money")
    high, low = (x.Const(Fraction(n * c.WAN), "money") for n in (20_000, 2_000))
    large, middle, small = (
        x.Const(cap / n, "money") for n, cap in zip((1, 2, 4), CAPS, strict=True)
    )
    rest = x.If(x.Compare(">=", revenue, low), middle, small)
    return x.If(x.Compare(">=", revenue, high), large, rest)


# Columns


def _column(slot: ir.Slot, bounds: tuple[int, int], rows: int, unknown: float) -> Column:
    name = repr(slot.leaf) if slot.leaf else slot.key
    chance = np.random.default_rng([c.SEED, crc32(name.encode()), rows])
    missing = chance.random(rows, dtype=np.float32) < unknown
    match slot.kind:
        case "number":
            values = _numbers(slot.key, chance, rows)
            values[missing] = 0
            return Numbers(values.astype(whole(bounds)), missing if unknown else None)
        case "flag":
            flags = chance.integers(0, 2, rows, dtype=np.uint8)
            flags[missing] = NULL_FLAG
            return Flags(flags)
        case "code":
            words = tuple(sorted(_words(slot.key)))
            codes = chance.integers(0, len(words), rows).astype(width(len(words)))
            codes[missing] = len(words)
            return Codes(codes, words)
        case _:
            sure = chance.random(rows, dtype=np.float32) < 0.4
            return Rails(sure & ~missing, sure | missing)


def _words(key: str) -> tuple[str, ...]:
    return {"district": c.DISTRICTS, "industry": c.INDUSTRIES}.get(key) or tuple(
        FACTS[key].vocabulary
    )


def _numbers(key: str, chance: Chance, rows: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Inner integers: money in whole 万元, shares in 0.0001, days of the last seven years."""
    if key in c.DAYS:
        return c.ON.toordinal() - chance.integers(0, 2400, rows)
    if key == "revenue_prior":
        return chance.integers(1, 80_000, rows) * 100 * c.WAN
    for table, per in ((c.MONEY, 100 * c.WAN), (c.COUNTS, 1)):
        limits = [max(facts[key]) for facts in table.values() if key in facts]
        if limits:
            return chance.integers(1, 2 * max(limits) + 1, rows) * per
    shares = [max(map(float, facts[key])) for facts in c.SHARES.values() if key in facts]
    return chance.integers(1, min(10_000, int(max(shares) * 15_000)) + 1, rows) * 10**5
