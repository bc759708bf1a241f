"""标亮: the words asked for within a text, escaped, as ``<mark>``; and the best clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiqi.policies.search.entry import Clause, Entry
from huiqi.policies.search.question import Question
from huiqi.policies.search.vocabulary import plain, words

MOST_CLAUSES: Final = 3
FEWEST_PAIRS: Final = 2


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
    """相关条款: those with the most of the words asked for, at most three; best first.

    Where a number is asked for, those that state one of its kind come first. Words that most
    clauses of a policy share tell none of them apart and count less.
    """
    texts = [plain(clause.text) for clause in entry.clauses]
    found = [[any(way in text for way in unit.ways) for unit in question.units] for text in texts]
    often = [sum(row[at] for row in found) for at in range(len(question.units))]
    scored = []
    for at, text in enumerate(texts):
        worth = sum(1 / often[place] for place, is_met in enumerate(found[at]) if is_met)
        pairs = sum(pair in text for pair in question.grams)
        is_number = bool(question.measure and question.measure.search(text))
        if any(found[at]) or pairs > FEWEST_PAIRS or (is_number and pairs):
            scored.append((-is_number, -worth, -pairs, at))
    return [entry.clauses[at] for *_, at in sorted(scored)[:MOST_CLAUSES]]
