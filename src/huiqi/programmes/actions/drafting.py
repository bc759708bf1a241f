"""填写: a draft is begun, and every saving says on which revision it was made.

Two editors never overwrite each other silently: who saves on an old revision gets a Conflict
with both versions of what both changed; what only one of them changed is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import worded
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization
from huiqi.programmes.access import may_prepare
from huiqi.programmes.definition import Definition
from huiqi.programmes.enums import EDITABLE, Mode
from huiqi.programmes.models import AnswerChange, Application, Call
from huiqi.programmes.prefill import known_of
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.values import fen, read
from huiqi.programmes.versions import definition_of
from huiqi.programmes.whole import locked


class Conflict(Refused):
    """两个人同时改: ``theirs`` and ``mine`` by key, of what both changed since ``base``."""

    def __init__(self, theirs: Mapping[str, Any], mine: Mapping[str, Any], revision: int) -> None:
        self.theirs, self.mine, self.revision = dict(theirs), dict(mine), revision
        super().__init__([_("别人刚刚也改了这几项，请逐项选用哪一个")])


@transaction.atomic
def begin_application(
    *, call: Call, organization: Organization, actor: Actor, now: datetime
) -> Application:
    """开始申报: the draft of a firm under a call; the one that is there already, if it is.

    Refused when the call is not open, or is one for which nobody applies (免申即享).
    """
    require(may_prepare, actor, organization)
    mine = Application.objects.filter(call=call, subject=organization.subject_id)
    found = mine.exclude(state="withdrawn").first()
    if found is not None:
        return found
    problems = []
    if not call.is_open(now):
        problems.append(_("这份申报通知现在不受理"))
    if call.mode == Mode.AUTOMATIC:
        problems.append(_("这个项目免申即享，不用申报；符合条件的会收到确认通知"))
    if problems:
        raise Refused(problems)
    made = rows.save(
        Application(
            call=call,
            version=call.version,
            subject_id=organization.subject_id,
            organization=organization,
            begun_by_id=person_of(actor),
            begun_at=now,
            saved_at=now,
        )
    )
    record_write(actor, "开始申报", made, subject_id=made.subject_id)
    return made


@transaction.atomic
def save_answers(
    *,
    application: Application,
    given: Mapping[str, object],
    revision: int,
    actor: Actor,
    now: datetime,
) -> Application:
    """保存: what was written for some questions; what cannot be read is told and not kept.

    What can be read is kept all the same, for nothing that was typed is lost: Refused comes
    after the saving. ``given`` maps keys to what was written, empty takes the answer away.
    Conflict (nothing saved) where somebody else changed the same keys since ``revision``.
    """
    held = locked(application)
    require(may_prepare, actor, held)
    if held.state not in EDITABLE:
        raise WrongState(
            [worded("申报的状态是「%(state)s」，不能改", state=held.get_state_display())]
        )
    changed, problems = _read(definition_of(held), given, held, now)
    if held.revision > revision:
        _refuse_conflict(held, changed, revision)
    changed = {key: value for key, value in changed.items() if _differs(held, key, value)}
    if changed:
        _keep(held, changed, actor, now)
    held.problems = problems  # type: ignore[attr-defined]
    return held


def _differs(held: Application, key: str, value: object) -> bool:
    kept: object = held.answers.get(key)
    return kept != value


def _read(
    definition: Definition, given: Mapping[str, object], held: Application, now: datetime
) -> tuple[dict[str, Any], list[str]]:
    on, changed, problems = day_of(now), {}, []
    known = known_of(held, on)
    for key, text in given.items():
        question = definition.form.question(key)
        if question is None:
            problems.append(worded("申报表里没有「%(key)s」这个问题", key=str(key)[:60]))
            continue
        if key in known and known[key].is_official:
            continue  # shown with its source; a correction is asked for at the source
        value, wrong = read(question, text, on)
        problems += wrong
        if not wrong:
            changed[key] = value
    return changed, problems


def _refuse_conflict(held: Application, changed: Mapping[str, Any], revision: int) -> None:
    since: dict[str, Any] = {}
    for one in held.changes.filter(revision__gt=revision).order_by("revision"):
        since.update(one.changed)
    both = {key: value for key, value in changed.items() if key in since and since[key] != value}
    if both:
        raise Conflict({key: since[key] for key in both}, both, held.revision)


def _keep(held: Application, changed: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    answers = {**held.answers, **changed}
    held.answers = {key: value for key, value in answers.items() if value is not None}
    held.revision, held.saved_at = held.revision + 1, now
    asks = definition_of(held).form.asks
    held.asked_fen = fen(held.answers.get(asks)) if asks else None
    held.save(update_fields=["answers", "revision", "saved_at", "asked_fen"])
    AnswerChange.objects.create(
        application=held,
        revision=held.revision,
        changed=dict(changed),
        person_id=actor.person_id,
        at=now,
    )


def touch(application: Application, now: datetime) -> None:
    """记下保存: of what is beside the answers, so that other editors see that something changed."""
    Application.objects.filter(pk=application.pk).update(revision=F("revision"), saved_at=now)
