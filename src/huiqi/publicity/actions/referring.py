"""异议的移交: where nobody of the department may answer, somebody else does, and can give it back.

Who drew a notice up or published it does not judge what is said against it. In a department of
two nobody is left then: the superior, the bureau of finance or a department beside it answers,
on record with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.publicity.access import is_its_department, is_referee
from huiqi.publicity.actions import telling
from huiqi.publicity.actions.holding import hold
from huiqi.publicity.enums import Ground
from huiqi.publicity.models import Objection, ObjectionAnswer, Referral
from huiqi.publicity.queries.referring import (
    Referee,
    others_of_department,
    referees_for,
    referral_of,
)

LONGEST_REASON: Final = 200


@transaction.atomic
def refer_objection(
    *,
    objection: Objection,
    to_id: int | None,
    ground: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Referral:
    """移交异议: to the superior, the bureau of finance or a department of the same level.

    By the department of the notice, also by who drew it up or published it, for they may be all
    there are. Refused with everything that is wrong, and on the ground that nobody is left when
    somebody is.
    """
    require(is_its_department, actor, objection.publicity)
    hold(objection.publicity)
    found = {one.organization.pk: one for one in referees_for(objection.publicity, now)}
    to, words = found.get(to_id or 0), legible(reason)
    problems = [*_problems_of_state(objection), *_problems_of_ground(objection, ground, now)]
    problems += [*_problems_of_referee(objection, to), *_problems_of_reason(words)]
    if problems or to is None:
        raise Refused(problems)
    telling.not_to_answer(objection, now)
    referral = rows.save(
        Referral(
            objection=objection,
            to=to.organization,
            tie=to.tie,
            ground=ground,
            reason=words,
            by_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "移交异议", referral, subject_id=_about(objection))
    telling.ask_for_answer(objection, now)
    return referral


@transaction.atomic
def give_back_objection(
    *, objection: Objection, reason: str, actor: Actor, now: datetime
) -> Referral:
    """退回异议: to the department of the notice, by it or by whom it was referred to."""
    hold(objection.publicity)
    referral = referral_of(objection)
    is_theirs = actor.organization_id == objection.publicity.department_id
    if referral is None or is_theirs:
        require(is_its_department, actor, objection.publicity)
    else:
        require(is_referee, actor, referral)
    words = legible(reason)
    problems = [*_problems_of_state(objection), *_problems_of_reason(words)]
    if referral is None:
        problems.append(_("这条异议没有移交，不用退回"))
    if problems:
        raise Refused(problems)
    telling.not_to_answer(objection, now)
    made = rows.save(Referral(objection=objection, reason=words, by_id=person_of(actor), at=now))
    record_write(actor, "退回异议", made, subject_id=_about(objection))
    telling.ask_for_answer(objection, now)
    return made


def _about(objection: Objection) -> int | None:
    return objection.award.subject_id if objection.award else None


def _problems_of_state(objection: Objection) -> Iterator[str]:
    if ObjectionAnswer.objects.filter(objection=objection).exists():
        yield _("这条异议已经答复，不用再移交或退回")


def _problems_of_ground(objection: Objection, ground: str, now: datetime) -> Iterator[str]:
    if ground not in Ground.values:
        yield _("请选事由：本部门没有第三个人，或其他人应当回避")
    elif ground == Ground.NOBODY and (left := others_of_department(objection.publicity, now)):
        yield worded(
            "本部门还有 %(names)s 可以答复，请由其答复；应当回避的，请改选回避并写明原因",
            names="、".join(one.name for one in left[:3]),
        )


def _problems_of_referee(objection: Objection, to: Referee | None) -> Iterator[str]:
    if to is None:
        yield _("请从名单里选上级、财政或同级的一个部门；名单上是有人可以答复的")
        return
    before = referral_of(objection)
    if before is not None and before.to_id == to.organization.pk:
        yield worded("这条异议已经移交%(name)s", name=to.organization.name)


def _problems_of_reason(words: str) -> Iterator[str]:
    if not words:
        yield _("请写明理由")
    elif len(words) > LONGEST_REASON:
        yield worded(
            "理由最多 %(most)s 字，现在 %(count)s 字", most=LONGEST_REASON, count=len(words)
        )
