"""公示草稿的办理: one person of a department draws it up from the books, another publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.signing import Ending
from huiqi.kernel.words import legible, worded
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.publicity.access import is_department, may_amend, may_check
from huiqi.publicity.actions import telling
from huiqi.publicity.actions.publishing import give
from huiqi.publicity.checks import (
    MOST_AWARDS,
    Draft,
    Proposed,
    end_of,
    problems_of_days,
    problems_of_draft,
    problems_of_first_day,
)
from huiqi.publicity.enums import DraftState, Withheld
from huiqi.publicity.models import DraftAward, NoticeDraft, Publicity
from huiqi.publicity.queries import Proposable, lines_of_draft, proposables
from huiqi.publicity.states import NOTICE_DRAFT


@dataclass(frozen=True)
class Asked:
    """所写的草稿: ``picked`` are subjects, each with why not to name it (empty: named).

    ``until`` is exclusive; None is after the usual period. ``begins_on`` None was not told.
    ``problems`` are what was wrong with it already where it was read; they are told with the rest.
    """

    programme: str
    call: str
    title: str
    basis: str
    begins_on: date | None
    until: date | None = None
    picked: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@transaction.atomic
def draw_up(*, asked: Asked, actor: Actor, now: datetime) -> NoticeDraft:
    """起草公示: of one's own department. Refused with everything that is wrong."""
    require(is_department, actor)
    assert actor.person_id is not None  # of an officer of a department
    department = Organization.objects.get(pk=actor.organization_id or 0)
    draft = NoticeDraft(department=department, drafted_by_id=actor.person_id, drafted_at=now)
    return _written(draft, asked, actor, now, "起草公示")


@transaction.atomic
def amend_draft(*, draft: NoticeDraft, asked: Asked, actor: Actor, now: datetime) -> NoticeDraft:
    """修改草稿: by whoever drew it up, before it is handed in; the list is made anew."""
    locked = NoticeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    require(may_amend, actor, locked)
    if locked.state != DraftState.DRAFTED:
        raise WrongState([worded("草稿的进展是「%(state)s」，不能改", state=_label(locked))])
    return _written(locked, asked, actor, now, "修改公示草稿")


def _day(now: datetime) -> date:
    return now.astimezone(CITY).date()


def _label(draft: NoticeDraft) -> str:
    return str(DraftState(draft.state).label)


def _written(
    draft: NoticeDraft, asked: Asked, actor: Actor, now: datetime, verb: str
) -> NoticeDraft:
    draft.programme, draft.call = legible(asked.programme), legible(asked.call)
    draft.title, draft.basis = legible(asked.title), legible(asked.basis)
    draft.until = asked.until
    problems = [*asked.problems, *_problems_of_asked(asked, _day(now))]
    draft.begins_on = asked.begins_on or _day(now)
    found = {
        one.firm.subject_id: one
        for one in proposables(
            draft.department_id, _day(now), programme=draft.programme, call=draft.call
        )
    }
    problems += _problems_of_picked(asked, found)
    # Days that are told above are not told again in the words of a column.
    problems += rows.problems_of(draft, told=("until",) if asked.until else ())
    if problems:
        raise Refused(dict.fromkeys(problems))
    is_new = draft.pk is None
    rows.save(draft)
    if not is_new:
        DraftAward.objects.filter(draft=draft).delete()
    DraftAward.objects.bulk_create(
        DraftAward(
            draft=draft,
            place=place,
            subject_id=subject,
            amount_fen=found[subject].amount_fen,
            withheld=withheld,
        )
        for place, (subject, withheld) in enumerate(asked.picked.items(), 1)
    )
    record_write(actor, verb, draft)
    return draft


def _problems_of_asked(asked: Asked, on: date) -> Iterator[str]:
    if asked.programme and asked.programme not in load().policies:
        yield worded("没有扶持计划「%(told)s」，请从可公示的款项里选", told=asked.programme[:60])
    if asked.begins_on is None:
        yield _("公示首日：请写成 2021-10-20 这样的日期")
        return
    yield from problems_of_first_day(asked.begins_on, on)
    try:
        yield from problems_of_days(asked.begins_on, end_of(asked.begins_on, asked.until))
    except Refused as refused:
        yield from refused.problems


