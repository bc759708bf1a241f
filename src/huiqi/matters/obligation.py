"""义务: what a firm must do again and again, and by when, as its files of the library say.

Plain frozen values and the days that follow from them; ``from_`` and ``to`` are both included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

from huiqi.kernel.clock import CALENDAR, Calendar
from huiqi.matters.matter import Place, Told, doubtful, said
from huiqi.rules.months import add_months
from huiqi.rules.policy import Cite, Source

Every = Literal["month", "quarter", "year"]
EVERY: Final = ("month", "quarter", "year")
MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}
LONG_REST: Final = 3  # days in a row that lengthen a period of taxes
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Rhythm:
    """周期: each ``every``, on ``day`` of ``month``, or of the month after a month or quarter.

    It ``opens`` on a day of the same year; where that is not written, on the first of the month.
    """

    every: Every
    day: int
    month: int = 0
    opens_month: int = 0
    opens_day: int = 0
    line: int = 0


@dataclass(frozen=True)
class Shift:
    """顺延: by which law a last day moves when it falls on a day of rest."""

    kind: str
    cite: Cite
    line: int = 0


@dataclass(frozen=True)
class Due:
    """一次: from when it can be done, the last day (included), and that day before any shift.

    ``estimated``: the tax offices publish the day each year, ours follows the law alone and is
    never later. ``provisional``: beyond the published calendar.
    """

    opens: date
    last: date
    written: date
    estimated: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class Duty:
    """义务: ``who`` None binds every firm; ``due_open`` says why nobody knows the day."""

    id: str
    text: str
    department: str
    place: Place
    cite: Cite
    who: Told | None = None
    due: Rhythm | None = None
    due_open: str = ""
    shift: Shift | None = None
    from_: date | None = None
    to: date | None = None
    consequence: str = ""
    note: str = ""
    line: int = 0

    def covers(self, day: date) -> bool:
        """当日是否有效: both ends included."""
        return (self.from_ or date.min) <= day <= (self.to or date.max)

    def dues(self, start: date, until: date, *, calendar: Calendar = CALENDAR) -> Iterator[Due]:
        """各次: whose last day lies from ``start`` to ``until``, both included, in order."""
        if self.due is None:
            return
        # A shift never moves a day by two months.
        day = add_months(start.replace(day=1), -MONTHS[self.due.every] - 1)
        while day <= until:
            if self._falls_in(day):
                one = self._due(day.year, day.month, calendar)
                if start <= one.last <= until and self.covers(one.written):
                    yield one
            day = add_months(day, 1)

    def _falls_in(self, day: date) -> bool:
        assert self.due is not None
        match self.due.every:
            case "month":
                return True
            case "quarter":
                return day.month % MONTHS["quarter"] == 1
        return day.month == self.due.month

    def _due(self, year: int, month: int, calendar: Calendar) -> Due:
        assert self.due is not None
        written = date(year, month, self.due.day)
        opens = date(year, self.due.opens_month or month, self.due.opens_day or 1)
        beyond = written > calendar.known_until()
        if self.shift is None:
            return Due(opens, written, written, provisional=False)
        # What is settled once a year is moved only off a day of rest: no tax office lengthens it.
        first = written if self.due.every == "year" else written.replace(day=1)
        last, longer = shifted(first, written, calendar)
        return Due(opens, last, written, estimated=longer, provisional=beyond)


@dataclass(frozen=True)
class Duties:
    """一类义务: of one file, with its sources."""

    id: str
    rank: int
    title: str
    sources: Mapping[str, Source]
    duties: tuple[Duty, ...]
    file: str = ""
    line: int = 0

    def cites(self) -> Iterator[Cite]:
        """全部出处: of duties and shifts."""
        for duty in self.duties:
            yield duty.cite
            if duty.shift:
                yield duty.shift.cite

    def said(self, cite: Cite) -> str:
        """出处的写法: title, number, clause; 待核 where nobody has seen it."""
        return said(self.sources[cite.source], cite.clause)

    def doubts(self, duty: Duty) -> bool:
        """日期是否待核: whether nobody has compared its days with what they rest on."""
        cites = (duty.cite, *((duty.shift.cite,) if duty.shift else ()))
        return any(doubtful(self.sources[one.source], one.clause) for one in cites)


def shifted(first: date, last: date, calendar: Calendar = CALENDAR) -> tuple[date, bool]:
    """税期顺延: the last day of a period of taxes, and whether a long holiday lengthened it.

    税收征收管理法实施细则第一百零九条: days of rest in the period, three or more in a row, are
    added; a last day of rest moves to the first working day after.
    """
    days = [first + ONE_DAY * n for n in range((last - first).days + 1)]
    runs = (len(list(run)) for works, run in groupby(days, calendar.guess_workday) if not works)
    rest = sum(run for run in runs if run >= LONG_REST)
    day = last + ONE_DAY * rest
    while not calendar.guess_workday(day):
        day += ONE_DAY
    return day, rest > 0
