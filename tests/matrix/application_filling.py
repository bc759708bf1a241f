"""申报的布景: one call, application, list, seat or case more, each of somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from huiqi.kernel.models import Blob, StoredFile
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from huiqi.programmes.definition import definitions
from huiqi.programmes.models import (
    Application,
    AutoCase,
    AwardLine,
    AwardList,
    Call,
    EvidenceFile,
    InvoiceLine,
    Recovery,
    SourceOutage,
    SpotCheck,
    SpotCheckItem,
    StageRun,
)
from huiqi.programmes.versions import frozen
from tests.cast import NOW, TODAY, a_member, an_organization
from tests.matrix.filling import Scene
from tests.programmes.applying import CLOSES, OPENS

UPGRADE: Final = "shenzhen.technical_upgrade"


def a_call(
    scene: Scene, number: int, department: Organization | None = None, mode: str = "afterwards"
) -> Call:
    """Published, of another department each time unless one is told."""
    of = department or an_organization(f"市第{number}主管局", Kind.DEPARTMENT)
    drafter = a_member(f"drafter{of.pk}-{number}", f"起草{number}", of, Role.BUREAU_OFFICER)
    call = Call.objects.create(
        number=f"SBTZ-2021-9{number:05d}",
        programme=UPGRADE,
        version=frozen(definitions()[UPGRADE], NOW),
        title=f"第{number}份申报通知",
        mode=mode,
        department=of,
        opens_at=OPENS,
        closes_at=CLOSES,
        basis="试〔2021〕1号",
        drafted_by=drafter.person,
        drafted_at=NOW,
    )
    rows = Call.objects.filter(pk=call.pk)
    rows.update(state="submitted")
    rows.update(state="published", published_at=NOW)
    call.refresh_from_db()
    return call


def a_call_of_the_bureau(scene: Scene, number: int) -> Call:
    return a_call(scene, number, scene.bureau)


def an_outage(scene: Scene, number: int) -> None:
    """Over, told by somebody else each time."""
    teller = a_member(f"teller{number}", f"登记{number}", scene.bureau, Role.BUREAU_OFFICER)
    SourceOutage.objects.create(
        source="tax",
        since=NOW,
        until=NOW,
        reason=f"第{number}次",
        reported_by=teller.person,
        reported_at=NOW,
        ended_by=teller.person,
        ended_at=NOW,
    )


def _in_hand(call: Call, firm: Organization, number: int, office: Organization) -> Application:
    handler = a_member(f"handler{number}", f"经办{number}", office, Role.BUREAU_OFFICER)
    made = Application.objects.create(
        call=call,
        version=call.version,
        subject=firm.subject,
        organization=firm,
        begun_at=NOW,
        saved_at=NOW,
    )
    Application.objects.filter(pk=made.pk).update(
        state="active", number=f"JG-2021-9{number:05d}", arrived_at=NOW, asked_fen=100
    )
    run = StageRun.objects.create(
        application=made, position=1, kind="publicity", office=office, days=10
    )
    StageRun.objects.filter(pk=run.pk).update(
        state="open", opened_on=TODAY, due_on=TODAY + timedelta(days=9), handler=handler.person
    )
    made.refresh_from_db()
    return made


def an_application(scene: Scene, number: int) -> None:
    """Of the firm, under another call each time."""
    call = a_call(scene, number)
    _in_hand(call, scene.firm, number, call.department)


def _begun(scene: Scene, number: int) -> Application:
    """A draft of the firm, the one there is under that number."""
    title = f"第{number}份申报通知"
    found = Application.objects.filter(subject=scene.firm.subject, call__title=title).first()
    return found or Application.objects.create(
        call=(call := a_call(scene, number)),
        version=call.version,
        subject=scene.firm.subject,
        organization=scene.firm,
        begun_at=NOW,
        saved_at=NOW,
    )


def draft_of(scene: Scene) -> str:
    """The number of the first draft of the firm."""
    return str(_begun(scene, 900).pk)


def _evidence(scene: Scene, application: Application, number: int) -> None:
    blob = Blob.objects.create(
        digest=f"{number:064x}", size=1, media_type="application/pdf", stored_at=NOW
    )
    file = StoredFile.objects.create(
        blob=blob, name=f"凭证{number}.pdf", subject_id=scene.firm.subject_id, at=NOW
    )
    EvidenceFile.objects.create(
        application=application, material="payment_proof", file=file, added_at=NOW
    )


def a_material(scene: Scene, number: int) -> None:
    """Under the first draft of the firm."""
    _evidence(scene, _begun(scene, 900), number)


def a_reusable_material(scene: Scene, number: int) -> None:
    """Under another application of the firm each time."""
    _evidence(scene, _begun(scene, number), number)


def an_invoice(scene: Scene, number: int) -> None:
    """Of the first draft of the firm."""
    InvoiceLine.objects.create(
        application=_begun(scene, 900),
        place=number + 1,
        number=f"{number:08d}",
        amount_fen=100,
        buyer="甲",
        seller=f"乙{number}",
        issued_on=TODAY,
    )


def a_case(scene: Scene, number: int) -> None:
    """Of another firm each time, in hand at the bureau, waiting to be put on a list."""
    firm = an_organization(f"深圳市第{number}申报有限公司")
    _in_hand(a_call_of_the_bureau(scene, number), firm, number, scene.bureau)


def an_award_list(scene: Scene, number: int) -> None:
    """Of the bureau, drawn up by another person each time."""
    drafter = a_member(f"lister{number}", f"列表{number}", scene.bureau, Role.BUREAU_OFFICER)
    AwardList.objects.create(
        call=a_call_of_the_bureau(scene, number),
        title=f"名单{number}",
        drafted_by=drafter.person,
        drafted_at=NOW,
    )


def a_line(scene: Scene, number: int) -> None:
    """Of the first list, another firm each time."""
    if not AwardList.objects.exists():
        an_award_list(scene, 900)
    first = AwardList.objects.order_by("pk")[0]
    firm = an_organization(f"深圳市第{number}上榜有限公司")
    application = _in_hand(first.call, firm, number, scene.bureau)
    AwardLine.objects.create(list=first, place=number + 1, application=application)


def an_automatic_case(scene: Scene, number: int) -> None:
    """Of the first call of the bureau, another firm each time."""
    first = Call.objects.filter(department=scene.bureau).order_by("pk").first()
    call = first or a_call(scene, 900, scene.bureau, "automatic")
    firm = an_organization(f"深圳市第{number}直达有限公司")
    AutoCase.objects.create(
        call=call,
        subject=firm.subject,
        organization=firm,
        amount_fen=100,
        result={},
        compared_on=TODAY,
        compared_by_id=call.drafted_by_id or 0,
    )


def a_recovery(scene: Scene, number: int) -> None:
    """Proposed by another person each time, of another firm."""
    firm = an_organization(f"深圳市第{number}退回有限公司")
    application = _in_hand(a_call_of_the_bureau(scene, number), firm, number, scene.bureau)
    proposer = a_member(f"proposer{number}", f"提出{number}", scene.bureau, Role.BUREAU_OFFICER)
    Recovery.objects.create(
        application=application,
        amount_fen=100,
        clause="试〔2021〕1号",
        reason="不该给",
        drafted_by=proposer.person,
        drafted_at=NOW,
    )


def a_spot_check(scene: Scene, number: int) -> None:
    """Of the first call of the bureau: another firm each time, drawn by somebody else."""
    first = Call.objects.filter(department=scene.bureau).order_by("pk").first()
    call = first or a_call(scene, 900, scene.bureau, "automatic")
    firm = an_organization(f"深圳市第{number}抽查有限公司")
    application = _in_hand(call, firm, number, scene.bureau)
    drawer = a_member(f"drawer{number}", f"抽取{number}", scene.bureau, Role.BUREAU_OFFICER)
    check = SpotCheck.objects.create(
        call=call,
        number=f"CC-2021-9{number:05d}",
        seed="0" * 16,
        size=1,
        population=1,
        drawn_by=drawer.person,
        drawn_at=NOW,
    )
    SpotCheckItem.objects.create(check_of=check, application=application, position=1)
