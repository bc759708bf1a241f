"""主管部门换了: papers keep the seal of their day, and a new call is under the new department."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.ledger import actions as books
from huiqi.library import load
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from huiqi.policies.actions import load_documents
from huiqi.policies.charge import keeper_ids
from huiqi.programmes import actions
from huiqi.programmes.actions.deciding import issue_document
from huiqi.programmes.enums import DocumentKind
from huiqi.programmes.models import Application, Call, Document
from tests.cast import Player, a_member, an_organization
from tests.ledger.books import WAN
from tests.programmes.pages import browser, read
from tests.programmes.walking import CLAUSE, stand_on

pytestmark = pytest.mark.django_db
QUALITY, INTEREST = "shenzhen.quality_and_brand", "shenzhen.interest_subsidy"
OLD, NEW = "深圳市工业和信息化局", "深圳市市场监督管理局"
BEFORE, AFTER = (datetime(year, 6, 1, 10, tzinfo=CITY) for year in (2022, 2023))


@pytest.fixture
def programmes(city_clock: datetime) -> None:
    """What the files of the library say of who is in charge of the two."""
    library = load()
    two = {name: library.policies[name] for name in (QUALITY, INTEREST)}
    load_documents(library=replace(library, policies=two), actor=SYSTEM)


@dataclass
class Office:
    """A department, of which one drafts and another one publishes."""

    body: Organization
    drafter: Player
    other: Player


def an_office(name: str) -> Office:
    body = an_organization(name, Kind.DEPARTMENT)
    drafter = a_member(f"d{body.pk}a", "甲", body, Role.BUREAU_OFFICER)
    return Office(body, drafter, a_member(f"d{body.pk}b", "乙", body, Role.SECTION_CHIEF))


def drafted(office: Office, programme: str, now: datetime) -> Call:
    stand_on(now)
    name, department = f"d{office.body.pk}", office.body
    fund = books.set_up_fund(
        code=name, title="资金", department=department, basis=CLAUSE, actor=SYSTEM
    )
    budget = books.set_up_budget(fund=fund, year=now.year, programme=programme, actor=SYSTEM)
    business = books.Business(f"{name}:appropriate", now.date(), "下达")
    books.appropriate(budget=budget, amount_fen=100 * WAN, business=business, actor=SYSTEM)
    asked = actions.CallAsked(
        programme=programme,
        title=f"{now.year} 年申报通知",
        basis=CLAUSE,
        opens_at=now,
        closes_at=now + timedelta(days=30),
        budget=budget,
        ceiling_fen=10 * WAN,
    )
    call = actions.draft_call(asked=asked, actor=office.drafter.actor, now=now)
    return actions.submit_call(call=call, actor=office.drafter.actor)


def begun(office: Office, programme: str, now: datetime, firm: Player) -> Application:
    """A call of the department is open, and the firm has begun to apply."""
    call = drafted(office, programme, now)
    call = actions.publish_call(call=call, actor=office.other.actor, now=now)
    own = Organization.objects.get(pk=firm.actor.organization_id or 0)
    return actions.begin_application(call=call, organization=own, actor=firm.actor, now=now)


def issued(application: Application, now: datetime) -> Document:
    said: dict[str, Any] = {"application": application, "actor": SYSTEM, "now": now}
    return issue_document(kind=DocumentKind.RECEIPT, content={}, **said)


@pytest.mark.usefixtures("chenglan", "programmes")
def test_an_old_case_keeps_its_department_and_seal_and_a_new_one_has_the_new(lan: Player) -> None:
    old = begun(an_office(OLD), QUALITY, BEFORE, lan)
    first = issued(old, BEFORE)
    new = begun(an_office(NEW), QUALITY, AFTER, lan)
    later, fresh = issued(old, AFTER), issued(new, AFTER)
    first.refresh_from_db()
    papers = (first, later, fresh)
    assert [(one.seal, one.content["seal"]) for one in papers] == [
        (OLD, OLD),
        (OLD, OLD),
        (NEW, NEW),
    ]
    for paper, seal in ((first, OLD), (later, OLD), (fresh, NEW)):
        page = read(browser(), reverse("calls:paper", args=[paper.verify_code]))
        assert f"落款 {seal}" in page
    for case, department in ((old, OLD), (new, NEW)):
        number = case.call.number
        assert f"{department} {number}" in read(browser(), f"/calls/{number}/")


@pytest.mark.usefixtures("chenglan", "programmes")
def test_a_department_under_another_name_seals_with_the_name_of_the_day(lan: Player) -> None:
    body = an_office("深圳市科技创新委员会")
    eve, year = (datetime(*day, 10, tzinfo=CITY) for day in ((2023, 12, 29), (2024, 1, 2)))
    case = begun(body, INTEREST, eve, lan)
    before = issued(case, eve)
    after = issued(case, year)
    before.refresh_from_db()
    assert (before.seal, after.seal) == ("深圳市科技创新委员会", "深圳市科技创新局")
    # It is the same department, though nobody has written its new name into the register.
    assert keeper_ids(INTEREST, year.date()) == {body.body.pk}


def refusal_of(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problems


@pytest.mark.usefixtures("chenglan", "programmes")
def test_a_department_that_handed_over_calls_for_nothing_more(lan: Player, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    office = an_office(OLD)
    case = begun(office, QUALITY, BEFORE, lan)
    again: dict[str, Any] = {
        "call": case.call,
        "until": AFTER + timedelta(days=60),
        "reason": "调整",
    }
    waiting = drafted_again(office, case.call, BEFORE)
    draft = actions.propose_extension(
        **again, document="深工信〔2022〕1号", actor=office.drafter.actor, now=BEFORE
    )
    stand_on(AFTER)
    told = (
        f"「{load().policies[QUALITY].title}」在 2023-06-01 由{NEW}主管，{OLD}不能起草、发布"
        "或凭文件延长申报通知；以前发布的申报通知和收到的申报仍由原来的部门办完"
    )
    publish: dict[str, Any] = {"call": waiting, "actor": office.other.actor, "now": AFTER}
    assert told in refusal_of(lambda: actions.publish_call(**publish))
    assert told in refusal_of(lambda: drafted_again(office, case.call, AFTER))
    decide: dict[str, Any] = {"draft": draft, "actor": office.other.actor, "now": AFTER}
    assert refusal_of(lambda: actions.decide_extension(**decide)) == (told,)
    because = "已经移交"
    actions.drop_extension(draft=draft, because=because, actor=office.other.actor, now=AFTER)
    more: dict[str, Any] = {
        "document": "深工信〔2023〕1号",
        "actor": office.drafter.actor,
        "now": AFTER,
    }
    assert refusal_of(lambda: actions.propose_extension(**again, **more)) == (told,)
    officer = browser(office.drafter)
    page = read(officer, f"/desk/applications/calls/{case.call.number}/")
    assert (told in page, "提出，送另一个人决定" in page) == (True, False)
    new = read(officer, "/desk/applications/calls/new/")
    assert "今天没有由本部门主管、可以在这里申报的扶持计划" in new


@pytest.mark.usefixtures("city_clock")
def test_nobody_calls_for_what_nobody_is_told_to_be_in_charge_of() -> None:
    told = refusal_of(lambda: drafted(an_office(OLD), "shenzhen.srdi_award", BEFORE))
    said = (
        "没有写明「深圳市专精特新企业奖励」在 2022-06-01 由哪个部门主管，谁都不能发申报通知；"
        "请系统管理员在政策维护里指定维护单位"
    )
    assert told == (said,)


def drafted_again(office: Office, call: Call, now: datetime) -> Call:
    """Another call, as ``call`` is, handed on to be published."""
    asked = actions.CallAsked(
        programme=call.programme,
        title="又一份申报通知",
        basis=CLAUSE,
        opens_at=now,
        closes_at=now + timedelta(days=30),
        budget=call.budget,
        ceiling_fen=WAN,
    )
    made = actions.draft_call(asked=asked, actor=office.drafter.actor, now=now)
    return actions.submit_call(call=made, actor=office.drafter.actor)
