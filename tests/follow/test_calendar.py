"""日历里的关注: the one calendar of a person has the last days of what she and her firm follow."""

from datetime import date
from typing import Any

from django.test import Client
from icalendar import Calendar

from huiqi.follow.actions import subscribe, unsubscribe
from huiqi.inbox.actions import create_feed, revoke_feed
from huiqi.parties.models import Membership, Organization
from tests.cast import LONG_AGO, NOW, Player

GUARANTEE = "shenzhen.guarantee_fee"
SRDI = "shenzhen.srdi"
BRAND = "shenzhen.quality_and_brand"


def follow(player: Player, target: str, whose: str = "firm") -> Any:
    return subscribe(kind="programme", target=target, whose=whose, actor=player.actor, now=NOW)


def days(token: str) -> list[tuple[date, str]]:
    body = Client().get(f"/inbox/calendar/{token}.ics").content
    found = [
        (one.decoded("dtstart"), *str(one["summary"]).split("："))
        for one in Calendar.from_ical(body).walk("VEVENT")
    ]
    # What every firm has to do by law stands in the same calendar.
    return sorted((day, name) for day, kind, name in found if kind == "现行版本最后一天")


GUARANTEE_ENDS = (date(2021, 12, 31), "深圳市小型微型企业银行贷款担保费资助")
SRDI_ENDS = (date(2022, 5, 31), "深圳市专精特新中小企业认定")
BRAND_ENDS = (date(2022, 12, 31), "深圳市企业质量品牌双提升项目扶持")


def test_each_sees_her_own_and_her_firms_days_once(lan: Player, min_: Player, shan: Player) -> None:
    follow(lan, GUARANTEE)
    follow(lan, GUARANTEE, "person")
    follow(min_, SRDI, "person")
    follow(shan, BRAND)
    found = [days(create_feed(actor=one.actor, now=NOW)) for one in (lan, min_, shan)]
    assert found == [[GUARANTEE_ENDS], [GUARANTEE_ENDS, SRDI_ENDS], [BRAND_ENDS]]


def test_who_belongs_to_two_firms_sees_both_until_one_of_them_ends(
    lan: Player, shan: Player, yuanshan: Organization
) -> None:
    follow(lan, GUARANTEE)
    follow(shan, BRAND)
    held = Membership.objects.create(
        person=lan.person,
        organization=yuanshan,
        role="staff",
        since=LONG_AGO,
    )
    token = create_feed(actor=lan.actor, now=NOW)
    assert days(token) == [GUARANTEE_ENDS, BRAND_ENDS]
    Membership.objects.filter(pk=held.pk).update(until=NOW)
    assert days(token) == [GUARANTEE_ENDS]


def test_agent_sees_nothing_of_the_firm_that_lent_him_a_mandate(lan: Player, wu: Player) -> None:
    follow(lan, GUARANTEE)
    assert days(create_feed(actor=wu.actor, now=NOW)) == []


def test_what_is_no_longer_followed_is_gone_and_a_revoked_link_shows_nothing(lan: Player) -> None:
    one = follow(lan, GUARANTEE)
    token = create_feed(actor=lan.actor, now=NOW)
    unsubscribe(subscription=one, actor=lan.actor, now=NOW)
    assert days(token) == []
    revoke_feed(actor=lan.actor, now=NOW)
    assert Client().get(f"/inbox/calendar/{token}.ics").status_code == 404
