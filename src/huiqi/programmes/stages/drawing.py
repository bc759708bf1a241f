"""抽取专家: at random, from everybody who may, so that anybody can draw again and find the same.

The register is frozen first, with whoever may not and why; the secret is drawn after it and told
with the result (``draw_record``). Nobody can draw until they like what comes out: a register is
frozen anew only where it has not enough experts left, or for a second review, with the reason.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, on_record, worded
from huiqi.parties.access import person_of
from huiqi.parties.enums import Role, Tie
from huiqi.parties.models import Person, Relation
from huiqi.parties.queries.acting import memberships_at
from huiqi.programmes.access import may_handle
from huiqi.programmes.enums import SeatState, Sitting
from huiqi.programmes.models import Application, PanelDraw, PanelSeat, StageRun
from huiqi.programmes.stages.draw_record import digest, order_of, pool_digest, seed_of

# How long after it an expert does not judge the same firm again; the city's own choice, 待核.
PAST_PAIR: Final = timedelta(days=365)
SECRET_BYTES: Final = 32
LONGEST_REASON: Final = 200


@dataclass(frozen=True)
class Candidate:
    """候选专家: ``place`` in the order of the draw from 1; ``because`` says why not."""

    person: Person
    because: str = ""
    place: int = 0


def current_draw(run: StageRun) -> PanelDraw | None:
    """当前的抽取: the last one of a stage; None before a register was frozen."""
    return run.draws.order_by("ordinal").last()


def sitting_of(run: StageRun) -> Sitting:
    """初评或复评: which of them a stage is at."""
    draw = current_draw(run)
    return Sitting(draw.sitting) if draw else Sitting.FIRST


@transaction.atomic
def freeze_pool(
    *,
    run: StageRun,
    wanted: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
    sitting: Sitting = Sitting.FIRST,
) -> PanelDraw:
    """冻结候选名册: everybody of the register, then a secret of which only the hash is told.

    ``wanted`` is how many seats are to be filled. Refused where the register has not so many, and
    where one was frozen already that has enough left: nobody draws until they like the result.
    """
    require(may_handle, actor, run)
    StageRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    before = current_draw(run)
    if before is not None and before.sitting == sitting and enough_left(before, wanted, now):
        raise Refused([_("名册已经冻结，还有能评的专家：请按它抽取，不能另换一份")])
    because = legible(reason)[:LONGEST_REASON]
    if before is not None and not because:
        raise Refused([_("再次冻结名册要写明理由")])
    found = candidates_for(run, now)
    if (lacking := wanted - sum(not one.because for one in found)) > 0:
        raise Refused(
            [worded("专家库里能评的专家还差 %(count)s 位，请先补充专家库", count=lacking)]
        )
    pool = [{"expert": one.person.pk, "because": one.because} for one in found]
    secret = secrets.token_hex(SECRET_BYTES)
    made = rows.save(
        PanelDraw(
            run=run,
            ordinal=before.ordinal + 1 if before else 1,
            sitting=sitting,
            reason=because if before else "",
            pool=pool,
            pool_digest=pool_digest(pool),
            secret=secret,
            commitment=digest(secret),
            frozen_by_id=person_of(actor),
            frozen_at=now,
        )
    )
    record_write(
        *(actor, "冻结候选名册", made),
        subject_id=run.application.subject_id,
        detail={"pool_sha256": made.pool_digest, "secret_sha256": made.commitment},
    )
    return made


def seed_of_draw(draw: PanelDraw) -> str:
    """抽取的种子: what the order follows from."""
    return seed_of(draw.secret, draw.pool_digest, draw.run.application.number, draw.ordinal)


def left_of(draw: PanelDraw, now: datetime) -> list[Candidate]:
    """名册余下的: who might when it was frozen and has no seat by it, in the order of the draw.

    Who may not any more, by what the data tell now, says why.
    """
    frozen = [one["expert"] for one in draw.pool if not one["because"]]
    seated = set(draw.seats.values_list("expert_id", flat=True))
    today = {one.person.pk: one.because for one in candidates_for(draw.run, now)}
    people = Person.objects.in_bulk(frozen)
    order = enumerate(order_of(seed_of_draw(draw), frozen), 1)
    return [
        Candidate(people[number], today.get(number, worded("已不在专家库")), place)
        for place, number in order
        if number not in seated
    ]


def enough_left(draw: PanelDraw, wanted: int, now: datetime) -> bool:
    """名册够不够: whether a draw can still fill so many seats."""
    return sum(not one.because for one in left_of(draw, now)) >= wanted


def candidates_for(run: StageRun, now: datetime) -> list[Candidate]:
    """候选: every expert of the city by number, with what the data tell of each."""
    application = run.application
    held = memberships_at(now).filter(role=Role.EXPERT).select_related("person")
    people = {one.person_id: one.person for one in held}
    ties = _tied_to(application)
    employers = _employers(set(people), now)
    before = _judged_before(application, now)
    here = set(run.seats.values_list("expert_id", flat=True))
    return [
        Candidate(
            people[pk],
            _why_not(people[pk], employers.get(pk, {}), ties, before)
            or (worded("已经抽到过这份申报的评审") if pk in here else ""),
        )
        for pk in sorted(people)
    ]


def _why_not(
    person: Person, employers: dict[int, str], ties: dict[str, str], before: set[int]
) -> str:
    for subject, name in employers.items():
        if f"subject:{subject}" in ties:
            return worded("任职单位「%(name)s」就是申报单位，或与它有关联", name=name)
        if f"name:{name}" in ties:
            return worded("任职单位「%(name)s」%(tie)s", name=name, tie=ties[f"name:{name}"])
    if f"name:{person.name}" in ties:
        return worded("与申报单位的关系：%(tie)s", tie=ties[f"name:{person.name}"])
    if person.pk in before:
        return worded("%(days)s 天内评过同一家企业", days=PAST_PAIR.days)
    return ""


def _tied_to(application: Application) -> dict[str, str]:
    """Who stands close to the firm: itself, who holds or heads it, and what it holds."""
    subject = application.subject_id
    found = {f"subject:{subject}": ""}
    ties = Relation.objects.filter(organization__subject=subject).select_related("holder")
    for one in ties.order_by("id"):
        found[f"name:{one.holder_name}"] = on_record(Tie(one.tie).label)
        if one.holder is not None:
            found[f"subject:{one.holder.subject_id}"] = on_record(Tie(one.tie).label)
    held = Relation.objects.filter(holder__subject=subject).select_related("organization")
    for one in held.order_by("id"):
        found[f"subject:{one.organization.subject_id}"] = on_record(Tie(one.tie).label)
    return found


def _employers(people: set[int], now: datetime) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    held = memberships_at(now).filter(person__in=people).select_related("organization")
    for one in held.order_by("id"):
        found.setdefault(one.person_id, {})[one.organization.subject_id] = one.organization.name
    return found


def _judged_before(application: Application, now: datetime) -> set[int]:
    seats = PanelSeat.objects.filter(
        run__application__subject=application.subject_id,
        state=SeatState.SUBMITTED,
        submitted_at__gte=now - PAST_PAIR,
    ).exclude(run__application=application)
    return set(seats.order_by("expert_id").values_list("expert_id", flat=True))
