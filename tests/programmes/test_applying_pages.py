"""申报的页面: a firm fills in, is told what is wrong, checks, hands in once and reads on."""

import re
from datetime import timedelta

import pytest

from huiqi.kernel.now import CITY
from huiqi.parties.enums import Power, Source
from huiqi.parties.models import Mandate, Organization
from huiqi.programmes.models import Application, Call, Document, Snapshot
from tests.cast import NOW, Player, facts_on_record
from tests.programmes.applying import ANSWERS, CLOSES, PDF
from tests.programmes.pages import (
    INVOICE,
    MONEY,
    PROJECT,
    a_file,
    browser,
    filled_over_pages,
    plain,
    read,
    set_clock,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def home(draft: Application) -> str:
    return f"/applications/{draft.pk}/"


def test_the_list_tells_what_is_still_missing(draft: Application, lan: Player, home: str) -> None:
    firm = browser(lan)
    page = read(firm, home)
    for words in ("一共 5 项", "还剩 5 项", "项目情况", "缺 4 项", "发票", "材料", "提交以后"):
        assert words in page, words
    filled_over_pages(firm, draft)
    page = read(firm, home)
    assert ("还剩 1 项" in page, "缺 " in page, "陈岚" in page) == (True, False, True)


def test_what_is_known_is_shown_with_its_source_and_not_asked(
    draft: Application, chenglan: Organization, lan: Player, home: str
) -> None:
    facts_on_record(chenglan, Source.AUDIT, upgrade_investment="2000000")
    firm = browser(lan)
    page = firm.get(f"{home}pages/money/")
    text = plain(page)
    assert re.search(r"技术改造\S* 200 万元 专项审计 2021年10月20日 周三 更正", text), text
    assert b'name="upgrade_investment"' not in page.content
    # What is sent nevertheless does not overrule the source.
    firm.post(f"{home}pages/money/", {"upgrade_investment": "9", "asked": "1", "revision": 0})
    draft.refresh_from_db()
    assert draft.answers == {"asked": "1.00"}


def test_what_was_written_before_is_not_asked_again(
    call: Call, draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    firm.post(f"{home}withdraw/")
    firm.post(f"/applications/begin/{call.number}/")
    again = Application.objects.exclude(pk=draft.pk).get()
    page = firm.get(f"/applications/{again.pk}/pages/money/").content.decode()
    assert 'name="fixed_asset_share" value="90%"' in page
    assert "上次说过的，有变就改" in page
    # What belongs to that one project is asked for this one.
    assert 'name="asked" value=""' in page
    missing = read(firm, f"/applications/{again.pk}/check/")
    assert ("没有填「申请金额」" in missing, "没有填「固定资产" in missing) == (True, False)
    assert "上一年度有技术改造投资 100 万元" in missing


def test_what_cannot_be_read_is_told_and_everything_typed_stays(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    given = dict.fromkeys(MONEY, "") | {
        "asked": "很多",
        "equipment_cost": "-3",
        "software_cost": "1000.005",
        "equipment_share": "八成",
        "fixed_asset_share": "0.9",
        "revision": 0,
    }
    answer = firm.post(f"{home}pages/money/", given)
    assert answer.status_code == 422
    problems = told(answer)
    assert problems[-3:] == [
        "设备投资：金额不能为负",
        "软件投资：最多写两位小数（到分）",
        "申请金额：写成以元计的数字，例如 149800.00",
    ]
    assert len(problems) == 4
    content = answer.content.decode()
    for typed in ("很多", "-3", "1000.005", "八成"):
        assert f'value="{typed}"' in content, typed
    draft.refresh_from_db()
    assert draft.answers == {"fixed_asset_share": "0.9"}


def test_a_day_that_is_none_stands_there_as_it_was_typed(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    sent = {"started_on": "2020-13-45", "project_name": "改造", "revision": 0}
    answer = firm.post(f"{home}pages/project/", sent)
    assert told(answer) == ["开工日期：写成 2021-10-20 这样的日期"]
    assert b'value="2020-13-45"' in answer.content
    assert b'href="#f-started_on"' in answer.content
    long = firm.post(f"{home}pages/project/", {"project_name": "改" * 61, "revision": 1})
    assert told(long) == ["项目名称：最多 60 个字，现在多 1 个"]


def test_two_who_change_the_same_answer_choose_between_both(
    draft: Application, lan: Player, min_: Player, home: str
) -> None:
    owner, accountant = browser(lan), browser(min_)
    page = f"{home}pages/project/"
    owner.post(page, {"project_name": "甲", "started_on": "2020-03-01", "revision": 0})
    answer = accountant.post(
        page, {"project_name": "乙", "project_about": "做了三条线", "revision": 0}
    )
    text = plain(answer)
    assert answer.status_code == 409
    for words in ("有 1 题两个人都改了", "陈岚", "你填的 乙", "现在存着的 甲"):
        assert words in text, words
    # Nothing of the second was saved, and nothing of it is lost.
    assert 'name="project_about" value="做了三条线"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.answers["project_name"] == "甲"
    chosen = {"project_name": "乙", "project_about": "做了三条线", "revision": 1}
    assert accountant.post(page, chosen).status_code == 302
    draft.refresh_from_db()
    assert draft.answers == {
        "project_name": "乙",
        "project_about": "做了三条线",
        "started_on": "2020-03-01",
    }


def test_a_page_saves_itself_and_tells_the_amount(
    draft: Application, lan: Player, min_: Player, home: str
) -> None:
    firm, save = browser(lan), f"{home}pages/money/save/"
    given = {key: ANSWERS[key] for key in MONEY} | {"revision": 0}
    saved = firm.post(save, given).json()
    assert (saved["revision"], saved["wrong"]) == (1, {})
    assert "最高" in saved["live"]
    wrong = firm.post(save, {"asked": "很多", "revision": 1}).json()
    assert wrong["wrong"] == {"asked": ["申请金额：写成以元计的数字，例如 149800.00"]}
    late = browser(min_).post(save, {"asked": "2", "revision": 0})
    assert (late.status_code, "别人刚刚也改了" in late.json()["problem"]) == (409, True)
    script = firm.get(f"{home}pages/money/").content.decode()
    assert 'data-autosave="' in script
    assert "<script>" not in script


def test_a_firm_hands_in_over_pages_once_and_anybody_verifies_the_receipt(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    empty = read(firm, f"{home}check/")
    assert ("没有填「项目名称」" in empty, "没有交「付款凭证」" in empty) == (True, True)
    filled_over_pages(firm, draft)
    page = firm.get(f"{home}check/")
    text = plain(page)
    for words in ("设备与软件合计", "800,000 元", "100,000 元", "本次填写", "提交申报", "满足"):
        assert words in text, words
    (key,) = re.findall(r'name="key" value="([^"]+)"', page.content.decode())
    silent = firm.post(f"{home}check/", {"key": key})
    assert told(silent) == ["请看过承诺并勾选，再提交"]
    assert f'value="{key}"' in silent.content.decode()
    sent = {"key": key, "declared": "yes"}
    for _twice in range(2):
        assert firm.post(f"{home}check/", sent)["Location"] == home
    receipt = Document.objects.get()
    assert Snapshot.objects.get().arrived_at.astimezone(CITY).date() == NOW.date()
    shown = read(firm, home)
    for words in ("JG-2021-000001", "形式审查", "不用你做什么", receipt.number, "撤回这份申报"):
        assert words in shown, words
    paper = firm.get(f"{home}papers/{receipt.pk}.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert firm.get(f"{home}application.pdf").content[:5] == b"%PDF-"
    visitor, verify = browser(), f"/calls/papers/{receipt.verify_code}/"
    seen = read(visitor, verify)
    assert (receipt.number in seen, receipt.digest in seen, "澄澜" in seen) == (True, True, False)
    assert "澄澜" in read(visitor, f"{verify}?number={receipt.number.lower()}")
    assert "对不上" in read(visitor, f"{verify}?number=HZ-2021-9", 422)
    assert "这里没有出过这份文书" in read(visitor, "/calls/papers/0000000000000000/", 404)
    assert visitor.get(f"/calls/papers/?code={receipt.verify_code}")["Location"] == verify


def test_a_condition_that_is_not_met_stands_in_nobodys_way(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    draft.refresh_from_db()
    low = {"fixed_asset_share": "0.5", "revision": draft.revision}
    assert firm.post(f"{home}pages/money/", low).status_code == 302
    text = read(firm, f"{home}check/")
    assert "固定资产投资低于项目投资的八成" in text or "固定资产投资不低于项目投资的八成" in text
    for words in ("有 1 条看上去不满足", "机器不拒绝任何人", "12345"):
        assert words in text, words
    handed = firm.post(f"{home}check/", {"key": "k", "declared": "yes"})
    assert handed["Location"] == home
    draft.refresh_from_db()
    assert draft.state == "active"


def test_one_second_late_is_told_by_how_much_and_the_draft_stays(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    set_clock(CLOSES + timedelta(seconds=1))
    answer = firm.post(f"{home}check/", {"key": "k", "declared": "yes"})
    (problem,) = told(answer)
    assert re.fullmatch(
        r"申报已于 2021-11-19 18:00:00 截止，提交到达的时间是 2021-11-19 18:00:0\d，"
        r"晚了 \d 秒；草稿还在",
        problem,
    ), problem
    draft.refresh_from_db()
    assert (draft.state, draft.answers["project_name"]) == ("draft", ANSWERS["project_name"])


def test_sums_that_do_not_balance_are_told_with_both_sides(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    draft.refresh_from_db()
    more = {"equipment_cost": "900000.01", "revision": draft.revision}
    firm.post(f"{home}pages/money/", more)
    answer = firm.post(f"{home}check/", {"key": "k", "declared": "yes"})
    assert told(answer) == [
        (
            "设备与软件合计大于技术改造投资，请核对"
            "（现在一边是 1,100,000.01 元，一边是 1,000,000.00 元）"
        ),
        (
            "发票合计少于设备与软件合计，请补填发票"
            "（现在一边是 800,000.00 元，一边是 1,100,000.01 元）"
        ),
    ]


def test_an_agent_fills_in_and_sees_that_only_the_firm_hands_in(
    draft: Application, wu: Player, lan: Player, chenglan: Organization, home: str
) -> None:
    agent = browser(wu, chenglan)
    filled_over_pages(agent, draft)
    page = read(agent, f"{home}check/")
    assert "须由本企业负责人或财务人员办理" in page
    assert "提交申报" not in page
    assert agent.post(f"{home}check/", {"key": "k", "declared": "yes"}).status_code == 403
    assert "代办，填过的都有记录" in read(browser(lan), home)
    assert agent.post(f"{home}withdraw/", {"reason": "不报了"}).status_code == 403


def test_an_agent_who_may_only_look_is_told_so_and_changes_nothing(
    draft: Application, wu: Player, chenglan: Organization, home: str
) -> None:
    Mandate.objects.update(powers=[Power.VIEW])
    agent = browser(wu, chenglan)
    page = read(agent, f"{home}pages/project/")
    assert ("这里只能看" in page, "保存并继续" in page) == (True, False)
    for path, given in (
        ("pages/project/", {"project_name": "x", "revision": 0}),
        ("invoices/", INVOICE),
        ("materials/", {"material": "payment_proof", "files": a_file()}),
    ):
        assert agent.post(home + path, given).status_code == 403, path
    assert (draft.evidence.count(), draft.invoices.count()) == (0, 0)


def test_an_agent_whose_mandate_has_ended_is_nobody_here(
    draft: Application, wu: Player, chenglan: Organization, home: str
) -> None:
    Mandate.objects.update(expires_at=NOW + timedelta(seconds=1))
    set_clock(NOW + timedelta(minutes=1))
    agent = browser(wu, chenglan)
    assert agent.get(home).status_code == 403
    assert agent.post(f"{home}pages/project/", {"project_name": "x"}).status_code == 403


def test_the_accountant_hands_in_and_withdraws_with_a_reason(
    draft: Application, min_: Player, home: str
) -> None:
    accountant = browser(min_)
    filled_over_pages(accountant, draft)
    accountant.post(f"{home}check/", {"key": "k", "declared": "yes"})
    silent = accountant.post(f"{home}withdraw/", {"reason": " "})
    assert (silent.status_code, told(silent)) == (409, ["已提交的申报撤回要写明理由"])
    accountant.post(f"{home}withdraw/", {"reason": "改报下一批"})
    page = read(accountant, home)
    assert ("已撤回，不再办理" in page, "撤回这份申报" in page) == (True, False)
    assert draft.invoices.filter(held=True).count() == 0


def test_nobody_else_finds_an_application(
    draft: Application, lan: Player, shan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    line, file = draft.invoices.get(), draft.evidence.get()
    other, visitor = browser(shan), browser()
    for path in (
        *("", "pages/project/", "invoices/", "invoices/list.xlsx", "invoices/blank.xlsx"),
        *("materials/", f"materials/{file.pk}/", "check/", "application.pdf", "papers/1.pdf"),
    ):
        assert other.get(home + path).status_code == 404, path
        assert visitor.get(home + path)["Location"].startswith("/accounts/login/"), path
    for path in (
        *("pages/project/", "pages/project/save/", "invoices/", "materials/", "check/"),
        *(f"invoices/{line.pk}/remove/", f"materials/{file.pk}/remove/", "materials/reuse/"),
        *("withdraw/", "decisions/1/review/"),
    ):
        assert other.post(home + path, {"key": "k"}).status_code == 404, path
    assert "还没有申报" in read(other, "/applications/")
    assert "该你办： 填好并提交" in read(firm, "/applications/")
    assert firm.get(f"{home}pages/nothing/").status_code == 404


def test_a_file_of_a_wrong_kind_is_refused_and_the_others_are_kept(
    draft: Application, lan: Player, home: str
) -> None:
    firm, page = browser(lan), f"{home}materials/"
    answer = firm.post(
        page,
        {
            "material": "payment_proof",
            "files": [a_file("程序.exe", b"MZ\x00\x01"), a_file(), a_file("空.pdf", b"")],
        },
    )
    problems = told(answer)
    assert len(problems) == 2
    assert problems[0].startswith("「程序.exe」不是可以上传的类型")
    assert problems[1] == "「空.pdf」是空的，请核对后重新上传"
    assert draft.evidence.get().file.name == "付款凭证.pdf"
    assert told(firm.post(page, {"material": "payment_proof"})) == ["先选要上传的文件"]
    stray = firm.post(page, {"material": "nothing", "files": a_file()})
    assert told(stray) == ["没有选这是哪一种材料，请在那一种材料下面上传"]
    got = firm.get(f"{page}{draft.evidence.get().pk}/")
    assert got["Content-Disposition"].startswith("attachment")
    assert got["Content-Type"] == "application/octet-stream"
    assert b"".join(got) == PDF
    firm.post(f"{page}{draft.evidence.get().pk}/remove/")
    assert draft.evidence.filter(removed_at=None).count() == 0


def test_material_handed_in_before_is_used_again(
    call: Call, draft: Application, chenglan: Organization, lan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    firm.post(f"{home}withdraw/")
    firm.post(f"/applications/begin/{call.number}/")
    again = Application.objects.exclude(pk=draft.pk).get()
    page = f"/applications/{again.pk}/materials/"
    assert "沿用" in read(firm, page)
    earlier = draft.evidence.get()
    firm.post(f"{page}reuse/", {"evidence": earlier.pk})
    assert again.evidence.get().reused_from == earlier
    assert firm.post(f"{page}reuse/", {"evidence": "x"}).status_code == 404


def test_a_page_of_the_form_in_hand_can_no_longer_be_changed(
    draft: Application, lan: Player, home: str
) -> None:
    firm = browser(lan)
    filled_over_pages(firm, draft)
    firm.post(f"{home}check/", {"key": "k", "declared": "yes"})
    assert firm.get(f"{home}pages/project/")["Location"] == home
    assert firm.post(f"{home}pages/project/save/", {"revision": 0}).status_code == 422
    assert firm.get(f"{home}check/")["Location"] == home
    later = firm.post(f"{home}check/", {"key": "another", "declared": "yes"})
    assert later["Location"] == home
    assert draft.snapshots.count() == 1


def test_no_answer_of_a_strange_kind_breaks_a_page(lan: Player, home: str) -> None:
    firm = browser(lan)
    for typed in ("\x00", "<script>", "９" * 400, "1e999", "2020-02-30", "💥"):
        given = dict.fromkeys((*PROJECT, *MONEY), typed) | {"revision": "x"}
        for name in ("project", "money"):
            assert firm.post(f"{home}pages/{name}/", given).status_code in (302, 409, 422)
