"""计分: what the sheets of a panel come to, of the first review and of a second one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from django.db.models import QuerySet

from huiqi.programmes.definition import ExpertReview
from huiqi.programmes.enums import SeatState, Sitting, StageKind
from huiqi.programmes.models import Application, PanelSeat, StageRun
from huiqi.programmes.stages.drawing import sitting_of
from huiqi.programmes.versions import definition_of

FEWEST_LEFT: Final = 3
LONGEST_DRAFT: Final = {"points": 10, "why": 500, "comment": 2_000}
CENTS: Final = 100


@dataclass(frozen=True)
class Draft:
    """评分草稿: what was typed, by criterion, readable or not."""

    points: Mapping[str, str]
    why: Mapping[str, str]
    comment: str = ""

    @classmethod
    def of(cls, given: Mapping[str, tuple[int | None, str]], comment: str) -> Draft:
        """草稿: as a sheet that is handed in would have been saved."""
        points = {key: "" if one is None else str(one) for key, (one, _why) in given.items()}
        return cls(points, {key: why for key, (_one, why) in given.items()}, comment)

    def kept(self) -> dict[str, Any]:
        """存下的: within the bounds of what a sheet may hold."""
        return {
            "points": {key: one[: LONGEST_DRAFT["points"]] for key, one in self.points.items()},
            "why": {key: one[: LONGEST_DRAFT["why"]] for key, one in self.why.items()},
            "comment": self.comment[: LONGEST_DRAFT["comment"]],
        }


@dataclass(frozen=True)
class Result:
    """评审结果: the mean mark, exact; ``spread`` between the highest and the lowest sheet."""

    mark: Fraction
    spread: int
    sheets: int
    is_alarming: bool
    is_passed: bool


def settings_of(run: StageRun) -> ExpertReview:
    """评审设置: as they were frozen."""
    found = definition_of(run.application).programme.stage(run.kind)
    assert isinstance(found, ExpertReview)
    return found


def seats_of(run: StageRun, sitting: Sitting) -> QuerySet[PanelSeat]:
    """席位: of the first or the second review, in the order in which they were drawn."""
    return run.seats.filter(draw__sitting=sitting).order_by("draw__ordinal", "ordinal")


def wanted_of(run: StageRun, sitting: Sitting) -> int:
    """还要几位: experts, so that the panel is whole."""
    seated = seats_of(run, sitting).exclude(state=SeatState.RECUSED).count()
    return max(settings_of(run).panel - seated, 0)


def sitting_result(run: StageRun, sitting: Sitting) -> Result | None:
    """一次评审的结果: None before all of its sheets are in."""
    settings = settings_of(run)
    seats = list(
        seats_of(run, sitting).filter(state=SeatState.SUBMITTED).prefetch_related("scores")
    )
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


def result_of(run: StageRun) -> Result | None:
    """评审结果: that counts; None before all sheets are in, of a second review too.

    Of two reviews it is the second one, their mean or the lower, as the programme says; how far
    the sheets lie apart is asked of the second alone.
    """
    first = sitting_result(run, Sitting.FIRST)
    if first is None or sitting_of(run) == Sitting.FIRST:
        return first
    second, settings = sitting_result(run, Sitting.SECOND), settings_of(run)
    if second is None:
        return None
    mark = {
        "second": second.mark,
        "mean": (first.mark + second.mark) / 2,
        "lower": min(first.mark, second.mark),
    }[settings.second_counts]
    return replace(second, mark=mark, is_passed=mark >= settings.pass_mark)


def score_facts(run: StageRun) -> dict[str, str]:
    """评分的事实: the mark as the fact that the programme names; nothing where it names none.

    Rounded down to a hundredth, so that nobody is lifted over the mark of a band.
    """
    settings, result = settings_of(run), result_of(run)
    if not settings.score_fact or result is None:
        return {}
    cents = int(result.mark * CENTS)
    return {settings.score_fact: f"{cents // CENTS}.{cents % CENTS:02}"}


def scores_of(application: Application) -> dict[str, str]:
    """申报的评分事实: of its panel, where it has one that is done."""
    run = application.stages.filter(kind=StageKind.EXPERT_REVIEW).first()
    return score_facts(run) if run is not None else {}
