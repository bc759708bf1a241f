"""旁边的板块: what apps above this one add to its pages, without its knowing them.

An app registers in its ``ready`` for one place: «policy», «document», «answers» before and «search»
after what was found, or «match». Its
function is given the request and what the page shows, and returns a template with its context,
or None where it has nothing to add. On the page of a policy the context may hold ways to apply,
which stand with the others at its head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.http import HttpRequest

Added = tuple[str, Mapping[str, Any]]
Section = Callable[[HttpRequest, Mapping[str, Any]], Added | None]

WAYS: Final = "ways_beside"
PLACES: Final = ("policy", "document", "search", "answers", "match")
_SECTIONS: Final[dict[str, list[Section]]] = {place: [] for place in PLACES}


def register(place: str, section: Section) -> None:
    """登记板块: once, however often it is asked; KeyError for a place that is none."""
    if section not in _SECTIONS[place]:
        _SECTIONS[place].append(section)


def added_to(place: str, request: HttpRequest, shown: Mapping[str, Any]) -> Iterator[Added]:
    """所加板块: in the order in which they were registered."""
    for section in _SECTIONS[place]:
        if found := section(request, shown):
            yield found
