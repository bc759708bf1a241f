"""日历: a person's own deadlines, for who has the link, until it is revoked."""

from datetime import UTC, datetime
from typing import Any, cast

import icalendar
import pytest
from django.http import HttpResponse
from django.test import Client

from huiqi.inbox import feeds
from huiqi.inbox.actions import Whom, create_feed, revoke_feed, take_todo
from huiqi.inbox.models import CalendarFeed
from huiqi.parties.models import Organization
from tests.cast import NOW, Player
from tests.inbox.conftest import a_todo


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The inbox by itself: what matters tell a calendar is tested with them."""
    monkeypatch.setattr(feeds, "_SOURCES", [])


def feed(client: Client, token: str) -> HttpResponse:
    return cast("HttpResponse", client.get(f"/inbox/calendar/{token}.ics"))


def events(client: Client, player: Player) -> list[Any]:
    body = feed(client, create_feed(actor=player.actor, now=NOW)).content
    return icalendar.Calendar.from_ical(body).walk("VEVENT")


def test_feed_shows_a_deadline_at_its_moment_without_alarm(client: Client, lan: Player) -> None:
    todo = a_todo("1", Whom(person=lan.person), text="补传 2 张租金发票", url="/policies/")
    token = create_feed(actor=lan.actor, now=NOW)
    response = feed(client, token)
    calendar = icalendar.Calendar.from_ical(response.content)
    event: Any = calendar.walk("VEVENT")[0]
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["summary"] == "截止：补传 2 张租金发票"
    assert event.start == todo.due_at == datetime(2021, 10, 29, 10, tzinfo=UTC)
    assert event["url"] == "http://127.0.0.1:8000/policies/"
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]


def test_only_the_own_deadlines_are_in_the_feed(
    client: Client, lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    a_todo("自己", Whom(person=lan.person))
    a_todo("本企业", Whom(organization=chenglan))
    a_todo("无期限", Whom(person=lan.person), days=None)
    a_todo("别人", Whom(person=shan.person))
    a_todo("别的企业", Whom(organization=yuanshan))
    assert {str(event["summary"]) for event in events(client, lan)} == {
        "截止：办理自己",
        "截止：办理本企业",
    }


def test_agent_sees_the_deadlines_of_every_firm_acted_for(
    client: Client, wu: Player, chenglan: Organization, jieban: Organization
) -> None:
    a_todo("委托", Whom(organization=chenglan))
    a_todo("本单位", Whom(organization=jieban))
    told = {(str(one["summary"]), str(one["description"])) for one in events(client, wu)}
    assert told == {
        ("截止：办理委托", "代表：深圳市澄澜智能装备有限公司"),
        ("截止：办理本单位", "代表：深圳市捷办企业服务有限公司"),
    }


def test_feed_tells_neither_notes_nor_names_of_people(
    client: Client, lan: Player, min_: Player, chenglan: Organization
) -> None:
    todo = a_todo("1", Whom(organization=chenglan), note="请周敏核对 120 万元")
    take_todo(todo=todo, actor=min_.actor)
    body = feed(client, create_feed(actor=lan.actor, now=NOW)).content.decode()
    assert [word for word in ("周敏", "120", "陈岚") if word in body] == []


def test_long_text_is_folded_at_75_octets_and_signs_are_escaped(
    client: Client, lan: Player
) -> None:
    text = "补传发票；逗号,分号;反斜线\\、换行\n以及" + "很长" * 40
    a_todo("1", Whom(person=lan.person), text=text[:120])
    body = feed(client, create_feed(actor=lan.actor, now=NOW)).content
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    unfolded = body.replace(b"\r\n ", b"").decode()
    assert "逗号\\,分号\\;反斜线\\\\、换行\\n以及" in unfolded
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert event["summary"] == f"截止：{text[:120]}"


def test_same_deadline_keeps_its_id(client: Client, lan: Player) -> None:
    a_todo("1", Whom(person=lan.person))
    first, again = events(client, lan), events(client, lan)
    assert [one["uid"] for one in first] == [one["uid"] for one in again]


@pytest.mark.parametrize("token", ["x", "A" * 43, "../1", "%00", "中"])
def test_wrong_token_is_not_found(client: Client, lan: Player, token: str) -> None:
    create_feed(actor=lan.actor, now=NOW)
    assert feed(client, token).status_code == 404


def test_revoked_token_and_the_one_before_the_last_are_not_found(
    client: Client, lan: Player
) -> None:
    first = create_feed(actor=lan.actor, now=NOW)
    second = create_feed(actor=lan.actor, now=NOW)
    assert [feed(client, token).status_code for token in (first, second)] == [404, 200]
    assert revoke_feed(actor=lan.actor, now=NOW)
    assert not revoke_feed(actor=lan.actor, now=NOW)
    assert feed(client, second).status_code == 404


def test_who_may_not_sign_in_any_more_has_no_feed(client: Client, lan: Player) -> None:
    token = create_feed(actor=lan.actor, now=NOW)
    lan.person.is_active = False
    lan.person.save()
    assert feed(client, token).status_code == 404


def test_token_is_nowhere_in_the_database(lan: Player) -> None:
    token = create_feed(actor=lan.actor, now=NOW)
    kept = CalendarFeed.objects.get()
    assert (len(token), len(kept.digest)) == (43, 64)
    assert token not in str(list(CalendarFeed.objects.values()))