def _problems_of_picked(asked: Asked, found: Mapping[int, Proposable]) -> Iterator[str]:
    if not asked.picked:
        yield _("请至少选一家单位")
    if len(asked.picked) > MOST_AWARDS:
        yield worded("一份公示最多列 %(most)s 家，请分成几份", most=MOST_AWARDS)
    gone = [subject for subject in asked.picked if subject not in found]
    if gone:
        yield worded(
            "选中的有 %(count)s 家不在可公示的款项里（没有核定、已经付清或已经公示期满），请重新选",
            count=len(gone),
        )
    for subject, withheld in asked.picked.items():
        one = found.get(subject)
        if one is not None and one.running:
            yield worded(
                "「%(name)s」在公示 %(number)s 里还没有期满，请先等期满或撤回那一份",
                name=one.firm.name,
                number=one.running,
            )
        if withheld and withheld not in Withheld.values:
            yield worded("没有「%(told)s」这种不公开的原因", told=withheld[:20])


@transaction.atomic
def submit_draft(*, draft: NoticeDraft, actor: Actor, now: datetime) -> NoticeDraft:
    """提交发布: to another person of the department, who is told."""
    telling.is_mended(draft, now)
    made: NoticeDraft = NOTICE_DRAFT.fire(draft, "submit", actor=actor)
    telling.ask_publisher(made, now)
    return made


@transaction.atomic
def take_back_draft(*, draft: NoticeDraft, actor: Actor, now: datetime) -> NoticeDraft:
    """收回: by whoever drew it up, to mend it."""
    telling.not_to_publish(draft, now)
    made: NoticeDraft = NOTICE_DRAFT.fire(draft, "take_back", actor=actor)
    return made


@transaction.atomic
def return_draft(*, draft: NoticeDraft, reason: str, actor: Actor, now: datetime) -> NoticeDraft:
    """退回: to whoever drew it up, with the reason."""
    words = _reason(reason)
    telling.not_to_publish(draft, now)
    made: NoticeDraft = NOTICE_DRAFT.fire(draft, "return", actor=actor, note=words, reason=words)
    telling.tell_drafter(made, now)
    return made


@transaction.atomic
def cancel_draft(*, draft: NoticeDraft, actor: Actor, now: datetime) -> NoticeDraft:
    """作废: what will not be published."""
    telling.is_mended(draft, now)
    made: NoticeDraft = NOTICE_DRAFT.fire(draft, "cancel", actor=actor)
    return made


@transaction.atomic
def publish_draft(*, draft: NoticeDraft, actor: Actor, now: datetime) -> Publicity:
    """发布公示: by another person than the one who drew it up.

    Refused with everything that is wrong by now: the books, the calendar and the other notices
    may have changed since it was drawn up.
    """
    locked = NoticeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    require(may_check, actor, locked)
    if locked.state != DraftState.SUBMITTED:
        raise WrongState([worded("草稿的进展是「%(state)s」，不能发布", state=_label(locked))])
    if problems := list(problems_of_draft(locked)):
        raise Refused(problems)
    awards = [
        Proposed(line.firm, line.award.amount_fen, line.award.withheld)
        for line in lines_of_draft(locked)
        if line.firm is not None
    ]
    notice = give(
        Draft(
            *(locked.programme, locked.call, locked.title, locked.department),
            *(locked.begins_on, locked.until, locked.basis),
        ),
        awards,
        drafted_by=locked.drafted_by_id,
        actor=actor,
        now=now,
    )
    telling.not_to_publish(locked, now, Ending.SIGNED)
    NOTICE_DRAFT.fire(locked, "publish", actor=actor, notice=notice)
    telling.watch_end(notice, now)
    return notice


def _reason(text: str) -> str:
    words = legible(text)[:200]
    if not words:
        raise Refused([_("请写明理由")])
    return words
