"""政策维护台: what is to be done, links that do not open, and questions that find little."""

from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.policies.actions import count_question, keep_looks
from huiqi.policies.links import addresses, look_at
from huiqi.policies.models import (
    Keeper,
    LinkCheck,
    QuestionCount,
)
from tests.cast import TODAY, Player
from tests.policies.upkeep import AWARD, HOME, OTHER, WORDS, Browser, draft_of, text

# The desk


def test_desk_shows_what_is_to_be_done_and_exports_it(
    kept: None, browser: Browser, qin: Player, he: Player, gu: Player
) -> None:
    client = draft_of(browser(qin))
    client.post(f"{HOME}draft/", {**WORDS, "revision": "2", "do": "submit"})
    page = text(browser(he).get("/desk/policies/?show=review"))
    assert "等我复核" in page
    assert load().policy(AWARD).title in page
    assert "没有符合筛选的政策" in text(client.get("/desk/policies/?show=review"))
    assert "还没有由本单位维护的政策" in text(browser(gu).get("/desk/policies/"))
    response = client.get("/desk/policies/list.xlsx")
    sheet = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
    _heading, row = sheet.to_python()
    assert row[:5] == [load().policy(AWARD).title, AWARD, 1.0, TODAY, "待复核"]


def test_administrator_sees_which_programmes_nobody_keeps(
    kept: None, browser: Browser, system_admin: Player
) -> None:
    page = text(browser(system_admin).get("/desk/policies/?show=nobody"))
    assert load().policy(OTHER).title in page
    assert load().policy(AWARD).title not in page


def test_desk_asks_the_database_as_often_for_many_as_for_few(
    kept: None,
    browser: Browser,
    qin: Player,
    bureau: Organization,
    django_assert_max_num_queries: object,
) -> None:
    client = browser(qin)
    client.get("/desk/policies/")
    with django_assert_max_num_queries(40) as few:  # type: ignore[operator]
        client.get("/desk/policies/")
    Keeper.objects.create(programme=OTHER, organization=bureau, since=TODAY, named_at=now())
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        client.get("/desk/policies/")


# Links and questions


class _Answers(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/get" else 404 if self.path == "/gone" else 200)

    def do_GET(self) -> None:
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing of it is wanted on the terminal."""


@pytest.fixture
def site() -> object:
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_links_are_looked_at_and_what_does_not_open_is_shown(
    kept: None, browser: Browser, qin: Player, site: str
) -> None:
    seen = [look_at(f"{site}/{path}", inward=True) for path in ("", "get", "gone")]
    assert [(one.is_alive, one.status) for one in seen] == [
        (True, 200),
        (True, 200),
        (False, 404),
    ]
    assert keep_looks(seen=seen, actor=SYSTEM, now=now()) == 1
    page = text(browser(qin).get("/desk/policies/"))
    assert f"{site}/gone" in page
    assert f"{site}/get" not in page
    assert LinkCheck.objects.count() == len(seen)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:9/", "不是外面的网址，没有去看"),
        ("http://10.0.0.1/", "不是外面的网址，没有去看"),
        ("http://[::1]/", "不是外面的网址，没有去看"),
        ("ftp://example.com/", "网址写得不对"),
        ("http://a:b:c/", "网址写得不对"),
        ("http:///x", "网址写得不对"),
    ],
)
def test_nothing_behind_the_wall_is_ever_asked(url: str, why: str) -> None:
    found = look_at(url)
    assert (found.is_alive, found.why) == (False, why)


def test_addresses_are_those_of_documents_and_contacts(kept: None) -> None:
    assert addresses() == ["https://gxj.sz.gov.cn/"]


def test_question_is_told_only_when_many_ask_it(kept: None, browser: Browser, qin: Player) -> None:
    for times in range(1, 4):
        count_question(text="  乌有 之词 ", found=0, day=TODAY)
        assert (QuestionCount.objects.get().text != "") == (times >= QuestionCount.SHOWN_FROM)
    count_question(text="13800138000 是谁", found=0, day=TODAY)
    count_question(text=" ", found=0, day=TODAY)
    one = QuestionCount.objects.get()
    assert (one.text, one.times, one.month) == ("乌有 之词", 3, date(2021, 10, 1))
    assert "乌有 之词" in text(browser(qin).get("/desk/policies/"))


def test_search_that_finds_nothing_is_counted_once_for_each_asking(city_clock: datetime) -> None:
    Client().get("/search/?q=乌有之词")
    Client().get("/search/?q=乌有之词&page=2")
    assert QuestionCount.objects.get().times == 1
