"""申报的接口: calls for everybody; a firm's own applications begun, filled in and handed in.

By the same actions as the pages, with the same refusals; another firm's is not found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.application_questions import questions_of
from huiqi.api.body import read_object, unknown_names, whole_of
from huiqi.api.door import Caller, actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation, Parameter
from huiqi.api.once import HEADER, done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.arrival import arrived_at
from huiqi.kernel.now import now
from huiqi.kernel.sight import everything
from huiqi.kernel.words import worded
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm
from huiqi.programmes.checks import problems_of_application
from huiqi.programmes.enums import EDITABLE, Mode
from huiqi.programmes.models import Application, Call, Snapshot
from huiqi.programmes.prefill import known_of
from huiqi.programmes.queries.applying import listed, step_of
from huiqi.programmes.queries.calling import Phase, chosen, phase_of, title_of
from huiqi.programmes.queries.money import standing_of_call
from huiqi.programmes.queries.scoped import applications_of_firm, calls_published
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.calls_public import read_asked
from huiqi.programmes.whole import UNREAD
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["申报"])

CEILING: Final = "金额是上限，不是承诺。"
CALLS: Final = Operation(
    summary="申报通知",
    about=f"正在受理的在前，先截止的先；不要令牌。{CEILING}",
    answers="calls_page",
    parameters=(
        Parameter("q", "标题、编号、扶持计划或主管部门里有", TEXT),
        Parameter("phase", "受理的阶段", {"enum": list(Phase.values)}),
        Parameter("mode", "办理方式", {"enum": list(Mode.values)}),
        Parameter("programme", "扶持计划的编号", TEXT),
        *PAGING,
    ),
)
CALL: Final = Operation(
    summary="一份申报通知：环节、要填什么、资金",
    about=f"资金与财政记账用同一本账。{CEILING}",
    answers="call_whole",
)
MINE: Final = Operation(
    summary="所代表单位的申报",
    answers="applications_page",
    parameters=PAGING,
    wanted=Scope.APPLICATIONS,
)
ONE: Final = Operation(
    summary="一份申报：所填、还差什么、办到哪一步",
    answers="application_whole",
    wanted=Scope.APPLICATIONS,
)
BEGIN: Final = Operation(
    summary="开始申报",
    about=f"已经有草稿的答复那一份。{REPEAT}",
    answers="application",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
SAVE: Final = Operation(
    summary="保存答案",
    about=(
        "能读的都存下，不能读的写在 problems 里。别人在这之后改过同一题的，整次不存，"
        f"答复 409；取回最新一份再改。{REPEAT}"
    ),
    answers="application_saved",
    takes="application_answers",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
SUBMIT: Final = Operation(
    summary="提交申报或补正",
    about=(
        "必须带 Idempotency-Key 头：同一凭据只提交一次，重发得到同一答复。以请求到达的时间为准。"
        "规则的「不满足」不拦提交，由人决定。"
    ),
    answers="application_receipt",
    takes="application_declared",
    wanted=Scope.APPLICATIONS,
    writes=True,
)


@CALLS.at(router, "GET", "/calls")
def list_calls(request: HttpRequest) -> Json:
    """申报通知: page by page."""
    written, given = CALLS.given(request)
    page = Page.read(written, given)
    asked, problems = read_asked(written)
    given.problems += [Problem(sentence) for sentence in problems]
    given.refuse()
    moment = now()
    return page.of(chosen(asked, moment), lambda one: told_call(one, moment))


@CALL.at(router, "GET", "/calls/{number}")
def show_call(request: HttpRequest, number: str) -> Json:
    """一份申报通知: with its stages, its questions and where its money is."""
    _written, given = CALL.given(request)
    one = _call(number)
    given.refuse()
    definition = definition_of(one)
    with everything():  # sums of a call are everybody's
        standing = standing_of_call(one)
    return told_call(one, now()) | {
        "granted": _yuan(standing.granted),
        "paid": _yuan(standing.paid),
        "version": definition.programme.version,
        "sha256": one.version.digest,
        "stages": [
            {
                "kind": each.kind,
                "working_days": each.days,
                "clause": definition.clause(each.cite),
            }
            for each in definition.programme.stages
        ],
        "questions": questions_of(definition.form),
        "materials": [
            {"id": each.id, "text": each.text, "required": each.required}
            for each in definition.form.evidence
        ],
    }


@MINE.at(router, "GET", "/applications")
def list_applications(request: HttpRequest) -> Json:
    """所代表单位的申报: page by page, the latest first."""
    actor = actor_of(request)
    written, given = MINE.given(request)
    require(is_firm, actor)
    page = Page.read(written, given)
    given.refuse()
    return page.of(listed(applications_of_firm(actor)), told)


@ONE.at(router, "GET", "/applications/{number}")
def show_application(request: HttpRequest, number: int) -> Json:
    """一份申报: all of it."""
    actor = actor_of(request)
    _written, given = ONE.given(request)
    require(is_firm, actor)
    one = own_application(actor, number)
    given.refuse()
    day = day_of(now())
    known = known_of(one, day)
    problems = problems_of_application(one, day) if one.state in EDITABLE else []
    return told(one) | {
        "answers": one.answers,
        "known": [
            {"key": key, "value": each.value, "source": each.source, "as_of": str(each.as_of)}
            for key, each in sorted(known.items())
            if each.is_official
        ],
        "problems": [{"about": each.about, "text": each.text} for each in problems],
        "stages": [
            {
                "kind": each.kind,
                "state": each.state,
                "due_on": each.due_on and each.due_on.isoformat(),
                "provisional": each.due_is_provisional,
            }
            for each in one.stages.order_by("position")
        ],
        "papers": [
            {
                "kind": each.kind,
                "number": each.number,
                "sha256": each.digest,
                "verify_code": each.verify_code,
            }
            for each in one.documents.order_by("id")
        ],
    }


@BEGIN.at(router, "POST", "/calls/{number}/applications")
def begin_application(request: HttpRequest, number: str) -> HttpResponse:
    """开始申报: by the same action as the page."""
    caller = caller_of(request)
    _written, given = BEGIN.given(request)
    given.refuse()
    require(is_firm, caller.actor)
    call = _call(number)

    def act() -> Json:
        organization = Organization.objects.get(pk=caller.actor.organization_id or 0)
        made = actions.begin_application(
            call=call, organization=organization, actor=caller.actor, now=now()
        )
        return told(made)

    return done_once(request, caller, number, act)


@SAVE.at(router, "POST", "/applications/{number}/answers")
def save_application(request: HttpRequest, number: int) -> HttpResponse:
    """保存答案: by the same action as the page."""
    caller = caller_of(request)
    _written, given = SAVE.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, ("revision", "answers"), _("字段"))
    fix = _("取回这份申报，照它的 revision 写。")
    revision, answers = whole_of(given, body, "revision", fix), _answers(given, body)
    given.refuse()
    require(is_firm, caller.actor)
    one = _to_write(caller.actor, number)
    _refuse_lists(one, answers)

    def act() -> Json:
        saved = actions.save_answers(
            application=one, given=answers, revision=revision, actor=caller.actor, now=now()
        )
        return {"revision": saved.revision, "problems": list(saved.problems)}  # type: ignore[attr-defined]  # told beside what was saved

    return done_once(request, caller, body, act)


@SUBMIT.at(router, "POST", "/applications/{number}/submission")
def submit_application(request: HttpRequest, number: int) -> HttpResponse:
    """提交: by the same action as the page; under one key once."""
    caller = caller_of(request)
    _written, given = SUBMIT.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, ("declared",), _("字段"))
    if body.get("declared") is not True:
        what = _("没有同意承诺。")
        given.problems.append(Problem(what, fix=_("看过以后写 true。"), key="declared"))
    key = request.headers.get(HEADER, "")
    if not key:
        what = worded("缺少「%(header)s」头。", header=HEADER)
        given.problems.append(Problem(what, fix=_("请给这次提交一个凭据。"), key=HEADER))
    given.refuse()
    require(is_firm, caller.actor)
    one = _to_write(caller.actor, number)

    def act() -> Json:
        made = actions.submit_application(
            application=one,
            key=_key(caller, key),
            arrived_at=arrived_at(request),
            actor=caller.actor,
            now=now(),
        )
        return _receipt(made)

    return done_once(request, caller, body, act)


def told_call(one: Call, moment: datetime) -> Json:
    """申报通知描述: as the list tells of it."""
    return {
        "number": one.number,
        "title": one.title,
        "programme": one.programme,
        "programme_title": title_of(one.programme),
        "department": one.department.name,
        "mode": one.mode,
        "batch": one.batch,
        "phase": phase_of(one, moment).value,
        "opens_at": moment_text(one.opens_at),
        "ends_at": moment_text(one.ends_at),
        "ceiling": _yuan(one.ceiling_fen),
        "basis": one.basis,
    }


def told(one: Application) -> Json:
    """申报描述: how far it is, and who has the clock."""
    step = step_of(one)
    return {
        "id": one.pk,
        "number": one.number,
        "call": one.call.number,
        "state": one.state,
        "revision": one.revision,
        "asked": _yuan(one.asked_fen),
        "granted": _yuan(one.granted_fen),
        "arrived_at": moment_text(one.arrived_at),
        "who": step.who,
        "next": str(step.text),
        "due_on": step.due_on and step.due_on.isoformat(),
    }


def _receipt(made: Snapshot) -> Json:
    return {
        "number": made.application.number,
        "round": made.round,
        "arrived_at": moment_text(made.arrived_at),
        "sha256": made.digest,
    }


def _key(caller: Caller, key: str) -> str:
    """One's own keys only: another caller may well have used the same word."""
    return f"api:{hashlib.sha256(f'{caller.key}{key}'.encode()).hexdigest()}"


