"""数据源中断的页面: reported and ended by officers, kept for good, seen where it matters."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions import recovering
from huiqi.programmes.definition import definitions
from huiqi.programmes.models import SourceOutage
from tests.cast import NOW, Player
from tests.programmes.applying import a_call
from tests.programmes.pages import browser, read, told
from tests.programmes.walking import Walk

pytestmark = pytest.mark.django_db

HOME = "/desk/applications/sources/"
REPORT = f"{HOME}report/"
GOOD = {"source": "tax", "since": "2021-10-20 08:00", "reason": "税务接口没有应答，数据局告知"}


@pytest.fixture(autouse=True)
def _half_past_nine(settings: object, city_clock: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_an_outage_is_reported_once_and_ended_once_with_names_and_hours(
    qin: Player, he: Player
) -> None:
    first, second = browser(qin), browser(he)
    assert "没有登记过中断" in read(first, HOME)
    assert first.post(REPORT, GOOD)["Location"] == HOME
    page = read(second, HOME)
    assert "税务 中断中 登记恢复" not in page  # what is away stands with who said so
    for words in (
        "税务 中断中",
        "自 2021年10月20日 周三 08:00",
        GOOD["reason"],
        "覃越 2021年10月20日",
    ):
        assert words in page, words
    again = second.post(REPORT, GOOD)
    assert (again.status_code, told(again)) == (422, ["这个数据源已经登记为中断"])
    end = f"{HOME}{SourceOutage.objects.get().pk}/end/"
    assert second.post(end, {"until": "2021-10-20 09:00"})["Location"] == HOME
    assert "何川" in read(first, HOME)
    twice = first.post(end)
    assert (twice.status_code, told(twice)) == (422, ["这个数据源已经登记为恢复"])
    sheet = first.get(f"{HOME}list.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [rows[1][place] for place in (0, 3, 4, 6)] == ["税务", GOOD["reason"], "覃越", "何川"]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (
            {"source": "weather", "since": "昨天", "reason": ""},
            [
                "中断时间：写成 2021-11-30 18:00 这样的时间",
                "没有这个数据源，请在列出的里选",
                "情况：此字段不能为空。",
            ],
        ),
        ({**GOOD, "source": ""}, ["没有这个数据源，请在列出的里选"]),
        ({**GOOD, "source": "self_declared"}, ["登记中断要写明情况；企业自报不是数据源"]),
        ({**GOOD, "since": "2021-10-21 08:00"}, ["中断时间不能在将来"]),
    ],
)
def test_what_cannot_be_reported_is_told_at_once_and_stays_typed(
    qin: Player, given: dict[str, str], problems: list[str]
) -> None:
    page = browser(qin).post(REPORT, given)
    assert (page.status_code, told(page)) == (422, problems)
    assert f'value="{given["reason"]}"' in page.content.decode()
    assert SourceOutage.objects.count() == 0


def test_a_source_comes_back_after_it_went_and_not_in_time_to_come(qin: Player) -> None:
    officer = browser(qin)
    officer.post(REPORT, GOOD)
    end = f"{HOME}{SourceOutage.objects.get().pk}/end/"
    found = {
        until: told(officer.post(end, {"until": until}))
        for until in ("2021-10-20 07:59", "2021-10-20 23:00", "马上")
    }
    assert found == {
        "2021-10-20 07:59": ["恢复时间不能早于中断时间"],
        "2021-10-20 23:00": ["恢复要写明时间和登记人，恢复时间不能在将来"],
        "马上": ["恢复时间：写成 2021-11-30 18:00 这样的时间"],
    }
    assert officer.post(f"{HOME}999999/end/").status_code == 404
    officer.post(end, {"until": "2021-10-20 09:00"})
    overlapping = officer.post(REPORT, {**GOOD, "since": "2021-10-20 08:30"})
    assert told(overlapping) == [
        "税务到 2021-10-20 09:00 为止的中断已经登记过，新的中断要从那以后算起"
    ]
    assert officer.post(REPORT, {**GOOD, "since": "2021-10-20 09:00"}).status_code == 302


def test_what_was_said_of_an_outage_stays_said(qin: Player, he: Player) -> None:
    made = recovering.report_outage(source=Source.TAX, reason="断", actor=qin.actor, now=NOW)
    recovering.end_outage(outage=made, actor=he.actor, now=NOW + timedelta(hours=1))
    rows = SourceOutage.objects.filter(pk=made.pk)
    for change in (
        lambda: rows.update(reason="没有断"),
        lambda: rows.update(until=None, ended_by=None, ended_at=None),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_officers_report_and_auditors_look(lan: Player, qin: Player, shen: Player) -> None:
    assert browser(lan).get(HOME).status_code == 403
    auditor = browser(shen)
    assert "登记中断" not in read(auditor, HOME)
    assert (auditor.post(REPORT, GOOD).status_code, SourceOutage.objects.count()) == (403, 0)


def test_the_firm_and_the_office_read_which_source_is_away_and_what_follows(
    chenglan: Organization, lan: Player, qin: Player, he: Player
) -> None:
    call = a_call(qin, he, None, None, "shenzhen.voucher_allowance")
    draft = actions.begin_application(call=call, organization=chenglan, actor=lan.actor, now=NOW)
    mine, words = (
        f"/applications/{draft.pk}/",
        "自 2021年10月20日 周三 09:30 中断，可先提交，恢复后补核",
    )
    firm = browser(lan)
    assert words not in read(firm, mine)
    for source in (Source.DEPARTMENT, Source.BANK):
        recovering.report_outage(source=source, reason="断", actor=qin.actor, now=NOW)
    page = read(firm, mine)
    assert (f"数据源「主管部门认定」{words}" in page, "银行" in page) == (True, False)
    walk = Walk(
        definitions()["shenzhen.demonstration_platform"], chenglan, lan, qin, he, (qin, qin, qin)
    )
    recovering.report_outage(source=Source.TAX, reason="断", actor=qin.actor, now=NOW)
    application = walk.begin()
    case = read(browser(qin), f"/desk/applications/cases/{application.number}/")
    for words in (
        "数据源中断时收下的，补核以前不能作决定",
        "数据源「税务」自 2021年10月20日 周三 09:30 中断，现在用的是企业填报",
    ):
        assert words in case, words
    assert "现在有 1 份申报等补核" in read(browser(qin), HOME)
