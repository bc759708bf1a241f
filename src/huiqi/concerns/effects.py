"""动作的改动: what each move sets in a case, besides the state and the clocks.

No effect asks the database: what a move needs is given to it, so that a whole year can be tried
in memory with the same moves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from huiqi.concerns.enums import Answer, Level, Resolution, State
from huiqi.concerns.models import Concern
from huiqi.concerns.timing import Timeline, count_ladder, retime
from huiqi.kernel.access import Actor

CONFIRMED: Final = {Answer.SOLVED: Resolution.SOLVED, Answer.PARTLY: Resolution.PARTLY}
UNSURE: Final = (Resolution.SOLVED, Resolution.PARTLY)  # what an office alone cannot say
Change = Callable[..., None]


def entering(target: State, change: Change | None = None) -> Callable[..., None]:
    """进入状态: the effect of a move: what changes, then the clocks as they are in ``target``."""

    def effect(
        case: Concern,
        *,
        actor: Actor,
        now: datetime,
        timeline: Timeline,
        until: date | None = None,
        **data: object,
    ) -> None:
        if change:
            change(case, actor=actor, now=now, **data)
        retime(case, target, timeline, now, until=until)

    return effect


def dispatched(
    case: Concern,
    *,
    actor: Actor,
    item: str,
    service: str,
    lead_id: int,
    suggested: list[dict[str, object]] | None = None,
    **_more: object,
) -> None:
    """分派: to a unit, under an item, by a person."""
    case.item, case.service = item, service
    case.lead_id = case.unit_id = lead_id
    case.confirmed_by_id, case.officer_id = actor.person_id, None
    if suggested is not None:
        case.suggested = suggested


def kept(case: Concern, **_more: object) -> None:
    """维持: the assignment stands for good."""
    case.unit_id, case.is_final = case.lead_id, True


def objected(case: Concern, **_more: object) -> None:
    """异议: the desk is to decide; the unit goes on answering for it."""
    case.unit_id = case.desk_id


def signed(case: Concern, *, now: datetime, officer_id: int | None, **_more: object) -> None:
    """签收: by an officer, or (None) by the unit as a whole."""
    case.unit_id, case.officer_id, case.signed_at, case.is_final = (
        case.lead_id,
        officer_id,
        now,
        True,
    )


def assigned(case: Concern, *, officer_id: int, **_more: object) -> None:
    """指定经办人."""
    case.officer_id = officer_id


def first_replied(case: Concern, *, now: datetime, **_more: object) -> None:
    """首次实质答复: the first of this round counts."""
    if case.first_replied_at is None or case.first_replied_at < case.counts_from:
        case.first_replied_at = now


def replied(case: Concern, *, now: datetime, offered: str, **_more: object) -> None:
    """答复: with what the office says of it."""
    first_replied(case, now=now)
    case.replied_at, case.offered, case.resolution = now, offered, ""


def ended(case: Concern, *, now: datetime, resolution: str, **_more: object) -> None:
    """办结: nobody has to act any more."""
    case.unit_id, case.ended_at, case.resolution = None, now, resolution


def accepted(case: Concern, *, now: datetime, answer: str, **_more: object) -> None:
    """企业确认: solved, or partly."""
    ended(case, now=now, resolution=CONFIRMED[Answer(answer)])
    case.is_confirmed = True


def unanswered(case: Concern, *, now: datetime, **_more: object) -> None:
    """企业未确认: the word of the office alone is never «solved»."""
    offered = Resolution(case.offered)
    ended(case, now=now, resolution=Resolution.UNCONFIRMED if offered in UNSURE else offered)


def unreached(case: Concern, *, now: datetime, **_more: object) -> None:
    """联系不上."""
    ended(case, now=now, resolution=Resolution.UNREACHABLE)


def _round(case: Concern, now: datetime) -> None:
    case.counts_from, case.officer_id, case.signed_at = now, None, None
    case.offered, case.resolution, case.is_confirmed = "", "", False


def redone(case: Concern, *, now: datetime, barred_id: int | None, **_more: object) -> None:
    """重办: by another unit's officer than who replied."""
    case.barred_id, case.redone_at = barred_id, now
    _round(case, now)
    case.is_final = True


def moved_up(
    case: Concern, *, now: datetime, level: int, lead_id: int | None = None, **_more: object
) -> None:
    """提级: with the case goes the duty to answer for it."""
    case.level, case.officer_id, case.is_final = level, None, True
    if lead_id is not None and lead_id != case.lead_id:
        case.lead_id, case.barred_id = lead_id, None
    case.unit_id = case.lead_id
    case.signed_at = case.signed_at or now


def disputed(case: Concern, *, now: datetime, **more: object) -> None:
    """不满意而提级: a round begins anew, higher up."""
    _round(case, now)
    moved_up(case, now=now, **more)  # type: ignore[arg-type]


def climbed(case: Concern, **more: object) -> None:
    """久办提级: one more rung."""
    moved_up(case, **more)  # type: ignore[arg-type]
    case.rung += 1


def held(case: Concern, **_more: object) -> None:
    """同意等: the promise is the clock."""
    case.resolution = Resolution.PROMISED


def broken(case: Concern, **more: object) -> None:
    """承诺未兑现: it goes up."""
    case.resolution = ""
    moved_up(case, **more)  # type: ignore[arg-type]


def made_common(case: Concern, *, problem_id: int, lead_id: int, **_more: object) -> None:
    """转共性: with the unit that owns the problem."""
    if lead_id != case.lead_id:
        case.officer_id = None
    case.problem_id, case.lead_id, case.unit_id = problem_id, lead_id, lead_id


def refused(case: Concern, *, now: datetime, **_more: object) -> None:
    """不受理."""
    case.unit_id, case.ended_at = None, now


def withdrawn(case: Concern, *, now: datetime, **_more: object) -> None:
    """撤回."""
    ended(case, now=now, resolution=Resolution.WITHDRAWN)


def _anew(case: Concern, *, now: datetime, **_more: object) -> None:
    """Open once more: the legal clocks and the ladder begin again."""
    _round(case, now)
    case.ladder_from, case.rung, case.ended_at = now, 0, None


def resumed(case: Concern, *, now: datetime, **_more: object) -> None:
    """恢复办理: by the unit that had it; the firm keeps its own right to have it opened again."""
    _anew(case, now=now)
    case.unit_id, case.is_final = case.lead_id, True


def reopened(case: Concern, *, now: datetime, **_more: object) -> None:
    """重新打开: asked by the firm, once."""
    resumed(case, now=now)
    case.reopened_at = now


def back_to_desk(case: Concern, *, now: datetime, **_more: object) -> None:
    """回到受理台: to be dispatched anew."""
    _anew(case, now=now)
    case.unit_id, case.is_final, case.level = case.desk_id, False, Level.OFFICER


def rung_taken(case: Concern, *, level: int, timeline: Timeline, now: datetime) -> None:
    """提醒或交处室负责人: one more rung, without another state."""
    case.level, case.rung = max(case.level, level), case.rung + 1
    count_ladder(case, case.state, timeline, now)
