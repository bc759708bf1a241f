"""别处的数据: what apps above hold of a person or a firm, for its copy and its erasure.

An app registers in its ``ready``; this one does not know it. Both are asked within the scope of
everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from huiqi.parties.models import Person, Subject

Line = dict[str, str]

LOG_LAW: Final = "《网络安全法》第二十一条：网络日志留存不少于六个月（期满后的保存年限待核）"
ARCHIVE_LAW: Final = "《档案法》及会计档案的保管期限规定（具体年限待核）"
KEEP_LAW: Final = "《个人信息保护法》第四十七条第二款：保存期限未满或技术上难以删除的，停止其他处理"
REGISTER_LAW: Final = "《市场主体登记管理条例》：登记事项依法公示（条款待核）"


@dataclass(frozen=True)
class Section:
    """一类数据: its title, and each column's heading with the path to its value."""

    title: str
    rows: QuerySet[Any]
    columns: Sequence[tuple[str, str]]

    def cells(self) -> list[tuple[Any, ...]]:
        """单元格: of all rows, in order."""
        return list(self.rows.values_list(*(path for _, path in self.columns)))


@dataclass(frozen=True)
class Holding:
    """持有的数据: what goes into a copy, and what an erasure does, told line by line."""

    of_person: Callable[[Person], Iterable[Section]]
    of_firm: Callable[[Subject], Iterable[Section]]
    erase_person: Callable[[Person, datetime], Iterable[Line]]
    erase_firm: Callable[[Subject, datetime], Iterable[Line]]


_HOLDINGS: Final[list[Holding]] = []


def register(holding: Holding) -> None:
    """登记: once, however often it is asked."""
    if holding not in _HOLDINGS:
        _HOLDINGS.append(holding)


def holdings() -> Iterator[Holding]:
    """各处持有的数据: in the order in which they were registered."""
    yield from _HOLDINGS


def gone(what: str, how: str) -> Line:
    """已删除: and how."""
    return {"what": what, "how": how, "kept": "", "ground": ""}


def kept(what: str, how: str, ground: str) -> Line:
    """保留: what the law keeps, with its ground."""
    return {"what": what, "how": how, "kept": "保留", "ground": ground}
