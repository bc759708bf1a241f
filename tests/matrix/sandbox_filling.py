"""布景（政策沙盘）: one run more of a programme that the bureau keeps, by one person more."""

from __future__ import annotations

from typing import Any, Final

from huiqi.citywide.models import CityRegister
from huiqi.parties.enums import Role
from huiqi.parties.models import Person
from huiqi.policies.models import Keeper
from huiqi.sandbox.models import SandboxFirms, SandboxRun
from tests.cast import NOW, TODAY, a_member, an_organization, credit_code
from tests.matrix.filling import Scene

KEPT: Final = "shenzhen_longgang.park_rent"
_TALLY: Final = {"yes": 1, "unknown": 0, "sure": 100, "possible": 100, "open": 0}
_SIDE: Final = {"judged": 1, "tally": _TALLY, "groups": [], "settled": 100, "unsettled": 0}
_YEAR: Final = {
    "on": "2021-10-20",
    "version": None,
    "in_force": True,
    "firms": [1, 1],
    "low": 100,
    "high": 100,
    "changes": [],
}
_BUDGET: Final = {"years": [_YEAR], "low": 100, "high": 100, "assumptions": []}
RESULT: Final[dict[str, Any]] = {
    "shape": 1,
    "subjects": 1,
    "sides": {"before": _SIDE, "after": _SIDE},
    "moves": [["yes", "yes", 1]],
    "firms": [],
    "shifts": [],
    **dict.fromkeys(("raised", "lowered", "gain", "loss", "changed"), 0),
    "budget": {"before": _BUDGET, "after": _BUDGET},
    "assumptions": [],
    "changes": [],
    "note": {"on": "2021-10-20", "instrument": None, "basis": "", "reminder": "", "points": []},
}


def a_run(scene: Scene, number: int) -> None:
    """One run more, by one more officer, over one register more."""
    if not number:
        Keeper.objects.create(programme=KEPT, organization=scene.bureau, since=TODAY, named_at=NOW)
    writer = a_member(
        f"trier{Person.objects.count()}", "经办", scene.bureau, Role.BUREAU_OFFICER
    ).person
    register = CityRegister.objects.create(
        on=TODAY, known_at=NOW, sha256=f"{number:064x}", firms=1, without_code=0, written_at=NOW
    )
    SandboxRun.objects.create(
        programme=KEPT,
        identity=f"{number:064x}",
        settings={
            **dict.fromkeys(("before", "after")),
            **{name: {} for name in ("parameters", "rules")},
            "take_up": "1",
            "years": 1,
        },
        on=TODAY,
        register=register,
        against="0" * 64,
        made_with="0",
        asked_by=writer,
        asked_at=NOW,
        finished_at=NOW,
        result=RESULT,
    )


def a_firm_that_a_run_affects(scene: Scene, number: int) -> None:
    """One run more, whose list has one firm more than that of the one before."""
    a_run(scene, number)
    code = credit_code(f"MA5TRY{number:03d}")
    an_organization(f"受影响{number}", code=code)
    rows = [[code, "no", "yes", 0, 100]]
    SandboxFirms.objects.create(run=SandboxRun.objects.latest("pk"), rows=rows, is_whole=True)
