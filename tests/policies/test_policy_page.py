"""政策页: every condition with its value, source and clause; a stranger reads the register only."""

import re
from datetime import date

import pytest
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.library import load
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries import facts_of
from huiqi.policies.actions import load_documents
from huiqi.policies.models import PolicyDocument
from huiqi.rules.answer import Answer
from huiqi.rules.node import Node
from tests.cost import queries

INTEREST = "/policies/shenzhen.interest_subsidy/"
RENT = "/policies/shenzhen_longgang.park_rent/"
# Beyond those of a bare page; what is followed, who handles it, and what can be applied for at
# this hour are asked for, too.
MOST_QUERIES = 17
TODAY = date(2021, 10, 20)


@pytest.fixture
def city(demo_city: None) -> Organization:
    load_documents(library=load(), actor=SYSTEM)
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


def lines(node: Node) -> list[str]:
    """Every sentence of a tree."""
    return [node.text, *(told for child in node.children for told in lines(child))]


def test_an_owner_reads_every_condition_with_value_source_and_clause(
    owner: Client, city: Organization
) -> None:
    page = get(owner, INTEREST)
    found = load().explain("shenzhen.interest_subsidy", facts_of(city.subject, TODAY))
    assert isinstance(found, Answer)
    for reason in found.reasons:
        assert reason.condition in page
        for told in lines(reason.tree) if reason.tree.children else []:
            assert told in page
    assert "最高 18.73 万元" in page
    assert "4,286 万元 税务 2021-09-30" in page
    assert "11 条条件，全部满足才行 11 条全部满足" in page
    assert "深圳市科技创新委员会 在有效期内 条件都满足" in page


def test_conditions_lead_to_the_clause_of_their_document(owner: Client) -> None:
    response = owner.get(INTEREST)
    document = PolicyDocument.objects.get(title="深圳市科技型中小微企业贷款贴息贴保项目管理办法")
    place = f"/documents/{document.pk}/#c-入库条件"
    assert f'<a class="cite" href="{place}">入库条件</a>' in response.content.decode()
    assert 'id="c-入库条件"' in owner.get(place).content.decode()


def test_a_stranger_reads_public_facts_only(client: Client, city: Organization) -> None:
    page = get(client, f"{INTEREST}?code={city.credit_code}")
    assert "只用公开登记的信息和你的回答" in page
    assert "市场监管登记 2021-09-30" in page
    for secret in ("4,286", "税务 2021", "银行 2021", "最高 18.73"):
        assert secret not in page
    assert "还缺什么" in page


def test_an_officer_reads_of_a_firm_what_everybody_reads(
    client: Client, city: Organization
) -> None:
    stranger = get(client, f"{RENT}?code={city.credit_code}")
    client.force_login(Person.objects.get(username="qinyue"))
    officer = get(client, f"{RENT}?code={city.credit_code}")
    of_the_rule = stranger[stranger.index("条件 按") : stranger.index("找谁问 ")]
    assert of_the_rule in officer


def test_page_is_kept_by_nobody(owner: Client) -> None:
    assert "no-store" in owner.get(INTEREST)["Cache-Control"]


def test_an_answer_leads_back_to_the_policy_that_asked(client: Client, nobody: None) -> None:
    page = client.get(RENT).content.decode()
    assert "/match/ask/rent_paid_last_year/?policy=shenzhen_longgang.park_rent" in page
    asked = client.get("/match/ask/rent_paid_last_year/?policy=shenzhen_longgang.park_rent")
    assert 'name="policy" value="shenzhen_longgang.park_rent"' in asked.content.decode()
    given = {
        "rent_paid_last_year": "30万",
        "full": "1",
        "policy": "shenzhen_longgang.park_rent",
    }
    response = client.post("/match/answer/rent_paid_last_year/", given)
    assert response["Location"] == f"{RENT}#rule"
    assert "30 万元 你的回答" in get(client, RENT)
    elsewhere = client.post("/match/answer/rent_paid_last_year/", given | {"policy": "//evil.test"})
    assert elsewhere["Location"] == "/match/#ask"


def test_a_no_says_what_is_asked_and_where_a_person_looks_again(
    client: Client, nobody: None
) -> None:
    client.post("/match/answer/employees/", {"employees": "501"})
    page = get(client, INTEREST)
    told = "从业人员为 501 人，要求不超过 500 人 你的回答"
    assert f"上一年度从业人员超过五百人 {told}" in page
    assert "找深圳市科技创新委员会人工复核" in page


def test_nearest_change_is_counted(client: Client, nobody: None) -> None:
    answers = {"employees": "51", "revenue": "2500万", "assets": "5000万", "net_profit": "100"}
    for key, value in answers.items():
        client.post(f"/match/answer/{key}/", {key: value})
    page = get(client, "/policies/shenzhen.srdi/")
    assert "差一点：最近的改变 营业收入还差 500 万元（现为 2,500 万元）" in page
    assert "够了以后：" in page


def test_excluded_programmes_are_named_with_the_reason(client: Client, nobody: None) -> None:
    page = get(client, INTEREST)
    assert "同一笔贷款只能由一个项目扶持 深圳市“首贷户”贷款贴息" in page
    assert "不能同时享受，只能选一个 光明区" in get(client, RENT)


def test_the_four_answers_are_those_of_the_day(client: Client, nobody: None) -> None:
    now = get(client, INTEREST)
    assert "已付利息补一半，首贷补七成；保证保险费补一半，有每年上限" in now
    later = get(client, f"{INTEREST}?on=2025-03-01")
    assert "拿多少 接续办法的补贴（比例待核）" in later


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2020-02-27", "还没有开始"),
        ("2020-02-28", "在有效期内"),
        ("2030-01-01", "在有效期内"),
    ],
)
def test_status_is_that_of_the_day(client: Client, nobody: None, on: str, told: str) -> None:
    assert told in get(client, f"{INTEREST}?on={on}")


