"""变化的影响: who gains and who loses when one version of a programme replaces another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np

from huiqi.rules.answer import Answer, answer
from huiqi.rules.bits import Bits, Matched
from huiqi.rules.columns import Ints
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.lower import lower
from huiqi.rules.snapshot import read_register

ABSENT: Final = "not_in_force"
Move = tuple[str, str]


@dataclass(frozen=True)
class Effect:
    """影响: over some subjects; ``moves`` counts them by verdict before and after.

    ``before`` and ``after`` add up, in yuan, what is surely payable at most to those who
    surely meet the programme; an amount that is not known is in neither (``open_amounts``
    counts those subjects).
    """

    subjects: int
    moves: Mapping[Move, int] = field(default_factory=dict)
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    open_amounts: int = 0

    @property
    def changed(self) -> dict[Move, int]:
        """改变结论的: subjects by verdict before and after, only where the two differ."""
        return {move: times for move, times in self.moves.items() if move[0] != move[1]}


def effect_on_firms(before: Rules | None, after: Rules | None, firms: Iterable[Facts]) -> Effect:
    """对若干企业的影响: judged one by one with the plain meaning."""
    moves: Counter[Move] = Counter()
    totals, open_ones, count = [Fraction(0), Fraction(0)], 0, 0
    for facts in firms:
        count += 1
        found = [answer(rules, facts) if rules else None for rules in (before, after)]
        moves[_verdict(found[0]), _verdict(found[1])] += 1
        amounts = [_sure(one) for one in found]
        open_ones += None in amounts
        totals = [total + (amount or 0) for total, amount in zip(totals, amounts, strict=True)]
    return Effect(count, dict(moves), totals[0], totals[1], open_ones)


def _verdict(found: Answer | None) -> str:
    return found.verdict if found else ABSENT


def _sure(found: Answer | None) -> Fraction | None:
    """What is surely payable; None where the programme is met and its amount not known."""
    if found is None or found.verdict != "yes" or found.money is None:
        return Fraction(0)
    return found.money.maximum


def effect_on_register(before: Rules | None, after: Rules | None, path: Path, on: date) -> Effect:
    """对名册的影响: over a Parquet register, by the bitmap engine; Refused as it refuses."""
    versions = [_Judged.of(rules, path, on) if rules else None for rules in (before, after)]
    size = max((one.size for one in versions if one), default=0)
    verdicts = [one.verdicts() if one else np.full(size, 3, dtype=np.int8) for one in versions]
    pairs = verdicts[0].astype(np.int64) * 4 + verdicts[1]
    moves = {
        (NAMES[pair // 4], NAMES[pair % 4]): int(times)
        for pair, times in enumerate(np.bincount(pairs, minlength=16))
        if times
    }
    sums = [one.sure_sum() if one else (Fraction(0), 0) for one in versions]
    return Effect(size, moves, sums[0][0], sums[1][0], max(sums[0][1], sums[1][1]))


NAMES: Final = ("no", "unknown", "yes", ABSENT)


@dataclass(frozen=True)
class _Judged:
    """One version over the whole register."""

    bits: Bits
    snapshot: object
    matched: Matched
    size: int

    @classmethod
    def of(cls, rules: Rules, path: Path, on: date) -> _Judged:
        lowered = lower([rules]).checked()
        snapshot = read_register(path, lowered.graph, on)
        bits = Bits(lowered)
        return cls(bits, snapshot, bits.match(snapshot)[0], snapshot.size)

    def verdicts(self) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
        found = np.zeros(self.size, dtype=np.int8)
        found[self.matched.unknown_ids] = 1
        found[self.matched.yes_ids] = 2
        return found

    def sure_sum(self) -> tuple[Fraction, int]:
        ids: Ints = self.matched.yes_ids
        amounts = self.bits.amounts(self.snapshot, 0, ids)  # type: ignore[arg-type]
        if amounts is None:
            return Fraction(0), 0
        known = amounts.low == amounts.high
        return Fraction(int(sum(amounts.low[known].tolist())), amounts.per), int((~known).sum())
