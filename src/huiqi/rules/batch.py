"""成批判定: some thousand subjects at a time, whose facts are read already, by the bitmap engine.

The same answers as one by one, for a fraction of the cost; a register in a file is swept whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from huiqi.rules.answer import received
from huiqi.rules.bits import Bits
from huiqi.rules.book import selecting_day
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS
from huiqi.rules.gather import snapshot_of
from huiqi.rules.lists import LOAN_KEYS
from huiqi.rules.lower import lower
from huiqi.rules.oracle import SURE
from huiqi.rules.whatif import nearest_change

if TYPE_CHECKING:
    from datetime import date

    from huiqi.rules.book import Library
    from huiqi.rules.columns import Snapshot
    from huiqi.rules.compile import Rules
    from huiqi.rules.facts import Facts
    from huiqi.rules.policy import Policy

LISTED: Final = tuple(key for key, fact in FACTS.items() if fact.kind in LISTS)
NO, UNKNOWN, YES, ABSENT = range(4)
NAMES: Final = ("no", "unknown", "yes", "not_in_force")


@dataclass(frozen=True)
class Judgement:
    """一批结论: by subject, in their order.

    ``places`` are NO, UNKNOWN, YES or ABSENT; ``fen`` what is surely payable at most to those
    that surely meet the programme: 0 to the others, None where it is not known.
    """

    places: Sequence[int]
    fen: Sequence[int | None]


class Batch:
    """成批判定机: for some rules, None standing for a programme that is not in force."""

    def __init__(self, rules: Sequence[Rules | None]) -> None:
        self._rules = tuple(rules)
        lowered = lower([one for one in rules if one is not None]).checked()
        self._bits, self._graph = Bits(lowered), lowered.graph

    def judged(self, people: Sequence[Facts]) -> list[Judgement]:
        """判定: one judgement for each of the rules, in their order."""
        snapshot = snapshot_of(self._graph, people)
        found = self._in_force(snapshot, people)
        absent = Judgement([ABSENT] * len(people), [0] * len(people))
        return [absent if one is None else next(found) for one in self._rules]

    def _in_force(self, snapshot: Snapshot, people: Sequence[Facts]) -> Iterator[Judgement]:
        in_force = [one for one in self._rules if one is not None]
        matched = zip(in_force, self._bits.match(snapshot), strict=True)
        for index, (rules, one) in enumerate(matched):
            places = np.zeros(snapshot.size, dtype=np.int8)
            places[one.unknown_ids] = UNKNOWN
            places[one.yes_ids] = YES
            fen: list[int | None] = [0] * snapshot.size
            amounts = self._bits.amounts(snapshot, index, one.yes_ids)
            if amounts is not None:
                ends = zip(amounts.ids, amounts.low, amounts.high, strict=True)
                for row, low, high in ends:
                    if received(rules, people[row]) == SURE:
                        continue  # paid for this period already: nothing more
                    fen[row] = int(low) * 100 // amounts.per if low == high else None
            yield Judgement(places.tolist(), fen)


# A programme, the place of everybody, and the rules by which each was found.
Standing: TypeAlias = "tuple[str, list[int], list[Rules | None]]"


class Whole:
    """全库成批判定: every programme of a library, each in the edition that the facts select."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._batches: dict[tuple[str, date, date], Batch] = {}

    def places(
        self, people: Sequence[Facts]
    ) -> Iterator[tuple[str, list[int], list[Rules | None]]]:
        """各项结论: by programme, the place of everybody and the rules by which it was found.

        All ``people`` are judged on the same day.
        """
        usual = [one.id for one in self._library.policies.values() if one.edition_by not in FACTS]
        if people:
            rules = [self._library.rules(name, people[0]) for name in usual]
            batch = self._batch("", people[0].on, people[0].on, rules)
            for name, one, found in zip(usual, rules, batch.judged(people), strict=True):
                yield name, list(found.places), [one] * len(people)
        for policy in self._library.policies.values():
            if policy.edition_by in FACTS:
                yield policy.id, *self._by_day(policy, people)

    def _by_day(
        self, policy: Policy, people: Sequence[Facts]
    ) -> tuple[list[int], list[Rules | None]]:
        """Where a day among the facts selects the edition: those of one day together."""
        groups: dict[date, list[int]] = {}
        for row, facts in enumerate(people):
            groups.setdefault(selecting_day(policy, facts), []).append(row)
        places = [ABSENT] * len(people)
        found: list[Rules | None] = [None] * len(people)
        for day, rows in groups.items():
            rules = self._library.rules(policy.id, people[rows[0]])
            if rules is None:
                continue
            batch = self._batch(policy.id, people[rows[0]].on, day, [rules])
            (judged,) = batch.judged([people[row] for row in rows])
            for row, place in zip(rows, judged.places, strict=True):
                places[row], found[row] = place, rules
        return places, found

    def _batch(self, name: str, on: date, day: date, rules: Sequence[Rules | None]) -> Batch:
        key = (name, on, day)
        if key not in self._batches:
            self._batches[key] = Batch(rules)
        return self._batches[key]


class Nearest:
    """最近的改变: as ``nearest_change``, worked out once for firms that are alike.

    Alike are those that know the same of all that the rules read.
    """

    def __init__(self, most: int = 200_000) -> None:
        self._keys: dict[int, tuple[Rules, tuple[str, ...]]] = {}
        self._known: dict[tuple[object, ...], tuple[dict[str, object], ...]] = {}
        self._most = most

    def of(self, rules: Rules, facts: Facts) -> tuple[dict[str, object], ...]:
        """最近的改变: of one firm."""
        key = (id(rules), facts.on, *self._told(self._read(rules), facts))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self._most:
                self._known.clear()
            found = self._known[key] = nearest_change(rules, facts)
        return found

    def _read(self, rules: Rules) -> tuple[str, ...]:
        # The rules are kept beside their keys, so that no other ones get their number.
        held = self._keys.get(id(rules))
        if held is None:
            graph = lower([rules]).graph
            keys = {slot.key for one in (graph, graph.loans) if one for slot in one.slots}
            keys |= LOAN_KEYS if graph.loans else set()
            held = self._keys[id(rules)] = (rules, tuple(sorted(keys | set(LISTED))))
        return held[1]

    def _told(self, keys: Sequence[str], facts: Facts) -> Iterator[object]:
        for key in keys:
            if key in facts.lists:
                yield repr(facts.lists[key]), facts.complete.get(key)
            else:
                yield facts.known.get(key)
