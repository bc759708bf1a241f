"""抽样方法: which payments are chosen, decided by a seed and the payments alone.

Chance is the SHA-256 of the seed and the number of a payment, so that anybody can draw the same
sample again, with any program, without ours. Amounts are in 分 and above zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from huiqi.kernel.chance import lot


@dataclass(frozen=True)
class Unit:
    """一笔支付: its number, what was paid, and which stratum it belongs to."""

    id: int
    amount_fen: int
    stratum: str = ""


@dataclass(frozen=True)
class Hit:
    """命中: a payment that was chosen, ``times`` above one where its amount was hit again."""

    unit: Unit
    times: int = 1


def by_chance(units: Sequence[Unit], size: int, seed: str) -> list[Hit]:
    """随机: the ``size`` payments with the lowest lots, or all there are."""
    drawn = sorted(units, key=lambda unit: (lot(seed, unit.id), unit.id))
    return [Hit(unit) for unit in drawn[:size]]


def by_money(units: Sequence[Unit], size: int, seed: str) -> list[Hit]:
    """货币单元: ``size`` 分 at equal distances, each of which hits the payment it lies in.

    The first is anywhere within the first distance. A payment as large as the distance is hit
    for certain. In the order of numbers.
    """
    whole = sum(unit.amount_fen for unit in units)
    if not whole:
        return []
    start = lot(seed, "start") % whole
    points = iter(sorted((start + whole * place // size) % whole for place in range(size)))
    hits, passed, point = [], 0, next(points, None)
    for unit in sorted(units, key=lambda unit: unit.id):
        passed, times = passed + unit.amount_fen, 0
        while point is not None and point < passed:
            times, point = times + 1, next(points, None)
        if times:
            hits.append(Hit(unit, times))
    return hits


def by_stratum(units: Sequence[Unit], size: int, seed: str) -> list[Hit]:
    """分层: as many of each stratum as its money is of all money, one at least; by chance within.

    What rounding leaves over goes to the strata that lost most by it.
    """
    strata: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        strata[unit.stratum].append(unit)
    shares = _shares({name: _money(found) for name, found in strata.items()}, size)
    return [hit for name in sorted(strata) for hit in by_chance(strata[name], shares[name], seed)]


def above(units: Iterable[Unit], amount_fen: int) -> list[Hit]:
    """一定金额以上: all of at least so much, the largest first."""
    found = [unit for unit in units if unit.amount_fen >= amount_fen]
    return [Hit(unit) for unit in sorted(found, key=lambda unit: (-unit.amount_fen, unit.id))]


def print_of(units: Iterable[Unit]) -> str:
    """总体的哈希: SHA-256 over a line for each payment, «number amount», in order of numbers."""
    lines = (f"{one.id} {one.amount_fen}\n" for one in sorted(units, key=lambda one: one.id))
    return sha256("".join(lines).encode()).hexdigest()


def _money(units: Iterable[Unit]) -> int:
    return sum(unit.amount_fen for unit in units)


def _shares(money: dict[str, int], size: int) -> dict[str, int]:
    whole = sum(money.values())
    shares = {name: max(1, size * fen // whole) for name, fen in money.items()}
    left = size - sum(shares.values())
    lost = sorted(money, key=lambda name: (-(size * money[name] % whole), name))
    for name in lost[: max(0, left)]:
        shares[name] += 1
    return shares
