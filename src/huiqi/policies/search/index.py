"""索引: the entries as tantivy keeps them, and what it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tantivy import Document, FieldType, Index, Occur, Query, Schema, SchemaBuilder, Searcher

from huiqi.policies.search.entry import Entry
from huiqi.policies.search.question import Question, Unit, number_endings, number_of
from huiqi.policies.search.vocabulary import grams, indexed, words

# What a word is worth, by where it stands.
WORTH: Final = {"title": 4.0, "lead": 2.0, "place": 2.5, "body": 1.0}
NUMBER_WORTH: Final = 12.0
GRAM_WORTH: Final = 0.25
SYNONYM_WORTH: Final = 0.85
FACETS: Final = ("district", "kind", "department", "size")
ENDLESS: Final = date.max.toordinal()
HEAP: Final = 64_000_000
MOST_VALUES: Final = 200

Chosen = Mapping[str, Sequence[str]]
Span = tuple[tuple[str, int, int], ...]
Days = Mapping[str, Span]


def schema() -> Schema:
    """字段: texts are cut by us and kept as words with spaces between them."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("ord", stored=True, indexed=True, fast=True)
    for name in (*WORTH, "number", "grams"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("since", "until"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def write(folder: Path, entries: Sequence[Entry]) -> None:
    """写索引: all entries into an empty folder."""
    index = Index(schema(), path=str(folder))
    writer = index.writer(HEAP, 1)
    for at, entry in enumerate(entries):
        writer.add_document(_document(at, entry))
    writer.commit()
    writer.wait_merging_threads()


def _document(at: int, entry: Entry) -> Document:
    body = entry.body
    found = Document()
    found.add_unsigned("ord", at)
    found.add_text("title", " ".join(indexed(entry.title)))
    found.add_text("lead", " ".join(indexed(entry.summary)))
    found.add_text("place", " ".join(indexed(f"{entry.district} {entry.department}")))
    found.add_text("body", " ".join(indexed(body)))
    found.add_text("number", " ".join(number_of(one) for one in entry.numbers))
    found.add_text("grams", " ".join(grams(f"{entry.title}\n{entry.summary}\n{body}")))
    for name, values in facets_of(entry).items():
        for value in values:
            found.add_text(name, value)
    found.add_unsigned("since", entry.since.toordinal())
    found.add_unsigned("until", entry.until.toordinal() if entry.until else ENDLESS)
    return found


def facets_of(entry: Entry) -> dict[str, tuple[str, ...]]:
    """筛选项: the values of an entry, by facet."""
    return {
        "district": (entry.district,),
        "kind": (entry.kind,),
        "department": (entry.department,) if entry.department else (),
        "size": entry.sizes,
    }


def spans(on: date, soon: date) -> dict[str, Span]:
    """期限: for each choice the bounds of days, both included, that make it up."""
    day, last = on.toordinal(), soon.toordinal()
    in_force = ("since", 0, day)
    return {
        "open": (in_force, ("until", day, ENDLESS)),
        "soon": (in_force, ("until", day, last)),
        "over": (("until", 0, day - 1),),
        "later": (("since", day + 1, ENDLESS),),
    }


@dataclass(frozen=True)
class Ranking:
    """排序: an opened index; asking it never writes."""

    index: Index
    searcher: Searcher

    @classmethod
    def of(cls, folder: Path) -> Ranking:
        """打开: ValueError or OSError when it is not an index."""
        index = Index.open(str(folder))
        index.reload()
        return cls(index, index.searcher())

    def top(
        self,
        question: Question,
        chosen: Chosen,
        days: Days,
        *,
        limit: int,
        offset: int,
    ) -> tuple[int, list[int]]:
        """排在前面的: how many there are, and the places of entries from ``offset`` on."""
        query = self._query(question, chosen, days)
        found = self.searcher.search(query, limit=limit, offset=offset)
        places = [int(self.searcher.doc(at)["ord"][0]) for _score, at in found.hits]
        return _number_of(found), places

    def counts(self, question: Question, chosen: Chosen, days: Days) -> dict[str, dict[str, int]]:
        """计数: how many each choice would give, under the choices made in the other facets."""
        # Whoever only counts needs no order, and so none of what makes one.
        free = [name for name in (*FACETS, "deadline") if not chosen.get(name)]
        found: dict[str, dict[str, int]] = {}
        if free:
            found |= self._tally(self._met(question, chosen, days), free, days)
        for name in (*FACETS, "deadline"):
            if name not in free:
                met = self._met(question, _without(chosen, name), days)
                found |= self._tally(met, [name], days)
        return found

    def _tally(self, query: Query, names: Sequence[str], days: Days) -> dict[str, dict[str, int]]:
        asked: dict[str, Any] = {
            name: {"terms": {"field": name, "size": MOST_VALUES}}
            for name in names
            if name != "deadline"
        }
        if "deadline" in names:
            asked["deadline"] = _cells(days)
        told = self.searcher.aggregate(query, asked)
        found = {
            name: {one["key"]: int(one["doc_count"]) for one in told[name]["buckets"]}
            for name in names
            if name != "deadline"
        }
        if "deadline" in names:
            found["deadline"] = _by_deadline(told["deadline"]["buckets"], days)
        return found

    # Queries

    def _query(self, question: Question, chosen: Chosen, days: Days) -> Query:
        return _all((self._asked(question), *self._narrowed(chosen, days)))

    def _met(self, question: Question, chosen: Chosen, days: Days) -> Query:
        return _all((self._needed(question), *self._narrowed(chosen, days)))

    def _narrowed(self, chosen: Chosen, days: Days) -> list[Query]:
        parts = [
            Query.const_score_query(
                Query.term_set_query(self.index.schema, name, list(chosen[name])), 0.0
            )
            for name in FACETS
            if chosen.get(name)
        ]
        if wanted := [days[key] for key in chosen.get("deadline", ()) if key in days]:
            parts.append(_any([_all(tuple(self._span(span))) for span in wanted]))
        return parts

    def _span(self, span: Span) -> Iterator[Query]:
        for name, low, high in span:
            yield Query.const_score_query(
                Query.range_query(
                    self.index.schema, name, FieldType.Unsigned, lower_bound=low, upper_bound=high
                ),
                0.0,
            )

    def _asked(self, question: Question) -> Query:
        needed = self._needed(question)
        if not (question.units or question.numbers):
            return needed
        better = [Query.boost_query(self._term("grams", one), GRAM_WORTH) for one in question.grams]
        better += [self._unit(unit) for unit in question.units if unit not in question.firm]
        return Query.boolean_query([(Occur.Must, needed), *((Occur.Should, one) for one in better)])

    def _needed(self, question: Question) -> Query:
        if question.is_empty:
            return Query.all_query()
        must: list[Query] = []
        if question.units:
            must.append(_at_least(question.least, [self._unit(one) for one in question.firm]))
        must += [self._number(number) for number in question.numbers]
        if must:
            return _all(tuple(must))
        return _at_least(question.least, [self._term("grams", one) for one in question.grams])

    def _unit(self, unit: Unit) -> Query:
        ways = [
            Query.boost_query(self._way(way), unit.weight * (1.0 if at == 0 else SYNONYM_WORTH))
            for at, way in enumerate(unit.ways)
        ]
        return Query.disjunction_max_query(ways, 0.1)

    def _way(self, way: str) -> Query:
        parts = words(way)
        fields = [
            Query.boost_query(_all(tuple(self._term(name, part) for part in parts)), worth)
            for name, worth in WORTH.items()
        ]
        return Query.disjunction_max_query(fields, 0.2)

    def _number(self, number: str) -> Query:
        ends = Query.regex_query(self.index.schema, "number", f".*{number}")
        whole = [self._term("number", one) for one in number_endings(number)]
        return Query.boost_query(_any([ends, *whole]), NUMBER_WORTH)

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self.index.schema, field, word, index_option="freq")


def _number_of(found: Any) -> int:
    """How many match: told by tantivy, though its stubs know nothing of it."""
    return int(found.count or 0)


def _without(chosen: Chosen, name: str) -> Chosen:
    return {key: values for key, values in chosen.items() if key != name}


def _all(parts: tuple[Query, ...]) -> Query:
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Must, one) for one in parts])


