"""订阅: made once, for oneself or the firm, ended twice; its news and last days are told once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from huiqi.follow.actions import remind, subscribe, tell_news, unsubscribe
from huiqi.follow.actions.following import MOST
from huiqi.follow.actions.telling import mark_of
from huiqi.follow.enums import Target
from huiqi.follow.models import Subscription
from huiqi.follow.queries.following import days_left, subscriptions_of
from huiqi.inbox.actions import choose_channels
from huiqi.inbox.enums import Channel, Kind
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.models import Membership
from tests.cast import NOW, Player
from tests.follow.conftest import SignIn, text, titles

INTEREST = "shenzhen.interest_subsidy"
GUARANTEE = "shenzhen.guarantee_fee"  # its edition ends on 2021-12-31


def follow(
    player: Player, target: str = GUARANTEE, kind: str = "programme", whose: str = "firm"
) -> Subscription:
    return subscribe(kind=kind, target=target, whose=whose, actor=player.actor, now=NOW)


def test_following_twice_is_following_once(lan: Player, min_: Player) -> None:
    first = follow(lan)
    assert follow(min_) == first
    assert list(subscriptions_of(min_.actor)) == [first]


def test_what_is_for_oneself_is_seen_by_nobody_else_of_the_firm(lan: Player, min_: Player) -> None:
    follow(lan, whose="person")
    assert list(subscriptions_of(min_.actor)) == []


def test_ending_twice_is_no_mistake_and_following_again_begins_anew(lan: Player) -> None:
    first = follow(lan)
    ended = unsubscribe(subscription=first, actor=lan.actor, now=NOW)
    later = unsubscribe(subscription=first, actor=lan.actor, now=NOW + timedelta(hours=1))
    assert (ended.ended_at, later.ended_at) == (NOW, NOW)
    assert follow(lan).pk != first.pk


def test_agent_follows_for_himself_only(wu: Player, lan: Player) -> None:
    agent = replace(wu.actor, organization_id=lan.actor.organization_id, roles=frozenset())
    with pytest.raises(Denied):
        subscribe(kind="programme", target=INTEREST, whose="firm", actor=agent, now=NOW)
    assert follow(wu, whose="person").subject_id is None


@pytest.mark.parametrize(
    ("kind", "target", "told"),
    [
        (
            "planet",
            "火星",
            "没有这样的订阅；可以订阅：一项政策、一份文件、一个部门的政策、一个主题的政策",
        ),
        ("programme", "", "请写明要订阅什么"),
        ("programme", "shenzhen.moon_rent", "没有「shenzhen.moon_rent」"),
        ("document", "九九", "没有「九九」"),
        ("department", "月球局", "没有「月球局」"),
        ("topic", "字" * 10_000, "订阅的对象最多 120 个字，现在有 10000 个"),
    ],
)
def test_what_is_not_there_cannot_be_followed(
    kind: str, target: str, told: str, lan: Player
) -> None:
    with pytest.raises(Refused, match=told):
        follow(lan, target, kind)


def test_there_is_a_limit_and_it_is_said(lan: Player) -> None:
    Subscription.objects.bulk_create(
        Subscription(person=lan.person, kind=Target.TOPIC, target=f"词{n}", created_at=NOW)
        for n in range(MOST)
    )
    with pytest.raises(Refused, match=f"最多订阅 {MOST} 项"):
        follow(lan, whose="person")


def test_firm_hears_of_a_new_version_once(lan: Player, min_: Player) -> None:
    one = follow(lan)
    assert tell_news(subscription=one, actor=SYSTEM, now=NOW) is False
    Subscription.objects.filter(pk=one.pk).update(told={GUARANTEE: "an older text"})
    assert tell_news(subscription=one, actor=SYSTEM, now=NOW) is True
    assert tell_news(subscription=one, actor=SYSTEM, now=NOW) is False
    name = "深圳市小型微型企业银行贷款担保费资助"
    assert titles(lan.person) == titles(min_.person) == [f"你关注的有变化：{name}"]
    told = lan.person.inbox_messages.get()
    assert (told.body, told.url) == (f"内容有新版本：{name}", f"/policies/{GUARANTEE}/")


def test_what_comes_into_a_topic_and_what_goes_is_told(lan: Player) -> None:
    one = follow(lan, "贴息", "topic", "person")
    told = {name: version for name, version in one.told.items() if name != INTEREST}
    Subscription.objects.filter(pk=one.pk).update(told=told | {"shenzhen.gone": "x"})
    tell_news(subscription=one, actor=SYSTEM, now=NOW)
    body = lan.person.inbox_messages.get().body
    assert body == "新增：深圳市科技型中小微企业贷款贴息贴保\n不再收录：shenzhen.gone"


def test_who_declined_such_messages_gets_none(lan: Player) -> None:
    choose_channels(choices={Kind.DEADLINE: Channel.NONE}, actor=lan.actor, now=NOW)
    one = follow(lan)
    at = datetime.combine(date(2021, 12, 30), time(9), CITY)
    assert remind(subscription=one, actor=SYSTEM, now=at) is False
    assert titles(lan.person) == []


def test_last_day_is_told_30_7_and_1_working_days_before_and_each_once(lan: Player) -> None:
    one = follow(lan)
    told = []
    for number in range(75):
        for hour in range(2):
            at = NOW + timedelta(days=number, hours=hour)
            if remind(subscription=one, actor=SYSTEM, now=at):
                told.append(days_left(at.date(), date(2021, 12, 31)))
    assert lan.person.inbox_messages.count() == 3
    assert told == [30, 7, 1]


def test_who_follows_late_is_told_of_the_nearest_mark_only() -> None:
    assert [mark_of(left) for left in (31, 30, 8, 7, 2, 1, 0)] == [None, 30, 30, 7, 7, 1, 1]


def test_who_left_the_firm_is_not_told(lan: Player, min_: Player) -> None:
    one = follow(lan)
    Membership.objects.filter(person=min_.person).update(until=NOW)
    Subscription.objects.filter(pk=one.pk).update(told={})
    tell_news(subscription=one, actor=SYSTEM, now=NOW + timedelta(hours=1))
    assert (len(titles(lan.person)), titles(min_.person)) == (1, [])


# Pages


def test_policy_is_followed_where_it_is_read_and_no_longer(lan: Player, sign_in: SignIn) -> None:
    client, page = sign_in(lan), f"/policies/{GUARANTEE}/"
    asked = {"kind": "programme", "target": GUARANTEE, "whose": "firm", "back": page}
    answer = client.post("/follow/subscriptions/", asked)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "本企业在关注" in text(client, page)
    one = Subscription.objects.get()
    for _twice in range(2):
        answer = client.post(f"/follow/subscriptions/{one.pk}/end/", {"back": page})
        assert (answer.status_code, answer["Location"]) == (302, page)
    assert "为本企业关注" in text(client, page)


def test_another_firms_subscription_is_not_found(
    lan: Player, shan: Player, sign_in: SignIn
) -> None:
    one = follow(lan)
    assert sign_in(shan).post(f"/follow/subscriptions/{one.pk}/end/").status_code == 404
    one.refresh_from_db()
    assert one.ended_at is None


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "x"])
def test_way_back_leads_to_no_other_site(back: str, lan: Player, sign_in: SignIn) -> None:
    asked = {"kind": "programme", "target": GUARANTEE, "whose": "firm", "back": back}
    assert sign_in(lan).post("/follow/subscriptions/", asked)["Location"] == "/follow/"


def test_mistake_is_told_on_the_page(lan: Player, sign_in: SignIn) -> None:
    answer = sign_in(lan).post("/follow/subscriptions/", {"kind": "topic", "target": "火星移民"})
    assert answer.status_code == 422
    assert "没有「火星移民」" in answer.content.decode()


def test_visitor_is_led_to_sign_in(city_clock: datetime, client: Client) -> None:
    assert f"/accounts/login/?next=/policies/{GUARANTEE}/" in text(
        client, f"/policies/{GUARANTEE}/"
    )


def test_list_is_a_file_to_keep(lan: Player, sign_in: SignIn) -> None:
    follow(lan)
    answer = sign_in(lan).get("/follow/list.xlsx")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
