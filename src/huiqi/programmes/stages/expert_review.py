"""专家评审: drawn at random, whoever is close to the firm left out; every score says why.

The marks are an advice: who lies below the mark is refused by a person, with the clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.parties.actions.facts import Said, record_facts
from huiqi.parties.enums import Source
from huiqi.programmes import telling
from huiqi.programmes.access import is_chief, is_expert, may_handle
from huiqi.programmes.definition import ExpertReview
from huiqi.programmes.enums import SeatState, Sitting
from huiqi.programmes.list_states import SEAT
from huiqi.programmes.models import Application, PanelDraw, PanelSeat, Score, StageRun
from huiqi.programmes.stages import drawing, running
from huiqi.programmes.stages.drawing import left_of, sitting_of
from huiqi.programmes.stages.marking import (
    Draft,
    result_of,
    score_facts,
    settings_of,
    sitting_result,
    wanted_of,
)

LONGEST_WHY: Final = 500


@transaction.atomic
def freeze_pool(*, run: StageRun, actor: Actor, now: datetime, reason: str = "") -> PanelDraw:
    """冻结候选名册: for as many experts as are still wanted; see ``drawing.freeze_pool``."""
    sitting = sitting_of(run)
    wanted = wanted_of(run, sitting)
    if not wanted:
        raise Refused([_("专家已经抽齐")])
    return drawing.freeze_pool(
        run=run, wanted=wanted, actor=actor, now=now, reason=reason, sitting=sitting
    )


@transaction.atomic
def ask_second(*, run: StageRun, reason: str, actor: Actor, now: datetime) -> PanelDraw:
    """请专家复评: other experts judge anew, from a register of their own; with the reason, once.

    Both results are kept; which counts is the programme's own rule.
    """
    require(may_handle, actor, run)
    if sitting_of(run) == Sitting.SECOND:
        raise Refused([_("已经请过一次复评；同一份申报只复评一次")])
    if sitting_result(run, Sitting.FIRST) is None:
        raise Refused([_("初评还有专家没有交评分，不能复评")])
    if not legible(reason):
        raise Refused([_("复评要写明理由")])
    return drawing.freeze_pool(
        run=run,
        wanted=settings_of(run).panel,
        actor=actor,
        now=now,
        reason=reason,
        sitting=Sitting.SECOND,
    )


@transaction.atomic
def draw_panel(*, run: StageRun, actor: Actor, now: datetime) -> list[PanelSeat]:
    """抽取专家: as many as are still wanted, next in the order of the frozen register; who may
    not is on record with the reason. Refused when there are not enough, and before it is frozen.
    """
    require(may_handle, actor, run)
    draw = run.draws.select_for_update(of=("self",)).order_by("ordinal").last()
    if draw is None:
        raise Refused([_("请先冻结候选名册，再抽取")])
    wanted = wanted_of(run, Sitting(draw.sitting))
    if not wanted:
        raise Refused([_("专家已经抽齐")])
    if draw.drawn_at is None:
        draw.drawn_at, draw.drawn_by_id = now, person_of(actor)
        rows.save(draw, only=("drawn_at", "drawn_by"))
    made = _seated(draw, wanted, actor, now)
    if len(made) < wanted:
        told = worded(
            "名册里能评的专家还差 %(count)s 位：请补充专家库，写明理由再冻结一次",
            count=wanted - len(made),
        )
        raise Refused([told])
    for seat in made:
        telling.ask_expert(seat, now)
    record_write(
        *(actor, "抽取专家", run),
        subject_id=run.application.subject_id,
        detail={"draw": draw.ordinal, "secret": draw.secret},
    )
    return made


def _seated(draw: PanelDraw, wanted: int, actor: Actor, now: datetime) -> list[PanelSeat]:
    made: list[PanelSeat] = []
    for one in left_of(draw, now):
        if len(made) == wanted:
            break
        seat = rows.save(
            PanelSeat(run=draw.run, draw=draw, expert=one.person, ordinal=one.place, drawn_at=now)
        )
        if one.because:
            SEAT.fire(seat, "recuse", actor=actor, because=one.because)
        else:
            made.append(seat)
    return made


@transaction.atomic
def recuse(*, seat: PanelSeat, because: str, actor: Actor, now: datetime) -> PanelSeat:
    """回避: declared by the expert, or found by an officer, with the reason; another is drawn."""
    told = legible(because)[:200]
    if not told:
        raise Refused([_("回避要写明原因")])
    with everything():
        moved: PanelSeat = SEAT.fire(seat, "recuse", actor=actor, because=told)
        telling.done_by_expert(moved, now)
    return moved


@transaction.atomic
def save_sheet(*, seat: PanelSeat, draft: Draft, revision: int, actor: Actor) -> PanelSeat:
    """存评分草稿: as it was typed, whatever is in it; it counts for nothing.

    Refused with what to do where another window saved another one since ``revision``.
    """
    require(is_expert, actor, seat)
    with everything():
        locked = _open_seat(seat)
        _refuse_older(locked, draft, revision)
        if locked.draft != draft.kept():
            locked.draft, locked.draft_revision = draft.kept(), locked.draft_revision + 1
            rows.save(locked, only=("draft", "draft_revision"))
    return locked


@transaction.atomic
def submit_sheet(
    *,
    seat: PanelSeat,
    given: Mapping[str, tuple[int | None, str]],
    comment: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> PanelSeat:
    """提交评分: each criterion with points and the reason; once. Refused with all that is wrong.

    With a ``revision``, not over a draft that another window saved since.
    """
    require(is_expert, actor, seat)
    with everything():
        locked = _open_seat(seat)
        if revision is not None:
            _refuse_older(locked, Draft.of(given, comment), revision)
        problems = list(_problems(settings_of(locked.run), given))
        if problems:
            raise Refused(problems)
        locked.scores.all().delete()
        Score.objects.bulk_create(
            Score(seat=locked, criterion=key, points=points or 0, why=legible(why)[:LONGEST_WHY])
            for key, (points, why) in given.items()
        )
        moved: PanelSeat = SEAT.fire(
            locked, "submit", actor=actor, comment=legible(comment), now=now
        )
        telling.done_by_expert(moved, now)
        record_write(actor, "提交评分", moved)
    return moved


def _open_seat(seat: PanelSeat) -> PanelSeat:
    locked = PanelSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if locked.state != SeatState.DRAWN:
        raise WrongState([worded("这份评分%(state)s", state=locked.get_state_display())])
    return locked


def _refuse_older(locked: PanelSeat, draft: Draft, revision: int) -> None:
    if locked.draft_revision > revision and locked.draft != draft.kept():
        raise Refused(
            [
                _(
                    "另一个窗口存过不同的评分：下面是您刚才填的，旁边是存下的；看过再按一次，以这里为准"
                )
            ]
        )


def _problems(settings: ExpertReview, given: Mapping[str, tuple[int | None, str]]) -> Iterator[str]:
    known = {one.id: one for one in settings.criteria}
    for key in given:
        if key not in known:
            yield worded("没有「%(key)s」这个评分项", key=key[:60])
    for one in settings.criteria:
        points, why = given.get(one.id, (None, ""))
        if points is None or not 0 <= points <= one.points:
            yield worded("「%(text)s」请打 0 至 %(most)s 分", text=one.text, most=one.points)
        if not legible(why):
            yield worded("「%(text)s」请写明打分的理由", text=one.text)


@transaction.atomic
def finish_review(
    *, run: StageRun, actor: Actor, now: datetime, kept_because: str = ""
) -> Application:
    """评审通过: with all sheets in and the mark reached; by a chief where they differ much.

    Below the mark it is refused by a person, never here. The mark is a fact from then on where
    the programme says which.
    """
    require(may_handle, actor, run)
    result = result_of(run)
    if result is None:
        raise Refused([_("还有专家没有交评分")])
    if result.is_alarming:
        require(is_chief, actor, run)
    problems = []
    if result.is_alarming and not legible(kept_because):
        problems.append(
            worded(
                "各份评分相差 %(spread)s 分：请写明为什么维持，或请专家复评", spread=result.spread
            )
        )
    if not result.is_passed:
        problems.append(_("没有达到通过分；请作出不予资助的决定"))
    if problems:
        raise Refused(problems)
    if scored := score_facts(run):
        record_facts(
            subject=run.application.subject,
            facts=scored,
            said=Said(Source.DEPARTMENT, running.day_of(now), note=run.application.number),
            actor=SYSTEM,
            now=now,
        )
    return running.pass_stage(run, actor=actor, now=now, note=legible(kept_because)[:200])
