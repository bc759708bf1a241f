"""延期的办理: by a document two people extend a call; for a measured breakdown one click does.

A document is a person's word for it, so another person looks, and only whoever is in charge of
the programme on the day may. The minutes of a breakdown were counted by the system, in the hour in
which firms wait: there one suffices, of the department that called, whoever is in charge by now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.signing import Ending, Waiting, waits, waits_no_longer
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes.access import is_handler
from huiqi.programmes.actions.reasons import reason_in
from huiqi.programmes.breakdowns import breakdown_of
from huiqi.programmes.checks import problems_of_charge
from huiqi.programmes.enums import CallState, ExtensionState
from huiqi.programmes.extension_states import EXTENSION
from huiqi.programmes.models import Call, CallExtension, ExtensionDraft
from huiqi.programmes.stages.running import day_of

LONGEST_DOCUMENT: Final = 120
# Working days to decide it, for the call goes on closing; ours, no instrument says so.
DAYS: Final = 1


@transaction.atomic
def propose_extension(
    *,
    call: Call,
    until: datetime | None,
    reason: str,
    document: str,
    actor: Actor,
    now: datetime,
) -> ExtensionDraft:
    """提出延期: by a document; the others of the department are asked to decide.

    Refused with everything: no document, no reason, an hour that cannot be, another one waiting,
    a department that is no longer in charge.
    """
    locked = _locked(call)
    require(is_handler, actor, locked)
    told, problems = "", list(problems_of_charge(locked, day_of(now)))
    if until is None:
        problems.append(_("延至：写成 2021-11-30 18:00 这样的时间"))
    else:
        problems += _problems(locked, until, now)
    try:
        told = reason_in(reason)
    except Refused as refused:
        problems += refused.problems
    problems += _document_problems(legible(document))
    if extension_to_decide(locked):
        problems.append(_("这份申报通知已经有一次延期等着决定"))
    if until is None or problems:
        raise Refused(dict.fromkeys(problems))
    made = rows.save(
        ExtensionDraft(
            call=locked,
            until=until,
            reason=told,
            document=legible(document),
            drafted_by_id=person_of(actor),
            drafted_at=now,
        )
    )
    waits(_waiting(made), now)
    record_write(actor, "提出延长申报", made)
    return made


@transaction.atomic
def decide_extension(*, draft: ExtensionDraft, actor: Actor, now: datetime) -> CallExtension:
    """决定延期: by another person than who proposed it; public in the same moment.

    Refused when the hour has passed meanwhile, the call ends later already, or the programme has
    changed hands.
    """
    locked = _locked(draft.call)
    moved: ExtensionDraft = EXTENSION.fire(draft, "decide", actor=actor)
    problems = [*problems_of_charge(locked, day_of(now)), *_problems(locked, moved.until, now)]
    if problems:
        raise Refused(problems)
    made = CallExtension(
        call=locked,
        until=moved.until,
        reason=moved.reason,
        document=moved.document,
        drafted_by_id=moved.drafted_by_id,
    )
    waits_no_longer(_key(moved), now)
    return _extended(made, actor, now)


@transaction.atomic
def drop_extension(
    *, draft: ExtensionDraft, because: str, actor: Actor, now: datetime
) -> ExtensionDraft:
    """不延期: with the reason; by who proposed it, or by another one of the department."""
    require(is_handler, actor, draft)
    told = reason_in(because)
    moved: ExtensionDraft = EXTENSION.fire(draft, "drop", actor=actor, note=told, because=told)
    waits_no_longer(_key(moved), now, Ending.DROPPED)
    record_write(actor, "不延长申报", moved)
    return moved


@transaction.atomic
def extend_for_breakdown(*, call: Call, actor: Actor, now: datetime) -> CallExtension:
    """一键延期: for what was measured in the last hour, as the act is filled in at this moment.

    Refused with the reason where that does not warrant it. An extension by a document that still
    waits stays: it goes on to be decided, or dropped.
    """
    locked = _locked(call)
    require(is_handler, actor, locked)
    found = breakdown_of(locked, now)
    if found is None:
        raise Refused([_("只有已发布的申报通知，在截止前一小时到截止后一个工作日内，可以一键延期")])
    if found.hindrance or found.until is None:
        raise Refused([found.hindrance])
    told = reason_in(found.reason)
    if problems := list(_problems(locked, found.until, now)):
        raise Refused(problems)
    minutes = found.uptime.minutes
    made = CallExtension(call=locked, until=found.until, reason=told, down_minutes=minutes)
    return _extended(made, actor, now)


def extension_to_decide(call: Call) -> ExtensionDraft | None:
    """等着决定的延期: of a call; one at a time."""
    found = call.extension_drafts.filter(state=ExtensionState.PROPOSED)
    return found.select_related("drafted_by", "call").first()


def _extended(made: CallExtension, actor: Actor, now: datetime) -> CallExtension:
    made.decided_by_id, made.decided_at = person_of(actor), now
    rows.save(made)
    record_write(actor, "延长申报", made)
    return made


def _document_problems(document: str) -> Iterator[str]:
    if not document:
        yield _("延期要有文件：写文号或名称；没有文件的，只在测得服务中断时一键办")
    if len(document) > LONGEST_DOCUMENT:
        yield worded("文件最多 %(most)s 个字，请写短一些", most=LONGEST_DOCUMENT)


def _problems(call: Call, until: datetime, now: datetime) -> Iterator[str]:
    """Never to an earlier hour, nor to one that is over."""
    if call.state != CallState.PUBLISHED:
        yield _("只有已发布的申报通知可以延期")
    if until <= call.ends_at:
        yield _("延期后的截止要晚于现在的截止")
    if until <= now:
        yield _("延期后的截止不能已经过去")


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _key(draft: ExtensionDraft) -> str:
    return f"call:extension:{draft.pk}"


def _waiting(draft: ExtensionDraft) -> Waiting:
    return Waiting(
        key=_key(draft),
        about=draft,
        organization_id=draft.call.department_id,
        text=saying("决定是否延期：%(title)s", title=draft.call.title),
        note=saying("要由没有提出它的人决定。"),
        verb=saying("去看延期"),
        url=reverse("programme_desk:call", args=[draft.call.number]),
        barred=(draft.drafted_by_id,),
        days=DAYS,
    )
