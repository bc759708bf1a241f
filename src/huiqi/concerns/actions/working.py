"""承办的办理: signed, objected to, answered first and last, asked of the firm; owned throughout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import OFFICERS, has_chief, is_chief, is_handler, is_of_lead
from huiqi.concerns.actions.moving import locked, move, say
from huiqi.concerns.actions.submitting import Upload, attach
from huiqi.concerns.enums import (
    OFFERED,
    Audience,
    Level,
    PostKind,
    Resolution,
    State,
    Why,
)
from huiqi.concerns.models import Concern, Objection, Post, Promise
from huiqi.concerns.states import CONCERN
from huiqi.concerns.timing import standard_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import day_of
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import in_words, worded
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries.acting import memberships_at

LONGEST_REASON: Final = 1_000
MOST_QUESTIONS: Final = 2  # in one round: the clock stands each time


@dataclass(frozen=True)
class Promised:
    """承诺: what will be done, and by the end of which day."""

    text: str
    due_on: date | None


@transaction.atomic
def sign_concern(
    *, case: Concern, actor: Actor, now: datetime, officer: Person | None = None
) -> Concern:
    """签收: by whoever will handle it; the chief may name somebody else of the unit."""
    require(is_of_lead, actor, case)
    chosen = person_of(actor)
    if officer is not None and officer.pk != actor.person_id:
        require(is_chief, actor, case)
        chosen = officer.pk
    _require_free(case, chosen, now)
    return move(case, "sign", actor=actor, now=now, officer_id=chosen)


@transaction.atomic
def assign_concern(*, case: Concern, officer: Person, actor: Actor, now: datetime) -> Concern:
    """指定经办人: by the chief; the clocks go on as they stand."""
    require(is_chief, actor, case)
    _require_free(case, officer.pk, now)
    return move(case, "assign", actor=actor, now=now, officer_id=officer.pk)


@transaction.atomic
def object_to_dispatch(
    *,
    case: Concern,
    reason: str,
    proposed: Organization | None,
    actor: Actor,
    now: datetime,
) -> Concern:
    """提出异议: within the day in which it is to be signed; the unit answers for it until then.

    Refused without a reason, after the day, or where the assignment is final.
    """
    require(is_of_lead, actor, case)
    told = in_words(reason, _("为什么不归本单位办"), LONGEST_REASON)
    held = locked(case)
    if held.step_due_at is not None and now > held.step_due_at:
        raise Refused([_("提出异议的一个工作日已过，这件诉求由本单位办到底")])
    if proposed is not None and proposed.pk == held.lead_id:
        raise Refused([_("建议的承办单位不能是本单位")])
    assert held.lead is not None
    rows.save(
        Objection(
            concern=held,
            unit=held.lead,
            item=held.item,
            reason=told,
            proposed=proposed,
            raised_by_id=person_of(actor),
            raised_at=now,
        )
    )
    return move(held, "object", actor=actor, now=now, note=told)


@transaction.atomic
def reply_first(
    *,
    case: Concern,
    text: str,
    actor: Actor,
    now: datetime,
    is_substantive: bool = True,
    files: Sequence[Upload] = (),
) -> Concern:
    """先答复一部分: a substantive one stops the first legal clock; a mere notice does not.

    WrongState unless the case is worked on.
    """
    require(is_handler, actor, case)
    held = locked(case)
    CONCERN.require_state(held, "first_reply")
    post = say(
        held,
        PostKind.REPLY if is_substantive else PostKind.NOTICE,
        text,
        actor=actor,
        now=now,
        is_substantive=is_substantive,
    )
    attach(held, post, files, actor=actor)
    if not is_substantive:
        return held
    return move(held, "first_reply", actor=actor, now=now)


@transaction.atomic
def reply_to_concern(  # noqa: PLR0913 -- all that a reply says
    *,
    case: Concern,
    text: str,
    offered: str,
    actor: Actor,
    now: datetime,
    is_public: bool = False,
    promised: Promised | None = None,
    files: Sequence[Upload] = (),
) -> Concern:
    """答复: with what the office says of it; the firm decides whether it is solved.

    ``files`` are the firm's to read, and nobody else's though the words be public.

    A promise needs a day, which becomes a clock. What was promised once is not promised again.
    Refused with every flaw.
    """
    require(is_handler, actor, case)
    held = locked(case)
    problems = list(_reply_problems(held, offered, promised, now))
    if problems:
        raise Refused(problems)
    audience = Audience.PUBLIC if is_public and not held.is_close else Audience.FIRM
    post = say(
        held,
        PostKind.FINAL,
        text,
        actor=actor,
        now=now,
        audience=audience,
        is_substantive=True,
    )
    attach(held, post, files, actor=actor)
    if held.state == State.PROMISED:
        _keep_promise(held, now)
    if offered == Resolution.PROMISED and promised is not None:
        _promise(held, promised, actor, now)
    return move(held, "reply", actor=actor, now=now, note=post.text, offered=offered)


@transaction.atomic
def ask_firm(
    *, case: Concern, text: str, actor: Actor, now: datetime, files: Sequence[Upload] = ()
) -> Concern:
    """请企业补充: the clock stands until it comes; twice in a round at most."""
    require(is_handler, actor, case)
    held = locked(case)
    asked = held.pauses.filter(why=Why.SUPPLEMENT, since__gte=held.counts_from).count()
    if asked >= MOST_QUESTIONS:
        raise Refused(
            [
                worded(
                    "这一轮已经请企业补充过 %(most)s 次，不能再停表：请打电话问清楚，继续办理",
                    most=MOST_QUESTIONS,
                )
            ]
        )
    post = say(held, PostKind.QUESTION, text, actor=actor, now=now)
    attach(held, post, files, actor=actor)
    return move(held, "ask_firm", actor=actor, now=now)


@transaction.atomic
def go_on_without(*, case: Concern, text: str, actor: Actor, now: datetime) -> Concern:
    """不再等: what is known is enough; the reason stays on the record."""
    require(is_handler, actor, case)
    held = locked(case)
    say(held, PostKind.NOTE, text, actor=actor, now=now, audience=Audience.INTERNAL)
    return move(held, "go_on", actor=actor, now=now)


@transaction.atomic
def note_in_case(*, case: Concern, text: str, actor: Actor, now: datetime) -> Post:
    """内部记录: read by officers only; WrongState once the case is over."""
    require(is_handler, actor, case)
    held = locked(case)
    if not held.is_open:
        raise WrongState([_("这件诉求已经了结，不再记录")])
    return say(held, PostKind.NOTE, text, actor=actor, now=now, audience=Audience.INTERNAL)


def others_of(unit_id: int | None, barred: int | None, now: datetime) -> bool:
    """是否还有别人: of a unit who could do it again."""
    held = memberships_at(now).filter(organization=unit_id, role__in=OFFICERS)
    return held.exclude(person=barred).exists()


def _require_free(case: Concern, person_id: int, now: datetime) -> None:
    held = memberships_at(now).filter(
        organization=case.lead_id, role__in=OFFICERS, person=person_id
    )
    if not held.exists():
        raise Refused([_("经办人要是主办单位的在任人员")])
    if person_id == case.barred_id:
        raise Refused([_("重办要换一个人：上一轮答复的人不能再办")])


def _reply_problems(
    case: Concern, offered: str, promised: Promised | None, now: datetime
) -> Iterator[str]:
    if offered not in OFFERED:
        yield _("选办理结果：已解决、部分解决、解释说明、无政策依据或承诺期内")
    if offered != Resolution.PROMISED:
        return
    today = day_of(now)
    most = standard_of(case).promise_most
    if case.promises.exists():
        yield _("这件诉求已经承诺过一次，不能再往后承诺：办成了的答复结果，办不成的说明原因")
    due_on = promised.due_on if promised else None
    if due_on is None or not today < due_on <= today + timedelta(days=most):
        yield worded("承诺要写明到哪一天办成：明天以后、%(most)s 天以内", most=most)
    if promised is None or not promised.text.strip():
        yield _("承诺要写明办成什么")


def _promise(case: Concern, promised: Promised, actor: Actor, now: datetime) -> None:
    assert promised.due_on is not None
    assert case.lead is not None
    rows.save(
        Promise(
            concern=case,
            text=in_words(promised.text, _("承诺"), LONGEST_REASON),
            due_on=promised.due_on,
            unit=case.lead,
            made_by_id=person_of(actor),
            made_at=now,
        )
    )


def _keep_promise(case: Concern, now: datetime) -> None:
    found = case.promises.filter(kept_at=None, broken_at=None).last()
    if found is not None:
        found.kept_at = now
        rows.save(found, only=("kept_at",))


def next_level(case: Concern, now: datetime) -> Level:
    """再提一级: the section chief, then the task force, then the leading group."""
    level = Level(min(case.level + 1, Level.LEADING_GROUP))
    if level == Level.CHIEF and not has_chief(case.lead_id, case.barred_id, now):
        return Level.TASK_FORCE
    return level
