"""同时填写: eight at once on one draft, invoice and handing in; nothing is lost or done twice."""

import pytest

from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions.evidence import Invoice
from huiqi.programmes.models import Application, Call, InvoiceLine
from tests.cast import NOW, TODAY, Player, a_member, an_organization
from tests.kernel.threads import together
from tests.programmes.applying import ANSWERS, filled_in, handed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.verify]
EIGHT = 8


def test_eight_writers_of_different_answers_lose_none(draft: Application, lan: Player) -> None:
    actor, keys = lan.actor, list(ANSWERS)[:EIGHT]

    def write(number: int) -> None:
        given = {keys[number]: ANSWERS[keys[number]]}
        actions.save_answers(application=draft, given=given, revision=0, actor=actor, now=NOW)

    together(write, EIGHT)
    draft.refresh_from_db()
    assert (draft.revision, sorted(draft.answers)) == (EIGHT, sorted(keys))
    assert [one.revision for one in draft.changes.order_by("revision")] == list(range(1, EIGHT + 1))


def test_of_eight_writers_of_one_answer_one_is_kept_and_the_others_are_told(
    draft: Application, lan: Player
) -> None:
    actor = lan.actor

    def write(number: int) -> bool:
        given = {"project_name": f"第 {number} 个"}
        try:
            actions.save_answers(application=draft, given=given, revision=0, actor=actor, now=NOW)
        except actions.Conflict as conflict:
            return conflict.mine == given and set(conflict.theirs) == {"project_name"}
        return False

    conflicts = together(write, EIGHT)
    draft.refresh_from_db()
    assert (sum(conflicts), draft.revision) == (EIGHT - 1, 1)
    assert draft.answers == {"project_name": f"第 {conflicts.index(False)} 个"}


def test_of_eight_firms_one_claims_an_invoice(call: Call) -> None:
    drafts = []
    for number in range(EIGHT):
        firm: Organization = an_organization(f"第 {number} 家")
        owner = a_member(f"owner{number}", "负责人", firm, Role.OWNER)
        made = actions.begin_application(call=call, organization=firm, actor=owner.actor, now=NOW)
        drafts.append((made, owner.actor))
    invoice = Invoice("4403201130", "12345678", 100, "甲", "乙", TODAY)

    def claim(number: int) -> str:
        draft, actor = drafts[number]
        try:
            actions.add_invoices(application=draft, invoices=[invoice], actor=actor, now=NOW)
        except Refused as refused:
            return refused.problems[0]
        return ""

    told = together(claim, EIGHT)
    assert InvoiceLine.objects.filter(held=True).count() == 1
    assert sorted(set(told)) == [
        "",
        "第 1 张（12345678）：这张发票已经在一份申报里用过，同一张发票不能申报两次",
    ]


def test_handed_in_eight_times_at_once_it_is_taken_once(draft: Application, lan: Player) -> None:
    filled_in(draft, lan)
    snapshots = together(lambda _number: handed_in(draft, lan).pk, EIGHT)
    assert len(set(snapshots)) == 1
    draft.refresh_from_db()
    assert (draft.number, draft.documents.count()) == ("JG-2021-000001", 1)
