"""公示的检查: everything that is wrong with a notice that is to be published, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.clock import CalendarUnknown, count_workdays, nth_workday
from huiqi.kernel.money import exact
from huiqi.kernel.now import today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.models import Organization
from huiqi.publicity.enums import Withheld
from huiqi.publicity.models import NoticeDraft
from huiqi.publicity.queries import lines_of_draft, proposables, working_days_on
from huiqi.publicity.queries.books import running_awards

MOST_AWARDS: Final = 10_000


@dataclass(frozen=True)
class Proposed:
    """拟资助的一家: the organization, at most how much in 分, and why not to name it, if so."""

    organization: Organization
    amount_fen: int
    withheld: str = ""


@dataclass(frozen=True)
class Draft:
    """公示稿: ``until`` (exclusive) None is after the usual period, the first day included."""

    programme: str
    call: str
    title: str
    department: Organization
    begins_on: date
    until: date | None = None
    basis: str = ""


def end_of(begins_on: date, until: date | None) -> date:
    """公示至（不含）: as it is told, else after the usual working days; Refused when unknown."""
    if until is not None:
        return until
    try:
        return nth_workday(begins_on, working_days_on(begins_on)) + timedelta(days=1)
    except CalendarUnknown as unknown:
        raise Refused([str(unknown), _("请自己写明公示的最后一天")]) from unknown


def problems_of_days(begins_on: date, until: date) -> Iterator[str]:
    """公示期的问题: too short, or backwards."""
    if until <= begins_on:
        yield _("公示的最后一天不能早于首日")
        return
    try:
        days = count_workdays(begins_on, until - timedelta(days=1))
    except CalendarUnknown:
        return  # whoever wrote the end by hand knows the notice for that year
    least = working_days_on(begins_on)
    if days < least:
        yield worded(
            "公示期至少 %(least)s 个工作日（首日算在内），现在只有 %(days)s 个",
            least=least,
            days=days,
        )


def problems_of_first_day(begins_on: date, on: date) -> Iterator[str]:
    """首日的问题: nobody can object on a day that is over."""
    if begins_on < on:
        yield worded("公示不能从过去的日子开始；首日写今天（%(today)s）或以后", today=on)


def problems_of_awards(awards: Sequence[Proposed], *, has_money: bool = True) -> Iterator[str]:
    """名单的问题: none, too many, of nothing, twice, or withheld for no reason of ours."""
    if not awards:
        yield _("公示至少要列一家单位")
    if len(awards) > MOST_AWARDS:
        yield worded("一份公示最多列 %(most)s 家，请分成几份", most=MOST_AWARDS)
    seen: set[int] = set()
    for place, one in enumerate(awards, 1):
        if one.amount_fen <= 0 and (has_money or one.amount_fen < 0):
            yield worded(
                "第 %(place)s 家：拟资助金额必须大于零，现在是 %(told)s",
                place=place,
                told=exact(one.amount_fen),
            )
        if one.organization.subject_id in seen:
            yield worded("第 %(place)s 家：这家单位已经列过，请合成一行", place=place)
        if one.withheld and one.withheld not in Withheld.values:
            yield worded(
                "第 %(place)s 家：没有「%(told)s」这种不公开的原因",
                place=place,
                told=one.withheld[:20],
            )
        seen.add(one.organization.subject_id)


def problems_of_others(
    programme: str, call: str, subjects: Iterable[int], on: date
) -> Iterator[str]:
    """别的公示: who stands in another notice of the same call that has not ended."""
    running = running_awards(on).filter(
        publicity__call=call, publicity__programme=programme, subject__in=list(subjects)
    )
    for one in running.order_by("id"):
        yield worded(
            "「%(name)s」在公示 %(number)s 里还没有期满，请先等期满或撤回那一份",
            name=one.name,
            number=one.publicity.number,
        )


def problems_of_draft(draft: NoticeDraft) -> Iterator[str]:
    """草稿的问题: as the books, the calendar and the other notices stand today."""
    on = today()
    yield from problems_of_first_day(draft.begins_on, on)
    try:
        yield from problems_of_days(draft.begins_on, end_of(draft.begins_on, draft.until))
    except Refused as refused:
        yield from refused.problems
    lines = lines_of_draft(draft)
    if not lines:
        yield _("公示至少要列一家单位")
    known = {
        one.firm.subject_id: one.amount_fen
        for one in proposables(draft.department_id, on, programme=draft.programme, call=draft.call)
    }
    for line in lines:
        there = known.get(line.award.subject_id)
        if there != line.award.amount_fen:
            yield worded(
                "第 %(place)s 家「%(name)s」：账上核定的是 %(there)s，草稿写的是 %(told)s；"
                "请改草稿，重新选入",
                place=line.award.place,
                name=line.firm or _("已不在登记里的单位"),
                there=exact(there) if there else _("没有可公示的款项"),
                told=exact(line.award.amount_fen),
            )
    subjects = [line.award.subject_id for line in lines]
    yield from problems_of_others(draft.programme, draft.call, subjects, on)
