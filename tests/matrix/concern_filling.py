"""布景（诉求）: one concern more of a firm of its own, at the desk of the bureau."""

from __future__ import annotations

from datetime import timedelta

from huiqi.concerns.models import Concern
from tests.cast import NOW, an_organization, credit_code
from tests.matrix.filling import Scene


def a_concern(scene: Scene, number: int) -> Concern:
    """One concern more, signed by the officer."""
    firm = an_organization(f"诉求企业{number}", code=credit_code(f"{200_000_000 + number}"))
    return Concern.objects.create(
        number=f"SQ-2021-{number:06d}",
        channel="web",
        kind="help",
        title=f"诉求{number}",
        text=f"诉求{number}",
        subject=firm.subject,
        organization=firm,
        filed_by=scene.owner.person,
        fingerprint=f"{number:064x}",
        item="010201",
        confirmed_by=scene.officer.person,
        state="working",
        desk=scene.bureau,
        lead=scene.bureau,
        unit=scene.bureau,
        officer=scene.officer.person,
        submitted_at=NOW,
        counts_from=NOW,
        ladder_from=NOW,
        step_due_at=NOW + timedelta(days=3),
        due_at=NOW + timedelta(days=3),
        next_rung_at=NOW + timedelta(days=9),
    )
