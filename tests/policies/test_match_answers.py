"""回答、分享、导出: what a stranger tells stays hers; what is passed on is what she chose."""

import re
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from huiqi.demo.codes import credit_code
from huiqi.demo.population import TODAY
from huiqi.parties.models import Organization, Person
from huiqi.policies import sharing
from huiqi.policies.asking import MOST_FIRMS
from huiqi.policies.matching import find
from huiqi.rules.facts import Facts
from tests.policies.test_match_page import get, text

PRIVATE = "max-age=0, no-cache, no-store, must-revalidate, private"
SCRIPT = "<script>alert(1)</script>"
# What the city knows of the firm and nobody else may.
FIGURES = ("4,286", "42860000", "3,980", "46.2 万", "462,000", "2019-12-09", "268 万")


@pytest.fixture
def city(demo_city: None) -> Organization:
    return Organization.objects.get(name="深圳市澄澜传感技术有限公司")


@pytest.fixture
def owner(client: Client, city: Organization) -> Client:
    client.force_login(Person.objects.get(username="chenlan"))
    return client


def link_of(client: Client, *keys: str) -> str:
    page = client.post("/match/share/", {"key": list(keys)}).content.decode()
    found = re.search(r'href="http://testserver(/match/shared/[^"]+)"', page)
    assert found
    return found[1]


def kept(client: Client, whose: str = "") -> object:
    """What the browser's session holds of the answers given about somebody."""
    return client.session["answers"][whose]


def test_three_questions_are_answered_together(client: Client, nobody: None) -> None:
    given = {"district": "440307", "industry": "3983", "employees": "86"}
    assert client.post("/match/answer/first/", given).status_code == 302
    assert kept(client) == given


def test_total_of_somebody_unknown_is_open_and_not_zero(owner: Client, city: Organization) -> None:
    nobody, known = (text(get(one, "/match/")) for one in (Client(), owner))
    assert "现在可申请，最高合计 还定不下来" in nobody
    assert "现在可申请，最高合计 38.73 万元" in known


def test_three_questions_are_kept_together_or_not_at_all(client: Client, nobody: None) -> None:
    given = {"district": "火星", "industry": "3983", "employees": "很多"}
    response = client.post("/match/answer/first/", given)
    told = text(response.content.decode())
    assert response.status_code == 422
    assert "所在区" in told
    assert "从业人员" in told
    assert "answers" not in client.session


