"""名单到资金计划: drawn up by one, approved by others, public, then booked against the money."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes.actions import automatic, lists
from huiqi.programmes.actions.lists import LineAsked
from huiqi.programmes.enums import Recommended
from huiqi.programmes.models import AutoCase, AwardList, Call
from huiqi.programmes.queries.money import standing_of_call
from huiqi.programmes.stages import publicity
from huiqi.programmes.stages.funding_plan import parts_of, put_into_plan
from huiqi.publicity.actions import Said, file_objection
from huiqi.publicity.actions.changing import withdraw_award
from tests.cast import NOW, Player, a_member
from tests.ledger.books import WAN, Books
from tests.payments.paying import an_account
from tests.programmes.applying import a_call
from tests.programmes.pages import browser, read
from tests.programmes.walking import CLAUSE, stand_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.MFA_REQUIRED_ROLES = ()  # type: ignore[attr-defined]  # the settings of the test


@pytest.fixture
def call(books: Books, qin: Player, he: Player) -> Call:
    """专精特新奖励 with 30 万元, in full as long as they last."""
    books.do("appropriate", 100 * WAN, budget=books.srdi, key="srdi")
    return a_call(qin, he, books.srdi, 30 * WAN, "shenzhen.srdi_award")


@pytest.fixture
def firms(
    chenglan: Organization, yuanshan: Organization, lan: Player, shan: Player
) -> list[tuple[Organization, Player]]:
    return [(chenglan, lan), (yuanshan, shan)]


@pytest.fixture
def drawn_up(
    call: Call, firms: list[tuple[Organization, Player]], qin: Player, he: Player
) -> AwardList:
    """澄澜 and 远山 said yes, in this order; each is promised 20 万元."""
    for firm, _owner in firms:
        AutoCase.objects.create(
            call=call,
            subject=firm.subject,
            organization=firm,
            amount_fen=20 * WAN,
            result={"verdict": "yes", "amount_max": "200000", "reasons": []},
            compared_on=NOW.date(),
            compared_by=qin.person,
        )
    automatic.ask_firms(call=call, actor=he.actor, now=NOW)
    for number, (firm, owner) in enumerate(firms, 1):
        an_account(firm, f"622200001111222233{number}", qin.person)
        case = AutoCase.objects.get(organization=firm)
        automatic.confirm_case(case=case, actor=owner.actor, now=NOW + timedelta(minutes=number))
    return lists.draw_up_list(call=call, title="拟奖励名单", actor=qin.actor, now=NOW)


@pytest.fixture
def amended(drawn_up: AwardList, qin: Player) -> AwardList:
    """远山 is not on it this time, with the reason."""
    second = drawn_up.lines.get(place=2)
    told = {second.application_id: LineAsked(Recommended.NOT, "余额不足，列入下一批")}
    return lists.amend_list(award_list=drawn_up, lines=told, risks=[], actor=qin.actor)


def submitted(one: AwardList, qin: Player) -> AwardList:
    return lists.submit_list(award_list=one, actor=qin.actor)


def approved(one: AwardList, qin: Player, he: Player) -> AwardList:
    done = submitted(one, qin)
    return lists.approve_list(award_list=done, opinion="", actor=he.actor, now=NOW)


def test_a_list_pays_in_full_by_arrival_and_is_not_handed_in_with_somebody_at_nothing(
    drawn_up: AwardList, qin: Player
) -> None:
    lines = drawn_up.lines.order_by("place").values_list("computed_fen", "allotted_fen")
    assert list(lines) == [(20 * WAN, 20 * WAN), (20 * WAN, 0)]
    with pytest.raises(Refused) as refused:
        lists.submit_list(award_list=drawn_up, actor=qin.actor)
    assert list(refused.value.problems) == ["第 2 家拟资助金额为零，请改建议并写明理由"]
    with pytest.raises(Refused, match="没有等着列入名单的申报"):
        lists.draw_up_list(call=drawn_up.call, title="又一份", actor=qin.actor, now=NOW)


def test_who_is_not_funded_has_a_reason_and_is_not_refused_by_the_list(
    drawn_up: AwardList, qin: Player
) -> None:
    second = drawn_up.lines.get(place=2)
    told = {second.application_id: LineAsked(Recommended.NOT, " ")}
    with pytest.raises(Refused, match="第 2 家：不资助的要写明理由"):
        lists.amend_list(award_list=drawn_up, lines=told, risks=[], actor=qin.actor)
    told = {second.application_id: LineAsked(Recommended.NOT, "余额不足，列入下一批")}
    done = lists.amend_list(award_list=drawn_up, lines=told, risks=[], actor=qin.actor)
    second.application.refresh_from_db()
    assert (done.revision, second.application.state) == (2, "active")


def test_four_eyes_and_what_was_approved_lapses_with_every_change(
    amended: AwardList, qin: Player, he: Player
) -> None:
    done = submitted(amended, qin)
    with pytest.raises(Denied):
        lists.approve_list(award_list=done, opinion="", actor=qin.actor, now=NOW)
    with pytest.raises(Refused, match="退回名单要写明意见"):
        lists.return_list(award_list=done, opinion="", actor=he.actor, now=NOW)
    done = lists.approve_list(award_list=done, opinion="同意", actor=he.actor, now=NOW)
    with pytest.raises(WrongState, match="先收回才能改"):
        lists.amend_list(award_list=done, lines={}, risks=[], actor=qin.actor)
    with pytest.raises(Denied):
        lists.publish_award_list(award_list=done, begins_on=NOW.date(), actor=qin.actor, now=NOW)
    done = lists.take_back_list(award_list=done, actor=qin.actor)
    assert (done.state, done.revision) == ("drafted", 3)
    assert done.approvals.filter(revision=done.revision).count() == 0


def test_above_a_limit_two_chiefs_approve() -> None:
    wanted = [
        lists.approvals_wanted(AwardList(allocation={"total_fen": fen}))
        for fen in (lists.SECOND_ABOVE_FEN, lists.SECOND_ABOVE_FEN + 1)
    ]
    assert wanted == [1, 2]


def test_after_its_publicity_a_firm_is_put_into_the_plan_once_by_another_person(
    amended: AwardList, call: Call, qin: Player, he: Player
) -> None:
    done = approved(amended, qin, he)
    with pytest.raises(Refused, match="没有公示期满、等着下达资金计划的申报"):
        put_into_plan(award_list=done, clause=CLAUSE, actor=he.actor, now=NOW)
    notice = lists.publish_award_list(
        award_list=done, begins_on=NOW.date(), actor=he.actor, now=NOW
    )
    assert publicity.pass_cleared(actor=SYSTEM, now=NOW) == 0
    later = stand_on(datetime.combine(notice.ends, datetime.min.time(), CITY) + timedelta(hours=10))
    assert publicity.pass_cleared(actor=SYSTEM, now=later) == 1
    said: dict[str, Any] = {"award_list": done, "clause": CLAUSE, "now": later}
    with pytest.raises(Denied):
        put_into_plan(actor=qin.actor, **said)
    (granted,) = put_into_plan(actor=he.actor, **said)
    standing = standing_of_call(call)
    assert (granted.granted_fen, granted.state) == (20 * WAN, "granted")
    assert (standing.approved, standing.committed) == (20 * WAN, 10 * WAN)
    assert lists.available_for(call) == 10 * WAN
    with pytest.raises(Refused, match="没有公示期满"):
        put_into_plan(actor=he.actor, **said)


def test_what_is_objected_to_waits_and_who_is_taken_off_waits_for_another_list(
    amended: AwardList, call: Call, qin: Player, he: Player
) -> None:
    done = approved(amended, qin, he)
    notice = lists.publish_award_list(
        award_list=done, begins_on=NOW.date(), actor=he.actor, now=NOW
    )
    award = notice.awards.get()
    file_objection(notice=notice, award=award, said=Said("有误", is_named=False), now=NOW)
    later = stand_on(datetime.combine(notice.ends, datetime.min.time(), CITY) + timedelta(hours=10))
    assert publicity.pass_cleared(actor=SYSTEM, now=later) == 0
    assert lists.waiting_for_list(call) == []
    tao = a_member("tao", "陶然", call.department, Role.BUREAU_OFFICER)
    withdraw_award(award=award, reason="金额要重算", actor=tao.actor, now=later)
    waiting = [one.subject_id for one in lists.waiting_for_list(call)]
    assert waiting == [award.subject_id]
    assert lists.available_for(call) == 30 * WAN


def test_instalments_are_whole_yuan_and_together_the_whole() -> None:
    assert parts_of(10_001, (Fraction(1, 3), Fraction(2, 3))) == [3_300, 6_701]
    assert parts_of(10_001, (Fraction(1),)) == [10_001]


def test_the_list_is_a_page_and_a_sheet_of_its_department_alone(
    drawn_up: AwardList, qin: Player, gu: Player, lan: Player
) -> None:
    home = f"/desk/applications/lists/{drawn_up.pk}/"
    page = read(browser(qin), home)
    assert "按到达次序足额，到余额不够一家全额为止" in page
    assert browser(qin).get(f"{home[:-1]}.xlsx").status_code == 200
    assert "拟奖励名单" in read(browser(qin), "/desk/applications/lists/")
    assert [browser(one).get(home).status_code for one in (gu, lan)] == [404, 403]
    sent = browser(qin).post(f"{home}submit/")
    assert (sent.status_code, "第 2 家拟资助金额为零" in sent.content.decode()) == (409, True)
    wrong = browser(qin).post(f"{home}publish/", {"begins_on": "明天"})
    assert (wrong.status_code, "公示首日：写成 2021-10-20" in wrong.content.decode()) == (409, True)
    second = drawn_up.lines.get(place=2)
    asked = {f"rec-{second.pk}": "not", f"why-{second.pk}": "", "risks": "账户刚换过"}
    refused = browser(qin).post(f"{home}amend/", asked)
    assert (refused.status_code, "账户刚换过" in refused.content.decode()) == (409, True)
    drawn_up.refresh_from_db()
    assert (drawn_up.revision, drawn_up.risks) == (1, [])
