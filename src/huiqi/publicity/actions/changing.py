"""公示的变更: extended, withdrawn as a whole or by a row; and how long notices have to run."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.publicity.access import may_keep
from huiqi.publicity.actions import telling
from huiqi.publicity.actions.holding import hold
from huiqi.publicity.models import (
    AwardWithdrawal,
    Extension,
    NoticePeriod,
    PublicAward,
    Publicity,
    Withdrawal,
)

LONGEST_REASON = 200


@transaction.atomic
def withdraw_notice(*, notice: Publicity, reason: str, actor: Actor, now: datetime) -> Withdrawal:
    """撤回公示: once, with the reason; what it named can be published anew."""
    require(may_keep, actor, notice)
    hold(notice)
    if Withdrawal.objects.filter(publicity=notice).exists():
        raise Refused([_("这份公示已经撤回过")])
    withdrawal = rows.save(
        Withdrawal(
            publicity=notice,
            reason=_reason(reason),
            withdrawn_by_id=actor.person_id,
            withdrawn_at=now,
        )
    )
    record_write(actor, "撤回公示", withdrawal)
    telling.nothing_to_watch(notice, now)
    return withdrawal


@transaction.atomic
def withdraw_award(
    *, award: PublicAward, reason: str, actor: Actor, now: datetime
) -> AwardWithdrawal:
    """撤下一家: out of a notice that goes on for the others; the firm is told why."""
    notice = award.publicity
    require(may_keep, actor, notice)
    hold(notice)
    if Withdrawal.objects.filter(publicity=notice).exists():
        raise Refused([_("整份公示已经撤回，不用再撤下其中一家")])
    if AwardWithdrawal.objects.filter(award=award).exists():
        raise Refused([_("这一家已经撤下过")])
    made = rows.save(
        AwardWithdrawal(
            award=award,
            reason=_reason(reason),
            withdrawn_by_id=actor.person_id,
            withdrawn_at=now,
        )
    )
    record_write(actor, "撤下公示中的一家", made, subject_id=award.subject_id)
    telling.tell_firm(award, made.reason, now)
    return made


@transaction.atomic
def extend_notice(
    *, notice: Publicity, until: date | None, reason: str, actor: Actor, now: datetime
) -> Extension:
    """延长公示: to before ``until``, while it has not ended. Refused with all that is wrong."""
    require(may_keep, actor, notice)
    hold(notice)
    known = Publicity.objects.get(pk=notice.pk)
    problems = []
    if Withdrawal.objects.filter(publicity=known).exists():
        problems.append(_("这份公示已经撤回，不能延长"))
    elif now.astimezone(CITY).date() >= known.ends:
        problems.append(
            worded(
                "公示期已满（最后一天 %(day)s），不能延长；要重新征求意见，请撤回后再公示",
                day=known.last_day,
            )
        )
    if until is None:
        problems.append(_("新的最后一天：请写成 2021-10-20 这样的日期"))
    elif until <= known.ends:
        problems.append(worded("新的最后一天要晚于现在的最后一天（%(day)s）", day=known.last_day))
    if not legible(reason):
        problems.append(_("延长公示要写明理由"))
    if problems or until is None:
        raise Refused(problems)
    made = rows.save(
        Extension(
            publicity=known,
            until=until,
            reason=_reason(reason),
            extended_by_id=actor.person_id,
            extended_at=now,
        )
    )
    record_write(actor, "延长公示", made)
    telling.end_moved(Publicity.objects.get(pk=notice.pk))
    return made


@transaction.atomic
def set_notice_period(
    *, since: date, working_days: int, basis: str, actor: Actor, now: datetime
) -> NoticePeriod:
    """设定公示期: for notices that begin on ``since`` or later; earlier ones keep theirs.

    By the system alone: whoever publishes does not say how long everybody may object.
    """
    require(is_system, actor)
    made = rows.save(
        NoticePeriod(since=since, working_days=working_days, basis=legible(basis), set_at=now)
    )
    record_write(actor, "设定公示期", made)
    return made


def _reason(text: str) -> str:
    words = legible(text)
    if len(words) > LONGEST_REASON:
        raise Refused(
            [
                worded(
                    "理由最多 %(most)s 字，现在 %(count)s 字",
                    most=LONGEST_REASON,
                    count=len(words),
                )
            ]
        )
    return words
