"""提醒: a firm's days are in its people's calendars and, when they are near, to-dos."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.inbox.actions import create_feed, tick_off
from huiqi.inbox.models import Todo
from huiqi.matters.reminding import open_due_todos
from huiqi.parties.enums import Role, Source
from huiqi.parties.models import Membership, Organization
from tests.cast import NOW, Player, facts_on_record


@pytest.fixture(autouse=True)
def jobs() -> Iterator[testing.InMemoryConnector]:
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


@pytest.fixture
def dated(chenglan: Organization, yuanshan: Organization) -> None:
    """Two firms of which the register knows enough."""
    for firm in (chenglan, yuanshan):
        facts_on_record(firm, Source.REGISTRY, entity_kind="enterprise", registered_on="2015-03-02")


def events(client: Client, player: Player) -> list[Any]:
    token = create_feed(actor=player.actor, now=NOW)
    body = client.get(f"/inbox/calendar/{token}.ics").content
    return icalendar.Calendar.from_ical(body).walk("VEVENT")


def whose(found: list[Any], text: str) -> set[str]:
    return {str(one["description"]).split("\n")[0] for one in found if text in one["summary"]}


def test_people_of_a_firm_find_its_days_in_their_calendar(
    client: Client, lan: Player, dated: None
) -> None:
    found = events(client, lan)
    (report,) = [one for one in found if "年报并公示" in one["summary"]]
    assert report.start.isoformat() == "2022-06-30"
    assert report["url"] == "http://127.0.0.1:8000/firm/obligations/"
    assert whose(found, "年报并公示") == {"代表：深圳市澄澜智能装备有限公司"}
    assert len({str(one["uid"]) for one in found}) == len(found)


def test_what_may_not_bind_says_so_in_the_calendar(
    client: Client, lan: Player, dated: None
) -> None:
    unsure = [str(one["summary"]) for one in events(client, lan) if "不确定" in one["summary"]]
    assert unsure
    marks = ("（不确定是否适用）", "（日期暂定）", "（日期待核）")
    assert all(one.endswith(marks) for one in unsure)


def test_who_is_in_two_firms_finds_both_by_name(
    client: Client, lan: Player, yuanshan: Organization, dated: None
) -> None:
    Membership.objects.create(
        person=lan.person, organization=yuanshan, role=Role.FINANCE, since=NOW - timedelta(days=9)
    )
    found = events(client, lan)
    assert whose(found, "年报并公示") == {
        "代表：深圳市澄澜智能装备有限公司",
        f"代表：{yuanshan.name}",
    }
    assert len({str(one["uid"]) for one in found}) == len(found)


def test_who_left_a_firm_finds_nothing_of_it_and_an_agent_never_did(
    client: Client, lan: Player, wu: Player, dated: None
) -> None:
    token = create_feed(actor=lan.actor, now=NOW)
    Membership.objects.filter(person=lan.person).update(until=NOW)
    body = client.get(f"/inbox/calendar/{token}.ics").content
    assert icalendar.Calendar.from_ical(body).walk("VEVENT") == []
    assert whose(events(client, wu), "年报并公示") == {"代表：深圳市捷办企业服务有限公司"}


def test_what_is_due_soon_is_a_to_do_once_and_no_other(lan: Player, dated: None) -> None:
    open_due_todos(NOW)
    open_due_todos(NOW + timedelta(hours=1))
    todos = Todo.objects.filter(organization__name="深圳市澄澜智能装备有限公司").order_by("text")
    told = [(one.due_at and one.due_at.date().isoformat(), one.url) for one in todos]
    assert told == [("2021-10-22", "/firm/obligations/")] * len(told)
    assert {one.key.split(":")[2] for one in todos} == {
        "taxes.income_tax_advance",
        "taxes.value_added",
    }


def test_to_do_stands_in_the_place_of_the_day_and_is_gone_when_done(
    client: Client, lan: Player, dated: None
) -> None:
    before = len(events(client, lan))
    open_due_todos(NOW)
    found = events(client, lan)
    assert len(found) == before
    todo = Todo.objects.filter(organization__name="深圳市澄澜智能装备有限公司").order_by("id")[0]
    tick_off(todo=todo, actor=lan.actor, now=NOW)
    open_due_todos(NOW)
    assert len(events(client, lan)) == before - 1
    todo.refresh_from_db()
    assert todo.done_at == NOW


def test_firm_without_people_gets_no_to_do(dated: None) -> None:
    assert open_due_todos(NOW) == 0
