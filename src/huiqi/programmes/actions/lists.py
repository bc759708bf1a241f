"""名单的办理: drawn up from what waits for publicity, approved by others, published, planned.

Whatever is changed makes a new revision, and approvals of the one before are void. Nobody is
refused by a list: who is not funded on it is refused one by one, by a person, with the clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.money import exact
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes.access import is_handler, may_approve_list
from huiqi.programmes.allocation import Claim, allot, bounds_of
from huiqi.programmes.definition import FundingPlan
from huiqi.programmes.enums import (
    ApplicationState,
    ListState,
    Recommended,
    StageKind,
    StageState,
)
from huiqi.programmes.list_states import AWARD_LIST, may_draft_list, may_publish_list
from huiqi.programmes.models import (
    Application,
    AwardApproval,
    AwardLine,
    AwardList,
    Call,
    StageRun,
)
from huiqi.programmes.queries.amounts import computed_fen
from huiqi.programmes.queries.list_risks import risks_of
from huiqi.programmes.queries.lists import standing_lines, with_applications
from huiqi.programmes.queries.money import committed_of
from huiqi.programmes.versions import definition_of
from huiqi.publicity.actions import Draft, Proposed, publish_list
from huiqi.publicity.models import Publicity

# Above so much together a second chief approves as well; the city's own choice, 待核.
SECOND_ABOVE_FEN: Final = 1_000_000_000


def waiting_for_list(call: Call) -> list[Application]:
    """待列入名单: whose stage of publicity is open and who stand on no list, by arrival."""
    listed = standing_lines().filter(list__call=call)
    found = (
        Application.objects.filter(
            call=call, stages__kind=StageKind.PUBLICITY, stages__state=StageState.OPEN
        )
        .exclude(pk__in=listed.values("application"))
        .select_related("organization", "call", "version", "subject")
        .order_by("arrived_at", "id")
    )
    return list(found)


def waiting_by_call(calls: QuerySet[Call]) -> list[tuple[Call, int]]:
    """各通知待列入的: the calls under which somebody waits, with how many; in one query."""
    listed = standing_lines()
    waiting = (
        Application.objects.filter(
            call__in=calls, stages__kind=StageKind.PUBLICITY, stages__state=StageState.OPEN
        )
        .exclude(pk__in=listed.values("application"))
        .order_by("call")
        .values_list("call")
        .annotate(count=Count("id", distinct=True))
    )
    counts = dict(waiting)
    return [(one, counts[one.pk]) for one in calls.filter(pk__in=counts)]


@transaction.atomic
def draw_up_list(*, call: Call, title: str, actor: Actor, now: datetime) -> AwardList:
    """起草名单: of everybody who waits, with what each comes to, shared out as the rules say."""
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require(is_handler, actor, locked)
    waiting = waiting_for_list(locked)
    problems = []
    if not legible(title):
        problems.append(_("请写明名单的标题"))
    if not waiting:
        problems.append(_("没有等着列入名单的申报"))
    if problems:
        raise Refused(problems)
    pays = definition_of(locked).programme.pays
    made = rows.save(
        AwardList(
            call=locked,
            title=legible(title),
            budget_fen=available_for(locked) if pays else None,
            drafted_by_id=person_of(actor),
            drafted_at=now,
        )
    )
    for place, application in enumerate(waiting, 1):
        fen = computed_fen(application) if pays else None
        unknown = pays and fen is None
        rows.save(
            AwardLine(
                list=made,
                place=place,
                application=application,
                recommended=Recommended.NOT if unknown else Recommended.FUNDED,
                computed_fen=fen,
                exception=_("金额还算不出来，先不列入") if unknown else "",
            )
        )
    _share_out(made)
    record_write(actor, "起草名单", made)
    return made


def available_for(call: Call) -> int:
    """名单可用: what is set aside for the call and stands on no other list, in 分.

    A list that was put into the plan in part still holds what its other lines wait for; who was
    granted theirs, or is out of it, holds nothing.
    """
    taken = standing_lines().filter(
        list__call=call,
        recommended=Recommended.FUNDED,
        application__granted_fen__isnull=True,
        application__state__in=(ApplicationState.ACTIVE, ApplicationState.RETURNED),
    )
    held = sum(one.allotted_fen or 0 for one in taken)
    return max(0, committed_of(call) - held)


def _share_out(made: AwardList) -> None:
    """The amounts anew, by the published algorithm; its steps are kept with the list."""
    plan = definition_of(made.call).programme.stage("funding_plan")
    if made.budget_fen is None or not isinstance(plan, FundingPlan):
        return
    lines = list(made.lines.select_related("application").order_by("place"))
    funded = [one for one in lines if one.recommended == Recommended.FUNDED]
    bounds = bounds_of(plan)
    claims = [Claim(one.pk, one.computed_fen or 0, one.place, *bounds) for one in funded]
    found = allot(made.budget_fen, claims, plan.allocation)
    for one in lines:
        one.allotted_fen = found.amounts.get(one.pk)
        one.save(update_fields=["allotted_fen"])
    made.allocation = {
        "rate": [found.rate.numerator, found.rate.denominator],
        "steps": list(found.steps),
        "total_fen": found.total_fen,
    }
    made.save(update_fields=["allocation"])


@dataclass(frozen=True)
class LineAsked:
    """所写的一行: what is recommended, and why it departs from what was computed."""

    recommended: Recommended
    exception: str = ""


@transaction.atomic
def amend_list(
    *,
    award_list: AwardList,
    lines: Mapping[int, LineAsked],
    risks: Sequence[Mapping[str, Any]],
    actor: Actor,
) -> AwardList:
    """修改名单: a new revision; amounts are shared out anew and approvals lapse."""
    locked = _locked(award_list)
    require(may_draft_list, actor, locked)
    if locked.state != ListState.DRAFTED:
        raise WrongState(
            [worded("名单的进展是「%(state)s」，先收回才能改", state=locked.get_state_display())]
        )
    problems: list[str] = []
    changed = []
    for line in locked.lines.order_by("place"):
        asked = lines.get(line.application_id)
        if asked is None:
            continue
        line.recommended, line.exception = asked.recommended, legible(asked.exception)
        wrong = list(rows.problems_of(line, only=("recommended", "exception")))
        problems += [worded("第 %(place)s 家：%(why)s", place=line.place, why=one) for one in wrong]
        changed.append(line)
    if problems:
        raise Refused(problems)
    for line in changed:
        line.save(update_fields=["recommended", "exception"])
    locked.revision += 1
    locked.risks = [dict(one) for one in risks]
    locked.save(update_fields=["revision", "risks"])
    _share_out(locked)
    record_write(actor, "修改名单", locked)
    return locked


@transaction.atomic
def submit_list(*, award_list: AwardList, actor: Actor) -> AwardList:
    """提交审定: Refused when nobody on it is funded."""
    if problems := list(problems_of_list(award_list)):
        raise Refused(problems)
    moved: AwardList = AWARD_LIST.fire(award_list, "submit", actor=actor)
    return moved


def problems_of_list(award_list: AwardList) -> Iterator[str]:
    """名单的问题: nobody funded, somebody funded with nothing, more than there is."""
    funded = list(award_list.lines.filter(recommended=Recommended.FUNDED).order_by("place"))
    if not funded:
        yield _("名单上没有一家拟资助")
    if award_list.budget_fen is None:
        return
    for one in funded:
        if not one.allotted_fen:
            yield worded("第 %(place)s 家拟资助金额为零，请改建议并写明理由", place=one.place)
    total = sum(one.allotted_fen or 0 for one in funded)
    if total > award_list.budget_fen:
        told = {"total": exact(total), "most": exact(award_list.budget_fen)}
        yield worded("拟资助合计 %(total)s，超过可用的 %(most)s", **told)


@transaction.atomic
def approve_list(*, award_list: AwardList, opinion: str, actor: Actor, now: datetime) -> AwardList:
    """审定: of this revision; a large one by two chiefs, one after the other."""
    locked = _locked(award_list)
    require(may_approve_list, actor, locked)
    if locked.state != ListState.SUBMITTED:
        raise WrongState(
            [worded("名单的进展是「%(state)s」，不能审定", state=locked.get_state_display())]
        )
    _voted(locked, actor, now, opinion, is_approved=True)
    _keep_risks(locked)
    given = locked.approvals.filter(revision=locked.revision, is_approved=True).count()
    if given < approvals_wanted(locked):
        return locked
    moved: AwardList = AWARD_LIST.fire(locked, "approve", actor=actor, note=opinion[:200])
    return moved


def _keep_risks(locked: AwardList) -> None:
    """What whoever approves it has been shown stays with the list, in the words of the city."""
    lines = list(with_applications(locked.lines.all()))
    with override(settings.LANGUAGE_CODE):
        found = risks_of(lines)
    of_lines = [
        {"text": text, "lines": [line.application_id]} for line in lines for text in found[line.pk]
    ]
    locked.risks = [*risks_told(locked), *of_lines]
    locked.save(update_fields=["risks"])


def risks_told(award_list: AwardList) -> list[dict[str, Any]]:
    """所写的风险: by the drafter, of the list as a whole; not those found of its lines."""
    return [one for one in award_list.risks if not one.get("lines")]


def approvals_wanted(award_list: AwardList) -> int:
    """须几人审定: two above the limit."""
    total = int(award_list.allocation.get("total_fen", 0))
    return 2 if total > SECOND_ABOVE_FEN else 1


@transaction.atomic
def return_list(*, award_list: AwardList, opinion: str, actor: Actor, now: datetime) -> AwardList:
    """退回名单: with the opinion; what was approved of this revision does not count any more."""
    locked = _locked(award_list)
    require(may_approve_list, actor, locked)
    _voted(locked, actor, now, opinion, is_approved=False)
    moved: AwardList = AWARD_LIST.fire(locked, "return", actor=actor, note=opinion[:200])
    moved.revision += 1
    moved.save(update_fields=["revision"])
    return moved


def _voted(
    locked: AwardList, actor: Actor, now: datetime, opinion: str, *, is_approved: bool
) -> None:
    rows.save(
        AwardApproval(
            list=locked,
            revision=locked.revision,
            is_approved=is_approved,
            opinion=legible(opinion),
            person_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "审定名单" if is_approved else "退回名单", locked)


@transaction.atomic
def take_back_list(*, award_list: AwardList, actor: Actor) -> AwardList:
    """收回修改: by whoever drew it up, before it is public; approvals lapse."""
    moved: AwardList = AWARD_LIST.fire(award_list, "take_back", actor=actor)
    moved.revision += 1
    moved.save(update_fields=["revision"])
    return moved


@transaction.atomic
def cancel_list(*, award_list: AwardList, actor: Actor) -> AwardList:
    """作废: those on it wait for another one."""
    moved: AwardList = AWARD_LIST.fire(award_list, "cancel", actor=actor)
    return moved


@transaction.atomic
def publish_award_list(
    *, award_list: AwardList, begins_on: date, actor: Actor, now: datetime
) -> Publicity:
    """发布公示: by another person than the drafter; of those that are funded, with the amounts."""
    locked = _locked(award_list)
    require(may_publish_list, actor, locked)
    if locked.state != ListState.APPROVED:
        raise WrongState([_("名单要先审定才能公示")])
    call = locked.call
    funded = locked.lines.filter(recommended=Recommended.FUNDED).order_by("place")
    awards = [
        Proposed(one.application.organization, one.allotted_fen or 0)
        for one in funded.select_related("application__organization")
    ]
    notice = publish_list(
        draft=Draft(
            call.programme,
            call.number,
            locked.title,
            call.department,
            begins_on,
            basis=call.basis,
        ),
        awards=awards,
        drafted_by=locked.drafted_by_id,
        has_money=locked.budget_fen is not None,
        actor=actor,
        now=now,
    )
    AWARD_LIST.fire(locked, "publish", actor=actor, publicity_id=notice.pk)
    return notice


def _locked(award_list: AwardList) -> AwardList:
    return AwardList.objects.select_for_update(of=("self",)).get(pk=award_list.pk)


def line_of(application: Application) -> AwardLine | None:
    """所在的一行: on the list that stands, the latest."""
    found = standing_lines().filter(application=application)
    return found.select_related("list").order_by("-list_id").first()


def open_run(application: Application, kind: StageKind) -> StageRun | None:
    """在办的某种环节: None where another one is at work."""
    return application.stages.filter(kind=kind, state=StageState.OPEN).first()
