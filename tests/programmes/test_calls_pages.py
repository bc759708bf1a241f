"""申报通知的页面: everybody reads what can be applied for, until which second, out of how much."""

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from huiqi.programmes.models import Application, Call
from huiqi.programmes.queries.calling import Phase, calls_of_programme, phase_of
from tests.cast import NOW, Player
from tests.ledger.books import WAN, Books
from tests.programmes.applying import CLOSES, OPENS, a_call
from tests.programmes.pages import browser, read, set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_everybody_reads_a_call_with_its_second_its_ceiling_and_its_stages(call: Call) -> None:
    visitor = browser()
    listed = read(visitor, "/calls/")
    assert "2021 年企业技术改造项目扶持申报通知" in listed
    page = read(visitor, f"/calls/{call.number}/")
    for words in (
        "2021年11月19日 周五 18:00:00",
        "最高 60.00 万元",
        "登录后开始申报",
        "10 个工作日内 形式审查 缺什么一次说清，你有 5 个工作日补",
        "付款凭证",
        "待核",
        "这是上限，不是承诺",
        "市中小企业服务局",
        "固定资产投资不低于项目投资的八成",
    ):
        assert words in page, words


def test_a_draft_of_a_call_is_nobodys_to_read(books: Books, qin: Player) -> None:
    from huiqi.programmes import actions

    asked = actions.CallAsked(
        programme="shenzhen.technical_upgrade",
        title="还没有发布",
        basis="试",
        opens_at=OPENS,
        closes_at=CLOSES,
        budget=books.upgrade,
        ceiling_fen=WAN,
    )
    made = actions.draft_call(asked=asked, actor=qin.actor, now=NOW)
    assert browser().get(f"/calls/{made.number}/").status_code == 404
    assert "还没有发布" not in read(browser(), "/calls/")


def test_filters_leave_what_is_meant_and_tell_what_they_do_not_understand(call: Call) -> None:
    visitor = browser()
    assert call.title in read(visitor, "/calls/?phase=open&mode=afterwards&q=技术改造")
    assert call.title not in read(visitor, "/calls/?phase=over")
    assert "没有符合这些筛选的申报通知" in read(visitor, "/calls/?q=没有这回事")
    wrong = read(visitor, "/calls/?phase=x&mode=y&department=z", 422)
    for words in ("没有「x」这种进展", "没有「y」这种办理方式", "没有这个主管部门"):
        assert words in wrong
    assert read(visitor, "/calls/list.xlsx?phase=x", 422)


def test_the_list_is_a_sheet_and_its_last_days_a_calendar(call: Call) -> None:
    visitor = browser()
    content = visitor.get("/calls/list.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert (rows[1][0], rows[1][6], rows[1][9]) == (call.number, "正在受理", 600_000.0)
    calendar = visitor.get("/calls/deadlines.ics").content.decode()
    assert ("20211119" in calendar, "申报截止" in calendar) == (True, True)


def test_a_call_is_coming_open_and_over_by_its_hours_alone(call: Call) -> None:
    told = [
        phase_of(call, moment)
        for moment in (OPENS - timedelta(seconds=1), OPENS, CLOSES - timedelta(seconds=1), CLOSES)
    ]
    assert told == [Phase.COMING, Phase.OPEN, Phase.OPEN, Phase.OVER]
    assert calls_of_programme(call.programme, NOW) == [call]
    assert calls_of_programme("shenzhen.srdi_award", NOW) == []


def test_a_firm_begins_from_the_call_and_comes_back_to_its_own_draft(
    call: Call, lan: Player
) -> None:
    firm = browser(lan)
    assert "开始申报" in read(firm, f"/calls/{call.number}/")
    first = firm.post(f"/applications/begin/{call.number}/")
    again = firm.post(f"/applications/begin/{call.number}/")
    made = Application.objects.get()
    assert first["Location"] == again["Location"] == f"/applications/{made.pk}/"
    assert "接着填" in read(firm, f"/calls/{call.number}/")


def test_after_the_end_nobody_begins(call: Call, lan: Player) -> None:
    set_clock(CLOSES)
    firm = browser(lan)
    assert "已截止，不再受理" in read(firm, f"/calls/{call.number}/")
    told = firm.post(f"/applications/begin/{call.number}/")
    assert (told.status_code, "现在不受理" in told.content.decode()) == (409, True)


def test_what_needs_no_application_says_so(qin: Player, he: Player, books: Books) -> None:
    books.do("appropriate", 20 * WAN, budget=books.srdi)
    award = a_call(qin, he, books.srdi, 10 * WAN, "shenzhen.srdi_award")
    assert "免申即享：不用申报" in read(browser(), f"/calls/{award.number}/")
