"""布景（群服务）: one key firm more, one visit more, one meeting more."""

from __future__ import annotations

from datetime import timedelta

from huiqi.network.models import (
    Decision,
    KeyFirm,
    Meeting,
    Officer,
    Organ,
    Portfolio,
    Referral,
    Visit,
    VisitPromise,
)
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY, an_organization, credit_code
from tests.matrix.filling import Scene


def a_key_firm(scene: Scene, number: int) -> KeyFirm:
    """One key firm more, of another officer, with everything that can be open there."""
    firm = an_organization(f"重点企业{number}", code=credit_code(f"{300_000_000 + number}"))
    key = _key(scene, firm, number)
    _met(scene, firm, number)
    return key


def a_contact_of_the_firm(scene: Scene, number: int) -> None:
    """One visit more to the firm, with a promise and a referral; the firm is on one list."""
    if not KeyFirm.objects.filter(organization=scene.firm).exists():
        _key(scene, scene.firm, number)
    _met(scene, scene.firm, number)


def a_station(scene: Scene, number: int) -> None:
    """One station more, in a body of its own."""
    del scene
    Organ.objects.create(
        kind="station",
        name=f"工作站{number}",
        organization=an_organization(f"市第{number}园区办", Kind.DEPARTMENT),
        since=TODAY,
    )


def a_meeting(scene: Scene, number: int) -> None:
    """One meeting more of the body, with a decision for another unit."""
    organ = _organ(scene)
    meeting = Meeting.objects.create(
        number=f"HY-2021-{number:06d}",
        organ=organ,
        held_on=TODAY,
        topic=f"议题{number}",
        people="各单位",
        recorded_by=scene.officer.person,
        recorded_at=NOW,
    )
    Decision.objects.create(
        meeting=meeting,
        text=f"事项{number}",
        unit=an_organization(f"市第{number}责任局", Kind.DEPARTMENT),
        due_on=TODAY,
    )


def _organ(scene: Scene) -> Organ:
    found, _new = Organ.objects.get_or_create(
        kind="task_force",
        defaults={
            "name": "专班",
            "topic": "用电",
            "organization": scene.bureau,
            "since": TODAY,
        },
    )
    return found


def _key(scene: Scene, firm: Organization, number: int) -> KeyFirm:
    officer = Officer.objects.create(
        person=scene.officer.person,
        organization=an_organization(f"市第{number}服务局", Kind.DEPARTMENT),
        part="chief",
        phone="0755-88100000",
        since=NOW,
    )
    key = KeyFirm.objects.create(
        subject=firm.subject, organization=firm, tier=1, weight=3, since=NOW, officer=officer
    )
    Portfolio.objects.create(
        key_firm=key,
        subject=firm.subject,
        tier=1,
        officer=officer,
        confirmed_by=scene.officer.person,
        since=NOW,
    )
    return key


def _met(scene: Scene, firm: Organization, number: int) -> None:
    unit = an_organization(f"市第{number}走访局", Kind.DEPARTMENT)
    for state, more in (
        ("made", {"made_on": TODAY, "recorded_at": NOW, "findings": "好"}),
        ("planned", {}),
    ):
        Visit.objects.create(
            number=f"ZF-2021-{Visit.objects.count():06d}",
            subject=firm.subject,
            organization=firm,
            unit=scene.bureau if state == "planned" else unit,
            owner=scene.officer.person,
            way="visit",
            purpose=f"看看{number}",
            planned_on=TODAY,
            state=state,
            planned_at=NOW,
            **more,
        )
    visit = Visit.objects.filter(organization=firm, state="planned").latest("id")
    VisitPromise.objects.create(
        visit=visit,
        subject=firm.subject,
        text=f"承诺{number}",
        unit=scene.bureau,
        owner=scene.officer.person,
        due_on=TODAY,
        made_at=NOW,
    )
    Referral.objects.create(
        subject=firm.subject,
        organization=firm,
        giver=scene.officer.person,
        giver_unit=unit,
        unit=scene.bureau,
        text=f"转介{number}",
        made_at=NOW,
        due_at=NOW + timedelta(days=3),
    )
