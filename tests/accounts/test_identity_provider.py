"""统一身份认证: who is known there is let in here; whatever is wrong is told, never a 500."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.test.utils import override_settings

from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.identity import form_targets
from huiqi.kernel.models import AuditEntry
from huiqi.parties.models import Membership, Person
from tests.accounts.provider import CLIENT, SECRET, IdentityProvider
from tests.accounts.signing_in import GIVEN, LOGIN, authorized, begin, served
from tests.cast import Player

CONNECTIONS = "/accounts/3rdparty/"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with served() as provider:
        yield provider


def sign_in(client: Client) -> Any:
    return client.get(authorized(begin(client)))


def link(provider: IdentityProvider, player: Player) -> None:
    SocialAccount.objects.create(user=player.person, provider="city", uid=provider.sub)


def who(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def told(response: Any) -> str:
    page = response.content.decode()
    return str(page.partition("<h1>")[2].partition("</p>")[0].partition("<p>")[2])


def test_linked_identity_signs_in(client: Client, provider: IdentityProvider, lan: Player) -> None:
    link(provider, lan)
    assert "测试省统一认证" in client.get("/accounts/login/").content.decode()
    assert client.get(LOGIN).status_code == 200
    response = sign_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/start/")
    assert who(client) == str(lan.person.pk)


def test_only_what_recognizes_a_person_is_kept(
    client: Client, provider: IdentityProvider, lan: Player
) -> None:
    link(provider, lan)
    sign_in(client)
    kept = SocialAccount.objects.get().extra_data
    assert sorted(kept["userinfo"]) == ["name", "sub"]
    assert sorted(kept["id_token"]) == ["iss", "nonce", "sub"]


def test_unknown_identity_is_asked_to_link_after_signing_in(
    client: Client, provider: IdentityProvider, lan: Player
) -> None:
    people, memberships = Person.objects.count(), Membership.objects.count()
    provider.claims |= {"roles": ["security_admin"], "preferred_username": "chenlan"}
    response = sign_in(client)
    assert (response.status_code, who(client)) == (403, "")
    assert "统一身份认证证明了你是陈岚，但这个身份还没有关联惠企账号" in told(response)
    assert (Person.objects.count(), Membership.objects.count()) == (people, memberships)

    client.post("/accounts/login/", {"login": "chenlan", "password": "惠企-测试-2021"})
    back = client.get(authorized(begin(client, "connect")))
    assert back.headers["Location"] == CONNECTIONS
    assert client.get(CONNECTIONS).status_code == 200
    assert SocialAccount.objects.get().user == lan.person
    assert AuditEntry.objects.filter(verb="关联统一身份认证").count() == 1
    client.logout()
    assert sign_in(client).headers["Location"] == "/start/"
    assert Membership.objects.count() == memberships


@pytest.mark.parametrize(
    ("here", "there", "is_linked"),
    [(True, True, True), (False, True, False), (True, False, False), (True, "true", False)],
)
def test_address_links_only_when_it_is_verified_here_and_there(
    *,
    client: Client,
    provider: IdentityProvider,
    lan: Player,
    here: bool,
    there: Any,
    is_linked: bool,
) -> None:
    EmailAddress.objects.create(user=lan.person, email="lan@chenglan.example", verified=here)
    provider.claims |= {"email": "Lan@chenglan.example", "email_verified": there}
    sign_in(client)
    assert who(client) == (str(lan.person.pk) if is_linked else "")
    assert SocialAccount.objects.count() == int(is_linked)


def test_link_is_undone_on_the_page(
    client: Client, provider: IdentityProvider, lan: Player
) -> None:
    link(provider, lan)
    sign_in(client)
    assert "测试省统一认证" in client.get(CONNECTIONS).content.decode()
    client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.count() == 0
    assert AuditEntry.objects.filter(verb="解除统一身份认证").count() == 1


def test_identity_of_somebody_else_is_not_taken_over(
    client: Client, provider: IdentityProvider, lan: Player, qin: Player
) -> None:
    link(provider, lan)
    client.force_login(qin.person, "allauth.account.auth_backends.AuthenticationBackend")
    with override_settings(SECOND_FACTOR_REQUIRED=False, ACCOUNT_REAUTHENTICATION_REQUIRED=False):
        client.get(authorized(begin(client, "connect")))
    assert SocialAccount.objects.get().user == lan.person


@pytest.mark.parametrize(
    ("claims", "where"),
    [
        ({}, "/accounts/2fa/totp/activate/"),
        ({"amr": ["pwd"]}, "/accounts/2fa/totp/activate/"),
        ({"acr": "urn:one"}, "/accounts/2fa/totp/activate/"),
        ({"amr": ["pwd", "otp", "mfa"]}, ""),
        ({"acr": "urn:two"}, ""),
    ],
)
@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_officer_needs_a_second_factor_unless_the_provider_saw_one(
    client: Client, provider: IdentityProvider, qin: Player, claims: dict[str, Any], where: str
) -> None:
    link(provider, qin)
    provider.token |= claims
    sign_in(client)
    assert who(client) == str(qin.person.pk)
    assert client.get("/me/").headers.get("Location", "") == where


WRONG = {
    "discovery is broken": "统一身份认证现在联系不上，请稍后再试，或用惠企账号登录。",
    "discovery is no JSON": "统一身份认证现在联系不上，请稍后再试，或用惠企账号登录。",
    "discovery is endless": "统一身份认证现在联系不上，请稍后再试，或用惠企账号登录。",
    "discovery moved": "统一身份认证现在联系不上，请稍后再试，或用惠企账号登录。",
    "discovery leads elsewhere": (
        "统一身份认证指向了别的地址，没有登录。请联系系统管理员核对 HUIQI_OIDC_SERVER。"
    ),
    "discovery is incomplete": "统一身份认证的说明不完整，没有登录。请联系系统管理员。",
    "temporarily_unavailable": (
        "统一身份认证没有完成登录（temporarily_unavailable）。请重新登录，或用惠企账号登录。"
    ),
    "token is refused": "统一身份认证的答复读不懂，没有登录。请稍后再试，或用惠企账号登录。",
    "no identity token": "统一身份认证没有给出身份令牌，没有登录。",
    "unsigned token": "统一身份认证的答复没有可信的签名，没有登录。",
    "token signed with the secret": "统一身份认证的答复没有可信的签名，没有登录。",
    "unknown key": "统一身份认证用了不认识的密钥签名，没有登录。请稍后再试。",
    "no key is named": "统一身份认证用了不认识的密钥签名，没有登录。请稍后再试。",
    "another's key under a known name": "统一身份认证的答复签名不符，没有登录。",
    "token is no token": "统一身份认证的答复读不懂，没有登录。",
    "userinfo of another": "统一身份认证的两份答复说的不是同一个人，没有登录。",
}


@pytest.mark.parametrize(("wrong", "reason"), WRONG.items())
def test_bad_answer_is_told_and_nobody_is_signed_in(
    client: Client, provider: IdentityProvider, lan: Player, wrong: str, reason: str
) -> None:
    link(provider, lan)
    provider.wrong = wrong
    begun = begin(client)
    response = begun if wrong.startswith("discovery") else client.get(authorized(begun))
    assert (response.status_code, told(response), who(client)) == (401, reason, "")


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, "统一身份认证的答复不是给这次登录的，没有登录。请重新登录。"),
        ({"nonce": None}, "统一身份认证的答复不是给这次登录的，没有登录。请重新登录。"),
        ({"aud": "another"}, "统一身份认证的答复是给别的系统的，没有登录。"),
        ({"aud": [CLIENT, "x"], "azp": "x"}, "统一身份认证的答复是给别的系统的，没有登录。"),
        ({"iss": "https://other.example"}, "统一身份认证的答复出自别的服务器，没有登录。"),
        ({"exp": 1_600_000_000}, "统一身份认证的答复已经过期，没有登录。请重新登录。"),
        (
            {"iat": int(time.time()) + 9_000},
            "统一身份认证的时钟与本系统不一致，没有登录。请联系系统管理员。",
        ),
        ({"sub": "zj-0002"}, "统一身份认证的两份答复说的不是同一个人，没有登录。"),
        ({"sub": None}, "统一身份认证的答复缺少必要的内容，没有登录。"),
        ({"exp": "明天"}, "统一身份认证的答复读不懂，没有登录。"),
    ],
)
def test_token_with_a_wrong_claim_is_told(
    client: Client, provider: IdentityProvider, lan: Player, claims: dict[str, Any], reason: str
) -> None:
    link(provider, lan)
    provider.token |= claims
    response = sign_in(client)
    assert (response.status_code, told(response), who(client)) == (401, reason, "")


def test_answer_is_taken_once_and_only_by_who_began(
    client: Client, provider: IdentityProvider, lan: Player
) -> None:
    link(provider, lan)
    back = authorized(begin(client))
    reason = "这次登录已经用过，或超过了 10 分钟。请重新登录。"
    assert told(Client().get(back)) == reason
    client.get(back)
    assert who(client) == str(lan.person.pk)
    client.logout()
    again = client.get(back)
    assert (again.status_code, told(again), who(client)) == (401, reason, "")
    forged = client.get("/accounts/oidc/city/login/callback/?code=x&state=forged")
    assert told(forged) == reason


def test_cancelling_at_the_provider_is_told(
    client: Client, provider: IdentityProvider, lan: Player
) -> None:
    provider.wrong = "access_denied"
    response = client.get(authorized(begin(client)), follow=True)
    assert told(response) == "你在统一身份认证那里取消了登录。可以重新登录，或用惠企账号登录。"


def test_provider_that_is_down_is_told(
    client: Client, provider: IdentityProvider, lan: Player
) -> None:
    back = authorized(begin(client))
    provider.server.server_close()
    provider.server.shutdown()
    reason = "统一身份认证现在联系不上，请稍后再试，或用惠企账号登录。"
    for response in (begin(client), client.get(back)):
        assert (response.status_code, told(response)) == (401, reason)


def test_link_cannot_choose_what_is_asked_of_the_provider(
    client: Client, provider: IdentityProvider, db: None
) -> None:
    begun = client.post(f"{LOGIN}?process=login&scope=id_card&auth_params=nonce%3Dmine")
    assert "id_card" not in begun.headers["Location"]
    assert "nonce=mine" not in begun.headers["Location"]


def test_without_a_provider_there_is_none(client: Client, db: None) -> None:
    assert client.get(LOGIN).status_code == 404


def test_provider_is_set_whole_and_encrypted() -> None:
    whole = GIVEN | {"HUIQI_OIDC_SECRET": SECRET}
    with pytest.raises(BadEnvironment, match="统一身份认证要同时设置"):
        Environment.read(whole)
    for server in ("http://id.example", "ftp://id.example", "https://a@id.example", "id.example"):
        with pytest.raises(BadEnvironment, match="要以 https:// 开头"):
            Environment.read(whole | {"HUIQI_OIDC_SERVER": server})
    found = Environment.read(whole | {"HUIQI_OIDC_SERVER": "https://id.example/realms/gd"})
    assert form_targets(found) == ["https://id.example"]
