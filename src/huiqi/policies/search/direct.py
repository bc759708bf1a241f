"""直查: the same answers without an index, from the entries themselves; for while there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from huiqi.policies.search.entry import Entry
from huiqi.policies.search.index import ENDLESS, FACETS, Chosen, Days, facets_of
from huiqi.policies.search.question import Question, number_of
from huiqi.policies.search.vocabulary import plain

WORTH: Final = (("title", 4), ("summary", 2), ("district", 2), ("department", 2), ("body", 1))


@dataclass(frozen=True)
class Direct:
    """直查: asked like a ranking; slower, and only parts of words count as words."""

    entries: Sequence[Entry]

    def top(
        self,
        question: Question,
        chosen: Chosen,
        days: Days,
        *,
        limit: int,
        offset: int,
    ) -> tuple[int, list[int]]:
        """排在前面的: as of a ranking."""
        found = self._found(question, chosen, days)
        return len(found), [place for _, place in found[offset : offset + limit]]

    def counts(self, question: Question, chosen: Chosen, days: Days) -> dict[str, dict[str, int]]:
        """计数: as of a ranking."""
        counts: dict[str, dict[str, int]] = {}
        for name in (*FACETS, "deadline"):
            others = {key: values for key, values in chosen.items() if key != name}
            tally: Counter[str] = Counter()
            for _, place in self._found(question, others, days):
                tally.update(_values(self.entries[place], days)[name])
            counts[name] = dict(tally)
        counts["deadline"] = {key: counts["deadline"].get(key, 0) for key in days}
        return counts

    def _found(self, question: Question, chosen: Chosen, days: Days) -> list[tuple[float, int]]:
        found = []
        for place, entry in enumerate(self.entries):
            worth = _worth(question, entry)
            values = _values(entry, days)
            if worth and all(set(wanted) & set(values[name]) for name, wanted in chosen.items()):
                found.append((-worth, place))
        return sorted(found)


def _values(entry: Entry, days: Days) -> dict[str, Sequence[str]]:
    held = {
        "since": entry.since.toordinal(),
        "until": entry.until.toordinal() if entry.until else ENDLESS,
    }
    deadline = [
        key for key, span in days.items() if all(low <= held[at] <= high for at, low, high in span)
    ]
    return {**facets_of(entry), "deadline": deadline}


def _worth(question: Question, entry: Entry) -> float:
    if question.is_empty:
        return 1.0
    numbers = [number_of(one) for one in entry.numbers]
    for number in question.numbers:
        if not any(one.endswith(number) or number.endswith(one) for one in numbers):
            return 0.0
    texts = {name: plain(getattr(entry, name)) for name, _ in WORTH}
    each = [
        max(worth for name, worth in (*WORTH, ("", 0)) if not name or _has(texts[name], unit.ways))
        for unit in question.firm
    ]
    met = sum(1 for worth in each if worth)
    if question.units and met < question.least:
        return 0.0
    if not question.units and not question.numbers:
        every = "".join(texts.values())
        met = sum(pair in every for pair in question.grams)
        return met if met >= question.least else 0.0
    return sum(each) + 10.0 * len(question.numbers)


def _has(text: str, ways: Sequence[str]) -> bool:
    return any(way in text for way in ways)
