"""关注的接口: the same people do the same as on the pages; nothing of another firm shows."""

from datetime import timedelta
from typing import Any

import pytest

from huiqi.api.enums import Scope
from huiqi.follow.actions.changing import look_again
from huiqi.follow.models import SavedSearch, Subscription, Watch
from huiqi.follow.queries.changing import state_of
from huiqi.library import load
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import NOW, Player, facts_on_record

GUARANTEE = "shenzhen.guarantee_fee"
BRAND = "shenzhen.quality_and_brand"
WANTED: dict[str, Any] = {"kind": "programme", "target": GUARANTEE, "whose": "firm"}


def token_of(player: Player) -> str:
    return a_token(player, Scope.FOLLOW, Scope.FIRM)


def test_thing_is_followed_once_listed_and_ended_twice(ask: Ask, lan: Player, shan: Player) -> None:
    token = token_of(lan)
    first, again = (ask("/subscriptions", WANTED, token=token).json for _ in range(2))
    assert first == again
    told = {key: first[key] for key in ("kind", "target", "name", "whose", "programmes")}
    name = "深圳市小型微型企业银行贷款担保费资助"
    assert told == WANTED | {"name": name, "programmes": [GUARANTEE]}
    assert first["last_day"] == "2021-12-31"
    assert ask("/subscriptions", token=token).json["items"] == [first]
    end = f"/subscriptions/{first['number']}/end"
    assert ask(end, token=token_of(shan), method="POST").status == 404
    ended = [ask(end, token=token, method="POST").json["ended_at"] for _ in range(2)]
    assert ended[0] is not None
    assert ended[0] == ended[1]
    assert ask("/subscriptions", token=token).json["items"] == []


def test_firm_waits_and_stops(ask: Ask, lan: Player, shan: Player) -> None:
    token = token_of(lan)
    made = ask("/watches", {"programme": BRAND}, token=token).json
    assert (made["programme"], made["verdict"], made["met_at"]) == (BRAND, "unknown", None)
    assert ask("/watches", token=token).json["items"] == [made]
    assert ask("/watches", token=token_of(shan)).json["items"] == []
    stopped = ask(f"/watches/{made['number']}/end", token=token, method="POST").json
    assert stopped["ended_at"] is not None


def test_search_is_kept_with_what_is_new_and_reading_is_no_visit(ask: Ask, lan: Player) -> None:
    token = token_of(lan)
    asked = {"name": "贴息", "text": "贴息", "facets": {"kind": ["subsidy"]}}
    made = ask("/saved-searches", asked, token=token).json
    assert "shenzhen.interest_subsidy" in made["found"]
    SavedSearch.objects.update(seen=[])
    for _twice in range(2):
        (listed,) = ask("/saved-searches", token=token).json["items"]
        assert listed["new"] == listed["found"] == made["found"]
    removal = f"/saved-searches/{made['number']}/removal"
    assert ask(removal, token=token, method="POST").json["name"] == "贴息"
    assert ask(removal, token=token, method="POST").status == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("/subscriptions", {"kind": 5}, 422, "「kind」应是一段文字。"),
        ("/subscriptions", {"kind": "planet"}, 409, "没有这样的订阅"),
        ("/subscriptions", WANTED | {"colour": "red"}, 422, "colour"),
        ("/watches", {"programme": "moon\u0000"}, 422, "「programme」里有存不下的字符"),
        ("/watches", {"programme": "moon"}, 409, "这项政策"),
        ("/saved-searches", {"name": "名" * 10_000, "text": "贴息"}, 409, "名称最多 40 个字"),
        ("/saved-searches", {"name": "甲", "facets": ["kind"]}, 422, "「facets」应是筛选"),
        ("/saved-searches", {"name": "甲", "facets": {"colour": ["红"]}}, 409, "没有这样的筛选"),
    ],
)
def test_mistakes_are_told(
    path: str, body: dict[str, Any], status: int, told: str, ask: Ask, lan: Player
) -> None:
    answer = ask(path, body, token=token_of(lan))
    assert answer.status == status
    assert told in str(answer.json["problems"])
    assert (Subscription.objects.count(), Watch.objects.count()) == (0, 0)


def test_changes_are_those_of_the_page(ask: Ask, lan: Player, chenglan: Organization) -> None:
    facts_on_record(chenglan, Source.TAX, period=2020, main_revenue=120_000_000)
    facts_on_record(chenglan, Source.REGISTRY, district="440305", blacklisted=False)
    token = token_of(lan)
    first = ask("/changes", token=token).json
    assert (first["since"], first["difference"], first["items"]) == (None, 0, [])
    known = facts_of(chenglan.subject, NOW.date())
    state = state_of(load().match(known), known)
    look_again(subject=chenglan.subject, state=state, actor=lan.actor, now=NOW - timedelta(days=1))
    facts_on_record(chenglan, Source.AUDIT, period=2020, brand_spend=5_000_000)
    told = ask("/changes", token=token).json
    assert (told["since"], told["difference"]) == ("2021-10-19", 1_500_000)
    (one,) = told["items"]
    assert (one["programme"], one["difference"], one["causes"]) == (BRAND, 1_500_000, ["facts"])
    assert told["after"] - told["before"] == told["difference"]


def test_agent_and_officer_learn_why_not(ask: Ask, lan: Player, qin: Player) -> None:
    assert ask("/changes", token=token_of(qin)).code == (403, "denied")
    body = {"programme": BRAND}
    assert ask("/watches", body, token=token_of(qin)).code == (403, "denied")
    assert ask("/watches", token=a_token(lan, Scope.FIRM)).code == (403, "denied")
