"""关注到满足: a firm waits for a policy, a fact changes, the worker judges anew, she reads why."""

import pytest
from playwright.sync_api import Page

from huiqi.follow.tasks import check_watches
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.parties import scope
from huiqi.parties.actions.facts import Said, record_facts
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from tests.journeys.visiting import sign_in

BRAND = "shenzhen.quality_and_brand"


def taxed(**facts: object) -> None:
    """The tax office reports what 澄澜 sold and spent, in the city's own time."""
    with scope.everything():
        firm = Organization.objects.get(memberships__person__username="chenlan")
        said = Said(Source.TAX, now().date())
        record_facts(subject=firm.subject, facts=facts, said=said, actor=SYSTEM, now=now())


@pytest.mark.verify  # tests/follow does the same without a browser
def test_firm_that_waits_is_told_when_it_meets_a_policy(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/policies/{BRAND}/")
    phone.get_by_text("起在等").first.wait_for()
    phone.get_by_role("button", name="为本企业关注").click()
    phone.get_by_text("本企业在关注").first.wait_for()
    taxed(main_revenue=200_000_000, brand_spend=5_000_000)
    check_watches(0)
    phone.goto(f"{address}/inbox/messages/")
    phone.get_by_text("条件满足了：").first.click()
    phone.get_by_text("（来源：税务）").first.wait_for()
    phone.goto(f"{address}/follow/")
    phone.get_by_text("满足，已经发消息").first.wait_for()
