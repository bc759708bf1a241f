"""一起反映: joined with one tap, left with one tap; the outcome is told to all who go along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.models import CommonProblem, Joining
from huiqi.concerns.problem_access import may_join
from huiqi.concerns.problem_enums import ProblemState
from huiqi.concerns.problem_telling import concerns_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of

LONGEST_NOTE: Final = 500


@transaction.atomic
def join_problem(*, problem: CommonProblem, note: str, actor: Actor, now: datetime) -> Joining:
    """一起反映: a published problem that is being worked on; once for each firm.

    Refused where the firm goes along already or a concern of its own is in the problem, and for a
    note that is too long; WrongState when the problem is over.
    """
    require(may_join, actor)
    with everything():  # of a problem the firm sees what is published; the rules look further
        held = CommonProblem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
        if held.state != ProblemState.OPEN:
            raise WrongState([_("这个共性问题已经了结；还遇到的，请提一件诉求")])
        if problems := list(_problems(held, actor, note)):
            raise Refused(problems)
    own, firm = actor.subject_id, actor.organization_id
    assert own is not None
    assert firm is not None
    made = rows.save(
        Joining(
            problem=held,
            subject_id=own,
            organization_id=firm,
            note=legible(note),
            by_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "一起反映共性问题", made, subject_id=actor.subject_id)
    return made


def _problems(problem: CommonProblem, actor: Actor, note: str) -> Iterator[str]:
    if len(legible(note)) > LONGEST_NOTE:
        yield worded("情况最多 %(most)s 个字，请写短一些", most=LONGEST_NOTE)
    if problem.joinings.filter(subject=actor.subject_id, left_at=None).exists():
        yield _("你们已经一起反映过，有结果会告知")
    own = concerns_of(problem).filter(subject=actor.subject_id).first()
    if own is not None:
        yield worded("你们的诉求 %(number)s 已经归入这个共性问题", number=own.number)


@transaction.atomic
def leave_problem(*, problem: CommonProblem, actor: Actor, now: datetime) -> Joining:
    """退出: it is not told of the outcome; the row stays. WrongState where it does not go along."""
    require(may_join, actor)
    mine = Joining.objects.select_for_update(of=("self",))
    found = mine.filter(problem=problem, subject=actor.subject_id, left_at=None).first()
    if found is None:
        raise WrongState([_("你们没有一起反映这个共性问题")])
    found.left_at = now
    rows.save(found, only=("left_at",))
    record_write(actor, "不再一起反映共性问题", found, subject_id=actor.subject_id)
    return found
