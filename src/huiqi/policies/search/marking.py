"""标亮: the words asked for within a text, escaped, as ``<mark>``; and the best clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiqi.policies.search.entry import Clause, Entry
from huiqi.policies.search.question import Question
from huiqi.policies.search.vocabulary import plain, words

MOST_CLAUSES = 3


def marked(text: str, asked: Sequence[str]) -> SafeString:
    """标亮: every place of the words; overlapping ones are one."""
    pieces: list[SafeString] = []
    at = 0
    for start, end in _spans(text, asked):
        pieces.append(format_html("{}<mark>{}</mark>", text[at:start], text[start:end]))
        at = end
    pieces.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _spans(text: str, asked: Sequence[str]) -> Iterator[tuple[int, int]]:
    told = text.lower() if len(text.lower()) == len(text) else text
    hit = [False] * len(text)
    for word in asked:
        at = told.find(word) if word else -1
        while at >= 0:
            hit[at : at + len(word)] = [True] * len(word)
            at = told.find(word, at + 1)
    start = None
    for at, is_hit in enumerate([*hit, False]):
        if is_hit and start is None:
            start = at
        elif not is_hit and start is not None:
            yield start, at
            start = None


def words_to_mark(question: Question) -> tuple[str, ...]:
    """要标的词: each way, and the words it is made of where it is made of several."""
    found = dict.fromkeys(question.marks)
    for unit in question.units:
        for way in unit.ways:
            parts = words(way)
            if all(len(part) > 1 for part in parts):
                found.update(dict.fromkeys(parts))
    return tuple(found)


def best_clauses(entry: Entry, question: Question) -> list[Clause]:
    """相关条款: those with the most of the words asked for, at most three; best first."""
    scored = []
    for at, clause in enumerate(entry.clauses):
        text = plain(clause.text)
        met = sum(any(way in text for way in unit.ways) for unit in question.units)
        pairs = sum(pair in text for pair in question.grams)
        if met or pairs > 2:
            scored.append((-met, -pairs, at))
    return [entry.clauses[at] for *_, at in sorted(scored)[:MOST_CLAUSES]]
