"""服务记分: counted per officer and per body, with nothing merged and nothing unknown as 0."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huiqi.inbox.actions import create_feed, revoke_feed
from huiqi.network.actions import promising, visiting
from huiqi.network.enums import Way
from huiqi.network.queries.scorecard import (
    Kept,
    Score,
    Visits,
    scores_of_bodies,
    scores_of_officers,
)
from tests.cast import NOW, TODAY
from tests.network.conftest import World, after
from tests.network.test_visits import referred
from tests.visits import client_of, page

PAGE = "/desk/network/scorecard/"
LATER = after(days=30)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def a_month(world: World) -> None:
    """甲 keeps one promise in time, one late, one not; is missed once; gives up one visit."""
    for number, kept_after in enumerate((2, 20, None)):
        visit = world.made("one", after(days=number), promise=f"第 {number} 项")
        promise = visit.promises.get()
        if kept_after is not None:
            promising.keep_promise(
                promise=promise,
                answer="办了",
                actor=world.one.actor,
                now=after(days=kept_after),
            )
    world.planned("one", after(days=4), way=Way.CALL)
    given_up = world.planned("one", after(days=5), way=Way.CALL)
    visiting.cancel_visit(visit=given_up, why="企业停产", actor=world.one.actor, now=after(days=5))


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch, world: World) -> World:
    """Every contact a call: nobody asks why it cannot wait."""
    planned = world.planned

    def call(who: str = "one", now: Any = NOW, **more: object) -> Any:
        return planned(who, now, **({"way": Way.CALL} | more))

    object.__setattr__(world, "planned", call)
    return world


def test_each_officer_is_counted_with_nothing_merged(calm: World) -> None:
    a_month(calm)
    day = LATER.date()
    found = {one.officer.person.name: one for one in scores_of_officers(day) if one.officer}
    mine = found["甲"]
    assert mine.visits == Visits(planned=5, made=3, cancelled=1, missed=1)
    assert (mine.promises, mine.promises.percent) == (Kept(in_time=1, late=1, undone=1), 33)
    assert (mine.referrals, found["乙"].visits) == (None, Visits())
    assert found["乙"].promises.percent is None  # nobody knows how 乙 keeps promises


def test_referrals_are_counted_for_the_body_once_they_fell_due(calm: World) -> None:
    first, second = referred(calm), referred(calm)
    at_once = calm.made("visitor", after(days=1))
    done: dict[str, Any] = {"contact": at_once, "actor": calm.visitor.actor, "now": after(days=1)}
    promising.complete_referral(referral=first, **done)
    assert scores_of_bodies(TODAY + timedelta(days=1), after(days=1))[0].referrals == Kept()
    late = calm.made("visitor", after(days=20))
    third = referred(calm)
    promising.complete_referral(
        referral=second, contact=late, actor=calm.visitor.actor, now=after(days=20)
    )
    (score,) = (one for one in scores_of_bodies(LATER.date(), LATER) if one.referrals)
    assert score.unit == calm.bureau.name
    assert score.referrals == Kept(in_time=1, late=1, undone=1)
    assert third.contact is None


def test_a_stretch_is_twelve_months(calm: World) -> None:
    a_month(calm)
    assert scores_of_bodies(LATER.date() + timedelta(days=400), after(days=430)) == []


def test_questions_do_not_grow_with_the_officers(calm: World) -> None:
    a_month(calm)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        scores_of_officers(LATER.date())
        scores_of_bodies(LATER.date(), LATER)
    assert len(asked) == 6


def test_the_page_and_the_sheet_say_nothing_is_known_where_it_is(calm: World) -> None:
    calm.made("one", promise="给名单")
    told = page(calm.keeper, PAGE)
    assert "计划 1，已联系 1，取消 0，过期 0" in told
    assert '<span title="没有到期的">—</span>' in told
    sent = client_of(calm.keeper).get(f"{PAGE}list.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(sent.content))
    row = next(one for one in book.get_sheet_by_index(0).to_python() if "甲" in one)
    assert row[1:] == ["甲", 1, 1, 0, 0, 0, 0, 0, *[""] * 5]
    page(calm.one, PAGE, 403)
    assert Score("南山").referrals is None


def test_a_planned_visit_is_in_the_calendar_of_its_officer_until_the_link_is_revoked(
    world: World, client: Client
) -> None:
    planned = world.planned("one")
    token = create_feed(actor=world.one.actor, now=NOW)
    path = f"/inbox/calendar/{token}.ics"
    events = icalendar.Calendar.from_ical(client.get(path).content).walk("VEVENT")
    (event,) = [one for one in events if planned.number in str(one["url"])]
    assert str(event["summary"]) == f"截止：联系企业{world.firm.name}：了解用工和订单"
    visiting.cancel_visit(visit=planned, why="企业停产", actor=world.one.actor, now=NOW)
    assert planned.number not in client.get(path).content.decode()
    revoke_feed(actor=world.one.actor, now=NOW)
    assert client.get(path).status_code == 404
