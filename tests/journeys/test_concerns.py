"""诉求: a firm hands in on a phone, the desk sends it on, an officer answers, the firm confirms."""

import re

from playwright.sync_api import Browser, FilePayload, Page

from tests.journeys.visiting import sign_in, visit

TEXT = "厂区夜里经常跳闸，上个月停产三次，供电所和园区互相推，请帮忙协调。"
PHOTO: FilePayload = {
    "name": "跳闸记录.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n%%EOF\n",
}


def on_a_phone(browser: Browser, address: str, who: str) -> Page:
    page = visit(browser, 390, "light", scripts=False)
    sign_in(page, address, who)
    return page


def test_firm_hands_in_on_a_phone_and_says_itself_that_it_is_solved(
    browser: Browser, address: str
) -> None:
    firm = on_a_phone(browser, address, "chenlan")
    firm.goto(f"{address}/concerns/new/")
    firm.fill("#text", TEXT)
    firm.get_by_role("button", name="看看有没有现成答案").click()
    firm.get_by_text("停电与电压").first.wait_for()
    firm.set_input_files("#files", files=[PHOTO])
    firm.get_by_role("button", name="提交", exact=True).click()
    found = re.search(r"SQ-\d{4}-\d{6}", firm.url)
    assert found
    number = found[0]
    firm.get_by_text("跳闸记录.pdf").first.wait_for()

    desk = on_a_phone(browser, address, "lusiqi")
    desk.goto(f"{address}/desk/concerns/{number}/")
    send = desk.locator("form[action$='/dispatch/']")
    send.locator("select[name=unit]").select_option(label="深圳市工业和信息化局")
    send.get_by_role("button").first.click()

    officer = on_a_phone(browser, address, "qinyue")
    officer.goto(f"{address}/desk/concerns/{number}/")
    officer.locator("form[action$='/sign/']").get_by_role("button").click()
    reply = officer.locator("form[action$='/reply/']")
    reply.locator("textarea[name=text]").fill("已协调供电所，配电房 10 月 30 日增容。")
    reply.locator("input[name=offered][value=solved]").check()
    reply.get_by_role("button", name="答复").click()

    firm.goto(f"{address}/concerns/mine/{number}/")
    firm.get_by_label("解决了", exact=False).first.check()
    firm.get_by_role("button", name="确认").click()
    firm.get_by_text("记为已解决").first.wait_for()
    assert "已办结" in firm.inner_text("main")
