"""已知事实: of every key the best source, as it stood on a day, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from huiqi.parties.enums import PUBLIC_KEYS, Source
from huiqi.parties.models import Fact, Subject
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import LISTS
from huiqi.rules.problems import Place, Problem
from huiqi.rules.read import COMPLETE, Reader

# The words by which the dictionary ranks the sources of each key.
WORDS: Final[Mapping[Source, str]] = {
    Source.REGISTRY: "市场监管登记",
    Source.TAX: "税务数据",
    Source.SOCIAL_INSURANCE: "社保数据",
    Source.STATISTICS: "统计数据",
    Source.BANK: "银行数据",
    Source.GUARANTOR: "担保机构数据",
    Source.DEPARTMENT: "认定部门名单",
    Source.AUDIT: "审计报告",
    Source.LEDGER: "资金拨付台账",
    Source.SELF_DECLARED: "企业自填",
}
_ORDER: Final = {source: number for number, source in enumerate(Source)}


@dataclass(frozen=True)
class Provenance:
    """出处: who says so, of which day, and since when it is on record."""

    fact_id: int
    source: Source
    as_of: date
    period: int | None
    recorded_at: datetime


@dataclass(frozen=True)
class KnownFacts(Facts):
    """已知事实: the facts of one subject on record, with the provenance of every key.

    ``problems`` are of rows that no longer read, because the dictionary has changed since:
    such a key is unknown.
    """

    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def rank(key: str, source: str) -> int:
    """可信次序: of a source for a key, best first; the firm's own word always comes last.

    Sources that the dictionary does not name for the key stand before the firm's own word.
    """
    told, ranked = WORDS[Source(source)], FACTS[key].sources
    if source == Source.SELF_DECLARED:
        return len(ranked) + len(_ORDER)
    return ranked.index(told) if told in ranked else len(ranked) + _ORDER[Source(source)]


def facts_of(subject: Subject, on: date, *, known_at: datetime | None = None) -> KnownFacts:
    """某日的事实: what is known of the subject, speaking of ``on`` or an earlier day.

    Of each key the best source that has it; of one source the row of the latest day, and of
    one day the row recorded last. A source that withdrew its value has none. Annual figures
    count for their own year only. ``known_at`` leaves out what was recorded later (excluded).
    """
    rows = Fact.objects.filter(subject=subject)
    if known_at is not None:
        rows = rows.filter(recorded_at__lt=known_at)
    return _known(_latest(rows, on), on)


def facts_of_many(
    subject_ids: Sequence[int], on: date, *, known_at: datetime | None = None
) -> Iterator[tuple[int, KnownFacts]]:
    """许多主体的事实: as ``facts_of``, in one query, in the order given."""
    rows = Fact.objects.filter(subject_id__in=subject_ids)
    if known_at is not None:
        rows = rows.filter(recorded_at__lt=known_at)
    told: dict[int, list[Fact]] = {one: [] for one in subject_ids}
    for row in _latest(rows, on, "subject_id"):
        told[row.subject_id].append(row)
    yield from ((one, _known(found, on)) for one, found in told.items())


def public_facts_of(subject: Subject, on: date) -> KnownFacts:
    """公开事实: what the register of firms tells everybody."""
    return _known(_latest(public_facts().filter(subject=subject), on), on)


def public_facts() -> QuerySet[Fact]:
    """公开的事实行: of all subjects."""
    return Fact.objects.filter(source=Source.REGISTRY, key__in=PUBLIC_KEYS)


def history_of(subject: Subject, key: str) -> QuerySet[Fact]:
    """来龙去脉: every row of a key, of all sources and years, in the order they were recorded."""
    return Fact.objects.filter(subject=subject, key=stored_key(key)).order_by("id")


def last_said(subject: Subject, source: Source) -> list[Fact]:
    """现有说法: what a source says last of each key and year; what it took back is left out."""
    found = Fact.objects.filter(subject=subject, source=source)
    latest = found.order_by("key", "period", "-as_of", "-id").distinct("key", "period")
    return [row for row in latest if row.value is not None]


def stored_key(key: str) -> str:
    """存储的键: annual figures are kept under their base key, with their year beside it."""
    fact = FACTS.get(key)
    return fact.annual[0] if fact and fact.annual else key


def _known(latest: Iterable[Fact], on: date) -> KnownFacts:
    best = dict(_best(latest, on))
    reader = Reader(on, Place())
    reader.read(
        {key: _given(key, row) for key, row in best.items()},
        # Sources may contradict each other: each is still what it says.
        consistent=False,
    )
    return KnownFacts(
        on,
        reader.known,
        reader.lists,
        reader.complete,
        reader.sources,
        provenance={
            key: _provenance(row)
            for key, row in best.items()
            if key in reader.known or key in reader.lists or key.endswith(COMPLETE)
        },
        problems=tuple(reader.problems),
    )


def _latest(rows: QuerySet[Fact], on: date, *of: str) -> Iterable[Fact]:
    """One row for each key, year and source (``of`` each subject): what is said there last."""
    return (
        rows.filter(Q(as_of__lte=on))
        .order_by(*of, "key", F("period").asc(nulls_first=True), "source", "-as_of", "-id")
        .distinct(*of, "key", "period", "source")
    )


def _best(rows: Iterable[Fact], on: date) -> Iterator[tuple[str, Fact]]:
    candidates: dict[str, list[Fact]] = {}
    for row in rows:
        key = _key_on(row, on)
        if key and row.value is not None:
            candidates.setdefault(key, []).append(row)
    for key, found in candidates.items():
        if key in FACTS:
            yield key, min(found, key=lambda row: rank(key, row.source))
            yield from _completeness(key, candidates)


def _completeness(key: str, candidates: Mapping[str, list[Fact]]) -> Iterator[tuple[str, Fact]]:
    """Whether a list names all there are is told by the source of the list, by no other."""
    if FACTS[key].kind not in LISTS:
        return
    source = min(candidates[key], key=lambda row: rank(key, row.source)).source
    for row in candidates.get(key + COMPLETE, ()):
        if row.source == source:
            yield key + COMPLETE, row


def _key_on(row: Fact, on: date) -> str:
    """The key that a row stands for on a day; empty for the figure of a year nobody asks for."""
    if row.period is None:
        return row.key
    wanted = (row.key, on.year - 1 - row.period)
    return next((fact.key for fact in FACTS.values() if fact.annual == wanted), "")


def _given(key: str, row: Fact) -> object:
    if key.endswith(COMPLETE):
        return row.value
    return {"value": row.value, "source": WORDS[Source(row.source)]}


def _provenance(row: Fact) -> Provenance:
    return Provenance(row.pk, Source(row.source), row.as_of, row.period, row.recorded_at)
