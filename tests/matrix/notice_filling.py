"""公示的布景: one notice, one line, one objection or one draft more, each of somebody else."""

from __future__ import annotations

from typing import Final

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import Award, Business, approve
from huiqi.ledger.models import Budget
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from huiqi.publicity.actions import (
    Asked,
    Draft,
    Proposed,
    Said,
    draw_up,
    file_objection,
    publish_notice,
)
from huiqi.publicity.enums import Ground, RefereeTie
from huiqi.publicity.models import NoticeDraft, Objection, PublicAward, Publicity, Referral
from tests.cast import NOW, TODAY, a_member, an_organization
from tests.ledger.books import CALL, WAN, new_books
from tests.matrix.filling import Scene

PROGRAMME: Final = "shenzhen.technical_upgrade"


def a_notice(scene: Scene, number: int, department: Organization | None = None) -> Publicity:
    """Of another department, call and firm each time, with something said against it."""
    of = department or an_organization(f"市第{number}局", Kind.DEPARTMENT)
    firm = an_organization(f"深圳市第{number}名单有限公司")
    draft = Draft(PROGRAMME, f"TZ-2021-9{number:05d}", f"名单{number}", of, TODAY)
    made = publish_notice(draft=draft, awards=[Proposed(firm, WAN)], actor=SYSTEM, now=NOW)
    said = Said("有误", "李雷", "0755-12345678")
    file_objection(notice=made, award=made.awards.get(), said=said, now=NOW)
    return made


def a_notice_of_the_bureau(scene: Scene, number: int) -> None:
    """With a draft of another drafter and an objection."""
    a_notice(scene, number, scene.bureau)
    a_draft(scene, number)


def a_referee(scene: Scene, number: int) -> None:
    """Of the first objection to a notice of the bureau: one more who could, and who was asked."""
    first = Publicity.objects.order_by("pk").first() or a_notice(scene, 1, scene.bureau)
    office = an_organization(f"市第{number}受托局", Kind.DEPARTMENT)
    chief = a_member(f"referee{number}", f"受托{number}", office, Role.SECTION_CHIEF)
    Referral.objects.create(
        objection=Objection.objects.get(publicity=first),
        to=office,
        tie=RefereeTie.PEER,
        ground=Ground.NOBODY,
        reason="两个人都经手",
        by=chief.person,
        at=NOW,
    )


def a_line(scene: Scene, number: int) -> None:
    """Of the first notice, past every check, with an objection to it."""
    first = Publicity.objects.order_by("pk").first()
    notice = first or a_notice(scene, number, scene.bureau)
    firm = an_organization(f"深圳市第{number}增补有限公司")
    award = PublicAward.objects.create(
        publicity=notice,
        place=number + 100,
        subject=firm.subject,
        name=firm.name,
        kind=firm.kind,
        amount_fen=WAN,
    )
    file_objection(notice=notice, award=award, said=Said("有误", is_named=False), now=NOW)


def a_draft(scene: Scene, number: int) -> NoticeDraft:
    """By another drafter each time, of another firm, for which something is approved."""
    something_to_propose(scene, number)
    firm = Organization.objects.get(name=f"深圳市第{number}核定有限公司")
    drafter = a_member(f"drafter{number}", f"起草{number}", scene.bureau, Role.BUREAU_OFFICER)
    asked = Asked(
        *(PROGRAMME, CALL, f"草稿{number}", "试〔2021〕1号", TODAY),
        picked={firm.subject_id: ""},
    )
    return draw_up(asked=asked, actor=drafter.actor, now=NOW)


def a_line_of_a_draft(scene: Scene, number: int) -> None:
    """Of the first draft, of another firm each time."""
    first = NoticeDraft.objects.order_by("pk").first() or a_draft(scene, number)
    firm = an_organization(f"深圳市第{number}草稿有限公司")
    first.awards.create(place=number + 100, subject=firm.subject, amount_fen=WAN)


def something_to_propose(scene: Scene, number: int) -> None:
    """Approved for another firm each time."""
    firm = an_organization(f"深圳市第{number}核定有限公司")
    approve(
        budget=_budget(scene),
        award=Award(CALL, firm.subject_id),
        amount_fen=WAN,
        business=Business(f"notice:{number}", TODAY, "测试"),
        actor=SYSTEM,
    )


def _budget(scene: Scene) -> Budget:
    found = Budget.objects.filter(programme=PROGRAMME).first()
    if found is not None:
        return found
    books = new_books(scene.bureau)
    books.do("appropriate", 1_000 * WAN)
    books.do("commit", 1_000 * WAN, call=CALL)
    return books.upgrade
