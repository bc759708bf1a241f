"""专家评审: drawn at random, whoever is close to the firm left out; every score says why.

The marks are an advice: who lies below the mark is refused by a person, with the clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.programmes import telling
from huiqi.programmes.access import is_chief, is_expert, may_handle
from huiqi.programmes.actions.deciding import latest_snapshot
from huiqi.programmes.definition import ExpertReview
from huiqi.programmes.enums import SeatState
from huiqi.programmes.list_states import SEAT
from huiqi.programmes.models import Application, PanelSeat, Score, StageRun
from huiqi.programmes.stages import running
from huiqi.programmes.stages.drawing import candidates_for
from huiqi.programmes.versions import definition_of

FEWEST_LEFT = 3


def settings_of(run: StageRun) -> ExpertReview:
    """评审设置: as they were frozen."""
    found = definition_of(run.application).programme.stage(run.kind)
    assert isinstance(found, ExpertReview)
    return found


@transaction.atomic
def draw_panel(*, run: StageRun, actor: Actor, now: datetime) -> list[PanelSeat]:
    """抽取专家: as many as are still wanted, next in the order of the draw; who may not is on
    record with the reason. Refused when there are not enough.
    """
    require(may_handle, actor, run)
    seated = {one.expert_id: one for one in run.seats.order_by("ordinal")}
    # Whoever is drawn later is drawn with the seed of the first: a correction makes no other one.
    first = next(iter(seated.values()), None)
    seed = first.draw_seed if first else latest_snapshot(run.application).digest
    wanted = settings_of(run).panel - sum(one.state != SeatState.RECUSED for one in seated.values())
    if wanted <= 0:
        raise Refused([_("专家已经抽齐")])
    made: list[PanelSeat] = []
    ordinal = len(seated)
    for one in candidates_for(run.application, seed, now):
        if one.person.pk in seated or wanted <= 0:
            continue
        ordinal += 1  # who has come to the pool since takes nobody's place in the draw
        seat = rows.save(
            PanelSeat(run=run, expert=one.person, ordinal=ordinal, draw_seed=seed, drawn_at=now)
        )
        if one.because:
            SEAT.fire(seat, "recuse", actor=actor, because=one.because)
        else:
            made.append(seat)
            wanted -= 1
    if wanted > 0:
        raise Refused([worded("专家库里能评的专家还差 %(count)s 位，请先补充专家库", count=wanted)])
    for seat in made:
        telling.ask_expert(seat, now)
    record_write(actor, "抽取专家", run, subject_id=run.application.subject_id)
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
def submit_sheet(
    *,
    seat: PanelSeat,
    given: Mapping[str, tuple[int | None, str]],
    comment: str,
    actor: Actor,
    now: datetime,
) -> PanelSeat:
    """提交评分: each criterion with points and the reason; once. Refused with all that is wrong."""
    require(is_expert, actor, seat)
    with everything():
        locked = PanelSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if locked.state != SeatState.DRAWN:
            raise WrongState([worded("这份评分%(state)s", state=locked.get_state_display())])
        problems = list(_problems(settings_of(locked.run), given))
        if problems:
            raise Refused(problems)
        locked.scores.all().delete()
        Score.objects.bulk_create(
            Score(seat=locked, criterion=key, points=points or 0, why=legible(why)[:500])
            for key, (points, why) in given.items()
        )
        moved: PanelSeat = SEAT.fire(
            locked, "submit", actor=actor, comment=legible(comment), now=now
        )
        telling.done_by_expert(moved, now)
        record_write(actor, "提交评分", moved)
    return moved


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


@dataclass(frozen=True)
class Result:
    """评审结果: the mean mark, exact; ``spread`` between the highest and the lowest sheet."""

    mark: Fraction
    spread: int
    sheets: int
    is_alarming: bool
    is_passed: bool


def result_of(run: StageRun) -> Result | None:
    """评审结果: None before all sheets are in."""
    settings = settings_of(run)
    seats = list(run.seats.filter(state=SeatState.SUBMITTED).prefetch_related("scores"))
    return marked(settings, seats) if len(seats) >= settings.panel else None


def marked(settings: ExpertReview, seats: Sequence[PanelSeat]) -> Result:
    """评分的结果: of sheets that are in, at least one, with their scores."""
    totals = sorted(sum(one.points for one in seat.scores.all()) for seat in seats)
    spread = totals[-1] - totals[0]
    counted = totals[1:-1] if settings.drop_extremes and len(totals) > FEWEST_LEFT else totals
    mark = Fraction(sum(counted), len(counted))
    return Result(
        mark, spread, len(seats), spread > settings.spread_alarm, mark >= settings.pass_mark
    )


@transaction.atomic
def finish_review(
    *, run: StageRun, actor: Actor, now: datetime, kept_because: str = ""
) -> Application:
    """评审通过: with all sheets in and the mark reached; by a chief where they differ much.

    Below the mark it is refused by a person, never here.
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
    return running.pass_stage(run, actor=actor, now=now, note=legible(kept_because)[:200])
