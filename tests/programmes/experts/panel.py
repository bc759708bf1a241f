"""评审的场景: a programme that waits for experts, a register of seven, and their sheets."""

from typing import Any

from huiqi.programmes.models import PanelSeat, StageRun
from huiqi.programmes.stages import expert_review, marking
from tests.cast import Player
from tests.programmes.walking import Walk

PANEL = 5


def sheet(run: StageRun, part: float = 1.0) -> dict[str, tuple[int | None, str]]:
    criteria = marking.settings_of(run).criteria
    return {one.id: (int(one.points * part), "与材料相符") for one in criteria}


def drawn(walk: Walk, run: StageRun) -> list[PanelSeat]:
    """The register is frozen and the panel drawn."""
    said: dict[str, Any] = {"run": run, "actor": walk.officer.actor, "now": walk.at}
    if not run.draws.exists():
        expert_review.freeze_pool(**said)
    return expert_review.draw_panel(**said)


def handed_in(walk: Walk, run: StageRun, pool: dict[int, Player], *parts: float) -> None:
    handed_in_by(drawn(walk, run), walk, run, pool, *parts)


def handed_in_by(
    seats: list[PanelSeat], walk: Walk, run: StageRun, pool: dict[int, Player], *parts: float
) -> None:
    for seat, part in zip(seats, parts, strict=True):
        expert_review.submit_sheet(
            seat=seat,
            given=sheet(run, part),
            comment="",
            actor=pool[seat.expert_id].actor,
            now=walk.at,
        )
