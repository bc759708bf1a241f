"""关注与数据权利: what is followed is in the copy, goes with an erasure, and nobody else's does."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from procrastinate import testing

from huiqi.follow.actions import save_search, subscribe, wait_for
from huiqi.follow.actions.reach import say_why_not
from huiqi.follow.actions.sharing import make_link
from huiqi.follow.models import AccountantLink, SavedSearch, Subscription, Watch
from huiqi.follow.queries.copying import of_firm, of_person
from huiqi.inbox.models import Todo
from huiqi.parties.models import Organization
from huiqi.rights import tasks
from huiqi.rights.models import DataRequest
from huiqi.rights.queries.requests import token_of
from tests.cast import NOW, Player
from tests.follow.conftest import SignIn

PROGRAMME = "shenzhen.guarantee_fee"
WAITED = "shenzhen.quality_and_brand"


@pytest.fixture
def followed(lan: Player, min_: Player) -> None:
    """The firm and its owner each follow something, and so does a colleague for herself."""
    for player, whose, name in (
        (lan, "firm", "企业的"),
        (lan, "person", "岚的"),
        (min_, "person", "敏的"),
    ):
        told: dict[str, Any] = {"whose": whose, "actor": player.actor, "now": NOW}
        subscribe(kind="programme", target=PROGRAMME, **told)
        save_search(name=name, text="贴息", facets={}, **told)
    wait_for(programme=WAITED, actor=lan.actor, now=NOW)
    make_link(label="王会计", shows=["part.name"], days="30", actor=lan.actor, now=NOW)
    say_why_not(programme=PROGRAMME, reason="papers", note="太多", actor=lan.actor, now=NOW)


def copy_of(whose: str, player: Player, sign_in: SignIn, jobs: testing.InMemoryConnector) -> Any:
    """What the zip says, as its JSON does."""
    client = sign_in(player)
    client.post("/my/data/", {"kind": "copy", "whose": whose})
    for job in jobs.jobs.values():
        if job["task_name"].endswith("make_copy"):
            tasks.make_copy(**job["args"])
    content = client.get(f"/my/data/package/{token_of(DataRequest.objects.get())}/").content
    with zipfile.ZipFile(BytesIO(content)) as pack:
        return json.loads(pack.read("数据.json"))


def erased(whose: str, player: Player, keeper: Player, sign_in: SignIn) -> dict[str, str]:
    """What the answer to an erasure says of each thing."""
    asked = {"kind": "erasure", "whose": whose, "reason": "不用了"}
    sign_in(player).post("/my/data/", asked)
    url = Todo.objects.filter(role="security_admin").get().url
    done = sign_in(keeper).post(url, {"decision": "erase", "answer": ""})
    assert done.status_code == 302, done.content.decode()
    return {line["what"]: line["how"] for line in DataRequest.objects.get().outcome}


@pytest.mark.usefixtures("followed")
def test_copy_of_a_firm_holds_what_it_follows_shares_and_said(
    sign_in: SignIn, jobs: testing.InMemoryConnector, lan: Player
) -> None:
    told = copy_of("firm", lan, sign_in, jobs)
    assert [one["对象"] for one in told["订阅"]] == [PROGRAMME]
    assert [one["名称"] for one in told["保存的查询"]] == ["企业的"]
    assert [one["项目编号"] for one in told["等候条件"]] == [WAITED]
    assert [(one["给谁"], one["给看什么"]) for one in told["会计链接"]] == [
        ("王会计", ["part.name"])
    ]
    assert [one["说明"] for one in told["不想办的原因"]] == ["太多"]
    assert (told["比对留底"], told["链接的打开"]) == ([], [])


@pytest.mark.usefixtures("followed")
def test_copy_of_a_person_holds_her_own_and_neither_the_firms_nor_a_colleagues(
    sign_in: SignIn, jobs: testing.InMemoryConnector, lan: Player
) -> None:
    told = copy_of("person", lan, sign_in, jobs)
    assert [one["名称"] for one in told["保存的查询"]] == ["岚的"]
    assert len(told["订阅"]) == 1
    assert told["看可得金额的日子"] == []


@pytest.mark.usefixtures("followed")
def test_erased_person_follows_nothing_and_others_follow_on(
    sign_in: SignIn, min_: Player, lan: Player, security_admin: Player
) -> None:
    outcome = erased("person", min_, security_admin, sign_in)
    assert outcome["本人的订阅和保存的查询"] == "已删除 1 项订阅、1 个查询"
    assert Subscription.objects.filter(person=min_.person).count() == 0
    assert sorted(SavedSearch.objects.values_list("name", flat=True)) == ["企业的", "岚的"]


@pytest.mark.usefixtures("followed")
def test_erased_firm_follows_nothing_and_its_links_open_no_more(
    sign_in: SignIn, lan: Player, security_admin: Player, chenglan: Organization
) -> None:
    outcome = erased("firm", lan, security_admin, sign_in)
    assert outcome["企业的订阅、保存的查询和等候的条件"] == "已删除 1 项订阅、1 个查询、1 项等候"
    assert outcome["会计链接"] == "已收回 1 个，不再写明给谁；打开的时间保留"
    link = AccountantLink.objects.get()
    assert (link.label, link.revoked_at is None) == ("已删除", False)
    assert Watch.objects.count() == 0
    assert sorted(SavedSearch.objects.values_list("name", flat=True)) == ["岚的", "敏的"]


@pytest.mark.usefixtures("db")
def test_every_table_of_what_is_followed_is_in_a_copy(lan: Player, chenglan: Organization) -> None:
    sections = [*of_person(lan.person), *of_firm(chenglan.subject)]
    assert {one.rows.model for one in sections} == set(apps.get_app_config("follow").get_models())
