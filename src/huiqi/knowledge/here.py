"""知识的检索: the same finder as for policies, over the answers; made anew from the database.

The index is never a source: what it names is looked up in the database, and what is past its
last day is left out even where nobody has marked it yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Count, Max, Sum

from huiqi.kernel.now import day_of
from huiqi.knowledge.models import Edition
from huiqi.knowledge.queries import answers_on
from huiqi.policies.search.entry import Clause, Entry
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import Store

KIND: Final = "knowledge"


@dataclass(frozen=True)
class Found:
    """找到的答案: best first; ``is_fresh`` False: a new index should be made."""

    editions: tuple[Edition, ...]
    is_fresh: bool


class Here:
    """本处检索: one for each process; made anew when what is published has changed."""

    def __init__(self) -> None:
        self._seen: tuple[object, ...] = ()
        self._finder: Finder | None = None

    def finder(self, day: date) -> Finder:
        """查找器: over what is an answer on ``day``."""
        told = answers_on(day).order_by()
        counted = told.aggregate(n=Count("pk"), last=Max("reviewed_at"), all=Sum("pk"))
        seen = (str(folder()), *counted.values())
        if self._finder is None or seen != self._seen:
            self._finder, self._seen = Finder(Store(folder()), entries_on(day)), seen
        return self._finder


HERE: Final = Here()


def folder() -> Path:
    """索引的位置: beside that of the policies, whose older indexes are cleared away."""
    root = Path(settings.SEARCH_ROOT)
    return root.with_name(f"{root.name}-{KIND}")


def find_answers(text: str, *, on: date, most: int) -> Found:
    """查答案: ``most`` at most; none where only a part of the question was found."""
    finder = HERE.finder(on)
    if not finder.entries or not text.strip():
        return Found((), is_fresh=True)
    result = finder.find(text, on=on, per_page=most)
    if result.question.is_wide:
        return Found((), result.is_fresh)
    numbers = [hit.entry.id for hit in result.hits]
    known = {one.entry.number: one for one in answers_on(on).filter(entry__number__in=numbers)}
    kept = tuple(known[number] for number in numbers if number in known)
    return Found(kept, result.is_fresh)


def entries_on(day: date) -> tuple[Entry, ...]:
    """条目: what is indexed of each answer, by number."""
    return tuple(_entries(answers_on(day).order_by("entry__number")))


def _entries(editions: Iterable[Edition]) -> Iterable[Entry]:
    for one in editions:
        assert one.reviewed_at is not None
        yield Entry(
            id=one.entry.number,
            title=one.question,
            summary=one.answer,
            district="",
            kind=KIND,
            department=one.entry.unit.name,
            sizes=(),
            numbers=(),
            clauses=(Clause("basis", one.basis, one.basis),),
            since=day_of(one.reviewed_at),
            until=one.expires_on,
        )
