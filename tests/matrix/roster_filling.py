"""布景（企业名单）: one list more of a programme of the bureau, one firm more in it."""

from __future__ import annotations

from typing import Final

from huiqi.citywide.models import CityRegister
from huiqi.parties.enums import Role
from huiqi.policies.models import Keeper
from huiqi.rosters.models import Roster, RosterFirm
from tests.cast import NOW, TODAY, a_member, an_organization, credit_code
from tests.matrix.filling import Scene

KEPT: Final = "shenzhen_longgang.park_rent"


def a_list(scene: Scene, number: int) -> Roster:
    """One list more, made by somebody else of another register."""
    if not number:
        Keeper.objects.create(programme=KEPT, organization=scene.bureau, since=TODAY, named_at=NOW)
    register = CityRegister.objects.create(
        on=TODAY,
        known_at=NOW,
        sha256=f"{number:064x}",
        firms=1,
        without_code=0,
        written_at=NOW,
    )
    maker = a_member(f"maker{number}", "经办", scene.bureau, Role.BUREAU_OFFICER).person
    return Roster.objects.create(
        programme=KEPT,
        kind="near",
        title=f"名单{number}",
        purpose="宣讲",
        on=TODAY,
        register=register,
        rules="0" * 64,
        versions="2021-01-01",
        organization=scene.bureau,
        asked_by=maker,
        asked_at=NOW,
        total=1,
        found=0,
        told_at=NOW,
        finished_at=NOW,
    )


def a_firm_in_a_list(scene: Scene, number: int) -> None:
    """One firm more in the second of two lists, which the first does not name."""
    if not number:
        a_list(scene, 0)
        a_list(scene, 1)
    roster = Roster.objects.order_by("-id")[0]
    firm = an_organization(f"名单企业{number}", code=credit_code(f"{100_000_000 + number}"))
    RosterFirm.objects.create(
        roster=roster,
        subject=firm.subject,
        name=firm.name,
        credit_code=str(firm.credit_code),
        version="2021-01-01",
        district="440307",
        industry="C",
        size="small",
        reasons=[
            {
                "id": "c1",
                "condition": "条件",
                "verdict": "no",
                "value": "19 人",
                "needed": "20 人",
                "clause": "一",
                "unverified": False,
            }
        ],
        lacks="人数不够",
        step=[{"fact": "employees", "label": "从业人员", "text": "从业人员还差 1 人"}],
    )