def test_an_ended_policy_says_so(client: Client, nobody: None) -> None:
    address = "/policies/shenzhen.first_set/?on=2026-06-03"
    assert "已经结束" in get(client, address)
    assert "剩 1 个工作日 本版到 2026年6月2日 周二 为止" in get(
        client, "/policies/shenzhen.first_set/?on=2026-06-02"
    )


def test_a_matter_tells_where_to_apply(client: Client, nobody: None) -> None:
    page = get(client, "/policies/national.high_tech_enterprise/")
    assert "，见 资质认定" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("code=123", "统一社会信用代码应为 18 位"),
        ("on=2021-02-30", "日期"),
        ("code=<script>alert(1)</script>&on=昨天", "日期"),
    ],
)
def test_address_that_cannot_be_used_is_told_and_the_page_shown(
    client: Client, nobody: None, query: str, told: str
) -> None:
    response = client.get(f"{RENT}?{query}")
    page = response.content.decode()
    assert response.status_code == 422
    assert told in text(page)
    assert "<script>alert" not in page
    assert 'id="rule"' in page


def test_page_asks_the_database_some_times_and_never_more(
    owner: Client, city: Organization
) -> None:
    def read(path: str) -> int:
        owner.get(path)  # the session notes where it comes from, once
        return queries(lambda: owner.get(path))

    frame = read("/styleguide/")
    for path in (INTEREST, f"{INTEREST}?code={city.credit_code}"):
        assert read(path) - frame <= MOST_QUERIES, path


def test_calculator_is_filled_with_what_the_reader_may_know(
    owner: Client, city: Organization
) -> None:
    page = owner.get(INTEREST).content.decode()
    assert 'name="interest_paid" value="214000"' in page
    assert "已付利息 214,000 元 × 70% = 149,800 元" in text(page)
    stranger = Client().get(f"{INTEREST}?code={city.credit_code}").content.decode()
    assert 'name="interest_paid" value=""' in stranger


def test_typed_numbers_are_reckoned_with_and_kept_nowhere(client: Client, nobody: None) -> None:
    response = client.post(RENT, {"rent_paid_last_year": "６０万"})
    assert response.status_code == 200
    page = text(response.content.decode())
    assert "封顶 20.00 万元 ， 碰到了 ：每年上限" in page
    assert "最高 20.00 万元 " in page
    assert "answers" not in client.session
    assert "按你填的数" not in get(client, RENT)


def test_a_missing_number_gives_a_range(client: Client, nobody: None) -> None:
    page = text(client.post(RENT, {"rent_paid_last_year": ""}).content.decode())
    assert "还缺数，最高在这个范围里 0 元 – 20.00 万元" in page
    assert "还缺： 上一年度场地租金支出" in page


@pytest.mark.parametrize(
    "typed", ["很多", "-1", "10^20", "1" + "0" * 20, "<script>", "\x00", "9" * 5000]
)
def test_a_number_that_cannot_be_used_is_told_beside_it(
    client: Client, nobody: None, typed: str
) -> None:
    response = client.post(RENT, {"rent_paid_last_year": typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert "上一年度场地租金支出" in text(page[page.index('id="calc"') : page.index("calc-form")])
    assert "<script>" not in page.replace("<script src", "")


def test_all_wrong_numbers_are_told_at_once(client: Client, nobody: None) -> None:
    typed = {"interest_paid": "-1", "guarantee_fee_paid": "x", "first_loan": "也许"}
    page = client.post(INTEREST, typed).content.decode()
    wrong = page[page.index('id="calc"') : page.index("calc-form")]
    assert wrong.count("<li>") == 3


def test_each_version_says_what_changed_and_what_the_reader_would_get(owner: Client) -> None:
    page = get(owner, RENT)
    assert "新增「每年上限」：20 万元" in page
    assert page.count("按这一版和你现在的数据：") == 2


def test_two_days_are_compared_in_words_and_for_the_reader(client: Client, nobody: None) -> None:
    client.post("/match/answer/revenue/", {"revenue": "2500万"})
    page = get(client, "/policies/shenzhen.srdi/?than=2023-01-01")
    told = page[page.index("2021年10月20日 周三 → 2023年1月1日 周日") :]
    assert "「营业收入下限」由 3,000 万元 改为 1,000 万元 工信部企业〔2022〕63号 认定条件三" in told
    assert (
        "上一年度营业收入一千万元以上；不足的，近两年新增股权融资两千万元以上 不满足 满足" in told
    )
    assert "这两天的规则一样" in get(client, "/policies/shenzhen.srdi/?than=2021-10-19")
    assert "不在有效期" in get(client, "/policies/shenzhen.srdi/?than=2019-01-01")


def test_a_day_to_compare_that_is_none_is_told(client: Client, nobody: None) -> None:
    assert "日期" in get(client, f"{RENT}?than=昨天", 422)


def test_similar_policies_say_why(client: Client, nobody: None) -> None:
    page = get(client, RENT)
    assert "都按上一年度场地租金支出算钱" in page[page.index("类似政策 按看的数据") :]


def test_the_interface_tells_nobody_what_is_private(owner: Client, city: Organization) -> None:
    address = f"/api/v1{INTEREST.removesuffix('/')}?firm={city.credit_code}"
    told = owner.get(address).json()
    values = {one["id"]: one["value"] for one in told["answer"]["reasons"]}
    assert values["in_shenzhen"] is not None
    assert (values["employees"], values["revenue"]) == (None, None)
