"""谁查看了: a firm sees by which department and post, why, and may ask; nobody else sees it."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.audit import record_read
from huiqi.parties.models import Organization
from huiqi.rights.models import LookQuestion
from tests.cast import Player
from tests.rights.conftest import SignIn, a_look, text


def test_firm_sees_department_post_time_and_purpose_but_no_name(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization
) -> None:
    a_look(qin, chenglan)
    page = text(sign_in(lan), "/my/looks/")
    for told in ("市中小企业服务局", "市级经办", "审核贷款贴息", "查看企业事实（单位）"):
        assert told in page
    assert "覃越" not in page
    assert "这里没有记的" in page


def test_system_is_named_as_the_system(
    sign_in: SignIn, lan: Player, chenglan: Organization
) -> None:
    record_read(SYSTEM, "推送政策", chenglan, subject_id=chenglan.subject_id)
    page = text(sign_in(lan), "/my/looks/")
    assert "<b>系统</b>" in page
    assert "问这次为什么<" not in page


def test_looks_of_other_firms_and_of_own_people_are_not_there(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    a_look(qin, yuanshan)
    a_look(lan, chenglan)
    assert "这段时间没有人查看过" in text(sign_in(lan), "/my/looks/")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("since=2021-10-20&until=2021-10-20", True),
        ("since=2021-10-21", False),
        ("until=2021-10-19", False),
    ],
)
def test_period_includes_both_its_days(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization, query: str, shown: bool
) -> None:
    a_look(qin, chenglan)
    assert ("审核贷款贴息" in text(sign_in(lan), f"/my/looks/?{query}")) is shown


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=昨天", "「从」要写成 2021-10-20 这样的日期，现在写的是「昨天」"),
        ("until=2021-13-40", "「到」要写成 2021-10-20 这样的日期"),
        ("since=2021-10-20&until=2021-10-01", "起日晚于止日，请对调"),
        ("since=<script>", "&lt;script&gt;"),
    ],
)
@pytest.mark.parametrize("path", ["/my/looks/", "/my/looks.xlsx"])
def test_period_that_does_not_read_is_told(
    sign_in: SignIn, lan: Player, path: str, query: str, sentence: str
) -> None:
    response = sign_in(lan).get(f"{path}?{query}")
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_list_goes_to_excel(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization
) -> None:
    a_look(qin, chenglan)
    content = sign_in(lan).get("/my/looks.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["时间", "部门", "岗位", "目的", "看了什么", "我的询问", "答复"]
    assert rows[1][1:5] == ["市中小企业服务局", "市级经办", "审核贷款贴息", "查看企业事实（单位）"]


def test_page_costs_the_same_for_one_look_and_for_three(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization
) -> None:
    client, costs = sign_in(lan), []
    client.get("/my/looks/")
    for _ in range(3):
        a_look(qin, chenglan)
        with CaptureQueriesContext(connection) as captured:
            client.get("/my/looks/")
        costs.append(len(captured))
    assert costs[0] == costs[2]


def test_question_becomes_a_todo_with_a_clock_and_its_answer_comes_back(
    sign_in: SignIn, lan: Player, qin: Player, security_admin: Player, chenglan: Organization
) -> None:
    entry = a_look(qin, chenglan)
    asked = sign_in(lan).post(f"/my/looks/{entry.pk}/ask/", {"text": "我们没有申请过"})
    assert asked.status_code == 302
    todo = Todo.objects.get()
    assert (todo.role, str(todo.due_at.date()) if todo.due_at else "") == (
        "security_admin",
        "2021-11-10",
    )
    keeper = sign_in(security_admin)
    assert "我们没有申请过" in text(keeper, "/my/desk/")
    assert "审核贷款贴息" in text(keeper, todo.url)
    assert keeper.post(todo.url, {"answer": "误开，已提醒"}).status_code == 302
    assert Todo.objects.get().done_at is not None
    assert Message.objects.get().person == lan.person
    assert "误开，已提醒" in text(sign_in(lan), "/my/looks/")
    assert keeper.post(todo.url, {"answer": "再答一次"}).status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "请写明要问什么"),
        ("  ", "请写明要问什么"),
        ("问" * 10_000, "要问什么最多 1000 个字，现在有 10000 个"),
    ],
)
def test_question_that_says_nothing_or_too_much_is_told(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization, given: str, sentence: str
) -> None:
    entry = a_look(qin, chenglan)
    response = sign_in(lan).post(f"/my/looks/{entry.pk}/ask/", {"text": given})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert LookQuestion.objects.count() == 0


def test_look_is_questioned_once(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization
) -> None:
    entry, client = a_look(qin, chenglan), sign_in(lan)
    client.post(f"/my/looks/{entry.pk}/ask/", {"text": "<script>alert(1)</script>"})
    again = client.post(f"/my/looks/{entry.pk}/ask/", {"text": "再问"})
    assert again.status_code == 422
    assert "这条查看记录已经问过" in again.content.decode()
    assert "&lt;script&gt;" in text(client, "/my/looks/")


def test_look_at_another_firm_is_not_found(
    sign_in: SignIn, shan: Player, qin: Player, chenglan: Organization
) -> None:
    entry = a_look(qin, chenglan)
    assert sign_in(shan).get(f"/my/looks/{entry.pk}/ask/").status_code == 404
    assert sign_in(shan).post(f"/my/looks/{entry.pk}/ask/", {"text": "?"}).status_code == 404


def test_empty_answer_is_refused(
    sign_in: SignIn, lan: Player, qin: Player, security_admin: Player, chenglan: Organization
) -> None:
    entry = a_look(qin, chenglan)
    sign_in(lan).post(f"/my/looks/{entry.pk}/ask/", {"text": "为什么"})
    url = f"/my/desk/looks/{LookQuestion.objects.get().pk}/"
    response = sign_in(security_admin).post(url, {"answer": " "})
    assert response.status_code == 422
    assert "请写明答复" in response.content.decode()
