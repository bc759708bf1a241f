"""布景（诉求）: one concern more of a firm of its own, at the desk of the bureau."""

from __future__ import annotations

from datetime import timedelta

from huiqi.concerns.models import Attachment, Concern, Post
from huiqi.kernel.models import Blob, StoredFile
from huiqi.parties.enums import Kind
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


def my_concern(scene: Scene, number: int) -> Concern:
    """One concern more of the firm, at another unit."""
    case = a_concern(scene, number)
    case.subject, case.organization = scene.firm.subject, scene.firm
    case.unit = case.lead = an_organization(f"市第{number}承办局", Kind.DEPARTMENT)
    case.save()
    return case


def an_answer_for_all(scene: Scene, number: int) -> None:
    """One concern more that anybody may read the answer to."""
    _said(my_concern(scene, number), number)


def something_said(scene: Scene, number: int) -> None:
    """One answer more in the first case, of another unit, with a file."""
    case = Concern.objects.order_by("pk").first() or my_concern(scene, 0)
    post = _said(case, number)
    blob, _new = Blob.objects.get_or_create(
        digest="0" * 64,
        defaults={"size": 1, "media_type": "application/pdf", "state": "clean", "stored_at": NOW},
    )
    file = StoredFile.objects.create(blob=blob, name=f"附件{number}.pdf", at=NOW)
    Attachment.objects.create(concern=case, post=post, file=file)


def _said(case: Concern, number: int) -> Post:
    return Post.objects.create(
        concern=case,
        kind="final",
        audience="public",
        version=number + 1,
        is_substantive=True,
        text=f"答复{number}",
        unit=an_organization(f"市第{number}答复局", Kind.DEPARTMENT),
        at=NOW,
    )
