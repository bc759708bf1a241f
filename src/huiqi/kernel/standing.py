"""常问: a question that every request asks, written out as SQL once for each process.

Django builds the same statement anew each time it is asked, which takes ten times as long as the
database takes to answer. Only the values that are given differ from one time to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

FIRST_DAY: Final = datetime(1900, 1, 1, tzinfo=UTC)
# What stands for a value while the statement is written: nothing else in it is equal to it.
STAND_INS: Final[dict[type, Callable[[int], object]]] = {
    int: lambda place: -4_037_022 - place,
    str: lambda place: f"常问 {place}",
    datetime: lambda place: FIRST_DAY + timedelta(days=place),
}


class Standing:
    """常问: ``ask`` makes the question, of values of these ``kinds`` and in their order.

    It may be asked for columns only (``values_list``), and never of a value that is None.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self._ask = ask
        self._stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(kinds)]

    @classmethod
    def of(cls, *kinds: type) -> Callable[[Callable[..., QuerySet[Any, Any]]], Standing]:
        """常问: as a decorator of what makes the question."""
        return lambda ask: cls(ask, *kinds)

    def __call__(self, *given: object) -> list[tuple[Any, ...]]:
        """问: the rows, each with the columns in their order."""
        sql, params = self._written
        told: dict[Any, Any] = dict(zip(self._stand_ins, given, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [told.get(one, one) for one in params])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    @cached_property
    def _written(self) -> tuple[str, Sequence[Any]]:
        sql, params = self._ask(*self._stand_ins).query.sql_with_params()
        if lost := [one for one in self._stand_ins if one not in params]:
            raise LookupError(f"the statement does not ask for {lost} by value")
        return sql, params
