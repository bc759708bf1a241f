"""主管部门换了: papers keep the seal of their day, and a new call is under the new department."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.ledger import actions as books
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions.deciding import issue_document
from huiqi.programmes.enums import DocumentKind
from huiqi.programmes.models import Application, Document
from tests.cast import Player, a_member, an_organization
from tests.ledger.books import WAN
from tests.programmes.pages import browser, read
from tests.programmes.walking import CLAUSE, stand_on

pytestmark = pytest.mark.django_db
QUALITY, INTEREST = "shenzhen.quality_and_brand", "shenzhen.interest_subsidy"
OLD, NEW = "深圳市工业和信息化局", "深圳市市场监督管理局"
BEFORE, AFTER = (datetime(year, 6, 1, 10, tzinfo=CITY) for year in (2022, 2023))


def begun(department: Organization, programme: str, now: datetime, firm: Player) -> Application:
    """A call of the department is open, and the firm has begun to apply."""
    stand_on(now)
    name = f"d{department.pk}"
    drafter = a_member(f"{name}a", "甲", department, Role.BUREAU_OFFICER)
    other = a_member(f"{name}b", "乙", department, Role.SECTION_CHIEF)
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
    call = actions.draft_call(asked=asked, actor=drafter.actor, now=now)
    call = actions.submit_call(call=call, actor=drafter.actor)
    call = actions.publish_call(call=call, actor=other.actor, now=now)
    own = Organization.objects.get(pk=firm.actor.organization_id or 0)
    return actions.begin_application(call=call, organization=own, actor=firm.actor, now=now)


def issued(application: Application, now: datetime) -> Document:
    said: dict[str, Any] = {"application": application, "actor": SYSTEM, "now": now}
    return issue_document(kind=DocumentKind.RECEIPT, content={}, **said)


@pytest.mark.usefixtures("chenglan")
def test_an_old_case_keeps_its_department_and_seal_and_a_new_one_has_the_new(lan: Player) -> None:
    old = begun(an_organization(OLD, Kind.DEPARTMENT), QUALITY, BEFORE, lan)
    first = issued(old, BEFORE)
    new = begun(an_organization(NEW, Kind.DEPARTMENT), QUALITY, AFTER, lan)
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


@pytest.mark.usefixtures("chenglan")
def test_a_department_under_another_name_seals_with_the_name_of_the_day(lan: Player) -> None:
    body = an_organization("深圳市科技创新委员会", Kind.DEPARTMENT)
    eve, year = (datetime(*day, 10, tzinfo=CITY) for day in ((2023, 12, 29), (2024, 1, 2)))
    case = begun(body, INTEREST, eve, lan)
    before = issued(case, eve)
    after = issued(case, year)
    before.refresh_from_db()
    assert (before.seal, after.seal) == ("深圳市科技创新委员会", "深圳市科技创新局")
