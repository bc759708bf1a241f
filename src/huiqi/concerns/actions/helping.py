"""协助和监督: extensions, co-handlers, notes of supervisors, call-backs, answers to bad ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import (
    answers_for_unit,
    is_chief,
    is_co_officer,
    is_handler,
    may_call_back,
    may_supervise,
)
from huiqi.concerns.actions.moving import end_extensions, locked, move
from huiqi.concerns.clocks import Moment, after_workdays, latest_to_ask
from huiqi.concerns.enums import Finding, NoteColor, State
from huiqi.concerns.models import (
    CoHandling,
    Concern,
    Extension,
    Rating,
    SupervisionNote,
    Withdrawal,
)
from huiqi.concerns.queries.timelines import timeline_of
from huiqi.concerns.queries.twins import open_twin_of
from huiqi.concerns.telling import chiefs, drop_todo, put_todo, set_todos
from huiqi.concerns.timing import move_legal, standard_of
from huiqi.inbox.actions import Whom
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import flaws_of_words, in_words, legible, worded
from huiqi.parties.access import person_of
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization

LONGEST_REASON: Final = 1_000
LONGEST_OPINION: Final = 5_000


@transaction.atomic
def ask_extension(
    *, case: Concern, days: int, reason: str, actor: Actor, now: datetime
) -> Extension:
    """申请延期: a working day before the last one at the latest; decided by the section chief.

    Refused with every flaw: too late, more days than the standard gives, no reason.
    """
    require(is_handler, actor, case)
    held = locked(case)
    told = in_words(reason, _("延期的理由"), LONGEST_REASON)
    standard = standard_of(held)
    more = standard.reply(held.service).more - sum(timeline_of(held).extensions)
    problems = []
    if held.state != State.WORKING or held.last_due_at is None:
        problems.append(_("只有正在办理的诉求可以延期"))
    elif now > latest_to_ask(Moment(held.last_due_at), standard).at:
        problems.append(
            worded(
                "延期要在最后期限前 %(days)s 个工作日提出，现在已经晚了",
                days=standard.ask_ahead,
            )
        )
    if more <= 0:
        problems.append(_("这一类诉求不能延期，或者已经延到头"))
    elif not 1 <= days <= more:
        problems.append(worded("最多再延长 %(more)s 个工作日", more=more))
    if problems:
        raise Refused(problems)
    made = rows.save(
        Extension(concern=held, days=days, reason=told, asked_by_id=person_of(actor), asked_at=now)
    )
    record_write(actor, "申请诉求延期", made, subject_id=held.subject_id)
    assert held.lead is not None
    text = saying("决定诉求 %(number)s 是否延期", number=held.number)
    barred = (person_of(actor),)
    whom = chiefs(held.lead, now)
    put_todo(held, f"extension:{made.pk}", whom, text, held.last_due_at, now, barred=barred)
    return made


@transaction.atomic
def decide_extension(
    *, extension: Extension, is_granted: bool, answer: str, actor: Actor, now: datetime
) -> Extension:
    """决定延期: by the section chief, before the last day is over, never one's own.

    WrongState unless the case is worked on: while the firm is asked, the clock stands anyway.
    """
    held = locked(extension.concern)
    require(is_chief, actor, held)
    found = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    if held.state != State.WORKING:
        raise WrongState(
            [
                worded(
                    "现在的状态是「%(state)s」，只有正在办理的诉求可以延期",
                    state=held.get_state_display(),
                )
            ]
        )
    if found.decided_at is not None:
        raise WrongState([_("这次延期已经决定过")])
    problems = []
    if found.asked_by_id == actor.person_id:
        problems.append(_("自己提出的延期，要由别的处室负责人决定"))
    if held.last_due_at is None or now > held.last_due_at:
        problems.append(_("最后期限已过，不能事后延期"))
    if problems:
        raise Refused(problems)
    found.is_granted, found.decided_at = is_granted, now
    found.decided_by_id = actor.person_id
    found.answer = in_words(answer, _("决定的说明"), LONGEST_REASON)
    rows.save(found, only=("is_granted", "decided_by", "decided_at", "answer"))
    if is_granted:
        move_legal(held, timeline_of(held))
        rows.save(held, only=("last_due_at", "step_due_at", "due_at", "due_is_provisional"))
        set_todos(held, now)
    drop_todo(held, f"extension:{found.pk}", now)
    record_write(actor, "决定诉求延期", found, subject_id=held.subject_id)
    return found


@transaction.atomic
def ask_co_unit(
    *, case: Concern, unit: Organization, text: str, actor: Actor, now: datetime
) -> CoHandling:
    """请协办: another unit gives its part; the lead stays responsible for the whole."""
    require(is_handler, actor, case)
    held = locked(case)
    told = in_words(text, _("请协办单位做什么"), LONGEST_REASON)
    problems = []
    if unit.kind not in PUBLIC_BODIES or unit.pk == held.lead_id:
        problems.append(_("选另一个市级或区级部门协办"))
    if not held.is_open:
        problems.append(_("这件诉求已经了结"))
    if problems:
        raise Refused(problems)
    due = after_workdays(now, standard_of(held).cohandle)
    assert due is not None
    made = rows.save(
        CoHandling(
            concern=held,
            unit=unit,
            asked=told,
            asked_by_id=person_of(actor),
            asked_at=now,
            due_at=due.at,
        )
    )
    record_write(actor, "请协办", made, subject_id=held.subject_id)
    text_of = saying("给出诉求 %(number)s 的协办意见", number=held.number)
    put_todo(held, f"co:{made.pk}", Whom(organization=unit), text_of, due.at, now)
    return made


@transaction.atomic
def give_opinion(*, cohandling: CoHandling, text: str, actor: Actor, now: datetime) -> CoHandling:
    """协办意见: in words, once; the lead answers the firm."""
    found = CoHandling.objects.select_for_update(of=("self",)).get(pk=cohandling.pk)
    require(is_co_officer, actor, found)
    if found.given_at is not None:
        raise WrongState([_("协办意见已经给过")])
    found.opinion = in_words(text, _("协办意见"), LONGEST_OPINION)
    found.given_by_id, found.given_at = actor.person_id, now
    rows.save(found, only=("opinion", "given_by", "given_at"))
    case = found.concern
    drop_todo(case, f"co:{found.pk}", now)
    record_write(actor, "给出协办意见", found, subject_id=case.subject_id)
    return found


@transaction.atomic
def supervise(
    *, case: Concern, color: str, text: str, days: int, actor: Actor, now: datetime
) -> SupervisionNote:
    """督办单: yellow warns, red names the case; the unit has so many working days."""
    require(may_supervise, actor, case)
    held = locked(case)
    problems = []
    if color not in NoteColor.values:
        problems.append(_("选黄色或红色督办单"))
    if not 1 <= days <= 30:
        problems.append(_("限期从 1 到 30 个工作日"))
    if not held.is_open or held.unit is None:
        problems.append(_("这件诉求已经了结，不用督办"))
    problems += flaws_of_words(text, _("督办的要求"), LONGEST_REASON)
    if problems or held.unit is None:
        raise Refused(problems)
    due = after_workdays(now, days)
    assert due is not None
    made = rows.save(
        SupervisionNote(
            concern=held,
            color=color,
            text=legible(text),
            unit=held.unit,
            due_at=due.at,
            by_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "督办诉求", made, subject_id=held.subject_id)
    words = saying("落实督办单：诉求 %(number)s", number=held.number)
    put_todo(held, f"note:{made.pk}", chiefs(held.unit, now), words, due.at, now)
    return made


@transaction.atomic
def call_back(
    *, withdrawal: Withdrawal, finding: str, note: str, actor: Actor, now: datetime
) -> Withdrawal:
    """回访撤回: where it was pressed for, the case is open again and dispatched anew.

    By a supervisor; of a confidential case, which no supervisor sees, by the desk. Where the firm
    has handed in the same anew, that one is at work already and this one stays as it is.
    """
    require(may_call_back, actor, withdrawal.concern)
    found = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if found.finding:
        raise WrongState([_("已经回访过")])
    if finding not in Finding.values:
        raise Refused([_("选回访结果：自愿、被要求撤回或没有联系上")])
    found.finding, found.note = finding, in_words(note, _("回访记录"), LONGEST_REASON)
    found.called_by_id, found.called_at = actor.person_id, now
    rows.save(found, only=("finding", "note", "called_by", "called_at"))
    case = found.concern
    drop_todo(case, "call", now)
    record_write(actor, "回访撤回的诉求", found, subject_id=case.subject_id)
    if finding == Finding.PRESSED and open_twin_of(case) is None:
        move(case, "restore", actor=actor, now=now, note=found.note)
    return found


@transaction.atomic
def answer_rating(*, rating: Rating, text: str, actor: Actor, now: datetime) -> Rating:
    """整改答复: what was put right after a bad rating; by whoever answers for the unit."""
    found = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    require(answers_for_unit, actor, found.concern)
    if found.due_at is None or found.answered_at is not None:
        raise WrongState([_("这个评价没有等着答复的整改")])
    found.answer = in_words(text, _("整改答复"), LONGEST_REASON)
    found.answered_by_id, found.answered_at = actor.person_id, now
    rows.save(found, only=("answer", "answered_by", "answered_at"))
    drop_todo(found.concern, "rating", now)
    record_write(actor, "答复差评", found, subject_id=found.concern.subject_id)
    return found


def lapse_extensions(case: Concern, now: datetime) -> None:
    """延期逾期未定: what nobody decided before the last day was over is refused."""
    if case.last_due_at is not None and now > case.last_due_at:
        end_extensions(case, "逾期未决定，视为不同意", now)
