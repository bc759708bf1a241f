"""已有的答案: what is known of a question before anybody is troubled with it.

Policies that answer it, answers published to similar concerns, common problems that are being
worked on, and which item and office it probably belongs to; a person confirms that later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from huiqi.concerns.enums import OPEN
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.problem_enums import ProblemState
from huiqi.concerns.queries.problems import published_problems
from huiqi.concerns.queries.public import (
    Solved,
    answers_of,
    item_title,
    published,
    solved_by_item,
)
from huiqi.kernel.now import day_of
from huiqi.kernel.sight import everything
from huiqi.knowledge.models import Edition
from huiqi.knowledge.queries import answers_on
from huiqi.policies.search.here import finder
from huiqi.policies.search.question import Question
from huiqi.triage import (
    Caution,
    Suggestion,
    items,
    percent_of,
    similar,
    suggest,
    warnings,
    whole_words,
)

SHORTEST: Final = 6  # characters: fewer say nothing yet
READ: Final = 5_000  # what lies beyond says nothing more about what it is
MOST_GUESSES: Final = 3
LEAST_SURE: Final = 0.02  # below it a suggestion says nothing
MOST_ANSWERS: Final = 3
MOST_COMPARED: Final = 200  # published answers of the likely items, newest first
MOST_PROBLEMS: Final = 300
MOST_ENTRIES: Final = 500  # answers of the knowledge base, the latest first
HALF_A_YEAR: Final = timedelta(days=183)
EXCERPT: Final = 160


@dataclass(frozen=True)
class Guess:
    """建议: an item and its office; ``percent`` how sure, ``solved`` how such ones ended."""

    item: str
    title: str
    department: str
    percent: int
    words: tuple[str, ...]
    solved: Solved | None = None


@dataclass(frozen=True)
class PolicyAnswer:
    """政策答案: a policy whose title speaks of what was asked."""

    id: str
    title: str
    summary: str


@dataclass(frozen=True)
class Answered:
    """公开的答复: of a similar concern."""

    number: str
    title: str
    office: str
    text: str


@dataclass(frozen=True)
class Known:
    """已有的答案: everything at once; ``open_count`` similar items with the city now."""

    cautions: tuple[Caution, ...] = ()
    guesses: tuple[Guess, ...] = ()
    policies: tuple[PolicyAnswer, ...] = ()
    answered: tuple[Answered, ...] = ()
    problems: tuple[CommonProblem, ...] = ()
    entries: tuple[Edition, ...] = ()
    open_count: int = 0

    @property
    def has_answers(self) -> bool:
        """是否有答案: one that may be enough."""
        return bool(self.policies or self.answered or self.problems or self.entries)


def known_about(text: str, *, district: str, now: datetime) -> Known:
    """已有的答案: to what somebody is writing; nothing for a few characters."""
    told = text.strip()[:READ]
    if len(told) < SHORTEST:
        return Known()
    suggested = suggest(told, district)[:MOST_GUESSES]
    codes = [one.item for one in suggested]
    with everything():  # only what is published is read, and counted
        shares = solved_by_item(codes, now - HALF_A_YEAR)
        return Known(
            cautions=warnings(text),
            guesses=tuple(
                _guess(one, shares.get(one.item)) for one in suggested if one.score >= LEAST_SURE
            ),
            policies=tuple(_policies(told, now)),
            answered=tuple(_answered(told, codes)),
            problems=tuple(_problems(told)),
            entries=tuple(_entries(told, day_of(now))),
            open_count=Concern.objects.filter(item__in=codes[:1], state__in=OPEN).count(),
        )


def _guess(one: Suggestion, solved: Solved | None) -> Guess:
    words = whole_words(items()[one.item], one.words)
    title, percent = item_title(one.item), percent_of(one.score)
    return Guess(one.item, title, one.department, percent, words, solved)


def _policies(text: str, now: datetime) -> Iterator[PolicyAnswer]:
    found = finder().find(text, on=day_of(now), per_page=MOST_ANSWERS * 2)
    kept = 0
    for hit in found.hits:
        # A clause that shares a word with a long text answers nothing; a title that does may.
        if kept < MOST_ANSWERS and _speaks_of(hit.entry.title, found.question):
            kept += 1
            yield PolicyAnswer(hit.entry.id, hit.entry.title, hit.entry.summary)


def _speaks_of(title: str, question: Question) -> bool:
    ways = {way for unit in question.units if unit.is_known for way in unit.ways}
    return any(len(way) > 1 and way in title for way in ways)


def _answered(text: str, codes: list[str]) -> Iterator[Answered]:
    known = {one.number: one for one in published().filter(item__in=codes)[:MOST_COMPARED]}
    among = [
        (number, f"{item_title(one.item)} {answers_of(one)[-1].text}")
        for number, one in known.items()
    ]
    for near in similar(text, among)[:MOST_ANSWERS]:
        one = known[near.key]
        words = answers_of(one)[-1].text
        short = words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"
        office = one.lead.name if one.lead else ""
        yield Answered(one.number, item_title(one.item), office, short)


def _entries(text: str, day: date) -> Iterator[Edition]:
    known = {one.pk: one for one in answers_on(day)[:MOST_ENTRIES]}
    among = [(pk, f"{one.question} {one.answer}") for pk, one in known.items()]
    for near in similar(text, among)[:MOST_ANSWERS]:
        yield known[near.key]


def _problems(text: str) -> Iterator[CommonProblem]:
    found = published_problems().filter(state=ProblemState.OPEN)
    known = {one.pk: one for one in found[:MOST_PROBLEMS]}
    among = [
        (pk, f"{vars(one)['public_title']} {vars(one)['public_text']}") for pk, one in known.items()
    ]
    for near in similar(text, among)[:MOST_ANSWERS]:
        yield known[near.key]


def top_item(text: str) -> str:
    """最可能的事项: its code, empty where nothing was recognized."""
    found = suggest(text.strip()[:READ])
    return found[0].item if found and found[0].item in items() else ""
