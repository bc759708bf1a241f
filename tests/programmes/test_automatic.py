"""免申即享: the data name a firm, another person asks it, it says yes, no or nothing."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiqi.inbox.models import Message
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import BankAccount, Organization
from huiqi.programmes.actions import automatic, comparing, lists
from huiqi.programmes.models import AutoCase, AwardApproval, Call
from tests.cast import NOW, Player, a_member, an_organization
from tests.ledger.books import WAN, Books
from tests.payments.paying import an_account
from tests.programmes.applying import a_call
from tests.programmes.pages import browser, read, told

pytestmark = pytest.mark.django_db
LAST_DAY = date(2021, 11, 10)  # fifteen working days from the day after


@pytest.fixture
def call(books: Books, qin: Player, he: Player) -> Call:
    """专精特新奖励, for which nobody applies; out of 60 万元."""
    books.do("appropriate", 100 * WAN, budget=books.srdi, key="srdi")
    return a_call(qin, he, books.srdi, 60 * WAN, "shenzhen.srdi_award")


@pytest.fixture
def named(call: Call, chenglan: Organization, qin: Player) -> AutoCase:
    """澄澜 stands on the list; the rules promise it 20 万元."""
    return AutoCase.objects.create(
        call=call,
        subject=chenglan.subject,
        organization=chenglan,
        amount_fen=20 * WAN,
        result={"verdict": "yes", "amount_max": "200000", "reasons": []},
        compared_on=NOW.date(),
        compared_by=qin.person,
    )


@pytest.fixture
def asked(named: AutoCase, call: Call, he: Player) -> AutoCase:
    """It was asked by 何川, who had not drafted the call."""
    automatic.ask_firms(call=call, actor=he.actor, now=NOW)
    named.refresh_from_db()
    return named


def test_whoever_drafted_the_call_does_not_ask_the_firms(named: AutoCase, qin: Player) -> None:
    with pytest.raises(Denied, match="请本部门另一个人办理"):
        automatic.ask_firms(call=named.call, actor=qin.actor, now=NOW)


def test_whoever_prepared_the_list_neither_asks_the_firms_nor_approves_what_they_get(
    call: Call, named: AutoCase, qin: Player, he: Player, yuanshan: Organization, lan: Player
) -> None:
    def page() -> str:
        return read(browser(he), f"/desk/applications/automatic/{call.number}/")

    assert "放出名单，请企业确认" in page()
    one = AutoCase.objects.create(
        call=call,
        subject=yuanshan.subject,
        organization=yuanshan,
        amount_fen=20 * WAN,
        result={},
        compared_on=NOW.date(),
        compared_by=qin.person,
    )
    automatic.remove_case(case=one, reason="已迁出本市", actor=he.actor, now=NOW)
    why = "比对或移出过企业的人不能自己放出或审定名单，请本部门另一个人办理"
    with pytest.raises(Denied, match=why):
        automatic.ask_firms(call=call, actor=he.actor, now=NOW)
    assert (why in page(), "放出名单，请企业确认" in page()) == (True, False)
    tao = a_member("tao", "陶然", call.department, Role.BUREAU_OFFICER)
    assert automatic.ask_firms(call=call, actor=tao.actor, now=NOW) == 1
    named.refresh_from_db()
    assert (named.compared_by, named.asked_by) == (qin.person, tao.person)
    an_account(named.organization, "6222000011112222333", qin.person)
    automatic.confirm_case(case=named, actor=lan.actor, now=NOW)
    made = lists.draw_up_list(call=call, title="拟奖励名单", actor=tao.actor, now=NOW)
    made = lists.submit_list(award_list=made, actor=tao.actor)
    with pytest.raises(Denied, match=why):
        lists.approve_list(award_list=made, opinion="", actor=he.actor, now=NOW)
    approval = AwardApproval(
        list=made, revision=made.revision, is_approved=True, person=he.person, at=NOW
    )
    with pytest.raises(IntegrityError, match="不能自己审定"), transaction.atomic():
        approval.save()
    other = a_member("chief2", "另一位处长", call.department, Role.SECTION_CHIEF)
    done = lists.approve_list(award_list=made, opinion="", actor=other.actor, now=NOW)
    assert done.state == "approved"


def test_the_database_lets_nobody_ask_whom_they_compared(named: AutoCase, qin: Player) -> None:
    of_case = AutoCase.objects.filter(pk=named.pk)
    for asked_by in (None, qin.person):
        with (
            pytest.raises(IntegrityError, match="auto_case_is_asked_by_another"),
            transaction.atomic(),
        ):
            of_case.update(state="to_confirm", asked_by=asked_by)


def test_comparing_says_who_compared(call: Call, chenglan: Organization, qin: Player) -> None:
    assert comparing.compare(call=call, actor=qin.actor, now=NOW) == AutoCase.objects.count()
    assert set(AutoCase.objects.values_list("compared_by", flat=True)) <= {qin.person.pk}


def test_what_is_typed_to_take_a_firm_off_and_refused_stands_there_still(
    named: AutoCase, qin: Player
) -> None:
    path = f"/desk/applications/automatic/{named.call.number}/"
    answer = browser(qin).post(f"{path}{named.pk}/remove/?page=1", {"reason": "长" * 301})
    page = answer.content.decode()
    assert (answer.status_code, told(answer)) == (409, ["原因最多 300 个字，请写短一些"])
    for words in (f'value="{"长" * 301}"', f'href="#f-remove-{named.pk}"', "?page=1"):
        assert words in page, words
    named.refresh_from_db()
    assert named.state == "candidate"


def test_a_firm_has_fifteen_working_days_and_may_say_yes_on_the_last(
    asked: AutoCase, chenglan: Organization, lan: Player, qin: Player
) -> None:
    assert (asked.state, asked.confirm_until) == ("to_confirm", LAST_DAY)
    an_account(chenglan, "6222000011112222333", qin.person)
    last = datetime.combine(LAST_DAY, datetime.min.time(), CITY) + timedelta(hours=23)
    done = automatic.confirm_case(case=asked, actor=lan.actor, now=last)
    assert done.application is not None
    assert (done.state, done.application.state) == ("in_hand", "active")
    stages = list(done.application.stages.order_by("position").values_list("kind", "state"))
    assert stages == [
        ("publicity", "open"),
        ("funding_plan", "waiting"),
        ("disbursement", "waiting"),
    ]


def test_the_day_after_is_too_late_and_the_night_ends_it_unpaid(
    asked: AutoCase, lan: Player
) -> None:
    late = datetime.combine(LAST_DAY, datetime.min.time(), CITY) + timedelta(days=1)
    with pytest.raises(Refused, match="确认的最后一天是 2021-11-10，已经过了"):
        automatic.confirm_case(case=asked, actor=lan.actor, now=late)
    assert automatic.move_on_cases(actor=SYSTEM, now=late - timedelta(minutes=1)) == 0
    assert automatic.move_on_cases(actor=SYSTEM, now=late) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("lapsed", "到 2021-11-10 没有确认")
    assert asked.application is None


def test_a_firm_that_did_not_answer_is_reminded_once_three_working_days_before(
    asked: AutoCase, lan: Player
) -> None:
    third = datetime(2021, 11, 5, 2, 23, tzinfo=CITY)  # a Friday: the 8th, 9th and 10th are left

    def reminders() -> list[str]:
        found = Message.objects.filter(person=lan.person, key=f"auto:{asked.pk}:reminder")
        return list(found.values_list("title", flat=True))

    assert automatic.move_on_cases(actor=SYSTEM, now=third - timedelta(days=1)) == 0
    assert reminders() == []
    for day in range(2):
        automatic.move_on_cases(actor=SYSTEM, now=third + timedelta(days=day))
    (said,) = reminders()
    assert said == "请在 2021-11-10 以前确认免申即享：2021 年企业技术改造项目扶持申报通知"
    asked.refresh_from_db()
    assert asked.state == "to_confirm"


def test_without_a_verified_account_it_waits_for_one_and_then_goes_on(
    asked: AutoCase, chenglan: Organization, lan: Player, qin: Player
) -> None:
    BankAccount.objects.filter(organization=chenglan).delete()
    waiting = automatic.confirm_case(case=asked, actor=lan.actor, now=NOW)
    assert (waiting.state, waiting.application) == ("account_problem", None)
    an_account(chenglan, "6222000011112222333", qin.person)
    assert automatic.move_on_cases(actor=SYSTEM, now=NOW) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.application is None) == ("in_hand", False)


def test_a_firm_may_decline_and_is_not_asked_again(asked: AutoCase, lan: Player) -> None:
    done = automatic.decline_case(case=asked, reason="已另行获得", actor=lan.actor, now=NOW)
    assert (done.state, done.reason) == ("declined", "已另行获得")
    with pytest.raises(WrongState):
        automatic.confirm_case(case=asked, actor=lan.actor, now=NOW)


def test_a_firm_is_taken_off_by_a_person_with_the_reason_only(named: AutoCase, qin: Player) -> None:
    with pytest.raises(Refused, match="移出名单要写明原因"):
        automatic.remove_case(case=named, reason=" ", actor=qin.actor, now=NOW)
    done = automatic.remove_case(case=named, reason="已迁出本市", actor=qin.actor, now=NOW)
    assert (done.state, done.reason) == ("removed", "已迁出本市")


def test_another_firm_neither_finds_it_nor_says_yes(asked: AutoCase, shan: Player) -> None:
    with pytest.raises(Denied):
        automatic.confirm_case(case=asked, actor=shan.actor, now=NOW)
    assert browser(shan).get(f"/applications/automatic/{asked.pk}/").status_code == 404


def test_one_tap_on_its_page_says_yes(asked: AutoCase, lan: Player) -> None:
    page = browser(lan)
    assert "确认领取，不用再申报" in read(page, f"/applications/automatic/{asked.pk}/")
    done = page.post(f"/applications/automatic/{asked.pk}/confirm/")
    asked.refresh_from_db()
    assert (done.status_code, asked.state) == (302, "account_problem")


def test_the_office_sees_who_did_not_claim_and_why(
    asked: AutoCase, lan: Player, qin: Player
) -> None:
    automatic.decline_case(case=asked, reason="已另行获得", actor=lan.actor, now=NOW)
    number = asked.call.number
    assert "已另行获得" in read(browser(qin), f"/desk/applications/automatic/{number}/")
    sheet = browser(qin).get(f"/desk/applications/automatic/{number}.xlsx")
    assert sheet.status_code == 200


def test_another_department_does_not_find_the_list(named: AutoCase) -> None:
    other = an_organization("市另一局", Kind.DEPARTMENT)
    stranger = a_member("wai", "外局经办", other, Role.BUREAU_OFFICER)
    path = f"/desk/applications/automatic/{named.call.number}/"
    assert browser(stranger).get(path).status_code == 404
