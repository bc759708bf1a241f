"""推送的页面: from an address pasted to a push stopped, without a script."""

import re

import pytest
from django.test import Client

from huiqi.inbox.actions import Whom
from huiqi.inbox.enums import Kind
from huiqi.inbox.models import Push, PushAddress, PushChoice, SimulatedDelivery
from huiqi.inbox.opt_out import token_of_address
from tests.cast import Player
from tests.inbox.conftest import SignIn, a_notice, send_everything

ROBOT = "693a91f6-7aac-4bc4-97a0-0ec2bcd7a5aa"
GIVEN = {
    "service": "wecom",
    "address": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={ROBOT}",
    "label": "财务群",
}


def registered(client: Client) -> str:
    """The page of the address that was made."""
    response = client.post("/inbox/addresses/", GIVEN)
    assert response.status_code == 302
    return str(response.headers["Location"])


def in_use(client: Client) -> str:
    page = registered(client)
    send_everything()
    seen = client.get("/inbox/simulated/").content.decode()
    code = re.search(r"验证码 ([0-9]{6})", seen)
    assert code is not None
    client.post(f"{page}verify/", {"code": code.group(1)})
    return page


def test_address_is_registered_verified_chosen_for_and_ended(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    page = in_use(client)
    seen = client.get(page).content.decode()
    assert "哪些消息推送到这里" in seen
    choices = {kind.value: "never" for kind in Kind} | {"progress": "daily"}
    assert client.post(page, choices).status_code == 302
    assert PushChoice.objects.get(kind="progress").pace == "daily"
    assert client.post(f"{page}end/").status_code == 302
    assert "本人停用" in client.get("/inbox/addresses/").content.decode()


def test_key_is_on_no_page_after_it_was_given(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    page = in_use(client)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    send_everything()
    pages = (page, "/inbox/addresses/", "/inbox/simulated/", "/inbox/preferences/", "/inbox/")
    assert [one for one in pages if ROBOT in client.get(one).content.decode()] == []


def test_wrong_code_is_told_on_the_page_and_counted(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    page = registered(client)
    response = client.post(f"{page}verify/", {"code": "没有"})
    assert response.status_code == 422
    assert "还能试 4 次" in response.content.decode()
    assert PushAddress.objects.get().tries == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ["选一种推送方式", "填机器人的地址，或手机号", "起个名称，例如「财务群」"]),
        (GIVEN | {"address": f"https://10.0.0.1/?key={ROBOT}"}, ["不向别的主机推送"]),
        (GIVEN | {"service": "json"}, ["没有这种推送方式，请从列出的几种里选"]),
        (GIVEN | {"address": "9" * 100_000}, ["地址太长，最多 300 个字符"]),
        (GIVEN | {"label": "长" * 21}, ["名称写 1 到 20 个字"]),
        (GIVEN | {"label": "\u0000"}, ["data-bad"]),
    ],
)
def test_what_cannot_be_registered_is_told_all_at_once(
    lan: Player, sign_in: SignIn, given: dict[str, str], told: list[str]
) -> None:
    response = sign_in(lan).post("/inbox/addresses/", given)
    seen = response.content.decode()
    assert response.status_code == 422
    assert [one for one in told if one not in seen] == []
    assert PushAddress.objects.count() == 0


def test_statutory_kind_put_off_is_told(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    page = in_use(client)
    choices = {kind.value: "daily" for kind in Kind}
    response = client.post(page, choices)
    assert response.status_code == 422
    assert "法定通知不汇总" in response.content.decode()


def test_address_of_somebody_else_is_not_found(lan: Player, li: Player, sign_in: SignIn) -> None:
    page = registered(sign_in(lan))
    other = sign_in(li)
    answers = [other.get(page).status_code, other.post(page).status_code]
    answers += [other.post(f"{page}{step}/").status_code for step in ("verify", "code", "end")]
    assert answers == [404] * 5
    assert ROBOT[-4:] not in other.get("/inbox/addresses/").content.decode()


def test_anybody_in_the_group_stops_it_by_the_link_and_two_clicks(
    lan: Player, sign_in: SignIn
) -> None:
    client = sign_in(lan)
    in_use(client)
    address = PushAddress.objects.get()
    stranger = Client(enforce_csrf_checks=True)
    path = f"/inbox/stop/{token_of_address(address.pk)}/"
    assert "停止推送" in stranger.get(path).content.decode()
    assert PushAddress.objects.filter(ended_at=None).count() == 1
    assert "不再推送到这里" in stranger.post(path).content.decode()
    address.refresh_from_db()
    assert (address.ending, bytes(address.sealed)) == ("link", b"")
    assert "由推送里的链接停用" in client.get("/inbox/addresses/").content.decode()


def test_failure_is_told_beside_the_to_dos(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    in_use(client)
    address = PushAddress.objects.get()
    assert "没有送达" not in client.get("/inbox/").content.decode()
    PushAddress.objects.update(failed_at=address.created_at)
    assert "推送到「财务群」的消息" in client.get("/inbox/").content.decode()


def test_administrator_sees_numbers_and_neither_words_nor_whose(
    lan: Player, system_admin: Player, sign_in: SignIn
) -> None:
    client = sign_in(lan)
    in_use(client)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE, title="贴息材料还有三天")
    send_everything()
    assert Push.objects.get().is_simulated is True
    seen = sign_in(system_admin).get("/inbox/deliveries/").content.decode()
    assert SimulatedDelivery.objects.count() == 2
    hidden = ("贴息材料", "财务群", ROBOT[-4:], "陈岚")
    assert [one for one in hidden if one in seen] == []
    assert "企业微信群机器人" in seen