def _answers(given: Given, body: Mapping[str, object]) -> dict[str, Any]:
    value = body.get("answers")
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    what = _("「answers」应是一个对象。")
    given.problems.append(Problem(what, fix=_('例如 {"project_name": "改造"}。'), key="answers"))
    return {}


def _refuse_lists(one: Application, answers: Mapping[str, object]) -> None:
    """A list is an answer to some facts and to a table; to any other question it is none."""
    form, problems = definition_of(one).form, []
    for key, value in answers.items():
        question = form.question(key)
        takes_lists = question is not None and question.kind in ("fact", "rows")
        if isinstance(value, Mapping | list) and not takes_lists:
            what = worded("「%(key)s」应是一个值，不是清单。", key=key[:60])
            problems.append(Problem(what, fix=_("请只写一个值。"), key=key[:60]))
    if problems:
        raise ApiError("invalid", problems)


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def _call(number: str) -> Call:
    found = calls_published().filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def own_application(actor: Actor, number: int) -> Application:
    """本企业的一份申报: ApiError for another firm's, which is not found."""
    return _one_of(applications_of_firm(actor), number)


def _to_write(actor: Actor, number: int) -> Application:
    """What it is; the action reads for itself how it stands."""
    bare = applications_of_firm(actor).prefetch_related(None).defer("answers", UNREAD)
    return _one_of(bare, number)


def _one_of(those: QuerySet[Application], number: int) -> Application:
    found = those.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found
