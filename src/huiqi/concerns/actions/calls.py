"""抽样回访: drawn every week by chance, called by a supervisor, opened again where it must be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import is_system, may_supervise
from huiqi.concerns.actions.moving import locked, move
from huiqi.concerns.clocks import after_workdays
from huiqi.concerns.enums import BAD_NEWS, Heard, State
from huiqi.concerns.models import CallBack, CallRound, Concern
from huiqi.concerns.queries.calls import drawn_from, ended_between
from huiqi.concerns.standards import standard_on
from huiqi.concerns.telling import drop_todo, put_todo, supervisors
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.chance import new_seed
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words
from huiqi.parties import scope

LONGEST_NOTE: Final = 1_000
A_WEEK: Final = timedelta(days=7)


@transaction.atomic
def draw_calls(*, actor: Actor, now: datetime, seed: str = "") -> CallRound | None:
    """抽样: of what ended in the last whole week, Monday to Sunday; once.

    None where that week was drawn already. ``seed`` is for who draws again what was drawn.
    """
    require(is_system, actor)
    today = now.astimezone(CITY).date()
    since = today - timedelta(days=today.weekday()) - A_WEEK
    until = since + A_WEEK - timedelta(days=1)
    standard = standard_on(today)
    with scope.everything():
        if CallRound.objects.filter(since=since).exists():
            return None
        cases = {one.number: one for one in ended_between(since, until)}
        units = [(number, one.lead_id or one.desk_id) for number, one in cases.items()]
        seed = seed or new_seed()
        made = rows.save(
            CallRound(since=since, until=until, seed=seed, population=len(cases), drawn_at=now)
        )
        for number in drawn_from(units, seed, standard.sample, standard.sample_most):
            _ask_for(made, cases[number], standard.sample_call, now)
        record_write(actor, "抽取回访的诉求", made, detail={"总体": len(cases)})
    return made


def _ask_for(drawn: CallRound, case: Concern, days: int, now: datetime) -> None:
    due = after_workdays(now, days)
    assert due is not None
    made = rows.save(
        CallBack(drawn_in=drawn, concern=case, resolution=case.resolution, due_at=due.at)
    )
    text = saying("回访办结的诉求 %(number)s，听企业怎么说", number=case.number)
    put_todo(case, _of(made), supervisors(case, now), text, due.at, now)


def _of(call: CallBack) -> str:
    return f"sample:{call.pk}"


@transaction.atomic
def record_call(
    *, call: CallBack, heard: str, note: str, reopens: bool, actor: Actor, now: datetime
) -> CallBack:
    """记下回访: once; where the firm says it is not solved, the case can be opened again.

    Refused without a result or words, and for opening again what nobody complains of or what is
    open or filed; WrongState when somebody has called already.
    """
    require(may_supervise, actor, call.concern)
    found = CallBack.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if found.heard:
        raise WrongState([_("这件诉求已经回访过")])
    case = locked(found.concern)
    problems = list(_problems(case, heard, reopens))
    told = ""
    try:
        told = in_words(note, _("回访记录"), LONGEST_NOTE)
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    found.heard, found.note, found.is_reopened = heard, told, reopens
    found.called_by_id, found.called_at = actor.person_id, now
    rows.save(found, only=("heard", "note", "is_reopened", "called_by", "called_at"))
    drop_todo(case, _of(found), now)
    record_write(actor, "抽样回访诉求", found, subject_id=case.subject_id)
    if reopens:
        move(case, "resume_after_call", actor=actor, now=now, note=told)
    return found


def _problems(case: Concern, heard: str, reopens: bool) -> Iterator[str]:
    if heard not in Heard.values:
        yield _("选企业怎么说：解决了、一部分、没有、没有人联系过，或没有联系上")
    elif reopens and heard not in BAD_NEWS:
        yield _("企业说没有解决，或没有人联系过，才恢复办理")
    if reopens and case.state != State.ENDED:
        yield _("这件诉求已经重新打开或归档，不能再恢复办理；请企业提一件新的")
