"""救济途径: what a firm may do against a «no», until when, and on what law; told with every one.

The law changed: what held on the day of the decision is told. The review within the department
is this city's own offer and takes away none of the others.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from huiqi.kernel.clock import CALENDAR, CalendarUnknown, Deadline, Due
from huiqi.kernel.words import worded

A_DAY: Final = timedelta(days=1)
YEAR: Final = 12  # months
# 复核: working days to ask for one, and to answer one. No law sets them.
REVIEW_DAYS: Final = 15
REVIEW_ANSWER_DAYS: Final = 20
REVIEW_BASIS: Final = "本市自定（待核）"


@dataclass(frozen=True)
class Term:
    """法定期限: as it held from ``since`` on; one of ``days`` or ``months``."""

    since: date
    basis: str
    to_whom: str
    days: int = 0
    months: int = 0


# 行政复议法: of 1999, in force from 1999-10-01; revised in 2023, in force from 2024-01-01.
RECONSIDERATION: Final = (
    Term(
        date(1999, 10, 1),
        "《行政复议法》第九条、第十二条",
        "本级人民政府或者上一级主管部门",
        days=60,
    ),
    Term(date(2024, 1, 1), "《行政复议法》第二十条、第二十四条", "本级人民政府", days=60),
)
# 行政诉讼法: of 1989, amended in 2014 with effect from 2015-05-01.
LITIGATION: Final = (
    Term(date(1990, 10, 1), "《行政诉讼法》第三十九条", "有管辖权的人民法院", months=3),
    Term(date(2015, 5, 1), "《行政诉讼法》第四十六条", "有管辖权的人民法院", months=6),
)


@dataclass(frozen=True)
class Remedy:
    """救济: ``until`` is the last day (included), counted from the day on which it was told."""

    kind: str
    text: str
    basis: str
    until: date
    is_provisional: bool = False


def remedies_from(told_on: date) -> list[Remedy]:
    """救济途径: against a decision that the firm was told of on a day; all of them, in order."""
    return list(_remedies(told_on))


def _remedies(told_on: date) -> Iterator[Remedy]:
    review = review_until(told_on)
    yield Remedy(
        "review",
        worded(
            "申请复核：由没有参与这个决定的人重新看，%(days)s 个工作日内答复",
            days=REVIEW_ANSWER_DAYS,
        ),
        REVIEW_BASIS,
        review.day,
        review.provisional,
    )
    for kind, terms, text in (
        (
            "reconsideration",
            RECONSIDERATION,
            gettext_noop("申请行政复议：自知道这个决定起 %(term)s内，向%(to)s申请"),
        ),
        (
            "litigation",
            LITIGATION,
            gettext_noop("提起行政诉讼：自知道这个决定起 %(term)s内，向%(to)s起诉"),
        ),
    ):
        term = _in_force(terms, told_on)
        until, is_provisional = _last_day(term, told_on)
        told = worded(text, term=_length(term), to=term.to_whom)
        yield Remedy(kind, told, term.basis, until, is_provisional)


def review_until(told_on: date) -> Due:
    """申请复核的最后一天: working days, from the next day on."""
    return Deadline(told_on, REVIEW_DAYS, "next_day").due_on(provisional=True)


def review_due(asked_on: date) -> Due:
    """答复复核的最后一天: working days, from the next day on."""
    return Deadline(asked_on, REVIEW_ANSWER_DAYS, "next_day").due_on(provisional=True)


def notice_of(told_on: date, *, with_review: bool = True) -> list[str]:
    """救济告知: a sentence for each with its last day, for papers: in the city's language.

    Without the review within the department where none is offered.
    """
    with override(settings.LANGUAGE_CODE):
        return [
            worded(
                "%(text)s，最后一天 %(until)s（%(basis)s）。",
                text=one.text,
                until=one.until.isoformat(),
                basis=one.basis,
            )
            for one in remedies_from(told_on)
            if with_review or one.kind != "review"
        ]


def _in_force(terms: Sequence[Term], day: date) -> Term:
    return next((one for one in reversed(terms) if one.since <= day), terms[0])


def _length(term: Term) -> str:
    if term.days:
        return worded("%(days)s 日", days=term.days)
    return worded("%(months)s 个月", months=term.months) if term.months else _("法定期限")


def _last_day(term: Term, told_on: date) -> tuple[date, bool]:
    """The day of telling does not count; a last day that is a holiday moves to the next workday."""
    day = told_on + timedelta(days=term.days) if term.days else _months_on(told_on, term.months)
    try:
        while not CALENDAR.is_workday(day):
            day += A_DAY
    except CalendarUnknown:
        return day, True
    return day, False


def _months_on(day: date, months: int) -> date:
    whole = day.year * YEAR + day.month - 1 + months
    year, month = whole // YEAR, whole % YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
