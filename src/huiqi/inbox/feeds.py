"""日历的来源: days that apps above this one add to a person's calendar, without its knowing them.

An app registers in its ``ready``. Its function is given the person, whom she may act for at the
moment, and the day; so what belongs to a firm she has left is no longer in her calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.kernel.access import Actor
from huiqi.parties.models import Person


@dataclass(frozen=True)
class Dated:
    """一天的事: ``key`` tells it from all others; ``url`` is a path of ours."""

    key: str
    day: date
    text: str
    url: str
    note: str = ""


Source = Callable[[Person, Sequence[Actor], date], Iterable[Dated]]

_SOURCES: Final[list[Source]] = []


def register(source: Source) -> None:
    """登记来源: once, however often it is asked."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def dated_for(person: Person, actors: Sequence[Actor], on: date) -> Iterator[Dated]:
    """所加的日子: each key once, in the order in which sources were registered."""
    told = set()
    for source in _SOURCES:
        for one in source(person, actors, on):
            if one.key not in told:
                told.add(one.key)
                yield one