def test_answer_in_place_brings_the_result_alone(client: Client, nobody: None) -> None:
    response = client.post(
        "/match/answer/employees/", {"employees": "86"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert page.startswith('<div id="result"')
    assert "你答过的 从业人员" in text(page)


def test_loans_are_told_in_rows(client: Client, nobody: None) -> None:
    rows = {"rows": "2", "1.loan_amount": "5000000", "1.loan_settled": "是", "more_exist": "1"}
    assert client.post("/match/answer/loans/", {**rows, "full": "1"}).status_code == 302
    assert kept(client) == {
        "loans": [{"loan_amount": "5000000", "loan_settled": "是"}],
        "loans_complete": "false",
    }
    page = client.get("/match/ask/loans/").content.decode()
    assert 'value="5000000"' in page


def test_row_is_added_without_losing_what_was_written(client: Client, nobody: None) -> None:
    given = {"rows": "2", "1.loan_amount": "写到一半", "add": "1", "full": "1"}
    page = client.post("/match/answer/loans/", given).content.decode()
    assert "第 3 项" in page
    assert "写到一半" in page
    assert "answers" not in client.session


def test_no_award_at_all_is_an_answer_too(client: Client, nobody: None) -> None:
    client.post("/match/answer/awards_paid/", {"none": "1", "full": "1"})
    assert kept(client) == {"awards_paid": []}


def test_wrong_row_is_told_on_its_page_and_not_kept(client: Client, nobody: None) -> None:
    given = {"rows": "1", "1.loan_amount": SCRIPT, "full": "1"}
    response = client.post("/match/answer/loans/", given)
    page = response.content.decode()
    assert response.status_code == 422
    assert "贷款金额" in page
    assert SCRIPT not in page
    assert "answers" not in client.session


def test_every_fact_a_programme_may_miss_has_a_page(client: Client, nobody: None) -> None:
    keys = {key for one in find(Facts(TODAY)).match.results for key in one.missing}
    assert len(keys) > 20
    assert {key for key in keys if client.get(f"/match/ask/{key}/").status_code != 200} == set()


# Sharing


def test_link_holds_the_chosen_answers_and_nothing_of_the_firm(
    owner: Client, city: Organization
) -> None:
    owner.post("/match/answer/upgrade_investment/", {"upgrade_investment": "2,600万"})
    owner.post("/match/answer/maturity_level/", {"maturity_level": "2"})
    link = link_of(owner, "upgrade_investment")
    page = get(Client(), link)
    assert "对方的回答 上一年度技术改造投入" in page or "对方的回答" in page
    for told in (city.name, str(city.credit_code), "4286", "智能制造能力成熟度等级"):
        assert told not in page.split("最优组合")[1].split("对方的回答")[1]
    assert city.name not in page
    assert str(city.credit_code) not in page
    opened = sharing.opened(link.split("/")[3], TODAY)
    assert opened.answers == {"upgrade_investment": "2,600万"}


def test_link_never_holds_a_name_or_code(client: Client, city: Organization) -> None:
    session = client.session
    session["answers"] = {"": {"name": "某公司", "credit_code": city.credit_code, "employees": "8"}}
    session.save()
    token = link_of(client, "name", "credit_code", "employees").split("/")[3]
    assert sharing.opened(token, TODAY).answers == {"employees": "8"}


def test_changed_link_says_that_it_was_changed(client: Client, nobody: None) -> None:
    client.post("/match/answer/employees/", {"employees": "86"})
    link = link_of(client, "employees")
    for broken in (link[:-3] + "/", link.replace("shared/", "shared/x"), "/match/shared/1/"):
        assert "被改动过，打不开" in get(client, broken, 410)


def test_old_link_says_until_when_it_was_good(client: Client, nobody: None) -> None:
    token = sharing.link_token({"employees": "8"}, ["employees"], TODAY, TODAY - sharing.LASTS)
    get(client, f"/match/shared/{token}/")
    long_ago = TODAY.replace(year=2020)
    token = sharing.link_token({"employees": "8"}, ["employees"], TODAY, long_ago)
    assert "这个链接已过期（有效至 2021-01-18）" in get(client, f"/match/shared/{token}/", 410)


def test_nothing_chosen_makes_no_link(client: Client, nobody: None) -> None:
    response = client.post("/match/share/", {})
    assert response.status_code == 422
    assert "还没有选要分享的回答" in response.content.decode()


# Whose answers they are


def other_firm(city: Organization) -> Organization:
    found = Organization.objects.exclude(pk=city.pk).filter(kind=city.kind)
    one = found.exclude(credit_code=None).order_by("id").first()
    assert one is not None
    return one


def test_answer_given_for_one_firm_is_not_used_for_another(
    client: Client, city: Organization
) -> None:
    one, other = str(city.credit_code), str(other_firm(city).credit_code)
    client.post("/match/answer/maturity_level/", {"maturity_level": "2", "code": one})
    told = "你答过的 智能制造能力成熟度等级"
    assert told in get(client, f"/match/?code={one}")
    for query in (f"?code={other}", f"?code={credit_code(899_999)}", ""):
        page = client.get(f"/match/{query}")
        assert "你答过的" not in text(page.content.decode())
        assert page.context["who"].facts.get("maturity_level") is None
        assert "maturity_level" not in client.get(f"/match/share/{query}").content.decode()
        policy = client.get(f"/policies/national.tech_sme/{query}")
        assert policy.status_code == page.status_code
        assert "还缺什么" in text(policy.content.decode())


def test_answers_of_a_stranger_are_not_the_firm_s_after_signing_in(
    client: Client, city: Organization
) -> None:
    client.post("/match/answer/maturity_level/", {"maturity_level": "2"})
    client.force_login(Person.objects.get(username="chenlan"))
    assert "你答过的" not in get(client, "/match/")


def test_browser_keeps_the_answers_of_the_latest_firms_only(client: Client, nobody: None) -> None:
    codes = [credit_code(899_000 + number) for number in range(MOST_FIRMS + 2)]
    for code in codes:
        client.post("/match/answer/employees/", {"employees": "8", "code": code})
    assert list(client.session["answers"]) == codes[2:]


# What must not be kept or leak


OFFICERS = ("qinyue", "huangruo", "shenzhiyuan", "xuqing", "fengwang", "pengjia")


def test_officer_who_types_a_code_reads_what_everybody_may(
    client: Client, city: Organization
) -> None:
    path = f"/match/?code={city.credit_code}"
    everybody = client.get(path).context["who"].facts
    people = Person.objects.filter(username__in=OFFICERS)
    assert len(people) == len(OFFICERS)
    for person in people:
        client.force_login(person)
        assert "还没有说是哪家企业" in get(client, "/match/")
        response = client.get(path)
        page, who = response.content.decode(), response.context["who"]
        assert (person.username, who.facts, who.is_own) == (person.username, everybody, False)
        assert "只用公开登记的信息和你的回答" in text(page)
        assert [told for told in FIGURES if told in page] == []


def test_owner_of_one_firm_reads_of_another_what_everybody_may(
    client: Client, owner: Client, city: Organization
) -> None:
    path = f"/match/?code={other_firm(city).credit_code}"
    who, everybody = owner.get(path).context["who"], Client().get(path).context["who"]
    assert (who.facts, who.is_own) == (everybody.facts, False)


def test_no_cache_keeps_a_page_about_a_firm(owner: Client) -> None:
    pages = (
        "/match/",
        "/match/list.xlsx",
        "/match/share/",
        "/match/ask/loans/",
        "/policies/national.tech_sme/",
    )
    for path in pages:
        assert (path, owner.get(path).headers["Cache-Control"]) == (path, PRIVATE)


def test_stranger_gets_no_figure_of_the_firm_in_page_or_file(
    client: Client, city: Organization
) -> None:
    query = f"?code={city.credit_code}"
    page = get(client, f"/match/{query}")
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/match/list.xlsx{query}").content))
    cells = str(book.get_sheet_by_index(0).to_python())
    for told in FIGURES:
        assert told not in page
        assert told not in cells
    assert "龙岗区" in page


def test_answers_of_a_stranger_do_not_reach_the_owner(client: Client, city: Organization) -> None:
    client.post("/match/answer/upgrade_investment/", {"upgrade_investment": "2,600万"})
    other = Client()
    other.force_login(Person.objects.get(username="chenlan"))
    assert "你答过的" not in get(other, "/match/")


def test_file_lists_every_programme_of_the_page(owner: Client) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(owner.get("/match/list.xlsx").content))
    [heading, *rows] = book.get_sheet_by_index(0).to_python()
    assert heading[:4] == ["分组", "项目", "找谁", "最高（元）"]
    assert next(row for row in rows if row[0] == "可享")[3] == 200000
    assert len(rows) == len(owner.get("/match/").context["found"].match.results)


def test_filters_choose_what_is_listed_and_leave_the_total(owner: Client) -> None:
    whole, part = get(owner, "/match/"), get(owner, "/match/?from=shenzhen_longgang&money=1")
    assert "深圳市科技型中小微企业贷款贴息贴保" in part.split("可享")[0]
    assert "市场主体培育梯次" in whole
    assert "市场主体培育梯次" not in part
    assert "38.73" in part


# Bad input


@pytest.mark.parametrize(
    "session",
    [
        "一串字",
        ["a"],
        {"": "一串字"},
        {"": ["a"]},
        {"employees": "86"},
        {"": {"employees": {"value": []}}},
        {"": {"nothing": 1}},
        {"": {"titles": "x"}},
        {"": {"loans": 5}},
    ],
)
def test_session_that_was_tampered_with_is_no_answer(
    client: Client, nobody: None, session: object
) -> None:
    kept = client.session
    kept["answers"] = session
    kept.save()
    assert "先说三件事" in get(client, "/match/")


@pytest.mark.parametrize("told", [SCRIPT, "' OR 1=1 --", "(a+)+$", "%00", "x" * 10_000, "\u202e"])
def test_whatever_is_typed_is_text(client: Client, nobody: None, told: str) -> None:
    for key in ("district", "industry", "employees", "revenue", "loan_drawn_on"):
        page = client.post(f"/match/answer/{key}/", {key: told}).content.decode()
        assert SCRIPT not in page
        assert "有地方要改" in page or "这个回答要改" in page
    assert client.get("/match/", {"q": told}).status_code == 302
    assert client.get("/match/", {"from": told, "kind": told}).status_code == 200


@pytest.mark.parametrize("told", [SCRIPT, "(a+)+$", "x" * 10_000])
def test_script_in_every_field_of_every_form_is_text(
    client: Client, nobody: None, told: str
) -> None:
    rows = {f"{number}.loan_amount": told for number in (1, 2)}
    titles = {"titles": "1", "high_tech_enterprise.granted_on": told}
    three = {"district": told, "industry": told, "employees": told}
    forms = [
        ("first", three),
        ("titles", titles),
        ("loans", {**rows, "rows": told}),
        ("employees", {"employees": told, "code": told, "on": told, "full": told}),
    ]
    for key, given in forms:
        response = client.post(f"/match/answer/{key}/", given)
        page = response.content.decode()
        assert response.status_code == 422
        assert SCRIPT not in page
        assert "要改" in page
        assert len(page) < 600_000
    shared = client.post("/match/share/", {"key": told, "on": told, "code": told})
    assert shared.status_code == 422
    assert SCRIPT not in shared.content.decode()
    assert "answers" not in client.session


def test_question_of_ten_thousand_characters_is_searched_for_its_beginning(
    client: Client, nobody: None
) -> None:
    page = client.get("/match/", {"q": "贴息" * 5_000}, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[0][0].startswith("/search/?q=")
    assert len(page.redirect_chain[0][0]) < 2_000


@pytest.mark.parametrize("day", ["1899-01-01", "0001-01-01", "9999-12-31", "2099-06-01"])
def test_day_beyond_all_calendars_is_answered(client: Client, nobody: None, day: str) -> None:
    assert client.get(f"/match/?on={day}").status_code in (200, 422)
