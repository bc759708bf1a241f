"""办案: an officer at the desk takes a clean case from the list to the decision, in few clicks."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.visiting import sign_in, visit
from tests.matrix.application_states import in_hand

MOST_CLICKS = 3


@dataclass
class Counted:
    """The hand of an officer, whose clicks are counted."""

    page: Page
    clicks: int = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1


def test_a_clean_case_is_decided_in_three_clicks_from_the_list(
    browser: Browser, address: str
) -> None:
    application = in_hand()
    desk = visit(browser, 1440, "light", scripts=False)
    sign_in(desk, address, "qinyue")
    desk.goto(f"{address}/desk/applications/")
    hand = Counted(desk)
    row = desk.locator("tr", has_text=application.number)
    expect(row).to_contain_text("3 项都符合")
    hand.click(row.get_by_role("link").first)  # the other one shows it beside the list
    expect(desk.locator(".decide")).to_contain_text("形式审查")
    hand.click(desk.get_by_role("button", name="受理并通过"))
    expect(desk.locator("#x6")).to_contain_text("受理")
    expect(desk.locator("#x7")).to_contain_text("受理通知书")
    expect(desk.locator("main")).to_contain_text("形式审查查明的")
    assert hand.clicks == 2
    assert hand.clicks <= MOST_CLICKS
    assert application.documents.filter(kind="acceptance").count() == 1
