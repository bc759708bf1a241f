"""一户事实: what is known of one subject on one day, read once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS
from huiqi.rules.problems import Place
from huiqi.rules.read import Reader
from huiqi.rules.say_value import outer

NOWHERE: Final = Place()
NO_COMPLETENESS: Final[Mapping[str, bool]] = {}


@dataclass(frozen=True)
class Facts:
    """一户事实: inner values by key; a key that is absent is unknown.

    ``on`` is the day of evaluation. ``known`` holds integers (分, 10⁻⁹, day numbers), booleans
    and codes; ``lists`` tuples of entries with inner values, or of codes; ``complete`` says of
    a list whether it names all there are (default: yes); ``sources`` where a value came from.
    """

    on: date
    known: Mapping[str, object] = field(default_factory=dict)
    lists: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    complete: Mapping[str, bool] = field(default_factory=lambda: NO_COMPLETENESS)
    sources: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        given: Mapping[str, object],
        on: date,
        place: Place = NOWHERE,
        *,
        consistent: bool = True,
    ) -> Facts:
        """读取: from what people write (yuan, fractions, ISO dates, Chinese names).

        Refused with every problem, at its ``place``: unknown keys, wrong types, values out of
        bounds and, where they are to be ``consistent``, values that cannot be true together.
        A case of the library need not be: it varies one fact and leaves the others.
        """
        reader = Reader(on, place)
        reader.read(given, consistent=consistent)
        reader.refuse()
        return cls(on, reader.known, reader.lists, reader.complete, reader.sources)

    @property
    def name(self) -> str:
        """名称: of the subject, or an empty string."""
        return str(self.known.get("name", ""))

    @property
    def credit_code(self) -> str | None:
        """统一社会信用代码: or None."""
        code = self.known.get("credit_code")
        return None if code is None else str(code)

    def get(self, key: str) -> object:
        """内部值: of a scalar fact, or None."""
        return self.known.get(key)

    def replace(self, **inner: object) -> Facts:
        """改动: the same facts with some inner values instead."""
        return replace(self, known={**self.known, **inner})

    def outer(self, key: str) -> object:
        """外部值: of a scalar fact as files write it, or None."""
        value = self.known.get(key)
        return None if value is None else outer(FACTS[key], value)

    @property
    def unknown(self) -> tuple[str, ...]:
        """未知事实: every registered key that is not known, in the order of the dictionary."""
        return tuple(
            key
            for key, fact in FACTS.items()
            if key not in (self.lists if fact.kind in LISTS else self.known)
        )
