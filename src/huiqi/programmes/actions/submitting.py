"""提交: idempotent by its key, stamped on arrival by the database's clock, frozen, receipted.

What the rules say is kept with it and refuses nobody: a person decides. A draft that is not
complete, or that arrived after the end of the call, is not taken.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.kernel.words import worded
from huiqi.programmes import telling
from huiqi.programmes.access import may_submit, may_withdraw
from huiqi.programmes.actions.deciding import digest_of, issue_document
from huiqi.programmes.checks import problems_of
from huiqi.programmes.degraded import problems_of_sources, sources_away, stood_in_for
from huiqi.programmes.enums import ApplicationState, DocumentKind
from huiqi.programmes.models import Application, Snapshot
from huiqi.programmes.prefill import Filled, facts_for
from huiqi.programmes.stages import running
from huiqi.programmes.states import APPLICATION, STAGE
from huiqi.programmes.versions import definition_of, rules_for
from huiqi.programmes.whole import Whole, locked, whole_of
from huiqi.rules.answer import Answer

LONGEST_KEY = 80
A_MINUTE: Final = 60
AN_HOUR: Final = 60 * A_MINUTE
A_DAY: Final = 24 * AN_HOUR


@transaction.atomic
def submit_application(
    *, application: Application, key: str, arrived_at: datetime, actor: Actor, now: datetime
) -> Snapshot:
    """提交申报: a draft, or the correction of one that was returned; the snapshot of this round.

    The same ``key`` again gives the same snapshot, whatever happened since. ``arrived_at`` is
    the moment the request came in: before the end of the call it counts, at it no more.
    Refused with everything that is missing or does not add up; nothing of the draft is lost.
    """
    held = locked(application)
    require(may_submit, actor, held)
    if not key or len(key) > LONGEST_KEY:
        raise Refused([_("提交凭据缺失，请刷新页面再提交")])
    if found := held.snapshots.filter(key=key).first():
        return found
    is_first = held.state == ApplicationState.DRAFT
    on, away = running.day_of(now), sources_away()
    whole = whole_of(held, on)
    problems = [one.text for one in problems_of(whole)]
    problems += problems_of_sources(held, on, away, whole.filled)
    if is_first:
        problems = [*_untimely(held, arrived_at), *problems]
    if problems:
        raise Refused(problems)
    _note_degraded(held, stood_in_for(held, on, away, whole.filled))
    snapshot = _frozen(whole, key, arrived_at, now)
    if is_first:
        _entered(held, "submit", actor, arrived_at, now)
    else:
        _resubmitted(held, actor, now)
    _receipt(held, snapshot, actor, now)
    record_write(actor, "提交申报", snapshot, subject_id=held.subject_id)
    return snapshot


def enter_automatically(
    application: Application, key: str, now: datetime, result: dict[str, Any]
) -> Snapshot:
    """转入办理: what a firm confirmed without applying; nothing was typed."""
    whole = whole_of(application, running.day_of(now))
    snapshot = _frozen(whole, key, now, now, result)
    _entered(application, "enter", SYSTEM, now, now)
    record_write(SYSTEM, "免申即享转入办理", snapshot, subject_id=application.subject_id)
    return snapshot


def _note_degraded(held: Application, keys: list[str]) -> None:
    if keys != held.degraded:
        held.degraded = keys
        rows.save(held, only=("degraded",))


def _untimely(application: Application, arrived_at: datetime) -> list[str]:
    call = application.call
    if call.is_open(arrived_at):
        return []
    if arrived_at < call.opens_at:
        return [worded("还没有开始受理，%(at)s 开始", at=_said(call.opens_at))]
    told = {
        "end": _said(call.ends_at),
        "at": _said(arrived_at),
        "late": _span(arrived_at - call.ends_at),
    }
    return [
        worded("申报已于 %(end)s 截止，提交到达的时间是 %(at)s，晚了 %(late)s；草稿还在", **told),
    ]


def _span(late: timedelta) -> str:
    """Begun seconds count: who is late by less than one is late by one."""
    seconds = max(-(-late // timedelta(seconds=1)), 1)
    if seconds < 2 * A_MINUTE:
        return worded("%(seconds)s 秒", seconds=seconds)
    if seconds < 2 * AN_HOUR:
        return worded("%(minutes)s 分钟", minutes=seconds // A_MINUTE)
    if seconds < 2 * A_DAY:
        return worded("%(hours)s 小时", hours=seconds // AN_HOUR)
    return worded("%(days)s 天", days=seconds // A_DAY)


def _said(moment: datetime) -> str:
    from huiqi.kernel.now import CITY

    return moment.astimezone(CITY).strftime("%Y-%m-%d %H:%M:%S")


def _frozen(
    whole: Whole,
    key: str,
    arrived_at: datetime,
    now: datetime,
    result: dict[str, Any] | None = None,
) -> Snapshot:
    content, application = _content(whole, now, result), whole.application
    last = application.snapshots.order_by("-round").values_list("round", flat=True).first()
    return rows.save(
        Snapshot(
            application=application,
            round=(last or 0) + 1,
            content=content,
            digest=digest_of(content),
            arrived_at=arrived_at,
            key=key,
        )
    )


def content_of(application: Application, now: datetime) -> dict[str, Any]:
    """提交的全部内容: answers, facts with their sources, what the rules say, files, invoices."""
    return _content(whole_of(application, running.day_of(now)), now, None)


def _content(whole: Whole, now: datetime, result: dict[str, Any] | None) -> dict[str, Any]:
    application, filled = whole.application, whole.filled
    return {
        "on": whole.on.isoformat(),
        "rules": {"version": application.version.version, "sha256": application.version.digest},
        "firm": {
            "name": application.organization.name,
            "credit_code": application.organization.credit_code,
            "district": application.organization.district,
        },
        "answers": dict(filled.values),
        "facts": {
            key: {"value": one.value, "source": one.source, "as_of": one.as_of.isoformat()}
            for key, one in filled.known.items()
        },
        "typed": sorted(filled.typed),
        "result": explained(application, now, filled) if result is None else result,
        "evidence": [
            {"material": one.material, "name": one.file.name, "sha256": one.file.blob_id}
            for one in whole.evidence
        ],
        "invoices": [
            {
                "code": one.code,
                "number": one.number,
                "amount_fen": one.amount_fen,
                "buyer": one.buyer,
                "seller": one.seller,
                "issued_on": one.issued_on.isoformat(),
            }
            for one in whole.invoices
        ],
    }


def explained(
    application: Application, now: datetime, filled: Filled | None = None
) -> dict[str, Any]:
    """规则怎么说: of the firm on the day, with every condition, value and clause; JSON.

    By the rules as the call froze them, whatever the library says by now.
    """
    on = running.day_of(now)
    programme = definition_of(application).id
    found = rules_for(application).answer(programme, facts_for(application, on, filled))
    told = found.explained() if isinstance(found, Answer) else found.to_dict()
    kept: dict[str, Any] = plain_json(told)
    return kept


def plain_json(told: Any) -> Any:
    """可存的 JSON: exact numbers become decimal text, days ISO text."""
    import json

    kept: Any = json.loads(json.dumps(told, ensure_ascii=False, default=str))
    return kept


def _entered(
    application: Application, move: str, actor: Actor, arrived_at: datetime, now: datetime
) -> None:
    prefix = definition_of(application).programme.prefix
    moved: Application = APPLICATION.fire(
        application,
        move,
        actor=actor,
        number=next_number(prefix, running.day_of(arrived_at)),
        arrived_at=arrived_at,
        is_held=True,
    )
    with everything():  # what a stage prepares for the office is not for the firm's eyes
        running.begin(moved, now)


def _resubmitted(application: Application, actor: Actor, now: datetime) -> None:
    APPLICATION.fire(application, "resubmit", actor=actor, is_held=True)
    run = running.current(application)
    assert run is not None  # an application that was returned has a stage at work
    run.corrections.filter(answered_at=None).update(answered_at=now)
    with everything():
        running.resume(STAGE.fire(run, "resume", actor=SYSTEM), now)
    telling.done_by_firm(application, f"correction:{run.pk}", now)


def _receipt(application: Application, snapshot: Snapshot, actor: Actor, now: datetime) -> None:
    content = {
        "application": application.number,
        "programme": definition_of(application).policy.title,
        "call": application.call.title,
        "firm": application.organization.name,
        "credit_code": application.organization.credit_code,
        "round": snapshot.round,
        "arrived_at": _said(snapshot.arrived_at),
        "sha256": snapshot.digest,
        "materials": len(snapshot.content["evidence"]),
        "invoices": len(snapshot.content["invoices"]),
    }
    issue_document(
        application=application,
        kind=DocumentKind.RECEIPT,
        content=content,
        actor=actor,
        now=now,
    )


@transaction.atomic
def withdraw_application(
    *, application: Application, reason: str, actor: Actor, now: datetime
) -> Application:
    """撤回申报: a draft without a reason; what was handed in with one. Its invoices are free."""
    held = locked(application)
    require(may_withdraw, actor, held)
    told = reason.strip()
    if held.state != ApplicationState.DRAFT and not told:
        raise Refused([_("已提交的申报撤回要写明理由")])
    with everything():
        running.stop(held, now)
    moved: Application = APPLICATION.fire(
        held, "withdraw", actor=actor, note=told[:200], is_held=True
    )
    record_write(actor, "撤回申报", moved, subject_id=moved.subject_id)
    return moved
