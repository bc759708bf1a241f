"""办事的页面: for anybody, for a firm with its own facts, as a sheet, as a calendar."""

from io import BytesIO

import pytest
from django.test import Client
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from huiqi.parties.models import Organization
from tests.cast import Player

pytestmark = pytest.mark.django_db

OPENING = "/matters/start-business/"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_names_every_life_event_and_how_long_it_takes(
    client: Client, chenglan: Organization
) -> None:
    text = page(client, "/matters/")
    for told in ("企业开办", "个体工商户转企业", "扩大经营和迁址", "资质认定", "境内上市"):
        assert told in text
    assert "至少 14 个工作日" in text


def test_a_stranger_sees_every_step_as_open(client: Client, chenglan: Organization) -> None:
    text = page(client, OPENING)
    assert text.count('data-state="todo"') == 8
    assert "市里已有，免交" in text
    assert "《中华人民共和国市场主体登记管理条例》（国务院令第746号）第十九条" in text


def test_a_firm_sees_what_it_has_done_and_a_stranger_never(
    lan: Player, shan: Player, chenglan: Organization
) -> None:
    own, other = Client(), Client()
    own.force_login(lan.person)
    other.force_login(shan.person)
    assert chenglan.name in page(own, OPENING)
    assert chenglan.name not in page(other, OPENING)


def test_days_follow_the_first_day_that_is_asked_for(
    client: Client, chenglan: Organization
) -> None:
    text = page(client, f"{OPENING}?start=2021-09-29")
    assert 'value="2021-09-29"' in text
    assert "10月9日" in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2021-02-30", "开始日"),
        ("<script>", "&lt;script&gt;"),
        ("1999-01-04", "工作日历始于"),
        ("9999-12-31", "工作日历止于"),
    ],
)
def test_a_day_that_cannot_be_used_is_told(
    client: Client, chenglan: Organization, asked: str, told: str
) -> None:
    text = page(client, f"{OPENING}?start={asked}", 422)
    assert told in text
    assert "<script>" not in text


def test_no_such_life_event_is_not_found(client: Client, chenglan: Organization) -> None:
    page(client, "/matters/no-such/", 404)


def test_the_sheet_has_one_step_a_row(client: Client, chenglan: Organization) -> None:
    response = client.get(f"{OPENING}plan.xlsx?start=2021-10-20")
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
    texts = [[str(cell) for cell in row] for row in rows.to_python()]
    (register,) = [row for row in texts if row[0] == "设立登记，领营业执照"]
    assert register[1:7] == [
        "要办",
        "市市场监督管理局",
        "广东政务服务网·开办企业专区",
        "2021-10-20",
        "2021-10-25",
        "最早（待核）",
    ]


def test_the_calendar_marks_what_is_only_the_earliest_day(
    client: Client, chenglan: Organization
) -> None:
    response = client.get(f"{OPENING}plan.ics?start=2021-10-20")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    told = {str(one["summary"]): one.decoded("dtstart").isoformat() for one in events}
    assert told["开始：自主申报名称"] == "2021-10-20"
    assert told["应办完：设立登记，领营业执照（最早）（待核）"] == "2021-10-25"
    assert len({str(one["uid"]) for one in events}) == len(events) == 8 + 4
