"""知识的出处: what an answer began with says what may not stand in any version of it.

This app does not know concerns; whoever gives answers their ``source`` registers a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

# The number of the source and every word of a version, to a sentence for each flaw.
Reader = Callable[[str, str], Iterable[str]]
_READERS: list[Reader] = []


def register(reader: Reader) -> None:
    """登记: once, when the app is ready."""
    if reader not in _READERS:
        _READERS.append(reader)


def flaws_by_origin(source: str, text: str) -> Iterator[str]:
    """出处的问题: none where an answer came from nowhere."""
    if source:
        for reader in _READERS:
            yield from reader(source, text)