def _any(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, one) for one in parts])


def _at_least(count: int, parts: list[Query]) -> Query:
    asked = [(Occur.Should, one) for one in parts]
    return Query.boolean_query(asked, minimum_number_should_match=count)


def _cells(days: Days) -> dict[str, Any]:
    """Both days cut where a choice begins or ends; each choice is whole cells of it."""

    def cut(field: str) -> dict[str, Any]:
        edges = _edges(field, days)
        ranges = [{"from": low, "to": high} for low, high in pairwise(edges)]
        return {"range": {"field": field, "ranges": ranges}}

    return {**cut("since"), "aggs": {"until": cut("until")}}


def _edges(field: str, days: Days) -> list[int]:
    """Where a choice begins, and the day after where it ends."""
    bounds = [
        (low, high + 1) for span in days.values() for name, low, high in span if name == field
    ]
    return sorted({0, ENDLESS + 1, *(edge for both in bounds for edge in both)})


def _by_deadline(cells: Any, days: Days) -> dict[str, int]:
    counts = dict.fromkeys(days, 0)
    for row in cells:
        for cell in row["until"]["buckets"]:
            held = {"since": _first(row), "until": _first(cell)}
            for key, span in days.items():
                if all(low <= held[name] <= high for name, low, high in span):
                    counts[key] += int(cell["doc_count"])
    return counts


def _first(bucket: Any) -> float:
    return float(bucket.get("from", 0))
