"""分页: a part of a list in its own order, and how long the whole of it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiqi.api.frame import Parameter
from huiqi.kernel.words import worded
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

T = TypeVar("T")

USUAL: Final = 100
MOST: Final = 500
LAST: Final = 10**8
PAGING: Final = (
    Parameter("limit", "最多几项", {"type": "integer", "minimum": 1, "maximum": MOST}),
    Parameter("offset", "跳过几项", {"type": "integer", "minimum": 0, "maximum": LAST}),
)


@dataclass(frozen=True)
class Page:
    """一页: ``limit`` rows after the first ``offset``."""

    limit: int
    offset: int

    @classmethod
    def read(cls, written: Mapping[str, str], given: Given) -> Page:
        """读取: from query parameters, leaving problems with ``given``."""
        limit = _whole(given, written.get("limit"), "limit", USUAL, (1, MOST))
        offset = _whole(given, written.get("offset"), "offset", 0, (0, LAST))
        return cls(limit, offset)

    def of(
        self, rows: Sequence[T] | QuerySet[Any], tell: Callable[[T], object]
    ) -> dict[str, object]:
        """取页: each of its rows as ``tell`` tells it."""
        return self.together(rows, lambda found: map(tell, found))

    def together(
        self, rows: Sequence[T] | QuerySet[Any], tell: Callable[[list[T]], Iterable[object]]
    ) -> dict[str, object]:
        """整页取: as ``tell`` tells all of its rows, which can ask for what they share at once."""
        found = list(rows[self.offset : self.offset + self.limit])
        return {
            "total": rows.count() if isinstance(rows, QuerySet) else len(rows),
            "limit": self.limit,
            "offset": self.offset,
            "items": list(tell(found)),
        }


def page_schema(item: Mapping[str, Any]) -> dict[str, Any]:
    """一页的架构: of items of one kind."""
    whole = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "properties": {
            "total": whole | {"description": "一共几项"},
            "limit": whole,
            "offset": whole,
            "items": {"type": "array", "items": dict(item)},
        },
        "required": ["total", "limit", "offset", "items"],
        "additionalProperties": False,
    }


def _whole(given: Given, text: str | None, name: str, usual: int, bounds: tuple[int, int]) -> int:
    number = given.number(text, name)
    if number is None:
        return usual
    least, most = bounds
    if not least <= number <= most:
        what = worded(
            "「%(name)s」应在 %(least)s 到 %(most)s 之间。", name=name, least=least, most=most
        )
        given.problems.append(Problem(what, fix=_("请改写后再试。"), key=name))
    return number
