"""公示的办理: publish -> (object -> answer) -> the period ends; or withdraw, and publish anew.

The engine of programmes will publish by these actions when its stage of publicity begins. What
is paid before its notice has ended without an open objection is not told as open data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.clock import CalendarUnknown, count_workdays, nth_workday
from huiqi.kernel.money import exact
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from huiqi.publicity.access import is_another, may_keep, may_publish
from huiqi.publicity.enums import Withheld
from huiqi.publicity.models import (
    Objection,
    ObjectionAnswer,
    PublicAward,
    Publicity,
    Withdrawal,
)

# The first day counts. A programme whose rules ask for more says so with ``until``.
WORKING_DAYS: Final = 7
MOST_AWARDS: Final = 10_000


@dataclass(frozen=True)
class Proposed:
    """拟资助的一家: the organization, at most how much in 分, and why not to name it, if so."""

    organization: Organization
    amount_fen: int
    withheld: str = ""


@dataclass(frozen=True)
class Draft:
    """公示稿: ``until`` (exclusive) None is after seven working days, the first day included."""

    programme: str
    call: str
    title: str
    department: Organization
    begins_on: date
    until: date | None = None


@transaction.atomic
def publish_notice(
    *, draft: Draft, awards: Sequence[Proposed], actor: Actor, now: datetime
) -> Publicity:
    """发布公示: Refused with everything that is wrong with the notice and with its lines."""
    require(may_publish, actor)
    until = draft.until or _usual_end(draft.begins_on)
    today = now.astimezone(CITY).date()
    problems = [*_problems_of_days(draft.begins_on, until, today, actor), *_problems_of(awards)]
    problems += _problems_of_others(draft, awards, today)
    notice = Publicity(
        programme=draft.programme.strip(),
        call=draft.call.strip(),
        title=draft.title.strip(),
        department=draft.department,
        begins_on=draft.begins_on,
        until=until,
        published_by_id=actor.person_id,
        published_at=now,
    )
    problems += rows.problems_of(notice, told=("number", "until"))
    if problems:
        raise Refused(problems)
    notice.number = next_number("GS", draft.begins_on)
    notice.save()
    PublicAward.objects.bulk_create(
        _award(notice, place, one) for place, one in enumerate(awards, 1)
    )
    record_write(actor, "发布公示", notice)
    return notice


def _usual_end(begins_on: date) -> date:
    try:
        return nth_workday(begins_on, WORKING_DAYS) + timedelta(days=1)
    except CalendarUnknown as unknown:
        raise Refused([str(unknown), _("请自己写明公示的最后一天")]) from unknown


def _problems_of_days(begins_on: date, until: date, today: date, actor: Actor) -> Iterator[str]:
    if until <= begins_on:
        yield _("公示的最后一天不能早于首日")
        return
    # The system takes over notices that were given before there was a system.
    if begins_on < today and actor.person_id is not None:
        yield _("公示不能从过去的日子开始；首日写今天（%(today)s）或以后") % {"today": today}
    try:
        days = count_workdays(begins_on, until - timedelta(days=1))
    except CalendarUnknown:
        return  # whoever wrote the end by hand knows the notice for that year
    if days < WORKING_DAYS:
        yield _("公示期至少 %(least)s 个工作日（首日算在内），现在只有 %(days)s 个") % {
            "least": WORKING_DAYS,
            "days": days,
        }


def _problems_of(awards: Sequence[Proposed]) -> Iterator[str]:
    if not awards:
        yield _("公示至少要列一家单位")
    if len(awards) > MOST_AWARDS:
        yield _("一份公示最多列 %(most)s 家，请分成几份") % {"most": MOST_AWARDS}
    seen: set[int] = set()
    for place, one in enumerate(awards, 1):
        if one.amount_fen <= 0:
            yield _("第 %(place)s 家：拟资助金额必须大于零，现在是 %(told)s") % {
                "place": place,
                "told": exact(one.amount_fen),
            }
        if one.organization.subject_id in seen:
            yield _("第 %(place)s 家：这家单位已经列过，请合成一行") % {"place": place}
        if one.withheld and one.withheld not in Withheld.values:
            yield _("第 %(place)s 家：没有「%(told)s」这种不公开的原因") % {
                "place": place,
                "told": one.withheld[:20],
            }
        seen.add(one.organization.subject_id)


def _problems_of_others(draft: Draft, awards: Sequence[Proposed], today: date) -> Iterator[str]:
    running = PublicAward.objects.filter(
        publicity__call=draft.call.strip(),
        publicity__programme=draft.programme.strip(),
        publicity__withdrawal=None,
        publicity__until__gt=today,
        subject__in=[one.organization.subject_id for one in awards],
    )
    for one in running.select_related("publicity").order_by("id"):
        yield _("「%(name)s」在公示 %(number)s 里还没有期满，请先等期满或撤回那一份") % {
            "name": one.name,
            "number": one.publicity.number,
        }


def _award(notice: Publicity, place: int, one: Proposed) -> PublicAward:
    firm = one.organization
    return PublicAward(
        publicity=notice,
        place=place,
        subject_id=firm.subject_id,
        name=firm.name,
        kind=firm.kind,
        credit_code=firm.credit_code or "",
        district=firm.district,
        amount_fen=one.amount_fen,
        withheld=one.withheld or _not_named(firm),
    )


def _not_named(firm: Organization) -> str:
    """Whoever trades or works under their own name is not named, whatever the department says."""
    if firm.kind == Kind.SOLE_TRADER:
        return Withheld.SOLE_TRADER
    return Withheld.PERSON if firm.kind == Kind.MAKER_TEAM else ""


@transaction.atomic
def raise_objection(
    *,
    notice: Publicity,
    award: PublicAward | None,
    text: str,
    raised_by: str = "",
    actor: Actor,
    now: datetime,
) -> Objection:
    """登记异议: while the notice runs, against one award of it or (None) against all of it."""
    require(may_keep, actor, notice)
    today = now.astimezone(CITY).date()
    problems = list(_problems_of_moment(notice, today))
    if award is not None and award.publicity_id != notice.pk:
        problems.append(_("这家单位不在这份公示里"))
    objection = Objection(
        publicity=notice,
        award=award,
        text=text.strip(),
        raised_by=raised_by.strip(),
        received_by_id=actor.person_id,
        received_at=now,
    )
    if problems := [*problems, *rows.problems_of(objection)]:
        raise Refused(problems)
    objection.save()
    record_write(actor, "登记异议", objection, subject_id=award.subject_id if award else None)
    return objection


def _problems_of_moment(notice: Publicity, today: date) -> Iterator[str]:
    if Withdrawal.objects.filter(publicity=notice).exists():
        yield _("这份公示已经撤回，不用再提异议")
    elif today < notice.begins_on:
        yield _("公示从 %(day)s 开始，那天起可以提异议") % {"day": notice.begins_on}
    elif today >= notice.until:
        yield _("公示期已满（最后一天 %(day)s）；现在可以向主管部门或审计机关举报") % {
            "day": notice.last_day
        }


@transaction.atomic
def answer_objection(
    *, objection: Objection, is_upheld: bool, text: str, actor: Actor, now: datetime
) -> ObjectionAnswer:
    """答复异议: once, in words, by another person of the department than whoever published it."""
    require(may_keep, actor, objection.publicity)
    require(is_another, actor, objection)
    if ObjectionAnswer.objects.filter(objection=objection).exists():
        raise Refused([_("这条异议已经答复过，答复不能改")])
    answer = rows.save(
        ObjectionAnswer(
            objection=objection,
            is_upheld=is_upheld,
            text=text.strip(),
            answered_by_id=actor.person_id,
            answered_at=now,
        )
    )
    about = objection.award.subject_id if objection.award else None
    record_write(actor, "答复异议", answer, subject_id=about)
    return answer


@transaction.atomic
def withdraw_notice(*, notice: Publicity, reason: str, actor: Actor, now: datetime) -> Withdrawal:
    """撤回公示: once, with the reason; what it named can be published anew."""
    require(may_keep, actor, notice)
    if Withdrawal.objects.filter(publicity=notice).exists():
        raise Refused([_("这份公示已经撤回过")])
    withdrawal = rows.save(
        Withdrawal(
            publicity=notice,
            reason=reason.strip(),
            withdrawn_by_id=actor.person_id,
            withdrawn_at=now,
        )
    )
    record_write(actor, "撤回公示", withdrawal)
    return withdrawal
