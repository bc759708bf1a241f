"""办理入口: where a programme is applied for; told by the apps that know, which lie above.

An app registers what it knows when it is ready; nothing is known where nobody does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Way:
    """入口: the matter in which the programme is a step, and the system that takes it.

    ``url`` is empty where nobody has verified the address; ``page`` is the matter's own page.
    """

    matter: str
    page: str
    step: str
    place: str
    url: str = ""


Find = Callable[[str], Iterable[Way]]
_FINDERS: Final[list[Find]] = []


def know_ways(find: Find) -> Find:
    """登记来源: who can tell the ways of a programme, by its id."""
    _FINDERS.append(find)
    return find


def ways_of(programme: str) -> list[Way]:
    """入口: all that anybody knows, in the order of those who do."""
    return [way for find in _FINDERS for way in find(programme)]
