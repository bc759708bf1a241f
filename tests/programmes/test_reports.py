"""绩效报告: asked for when its day has come, told by the firm, read by the department."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.models import Mandate
from huiqi.programmes.models import Application, PerformanceReport
from huiqi.programmes.stages import afterwards, running
from huiqi.programmes.stages.refusing import refuse
from tests.cast import NOW, Player
from tests.programmes.applying import filled_in, handed_in
from tests.programmes.desk import CLAUSE, case_url, press, run_of
from tests.programmes.pages import browser, read, set_clock, told

pytestmark = pytest.mark.django_db

YEAR_LATER = datetime(2022, 10, 20, 9, 30, tzinfo=NOW.tzinfo)
LONG = "长" * 61


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def paid(draft: Application, lan: Player) -> Application:
    """澄澜 got its money today; what lies between is passed by the system."""
    filled_in(draft, lan)
    handed_in(draft, lan)
    draft.refresh_from_db()
    while run_of(draft).kind != "performance":
        running.pass_stage(run_of(draft), actor=SYSTEM, now=NOW)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def due(paid: Application) -> Application:
    """The day on which it reports has come, and the night before it."""
    set_clock(YEAR_LATER)
    assert afterwards.ask_for_reports(actor=SYSTEM, now=YEAR_LATER) == 1
    return paid


def url(application: Application) -> str:
    return f"/applications/{application.pk}/report/"


def sent(*figures: tuple[str, str], text: str = "设备投产") -> dict[str, str]:
    given = {"told": text}
    for place, (name, value) in enumerate(figures, 1):
        given |= {f"name-{place}": name, f"value-{place}": value}
    return given


def todos() -> list[tuple[str, str, bool]]:
    found = Todo.objects.filter(key__contains=":report:")
    return [(one.text, one.url, one.done_at is None) for one in found]


def test_the_clock_of_the_office_stands_until_the_firm_has_reported(
    paid: Application, lan: Player
) -> None:
    run = run_of(paid)
    assert (run.due_on, todos()) == (None, [])
    message = Message.objects.get(key=f"application:{paid.pk}:report:{run.pk}")
    assert message.body == "2022-10-20 起报告，到时会放进待办。"
    set_clock(YEAR_LATER)
    afterwards.report_performance(
        run=run, figures={}, told="设备投产", actor=lan.actor, now=YEAR_LATER
    )
    run = run_of(paid)
    assert run.due_on is not None
    assert run.due_on > YEAR_LATER.date()


def test_a_firm_is_asked_on_its_day_and_once(paid: Application) -> None:
    eve = YEAR_LATER - timedelta(days=1)
    assert (afterwards.ask_for_reports(actor=SYSTEM, now=eve), todos()) == (0, [])
    asked = [(f"报告绩效：{paid.number}", url(paid), True)]
    for _night in range(2):
        assert afterwards.ask_for_reports(actor=SYSTEM, now=YEAR_LATER) == 1
        assert todos() == asked


def test_only_the_system_asks(paid: Application, qin: Player) -> None:
    with pytest.raises(Denied):
        afterwards.ask_for_reports(actor=qin.actor, now=YEAR_LATER)


def test_the_firm_reports_and_the_department_reads_and_closes(
    due: Application, lan: Player, qin: Player
) -> None:
    firm, officer = browser(lan), browser(qin)
    assert url(due) in firm.get(f"/applications/{due.pk}/").content.decode()
    assert "绩效评价完成" not in read(officer, case_url(due))
    given = sent(("新增产值", "120 万元"), ("", ""), ("新增就业", "6 人"))
    assert firm.post(url(due), given).status_code == 302
    assert [not is_open for _text, _url, is_open in todos()] == [True]
    assert "新增产值 120 万元" in read(firm, url(due))
    page = read(officer, case_url(due))
    assert [one for one in ("设备投产", "新增就业 6 人", "陈岚") if one not in page] == []
    assert firm.post(url(due), sent(text="又加了一条线")).status_code == 302
    press(officer, due, "performance/")
    due.refresh_from_db()
    assert (due.state, PerformanceReport.objects.count()) == ("closed", 2)
    assert firm.get(url(due)).status_code == 302  # nothing to report any more


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (sent(text=" "), ["请写明资金用在哪里、有什么成效"]),
        (sent(("新增产值", "")), ["指标「新增产值」没有写数，写上或者删去"]),
        (sent(("", "120 万元")), ["「120 万元」是哪一项指标？请写上名称"]),
        (sent(("产值", "1"), ("产值", "2")), ["指标「产值」写了两次，请合成一项"]),
        (sent(("", "1"), ("", "2")), ["有几项没有写指标名称，请写上"]),
        (sent((LONG, "1")), [f"指标「{LONG[:20]}」的名称和数最多各 60 字"]),
        (sent(text="长" * 5001), ["说明最多 5000 字，请写得短些"]),
        (
            sent(("产值", ""), text=""),
            ["指标「产值」没有写数，写上或者删去", "请写明资金用在哪里、有什么成效"],
        ),
    ],
)
def test_what_is_wrong_with_a_report_is_told_at_once_and_what_was_typed_stays(
    due: Application, lan: Player, given: dict[str, str], problems: list[str]
) -> None:
    answer = browser(lan).post(url(due), given)
    assert (answer.status_code, told(answer)) == (422, problems)
    assert PerformanceReport.objects.count() == 0
    page = answer.content.decode()
    assert [one for one in given.values() if one.strip() and one not in page] == []


def test_a_report_before_its_day_is_refused_with_the_day(paid: Application, lan: Player) -> None:
    answer = browser(lan).post(url(paid), sent())
    assert (answer.status_code, told(answer)) == (422, ["要到 2022-10-20 才能办"])
    assert "2022年10月20日 周四起可以报告" in read(browser(lan), url(paid)).replace(" 起", "起")


def test_no_report_is_taken_of_a_stage_that_asks_for_none(draft: Application, lan: Player) -> None:
    filled_in(draft, lan)
    handed_in(draft, lan)
    draft.refresh_from_db()
    with pytest.raises(Refused) as refused:
        afterwards.report_performance(
            run=run_of(draft), figures={}, told="投产", actor=lan.actor, now=NOW
        )
    assert refused.value.problems == ("现在的环节不用报告",)
    assert browser(lan).post(url(draft), sent()).status_code == 302


def test_a_report_of_another_firm_is_not_found(due: Application, shan: Player) -> None:
    for answer in (browser(shan).get(url(due)), browser(shan).post(url(due), sent())):
        assert answer.status_code == 404


def test_an_agent_who_may_fill_in_may_report(due: Application, wu: Player, chenglan: Any) -> None:
    Mandate.objects.filter(agent=wu.person).update(expires_at=YEAR_LATER + timedelta(days=9))
    agent = browser(wu, chenglan)
    assert agent.post(url(due), sent()).status_code == 302
    assert PerformanceReport.objects.get().person == wu.person


def test_a_firm_that_is_refused_afterwards_has_nothing_to_report(
    due: Application, qin: Player
) -> None:
    refuse(
        run=run_of(due), clause=CLAUSE, reason="资金没有用在项目上", actor=qin.actor, now=YEAR_LATER
    )
    assert [is_open for _text, _url, is_open in todos()] == [False]
