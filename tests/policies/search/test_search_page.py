"""检索的页面: what is shown, what leads on, and what is never shown."""

from urllib.parse import quote

import pytest
from django.test import Client
from procrastinate import testing

from huiqi.kernel.access import SYSTEM
from huiqi.library import load
from huiqi.policies.actions import load_documents
from huiqi.policies.models import PolicyDocument
from huiqi.policies.search.finding import Finder
from tests.cast import credit_code

pytestmark = pytest.mark.usefixtures("city_clock", "jobs", "city_index")


def page(client: Client, query: str) -> str:
    answer = client.get(f"/search/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_results_are_marked_and_lead_to_the_policy(client: Client) -> None:
    shown = page(client, "?q=贴息")
    assert "贷款<mark>贴息</mark>" in shown
    assert 'href="/policies/shenzhen.interest_subsidy/"' in shown


def test_a_credit_code_leads_to_its_match(client: Client) -> None:
    code = credit_code("MA5CLAN01")
    answer = client.get("/search/", {"q": f" {code[:8]} {code[8:].lower()} "})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/match/?code={code}")


def test_people_in_a_question_lead_to_the_match_with_one_press(client: Client) -> None:
    shown = page(client, "?q=我有 30 个员工能拿什么补贴")
    assert "按 30 人比对" in shown
    answer = client.post("/match/answer/employees/", {"employees": "30"}, follow=True)
    assert "你答过的" in answer.content.decode()


def test_nothing_found_gives_other_words_and_a_person(client: Client) -> None:
    shown = page(client, "?q=龘靐齉风")
    assert "没有政策写到这些词" in shown
    assert 'href="tel:12345"' in shown
    assert f"?q={quote('风险补偿')}" in shown


def test_filters_that_leave_nothing_are_taken_off_by_one_link(client: Client) -> None:
    shown = page(client, "?q=小巨人&district=龙岗区")
    assert "这些筛选下没有；去掉筛选有 2 项" in shown
    assert f'href="?q={quote("小巨人")}"' in shown


def test_pages_keep_the_filters(client: Client) -> None:
    shown = page(client, "?q=企业&district=深圳市")
    assert f"?q={quote('企业')}&amp;district={quote('深圳市')}&amp;page=2" in shown
    again = page(client, "?q=企业&district=深圳市&page=2")
    assert "第 2 页" in again


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e3", "9" * 50, "99", "²"])
def test_no_page_number_is_wrong(client: Client, number: str) -> None:
    assert "找到" in page(client, f"?q=企业&page={number}")


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    shown = page(client, '?q=<script>alert("1")</script>"><img src=x>')
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_a_long_question_is_cut_and_it_is_said(client: Client) -> None:
    shown = page(client, "?q=" + "贷款贴息" * 2_500)
    assert "只看了前 200 个字" in shown


@pytest.mark.parametrize("facet", ["district", "kind", "size", "department", "deadline"])
@pytest.mark.parametrize("value", ["'; --", "<i>x</i>", "x" * 500, "%00", ".*"])
def test_a_filter_nobody_offers_is_harmless(client: Client, facet: str, value: str) -> None:
    assert "<i>" not in page(client, f"?q=贷款&{facet}={quote(value)}")


def test_a_missing_index_is_asked_for_once_and_the_page_answers(
    client: Client, city_index: Finder, jobs: testing.InMemoryConnector
) -> None:
    city_index.store.drop()
    for _ in range(3):
        assert "贷款<mark>贴息</mark>" in page(client, "?q=贴息")
    assert [job["task_name"] for job in jobs.jobs.values()] == [
        "huiqi.policies.tasks.rebuild_search"
    ]


def test_nobody_is_asked_for_an_index_that_is_there(
    client: Client, jobs: testing.InMemoryConnector
) -> None:
    page(client, "?q=贴息")
    assert jobs.jobs == {}


@pytest.fixture
def library_documents(db: None) -> None:
    load_documents(library=load(), actor=SYSTEM)


@pytest.mark.parametrize(
    "asked",
    [
        "深府规〔2021〕1号",
        "深府规[2021]1号",
        "深府规(2021)1",
        "深府规２０２１　１号",
        "根据深府规〔2021〕1号能拿多少",
    ],
)
def test_a_document_number_leads_to_its_document(
    client: Client, library_documents: None, asked: str
) -> None:
    one = PolicyDocument.objects.get(document_no="深府规〔2021〕1号")
    shown = page(client, "?q=" + quote(asked))
    assert "这个文号的文件" in shown
    assert f'href="/documents/{one.pk}/"' in shown
    assert client.get(f"/documents/{one.pk}/").status_code == 200


@pytest.mark.parametrize("asked", ["深府规〔2099〕77号", "2021年", "贴息", "1号", "〔2021〕"])
def test_what_is_no_number_of_ours_leads_to_no_document(
    client: Client, library_documents: None, asked: str
) -> None:
    assert "这个文号的文件" not in page(client, "?q=" + quote(asked))


ODD = {
    "10,000 characters": ("贷款" * 5_000, "只看了前 200 个字"),
    "SQL": ("'; DROP TABLE policies_clause; --", "没有政策写到这些词"),
    "a union": ("' UNION SELECT password FROM parties_person --", ""),
    "regular expression": (".*(a+)+$[^]{1,9}\\", "找到"),
    "operators of the index": ('title:* AND NOT (grams:"x"~5 OR [* TO *])^9 +-', ""),
    "script": ("<script>alert(1)</script>", ""),
    "attribute": ('" onfocus="alert(1)" autofocus x="', ""),
    "template": ("{{ settings.SECRET_KEY }}{% load x %}", ""),
    "emoji": ("😀🏭👩‍🔬", "找到"),
    "control characters": ("贷\x00款\x07\x1b[31m\x7f", "找到"),
    "direction marks": ("\u202e贷款\u2066\u200b", "找到"),
    "half of a character": ("\ud83d", "找到"),
    "only punctuation": ("，。！？……——", "找到"),
    "only ASCII punctuation": ("!?.,;:'\"()[]{}", "找到"),
    "only spaces": (" \t\u3000\n ", "找到"),
    "nothing": ("", "找到"),
    "a path": ("../../../etc/passwd", ""),
}


@pytest.mark.parametrize(("typed", "sentence"), ODD.values(), ids=ODD)
def test_whatever_is_typed_gets_the_right_sentence_and_nothing_leaks(
    client: Client, typed: str, sentence: str
) -> None:
    answer = client.get("/search/?q=" + quote(typed, errors="surrogatepass"))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert sentence in shown
    assert ("找到" in shown) or ("没有政策写到这些词" in shown)
    for leak in ("<script>alert", "Traceback", "ValueError", "tantivy", "psycopg", "/src/huiqi"):
        assert leak not in shown
    assert 'onfocus="alert' not in shown
    assert "\x00" not in shown
