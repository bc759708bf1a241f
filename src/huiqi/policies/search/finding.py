"""查找: a question and the filters chosen give policies with their best clauses, and the filters.

The index of the store answers; while there is none, or it is broken, the entries themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from rapidfuzz import fuzz, process

from huiqi.policies.search import vocabulary
from huiqi.policies.search.direct import Direct
from huiqi.policies.search.entry import SIZES, Clause, Entry
from huiqi.policies.search.index import FACETS, Chosen, Days, Ranking, spans
from huiqi.policies.search.marking import best_clauses
from huiqi.policies.search.question import Question, read
from huiqi.policies.search.store import Opened, Store, fingerprint
from huiqi.policies.search.vocabulary import Vocabulary

PER_PAGE: Final = 10
SOON: Final = timedelta(days=90)
DEADLINES: Final = ("open", "soon", "later", "over")
ALL_FACETS: Final = (*FACETS, "deadline")
MOST_NEAR: Final = 5
NEAR: Final = 45.0


@dataclass(frozen=True)
class Hit:
    """命中: a policy, and the clauses in it that speak of what was asked."""

    entry: Entry
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class Result:
    """查找结果: ``total`` policies, of which ``hits`` are this page; ``counts`` by facet and value.

    ``is_fresh`` False: an older index or none answered, and a new one should be made.
    """

    question: Question
    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]]
    page: int = 1
    per_page: int = PER_PAGE
    near: tuple[str, ...] = ()
    without_filters: int = 0
    is_fresh: bool = True

    @property
    def pages(self) -> int:
        """页数: at least one."""
        return max(1, -(-self.total // self.per_page))


@dataclass
class Finder:
    """查找器: over the entries there are now; keeps what it worked out about them."""

    store: Store
    entries: Sequence[Entry]
    _by_id: dict[str, Entry] = field(default_factory=dict)
    _print: str = ""
    _own: Vocabulary | None = None

    def __post_init__(self) -> None:
        self._by_id = {entry.id: entry for entry in self.entries}
        self._print = fingerprint(self.entries)

    def find(
        self,
        text: str,
        *,
        on: date,
        chosen: Chosen | None = None,
        page: int = 1,
        per_page: int = PER_PAGE,
    ) -> Result:
        """查找: ``page`` counts from 1; one that is too high shows the last."""
        kept = {name: tuple(told) for name, told in (chosen or {}).items() if told}
        days = spans(on, on + SOON)
        opened = self.store.opened()
        if opened is not None:
            try:
                return self._answered(opened.ranking, opened, text, kept, days, (page, per_page))
            except ValueError:  # tantivy cannot read what it is asked to read
                self.store.drop()
        return self._answered(Direct(self.entries), None, text, kept, days, (page, per_page))

    @property
    def is_fresh(self) -> bool:
        """是否最新: whether there is an index, made of these very entries."""
        opened = self.store.opened()
        return opened is not None and opened.fingerprint == self._print

    def rebuild(self) -> Opened:
        """重建索引: BeingMade when somebody else does."""
        return self.store.rebuild(self.entries)

    def _answered(
        self,
        ranking: Ranking | Direct,
        opened: Opened | None,
        text: str,
        chosen: Chosen,
        days: Days,
        place: tuple[int, int],
    ) -> Result:
        page, most = place
        words = opened.vocabulary if opened else self._words()
        question = read(text, words)
        offset = (max(1, page) - 1) * most
        total, places = ranking.top(question, chosen, days, limit=most, offset=offset)
        if not total and any(unit.is_known for unit in question.units):
            question = replace(question, is_wide=True)
            total, places = ranking.top(question, chosen, days, limit=most, offset=offset)
        if not places and total:
            page = -(-total // most)
            offset = (page - 1) * most
            _, places = ranking.top(question, chosen, days, limit=most, offset=offset)
        ids = opened.ids if opened else tuple(entry.id for entry in self.entries)
        # An older index may name what is gone by now.
        found = [self._by_id[ids[at]] for at in places if ids[at] in self._by_id]
        wider = 0
        if not total and chosen:
            wider, _ = ranking.top(question, {}, days, limit=1, offset=0)
        return Result(
            question=question,
            total=total,
            hits=tuple(Hit(one, tuple(best_clauses(one, question))) for one in found),
            counts=ranking.counts(question, chosen, days),
            page=max(1, page),
            per_page=most,
            near=nearest(text, words) if not total else (),
            without_filters=wider,
            is_fresh=opened is not None and opened.fingerprint == self._print,
        )

    def _words(self) -> Vocabulary:
        if self._own is None:
            self._own = Vocabulary(vocabulary.known_words(self.entries))
        return self._own


def nearest(text: str, words: Vocabulary) -> tuple[str, ...]:
    """相近的词: known words like what was typed, best first."""
    told = vocabulary.plain(text)[:40]
    pool = vocabulary.dictionary()
    if told.isascii():
        spelt = process.extract(
            told, list(words.sounds), scorer=fuzz.ratio, score_cutoff=60.0, limit=9
        )
        return tuple(dict.fromkeys(words.sounds[one][0] for one, *_ in spelt))[:MOST_NEAR]
    found = process.extract(told, pool, scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST_NEAR)
    shared = [word for word in pool if set(word) & set(told)]
    near = [word for word, *_ in found] or shared
    return tuple(dict.fromkeys(near))[:MOST_NEAR]


__all__ = ["ALL_FACETS", "DEADLINES", "PER_PAGE", "SIZES", "Finder", "Hit", "Result"]
