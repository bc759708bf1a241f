"""匹配页: what the page says is what the engine says; answers stay in the browser."""

import re

import pytest
from django.test import Client

from huiqi.demo.codes import credit_code
from huiqi.demo.population import TODAY
from huiqi.library import load
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries import facts_of
from huiqi.policies.matching import find
from huiqi.web.money import shown
from tests.cost import queries

MOST_QUERIES = 12  # beyond those of a page that shows nothing of a firm


@pytest.fixture
def city(demo_city: None) -> Organization:
    return Organization.objects.get(name="深圳市澄澜传感技术有限公司")


@pytest.fixture
def owner(client: Client, city: Organization) -> Client:
    client.force_login(Person.objects.get(username="chenlan"))
    return client


def text(page: str) -> str:
    """What a reader sees, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def get(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return text(response.content.decode())


def test_owner_sees_what_the_firm_may_claim_with_the_ceiling(owner: Client) -> None:
    page = get(owner, "/match/")
    assert "深圳市澄澜传感技术有限公司" in page
    assert "最高 20.00 万元" in page
    assert "来源 税务 2021-09-30" in page


def test_what_is_not_in_force_says_when_it_is(owner: Client) -> None:
    page = get(owner, "/match/")
    days = "有效期：2022-06-01 至 2022-12-31；2023-01-01 至 2023-03-31"
    assert f"深圳市“首贷户”贷款贴息 {days}" in page
    assert "深圳市产业基础再造项目资助 有效期：2021-11-17 起" in page


def test_stranger_with_the_code_sees_only_the_register(client: Client, city: Organization) -> None:
    page = get(client, f"/match/?code={city.credit_code}")
    assert "只用公开登记的信息和你的回答" in page
    assert "4286" not in page.replace(",", "")
    assert "用了这些数据" not in page


def test_page_says_the_total_of_the_best_combination(owner: Client, city: Organization) -> None:
    found = find(facts_of(city.subject, TODAY))
    told = shown(found.total_fen)
    assert f"现在可申请，最高合计 {told.figure} {told.unit}" in get(owner, "/match/")
    assert found.total_fen == sum(one.amount for one in found.match.best.programmes) > 0


def test_stranger_without_a_code_answers_questions_until_something_is_settled(
    client: Client, nobody: None
) -> None:
    assert "先说三件事" in get(client, "/match/")
    for key, value in (("district", "440307"), ("industry", "3983"), ("employees", "86")):
        response = client.post(f"/match/answer/{key}/", {key: value})
        assert response.status_code == 302
    page = get(client, "/match/")
    assert "先说三件事" not in page
    assert "你答过的 所在区 行业 从业人员" in page
    client.post("/match/forget/")
    assert "先说三件事" in get(client, "/match/")


def test_answers_of_one_browser_are_nothing_to_another(client: Client, nobody: None) -> None:
    client.post("/match/answer/employees/", {"employees": "86"})
    assert "你答过的" not in get(Client(), "/match/")


def test_titles_are_told_with_their_days_or_as_none(client: Client, nobody: None) -> None:
    given = {
        "titles": "1",
        "high_tech_enterprise.granted_on": "2019-12-09",
        "high_tech_enterprise.valid_until": "2022-12-09",
    }
    client.post("/match/answer/titles/", given)
    [title] = client.session["answers"][""]["titles"]
    assert title["kind"] == "high_tech_enterprise"
    client.post("/match/answer/titles/", {"titles": "1"})
    assert client.session["answers"][""]["titles"] == []


@pytest.mark.parametrize(
    ("key", "given", "told"),
    [
        ("employees", "很多", "从业人员"),
        ("employees", "-3", "从业人员"),
        ("revenue", "1,000万元整吧", "营业收入"),
        ("district", "火星", "所在区"),
        ("registered_on", "2021-13-45", "注册日期"),
        ("nothing", "1", "没有这个问题"),
        ("credit_code", "91440300MA5DCL0001", "没有这个问题"),
        ("employees", "9" * 400, "从业人员"),
    ],
)
def test_answer_that_cannot_be_used_is_told_and_not_kept(
    client: Client, nobody: None, key: str, given: str, told: str
) -> None:
    response = client.post(f"/match/answer/{key}/", {key: given})
    assert response.status_code == 422
    assert told in text(response.content.decode())
    assert "answers" not in client.session


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("code=123", "统一社会信用代码应为 18 位"),
        ("code=<script>alert(1)</script>", "统一社会信用代码"),
        ("code=" + "9" * 5000, "统一社会信用代码应为 18 位"),
        ("on=昨天", "日期"),
        ("on=2021-02-30", "日期"),
    ],
)
def test_address_that_cannot_be_used_is_told(
    client: Client, nobody: None, query: str, told: str
) -> None:
    response = client.get(f"/match/?{query}")
    page = response.content.decode()
    assert response.status_code == 422
    assert told in text(page)
    assert "<script>alert" not in page


def test_code_that_is_not_on_file_leads_to_the_questions(client: Client, nobody: None) -> None:
    page = get(client, f"/match/?code={credit_code(899_999)}", 422)
    assert "不在本市登记的企业里" in page
    assert "先说三件事" in page


def test_other_day_gives_the_answer_of_that_day(owner: Client) -> None:
    address = "/policies/shenzhen_longgang.park_rent/"
    assert "最高 20.00 万元" in get(owner, address)
    # What the city learnt later did not speak of that day.
    earlier = get(owner, f"{address}?on=2020-12-31")
    assert "还缺什么" in earlier
    assert "最高 20.00 万元" not in earlier


def test_day_out_of_force_is_neither_yes_nor_no(client: Client, nobody: None) -> None:
    page = get(client, "/policies/shenzhen_longgang.park_rent/?on=2017-12-31")
    assert "不在有效期：既不是符合，也不是不符合" in page


def test_every_policy_has_a_page_for_a_stranger(client: Client, nobody: None) -> None:
    for name, policy in load().policies.items():
        assert policy.title in get(client, f"/policies/{name}/")


def test_unknown_policy_is_not_found(client: Client, nobody: None) -> None:
    assert client.get("/policies/shenzhen.nothing/").status_code == 404
    assert client.get("/policies/../../etc/").status_code == 404


def test_list_of_all_programmes_asks_the_database_a_dozen_times_at_most(
    owner: Client, city: Organization
) -> None:
    def read(path: str) -> int:
        owner.get(path)  # the session notes where it comes from, once
        return queries(lambda: owner.get(path))

    frame = read("/styleguide/")
    for path in ("/match/", f"/match/?code={city.credit_code}", "/match/list.xlsx"):
        assert read(path) - frame <= MOST_QUERIES, path


def test_every_no_says_clause_value_and_where_to_turn(owner: Client, city: Organization) -> None:
    found = find(facts_of(city.subject, TODAY))
    for one in [*found.no, *found.near]:
        for reason in one.reasons:
            if reason.verdict == "no":
                assert reason.clause
                assert reason.tree.deciding().text
    assert "可向主管部门申请人工复核" in get(owner, "/match/")
