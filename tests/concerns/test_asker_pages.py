"""诉求的页面: handed in with and without an account; one's own case; what everybody reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiqi.concerns.actions import working
from huiqi.concerns.enums import Confidentiality, State
from huiqi.concerns.models import Concern, KnowledgeAnswer
from huiqi.concerns.views import intake
from huiqi.kernel.limits import Limit
from tests.cast import Player
from tests.concerns.conftest import TEXT, World, after, replied

pytestmark = pytest.mark.django_db
NEW = "/concerns/new/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(player: Player) -> Client:
    client = Client()
    client.force_login(player.person, BACKEND)
    return client


def form(**more: Any) -> dict[str, Any]:
    return {"text": TEXT, "kind": "help", "do": "submit"} | more


def code_of(client: Client) -> str:
    return str(client.session["inbox.code.waiting"]["shown"])


@pytest.fixture
def visitor() -> Client:
    return Client()


def test_firm_hands_in_on_one_page_and_reads_its_case(world: World) -> None:
    client = signed_in(world.owner)
    page = client.post(NEW, form(), follow=True)
    case = Concern.objects.get()
    assert page.redirect_chain == [(f"/concerns/mine/{case.number}/", 302)]
    assert case.subject_id == world.firm.subject_id
    assert f"收到了，编号 {case.number}" in page.content.decode()
    assert case.number in client.get("/concerns/mine/").content.decode()


def test_same_form_sent_twice_is_one_concern(world: World) -> None:
    client = signed_in(world.owner)
    client.post(NEW, form(do="look"))
    kept = client.session["concerns.draft"]
    first = client.post(NEW, form())
    session = client.session
    session["concerns.draft"] = kept
    session.save()
    second = client.post(NEW, form())
    assert first.headers["Location"] == second.headers["Location"]
    assert Concern.objects.count() == 1


def test_visitor_is_asked_for_a_code_and_then_sees_their_case(
    world: World, visitor: Client
) -> None:
    contact = {"contact": "13800002210", "name": "周先生"}
    page = visitor.post(NEW, form(**contact))
    assert (page.status_code, Concern.objects.count()) == (200, 0)
    assert "模拟的消息" in page.content.decode()
    visitor.post(NEW, form(code=code_of(visitor), **contact))
    case = Concern.objects.get()
    assert (case.contact_phone, case.filed_by_id, case.desk) == ("13800002210", None, world.desk)
    assert visitor.get(f"/concerns/mine/{case.number}/").status_code == 200
    stranger = Client()
    assert stranger.get(f"/concerns/mine/{case.number}/").status_code == 404
    assert stranger.post(f"/concerns/mine/{case.number}/urge/").status_code == 404


def test_contact_opens_its_cases_on_another_device(world: World, visitor: Client) -> None:
    visitor.post(NEW, form(contact="13800002210"))
    visitor.post(NEW, form(contact="13800002210", code=code_of(visitor)))
    number = Concern.objects.get().number
    elsewhere = Client()
    elsewhere.post("/concerns/mine/", {"contact": "13800002210"})
    elsewhere.post("/concerns/mine/", {"code": code_of(elsewhere)})
    assert number in elsewhere.get("/concerns/mine/").content.decode()
    done = elsewhere.post(f"/concerns/mine/{number}/withdraw/", {"text": "自己解决了"})
    assert (done.status_code, Concern.objects.get().state) == (302, State.WITHDRAWN)
    nobody = Client()
    nobody.post("/concerns/mine/", {"contact": "13900000000"})
    nobody.post("/concerns/mine/", {"code": code_of(nobody)})
    assert "还没有提过诉求" in nobody.get("/concerns/mine/").content.decode()


def test_officer_hands_in_for_a_firm(world: World) -> None:
    client = signed_in(world.clerk)
    client.post(NEW, form(firm=world.firm.credit_code, contact="13800002210"))
    case = Concern.objects.get()
    assert (case.is_behalf, case.channel, case.organization) == (True, "counter", world.firm)
    refused = client.post(NEW, form(text=f"另一件事：{TEXT}", firm="91440300123456789X"))
    assert "没有信用代码" in refused.content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "还没有写内容"),
        ("😀" * 30, "只有符号或表情"),
        ("房" * 100_000, "一件诉求最多"),
        (f"{TEXT}密码是 abc12345", "我已看过提醒"),
        (f"{TEXT}你们这些混蛋", "辱骂"),
    ],
)
def test_bad_input_gets_its_sentence_and_loses_nothing(
    world: World, text: str, sentence: str
) -> None:
    client = signed_in(world.owner)
    page = client.post(NEW, form(text=text))
    assert (page.status_code, Concern.objects.count()) == (422, 0)
    assert sentence in page.content.decode()
    if text:
        assert text[:20] in client.get(NEW).content.decode()


def test_grave_caution_is_seen_and_then_it_may_be_handed_in(world: World) -> None:
    client = signed_in(world.owner)
    client.post(NEW, form(text=f"{TEXT}你们这些混蛋", sure="on"))
    assert Concern.objects.get().state == State.SUBMITTED


def test_same_words_again_name_the_case_that_is_open(world: World) -> None:
    case = world.submitted()
    page = signed_in(world.owner).post(NEW, form())
    assert f"{case.number} 正在办理" in page.content.decode()
    theirs = signed_in(world.other_firm).post(NEW, form(), follow=True)
    assert case.number not in theirs.content.decode()


def test_another_firms_case_is_not_found(world: World) -> None:
    number = world.submitted().number
    stranger = signed_in(world.other_firm)
    for path in ("", "urge/", "files/1/"):
        asked = f"/concerns/mine/{number}/{path}"
        assert {stranger.get(asked).status_code, stranger.post(asked).status_code} <= {404, 405}
    assert stranger.get(f"/concerns/{number}/").status_code == 404


def test_firm_confirms_and_rates(world: World) -> None:
    case = replied(world)
    client = signed_in(world.owner)
    at = f"/concerns/mine/{case.number}/"
    assert "解决了吗？" in client.get(at).content.decode()
    unsaid = client.post(f"{at}confirm/", {"answer": ""})
    assert (unsaid.status_code, "没有人联系过我" in unsaid.content.decode()) == (422, True)
    client.post(f"{at}confirm/", {"answer": "solved"})
    client.post(f"{at}rate/", {"score": "5"})
    case.refresh_from_db()
    assert (case.state, case.resolution, case.rating.score) == ("ended", "solved", 5)
    assert "你评了 5 分" in client.get(at).content.decode()


def test_answer_that_is_published_is_read_by_all_without_whose_it_is(world: World) -> None:
    case = replied(world, is_public=True)
    page = Client().get(f"/concerns/{case.number}/").content.decode()
    assert "拨付计划已排在 11 月 5 日" in page
    assert (world.firm.name in page, TEXT[:10] in page) == (False, False)
    assert Client().get("/concerns/list.json").json()["concerns"][0]["number"] == case.number
    Concern.objects.filter(pk=case.pk).update(confidentiality=Confidentiality.CLOSE)
    assert Client().get(f"/concerns/{case.number}/").status_code == 404


def test_published_answer_that_is_enough_is_counted_and_no_case(world: World) -> None:
    case = replied(world, is_public=True)
    client = Client()
    asked = form(text="补贴公示完了，钱什么时候拨付到账？", do="look")
    assert f"solved:concern:{case.number}" in client.post(NEW, asked).content.decode()
    client.post(NEW, asked | {"do": f"solved:concern:{case.number}"})
    assert KnowledgeAnswer.objects.get().reference == case.number
    assert Concern.objects.count() == 1
    nothing = client.post(NEW, asked | {"do": "solved:concern:SQ-0"})
    assert "没有这一条答案" in nothing.content.decode()


def test_what_is_known_is_told_while_somebody_types(world: World) -> None:
    client = Client()
    part = client.post("/concerns/new/known/", {"text": TEXT}, headers={"HX-Request": "true"})
    words = part.content.decode()
    assert ("扶持资金未到账" in words, "<html" in words) == (True, False)
    assert TEXT in client.get(NEW).content.decode()


def test_who_looks_too_often_while_typing_is_told_to_wait_and_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LOOKING", Limit(2, timedelta(minutes=1)))
    client = Client()
    for _ in range(2):
        assert client.post("/concerns/new/known/", {"text": TEXT}).status_code == 200
    hurried = client.post("/concerns/new/known/", {"text": TEXT + "急"})
    assert (hurried.status_code, int(hurried["Retry-After"]) <= 60) == (429, True)
    assert "请 1 分钟后再来；写的都留着" in hurried.content.decode()
    assert TEXT + "急" in client.get(NEW).content.decode()


def test_statistics_keep_what_firms_said_apart(world: World) -> None:
    case = replied(world)
    client = signed_in(world.owner)
    client.post(f"/concerns/mine/{case.number}/confirm/", {"answer": "partly"})
    page = Client().get("/concerns/statistics/").content.decode()
    assert ("<b>0%</b>" in page, "<b>100%</b>" in page) == (True, True)


def test_firm_supplies_what_it_was_asked_for(world: World) -> None:
    case = working.ask_firm(
        case=world.working(), text="请补拨款通知", actor=world.first.actor, now=after(hours=1)
    )
    client = signed_in(world.owner)
    assert "请补拨款通知" in client.get(f"/concerns/mine/{case.number}/").content.decode()
    client.post(f"/concerns/mine/{case.number}/supply/", {"text": "见附件"})
    case.refresh_from_db()
    assert (case.state, case.offered) == (State.WORKING, "")
