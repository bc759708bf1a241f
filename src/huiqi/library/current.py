"""现行政策库: what ships, with what the city published itself; who keeps answers is told.

A process answers from one library at a time. Whoever knows of published rules puts the library
that has them in; everything remembered of the one before is forgotten then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from huiqi.rules.book import Library
from huiqi.rules.load import load_library

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

FOLDER: Final = Path(__file__).parent
T = TypeVar("T")

_put: list[Library] = []  # at most one; empty: what ships
_remembered: list[_lru_cache_wrapper[object]] = []


@lru_cache(maxsize=1)
def shipped() -> Library:
    """随附的政策库: every programme that ships with huiqi; Refused when a file is wrong."""
    return load_library(FOLDER)


def load() -> Library:
    """现行政策库: by which this process answers now."""
    return _put[0] if _put else shipped()


def put(library: Library | None) -> None:
    """换上: another library from now on; None takes back the one that ships."""
    _put[:] = [library] if library is not None else []
    for cache in _remembered:
        cache.cache_clear()


def remembered(maxsize: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """记住: up to ``maxsize`` results of a function, until another library is put in."""

    def keep(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        found = lru_cache(maxsize=maxsize)(function)
        _remembered.append(found)
        return found

    return keep
