"""资金计划: what each firm is granted is booked against what was set aside, by two people.

The ledger refuses whatever would go beyond that; an instalment is a part of its own.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.ledger import actions as books
from huiqi.ledger.slips import Origin
from huiqi.programmes.access import is_handler
from huiqi.programmes.actions.deciding import issue_document, record_decision
from huiqi.programmes.definition import Disbursement
from huiqi.programmes.degraded import reasons_to_wait
from huiqi.programmes.enums import (
    DocumentKind,
    ListState,
    Recommended,
    StageKind,
    StageState,
    Verdict,
)
from huiqi.programmes.list_states import AWARD_LIST, may_publish_list
from huiqi.programmes.models import Application, AwardLine, AwardList, StageRun
from huiqi.programmes.paper_contents import grant_content
from huiqi.programmes.queries.lists import standing_lines
from huiqi.programmes.stages import running
from huiqi.programmes.versions import definition_of

YUAN = 100


def ready_for_plan(award_list: AwardList) -> list[AwardLine]:
    """可以下达的: whose publicity is over and who were not granted anything yet, in order."""
    found = standing_lines().filter(
        list=award_list,
        recommended=Recommended.FUNDED,
        application__stages__kind=StageKind.FUNDING_PLAN,
        application__stages__state=StageState.OPEN,
    )
    related = ("application__call", "application__version", "application__subject")
    return list(found.select_related(*related).order_by("place").distinct())


@transaction.atomic
def put_into_plan(
    *, award_list: AwardList, clause: str, actor: Actor, now: datetime
) -> list[Application]:
    """下达资金计划: for everybody on the list whose publicity is over; all of them or nobody.

    By another person than the drafter of the list. Refused when the money does not suffice.
    """
    locked = AwardList.objects.select_for_update(of=("self",)).get(pk=award_list.pk)
    require(may_publish_list & is_handler, actor, locked)
    lines = ready_for_plan(locked)
    if locked.state not in (ListState.PUBLISHED, ListState.PLANNED) or not lines:
        raise Refused([_("没有公示期满、等着下达资金计划的申报")])
    granted = [_granted(line, clause, actor, now) for line in lines]
    if locked.state == ListState.PUBLISHED:
        AWARD_LIST.fire(locked, "plan", actor=actor)
    record_write(actor, "下达资金计划", locked)
    return granted


def _granted(line: AwardLine, clause: str, actor: Actor, now: datetime) -> Application:
    application = line.application
    run = StageRun.objects.get(
        application=application, kind=StageKind.FUNDING_PLAN, state=StageState.OPEN
    )
    if problems := reasons_to_wait(application):
        raise Refused(problems)
    fen = line.allotted_fen or 0
    _booked(application, fen, actor, now)
    application.granted_fen = fen
    application.save(update_fields=["granted_fen"])
    record_decision(
        application=application,
        run=run,
        verdict=Verdict.GRANTED,
        clause=clause,
        reason="",
        actor=actor,
        now=now,
    )
    issue_document(
        application=application,
        kind=DocumentKind.GRANT,
        content=grant_content(application, line),
        actor=actor,
        now=now,
    )
    return running.pass_stage(run, actor=actor, now=now)


def parts_of(fen: int, shares: tuple[Fraction, ...]) -> list[int]:
    """各期金额: in 分, whole 元 each but the last, which is what is left."""
    parts = [int(fen * share) // YUAN * YUAN for share in shares[:-1]]
    return [*parts, fen - sum(parts)]


def _booked(application: Application, fen: int, actor: Actor, now: datetime) -> None:
    call = application.call
    assert call.budget is not None  # a call that grants money has a budget
    settings = definition_of(application).programme.stage("disbursement")
    shares = settings.instalments if isinstance(settings, Disbursement) else (Fraction(1),)
    for number, part in enumerate(parts_of(fen, shares), 1):
        books.approve(
            budget=call.budget,
            award=books.Award(call.number, application.subject_id, number),
            amount_fen=part,
            business=books.Business(
                key=f"application:{application.pk}:approve:{number}",
                on=running.day_of(now),
                memo=f"申报 {application.number} 第 {number} 期",
                origin=Origin(Application._meta.label, application.pk),
            ),
            actor=actor,
        )
