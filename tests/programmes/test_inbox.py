"""三百件在办: the first page, the rest of the pages, filters, and what is done to many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.parties.enums import Kind, Role
from huiqi.programmes.models import Application, Call, StageRun
from tests.cast import TODAY, Player, a_member, an_organization
from tests.programmes.desk import DESK, HUNDREDS, in_hand
from tests.programmes.pages import browser, plain, read

pytestmark = pytest.mark.django_db
GROUPS = ("已超期 1", "今天到期 1", "本周到期 1", "以后到期 1", "停表，等企业或还没有期限 1")


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def cost(client: Client, path: str) -> int:
    client.get(path)  # what is remembered for everybody is remembered now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_three_hundred_cases_are_read_in_as_many_queries_as_two_and_none_is_out_of_reach(
    call: Call, qin: Player
) -> None:
    client = browser(qin)
    in_hand(call, range(2))
    few = cost(client, DESK)
    in_hand(call, range(2, HUNDREDS))
    assert cost(client, DESK) == few
    page = read(client, DESK)
    assert f"申报办理 {HUNDREDS}" in page
    firms = [place for place in range(HUNDREDS) if f"深圳市第{place}申报有限公司" in page]
    assert firms == list(range(HUNDREDS - len(firms), HUNDREDS))  # those that are due first
    assert "1 项不符合" in page
    assert "1 项都符合" in page
    assert "1 项不知道" in page
    last = read(client, f"{DESK}?page=999")
    assert "深圳市第0申报有限公司" in last
    found = read(client, f"{DESK}?text=第137申报")
    assert ("申报办理 1 " in found, "深圳市第137申报有限公司" in found) == (True, True)
    assert cost(client, f"{DESK}?text=申报&who=free&kind=formal_check&page=2") == few


def test_cases_stand_in_groups_by_the_day_and_one_of_them_beside_the_list(
    call: Call, qin: Player
) -> None:
    client = browser(qin)
    runs = in_hand(call, range(5))
    days = (-1, 0, 2, 9, None)  # of Wednesday: overdue, today, this week, later, standing
    for run, more in zip(runs, days, strict=True):
        due = None if more is None else TODAY + timedelta(days=more)
        StageRun.objects.filter(pk=run.pk).update(due_on=due)
    page = read(client, DESK)
    places = [page.find(one) for one in GROUPS]
    assert (places, -1 in places) == (sorted(places), False)
    for words in ("超 1 日", "今天到期", "剩 3 日", "没有期限"):
        assert words in page, words
    # What is due first stands beside the list, until another one is asked for.
    assert page.count("深圳市第0申报有限公司") == 3
    last = Application.objects.get(pk=runs[4].application_id).number
    asked = read(client, f"{DESK}?peek={last}")
    assert asked.count("深圳市第4申报有限公司") == 3
    assert "打开案卷" in asked
    assert read(client, f"{DESK}?peek=乌有").count("深圳市第0申报有限公司") == 3


def test_the_other_pages_are_named_by_what_is_done_there(call: Call, qin: Player) -> None:
    page = read(browser(qin), DESK)
    for words in ("起草和管理申报通知", "拟资助名单：起草、审定、公示"):
        assert words in page, words


def test_a_page_of_cases_is_handed_on_together_and_one_comes_back_to_the_same_page(
    call: Call, qin: Player, he: Player
) -> None:
    client = browser(qin)
    runs = in_hand(call, range(40))
    at = f"{DESK}?who=free&page=2"
    assert client.get(at).status_code == 200
    picked = [run.pk for run in runs[:20]]
    answer = client.post(f"{DESK}assign/", {"pick": picked, "to": he.person.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, at)
    mine = StageRun.objects.filter(handler=he.person).order_by("pk")
    assert list(mine.values_list("pk", flat=True)) == picked


def test_who_has_no_business_with_it_finds_none_of_them(
    call: Call, lan: Player, gu: Player
) -> None:
    (run,) = in_hand(call, range(1))
    run.application.refresh_from_db()
    case = f"{DESK}cases/{run.application.number}/"
    other = an_organization("市另一个局", Kind.DEPARTMENT)
    stranger = a_member("stranger", "旁人", other, Role.BUREAU_OFFICER)
    told = [browser(one).get(case).status_code for one in (None, lan, gu, stranger)]
    assert told == [302, 403, 404, 404]
    answer = browser(stranger).post(f"{DESK}assign/", {"pick": [run.pk]})
    assert (answer.status_code, "一件也没有选" in plain(answer)) == (409, True)
    run.refresh_from_db()
    assert run.handler is None
