"""复核: a firm asks that another person looks at a «no» again; once for each decision."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.clocks import DueMoment
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes import telling
from huiqi.programmes.access import may_ask_review
from huiqi.programmes.enums import ApplicationState, Verdict
from huiqi.programmes.models import Decision, ReviewRequest
from huiqi.programmes.remedies import review_due, review_until
from huiqi.programmes.stages.running import day_of

NOES: Final = (Verdict.NOT_ACCEPTED, Verdict.REFUSED)
LONGEST: Final = 2_000


@transaction.atomic
def ask_review(*, decision: Decision, reason: str, actor: Actor, now: datetime) -> ReviewRequest:
    """申请复核: of a decision against the firm, within its days and with a reason.

    Refused with everything that stands in the way. It stops none of the days of the law.
    """
    application = decision.application
    require(may_ask_review, actor, application)
    told = legible(reason)
    problems = list(hindrances(decision, now))
    if not told:
        problems.append(_("请写明哪里不对、有什么依据"))
    if len(told) > LONGEST:
        over = len(told) - LONGEST
        problems.append(
            worded("理由最多 %(most)s 个字，现在多 %(over)s 个", most=LONGEST, over=over)
        )
    if problems:
        raise Refused(problems)
    due = review_due(day_of(now))
    made = rows.save(
        ReviewRequest(
            decision=decision,
            reason=told,
            asked_by_id=person_of(actor),
            asked_at=now,
            due_on=due.day,
            due_is_provisional=due.provisional,
        )
    )
    telling.ask_department(
        application,
        task_of(made),
        saying("复核申请：%(number)s", number=application.number),
        now,
        due=DueMoment(telling.end_of(due.day), provisional=due.provisional),
    )
    record_write(actor, "申请复核", made, subject_id=application.subject_id)
    return made


def hindrances(decision: Decision, now: datetime) -> list[str]:
    """不能申请复核的原因: empty while it can still be asked for."""
    problems = []
    if decision.verdict not in NOES:
        problems.append(_("这个决定没有对贵单位不利，不用复核"))
    if hasattr(decision, "review"):
        problems.append(_("这个决定已经申请过复核"))
    elif decision.application.state != ApplicationState.REFUSED:
        problems.append(_("只有「不通过」的申报可以申请复核"))
    last = review_until(day_of(decision.at)).day
    if day_of(now) > last:
        problems.append(
            worded("申请复核的最后一天是 %(last)s，已经过了；仍可行政复议或诉讼", last=last)
        )
    return problems


def task_of(review: ReviewRequest) -> str:
    """待办的名称: of the department, by which it is closed when the review is answered."""
    return f"review:{review.decision_id}"
