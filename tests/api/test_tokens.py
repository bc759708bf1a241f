"""令牌: made by those who may, shown once, hashed, and worth nothing once it is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huiqi.api import actions, door
from huiqi.api.enums import Scope
from huiqi.api.models import ApiToken
from huiqi.kernel.access import ANONYMOUS
from huiqi.kernel.limits import Limit
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.models import Membership, Organization
from tests.api.conftest import Ask
from tests.cast import NOW, Player

ALL = tuple(Scope.values)
Make = Callable[..., tuple[ApiToken, str]]


@pytest.fixture
def make() -> Make:
    def token(player: Player, *scopes: str, days: int = 30) -> tuple[ApiToken, str]:
        return actions.make_token(
            title="申报系统",
            scopes=scopes or ALL,
            expires_at=NOW + timedelta(days=days),
            now=NOW,
            actor=player.actor,
        )

    return token


def test_token_is_shown_once_and_kept_as_a_hash(lan: Player, make: Make) -> None:
    token, secret = make(lan)
    assert secret.startswith(f"huiqi_{token.prefix}_")
    assert secret not in str(ApiToken.objects.values().get())
    entry = AuditEntry.objects.get(verb="api.make_token")
    assert (entry.person_id, entry.object_id) == (lan.person.pk, token.pk)
    assert secret not in str(entry.detail)


def test_whoever_holds_no_post_gets_no_token(lan: Player, wu: Player, make: Make) -> None:
    for actor in (ANONYMOUS, wu.actor.__class__(person_id=wu.person.pk)):
        with pytest.raises(Denied) as refused:
            actions.make_token(
                title="a", scopes=ALL, expires_at=NOW + timedelta(1), now=NOW, actor=actor
            )
        assert refused.value.problems == ("须由在所代表单位任职的人员生成令牌",)


def test_everything_wrong_with_a_token_is_told_at_once(lan: Player) -> None:
    with pytest.raises(Refused) as refused:
        actions.make_token(title=" ", scopes=["all"], expires_at=NOW, now=NOW, actor=lan.actor)
    assert refused.value.problems == (
        "请用 1 至 60 个字写明令牌的用途",
        (
            "没有「all」这样的权限范围，可选：firm、tokens、rights、follow、policies、"
            "sandbox、payments、accounts、books、notices、rosters、applications、concerns"
        ),
        "令牌的有效期应为 366 天以内的将来",
    )


def test_twenty_tokens_are_enough(lan: Player, make: Make) -> None:
    for _ in range(actions.MOST):
        make(lan)
    with pytest.raises(Refused, match="您已有 20 个有效的令牌"):
        make(lan)


def test_own_tokens_are_listed_without_their_secrets(
    ask: Ask, lan: Player, shan: Player, make: Make
) -> None:
    make(shan)
    token, secret = make(lan)
    told = ask("/tokens", token=secret)
    assert (told.json["total"], [one["prefix"] for one in told.json["items"]]) == (
        1,
        [token.prefix],
    )
    assert told.json["items"][0]["last_used_at"].startswith("2021-10-20T09:3")
    assert secret not in told.text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_long_it_is(
    ask: Ask, lan: Player, make: Make, count: int, django_assert_num_queries: Any
) -> None:
    secrets = [make(lan)[1] for _ in range(count)]
    ask("/tokens", token=secrets[0])
    with django_assert_num_queries(13):
        ask("/tokens", token=secrets[0])


def test_token_that_is_nobodys_opens_nothing_not_even_what_is_open(ask: Ask, lan: Player) -> None:
    for written in ("huiqi_abcdefgh_x", "x", "huiqi_", "澄澜", "\x00"):
        told = ask("/facts", token=written)
        assert told.code == (401, "unauthenticated")
        assert told.response["WWW-Authenticate"].startswith("Bearer")
    assert ask("/facts", headers={"Authorization": "Basic eDp5"}).code[0] == 401


def test_token_with_another_secret_is_not_the_token(ask: Ask, lan: Player, make: Make) -> None:
    _token, secret = make(lan)
    assert ask("/tokens", token=secret[:-1]).whats == ["不认识这个令牌。"]


def test_token_that_is_over_opens_nothing(ask: Ask, lan: Player, make: Make) -> None:
    token, secret = make(lan)
    ApiToken.objects.filter(pk=token.pk).update(
        created_at=NOW - timedelta(days=9), expires_at=NOW - timedelta(days=1)
    )
    assert ask("/tokens", token=secret).whats == ["这个令牌已过期或已撤销。"]


def test_token_does_not_outlive_the_membership(ask: Ask, lan: Player, make: Make) -> None:
    _token, secret = make(lan)
    Membership.objects.filter(person=lan.person).update(until=NOW - timedelta(days=1))
    assert ask("/tokens", token=secret).whats == ["令牌的生成人已不能代表这个单位。"]


def test_token_of_a_person_who_may_not_sign_in_opens_nothing(
    ask: Ask, lan: Player, make: Make
) -> None:
    _token, secret = make(lan)
    lan.person.is_active = False
    lan.person.save()
    assert ask("/tokens", token=secret).code == (401, "unauthenticated")


def test_token_opens_its_scopes_and_no_more(ask: Ask, lan: Player, make: Make) -> None:
    _token, secret = make(lan, Scope.FIRM)
    told = ask("/tokens", token=secret)
    assert (told.code, told.whats) == (
        (403, "denied"),
        ["令牌没有权限范围「查看和撤销自己的令牌」。"],
    )
    assert ask("/facts", token=secret).status == 200


def test_token_revoked_opens_nothing_from_then_on(ask: Ask, lan: Player, make: Make) -> None:
    token, secret = make(lan)
    told = ask(f"/tokens/{token.prefix}/revocation", {}, token=secret)
    assert (told.status, told.json["revoked_at"][:10]) == (200, "2021-10-20")
    assert ask("/tokens", token=secret).whats == ["这个令牌已过期或已撤销。"]


def test_second_revocation_is_refused_unless_it_is_the_same_request(
    ask: Ask, lan: Player, make: Make
) -> None:
    token, _ = make(lan)
    _other, secret = make(lan)
    path, once = f"/tokens/{token.prefix}/revocation", {"Idempotency-Key": "k1"}
    first = ask(path, {}, token=secret, headers=once)
    assert (first.status, ask(path, {}, token=secret, headers=once).text) == (200, first.text)
    assert ask(path, {}, token=secret).code == (409, "wrong_state")
    reused = ask(f"/tokens/{_other.prefix}/revocation", {}, token=secret, headers=once)
    assert reused.code == (422, "key_reused")
    bad = ask(path, {}, token=secret, headers={"Idempotency-Key": "x" * 201})
    assert bad.code == (400, "bad_request")


def test_anothers_token_is_not_found(ask: Ask, lan: Player, shan: Player, make: Make) -> None:
    token, _ = make(shan)
    _own, secret = make(lan)
    path = f"/tokens/{token.prefix}/revocation"
    assert ask(path, {}, token=secret).code == (404, "not_found")


def test_owner_of_the_firm_ends_the_tokens_of_its_people_and_nobody_else_does(
    lan: Player, min_: Player, shan: Player, make: Make
) -> None:
    token, _ = make(min_)
    with pytest.raises(Denied, match="须由令牌的生成人撤销，或须由本企业负责人办理"):
        actions.revoke_token(token=token, now=NOW, actor=shan.actor)
    actions.revoke_token(token=token, now=NOW, actor=lan.actor)
    with pytest.raises(WrongState):
        actions.revoke_token(token=token, now=NOW, actor=min_.actor)


def test_visitor_who_comes_too_often_is_told_when_to_come_again(
    ask: Ask, lan: Player, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in door.LIMITS:
        monkeypatch.setitem(door.LIMITS, kind, Limit(2, timedelta(days=1)))
    _token, secret = make(lan)
    for token in ("", secret):
        told = [ask("/facts?limit=1", token=token) for _ in range(3)]
        assert [one.status for one in told] == [200, 200, 429]
        assert told[2].code == (429, "too_many_requests")
        seconds = told[2].response["Retry-After"]
        assert told[2].json["problems"][0]["fix"] == f"请在 {seconds} 秒后再来。"
    # Guesses are counted by address, and that one has come too often already.
    assert ask("/facts", token="huiqi_guess").status == 429


def test_address_is_counted_by_a_hash(ask: Ask) -> None:
    ask("/facts?limit=1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT bucket FROM kernel_ratecount")
        (bucket,) = (row[0] for row in cursor.fetchall())
    assert bucket.startswith("api:address:")
    assert "127.0.0.1" not in bucket


def test_session_opens_what_changes_nothing_and_no_more(
    lan: Player, make: Make, chenglan: Organization
) -> None:
    token, _ = make(lan)
    client = Client(raise_request_exception=False)
    client.force_login(lan.person)
    assert client.get("/api/v1/tokens").status_code == 200
    revoked = client.post(f"/api/v1/tokens/{token.prefix}/revocation")
    assert revoked.status_code == 401
