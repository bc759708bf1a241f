"""一致: page, interface and command line find the same, and nothing odd breaks any of them."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from huiqi.cli import main
from huiqi.cli import search as command
from huiqi.policies.search.finding import Finder
from tests.cast import credit_code

pytestmark = pytest.mark.usefixtures("city_clock", "jobs", "city_index")

QUESTIONS = (
    "贷款贴息",
    "xiaojuren",
    "技术该造",
    "根据深府规[2021]1号",
    "租厂房有补贴吗",
    "",
    "龘靐齉风",
)
# What people paste, and what those send who try whether something gives way.
ODD = {
    "10,000 characters": "贷款贴息有多少" * 1_500,
    "script": "<script>alert(document.cookie)</script>",
    "markup": '"><img src=x onerror=alert(1)>',
    "sql": "'; DROP TABLE parties_subject; --",
    "union": "1' UNION SELECT password FROM parties_person--",
    "regex": "(a+)+$ [^x]* .* \\\\ \\1 {999999}",
    "index syntax": 'title:"x" AND number:/.*/ OR *:* ~9 ^9',
    "spaces": " \u3000\t\r\n ",
    "emoji": "😀👩‍👩‍👧‍👦🇨🇳",
    "zero": "贴息\x00\x01\x1b[31m",
    "directions": "\u202e\u2066贴息\ufeff",
    "template": "{{ 7*7 }}{% debug %}${7*7}%s%n",
    "path": "../../../../etc/passwd",
}
LEAKS = ("Traceback", "site-packages", "psycopg", "tantivy", "root:")


@pytest.fixture
def printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Any:
    """The JSON of the command; it makes an index of its own."""

    def call(*words: str) -> Any:
        capsys.readouterr()
        assert main(["search", "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    return call


def interface(client: Client, text: str, **more: str) -> Any:
    answer = client.get("/api/v1/search", {"q": text, **more})
    assert answer.status_code == 200
    return answer.json()


def on_page(client: Client, text: str) -> list[tuple[str, list[str]]]:
    cards = client.get("/search/", {"q": text}).context["cards"]
    return [(card.id, [clause[0] for clause in card.clauses]) for card in cards]


@pytest.mark.parametrize("text", QUESTIONS)
def test_page_interface_and_command_find_the_same(client: Client, printed: Any, text: str) -> None:
    told = interface(client, text)
    assert printed("--", text) == told
    found = [
        (one["programme"], [clause["condition"] for clause in one["clauses"]])
        for one in told["results"]
    ]
    assert found == on_page(client, text)


def test_a_limit_shows_the_first_of_the_same(client: Client, printed: Any) -> None:
    every = interface(client, "企业", limit="50")
    few = interface(client, "企业", limit="3")
    assert (few["total"], few["results"]) == (every["total"], every["results"][:3])
    assert printed("企业", "--limit", "3") == few


@pytest.mark.parametrize("limit", ["0", "51", "-1", "x", "1e3", "9" * 40, ""])
def test_a_limit_that_cannot_be_is_refused_in_plain_words(
    client: Client, capsys: pytest.CaptureFixture[str], limit: str
) -> None:
    answer = client.get("/api/v1/search", {"q": "贷款", "limit": limit})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["key"] == "limit"
    assert main(["search", "贷款", f"--limit={limit}"]) == 1
    assert "limit" in capsys.readouterr().err


def test_a_credit_code_leads_to_its_match_everywhere(client: Client, printed: Any) -> None:
    code = credit_code("MA5CLAN01")
    told = interface(client, f" {code.lower()} ")
    assert (told["credit_code"], told["results"]) == (code, [])
    assert printed(code) == told
    assert client.get("/search/", {"q": code}).headers["Location"] == f"/match/?code={code}"


def test_a_document_number_leads_to_what_rests_on_it(client: Client) -> None:
    told = interface(client, "深府规〔2021〕1号")
    assert all("深府规〔2021〕1号" in one["document_numbers"] for one in told["results"])
    assert told["total"] == 2


def test_a_question_shows_the_clause_that_answers_it(client: Client) -> None:
    told = interface(client, "技术改造固定资产投资要占多少")
    assert "fixed_share" in {one["condition"] for one in told["results"][0]["clauses"]}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_whatever_is_typed_gets_an_answer_and_nothing_leaks(
    client: Client, printed: Any, text: str
) -> None:
    page = client.get("/search/", {"q": text})
    assert page.status_code == 200
    shown = page.content.decode()
    assert not [leak for leak in LEAKS if leak in shown]
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "找到" in shown or "没有政策写到这些词" in shown or not text.strip()
    told = printed("--", text)
    assert len(told["query"]) <= 200
    if "\x00" in text:  # whoever types is not troubled with it, a program is told of it
        refused = client.get("/api/v1/search", {"q": text})
        assert (refused.status_code, "存不下" in refused.content.decode()) == (422, True)
    else:
        assert interface(client, text) == told


@pytest.mark.parametrize("broken", ["%ED%A0%80", "%FF%FE", "%C3", "%00", "%ED%A0%BD贴息"])
def test_half_a_character_is_none(client: Client, broken: str) -> None:
    address = quote(broken, safe="%")
    assert client.get(f"/search/?q={address}").status_code == 200
    assert client.get(f"/api/v1/search?q={address}").status_code in {200, 400, 422}


def test_half_a_character_on_the_command_line_is_none(printed: Any) -> None:
    assert printed("\ud83d贷款贴息\udcff")["query"] == "贷款贴息"


def test_spaces_only_show_everything(client: Client, built: Finder) -> None:
    assert interface(client, "  ")["total"] == len(built.entries)


def test_too_long_a_question_says_so(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    assert interface(client, ODD["10,000 characters"])["is_cut"]
    assert main(["search", ODD["10,000 characters"]]) == 0
    assert "只看了前 200 个字" in capsys.readouterr().out


def test_the_command_tells_people_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "技术该造", "--limit", "1"]) == 0
    told = capsys.readouterr().out
    assert "「技术该造」按「技术改造」查找" in told
    assert "shenzhen.technical_upgrade" in told
    assert main(["search", "龘靐齉风"]) == 0
    assert "12345" in capsys.readouterr().out


def test_the_command_uses_the_index_that_is_there(
    city_index: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIQI_DATA_DIR", str(city_index.store.folder.parent))
    with command._finder() as finder:
        assert finder.store.folder == city_index.store.folder
