"""账号: signing in, trying too often, acting for one firm or another, the second factor."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.test.utils import override_settings

from huiqi.kernel.models import RateCount
from huiqi.parties.models import Organization
from tests.cast import Player

PASSWORD = "惠企-测试-2021"
PAGES = (
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/sessions/",
    "/me/",
)


def sign_in(client: Client, username: str, password: str = PASSWORD) -> str:
    """Signs in by the page; where it led, or what it said."""
    response = client.post("/accounts/login/", {"login": username, "password": password})
    return response.headers.get("Location", "") or response.content.decode()


def test_owner_signs_in_and_acts_for_the_firm(client: Client, lan: Player) -> None:
    assert sign_in(client, "chenlan") == "/start/"
    page = client.get("/me/").content.decode()
    assert "现在代表：深圳市澄澜智能装备有限公司" in page


def test_wrong_password_is_told_without_telling_which_part_was_wrong(
    client: Client, lan: Player
) -> None:
    wrong, nobody = sign_in(client, "chenlan", "x"), sign_in(client, "nobody", "x")
    assert "还有 1 处要改" in wrong
    told = {line.strip() for line in wrong.splitlines() if "<li>" in line}
    assert told == {line.strip() for line in nobody.splitlines() if "<li>" in line} != set()


def test_whoever_guesses_has_to_wait_even_with_the_right_password(
    client: Client, lan: Player
) -> None:
    for _ in range(10):
        sign_in(client, "chenlan", "x")
    assert "登录尝试太多" in sign_in(client, "ChenLan")
    RateCount.objects.all().delete()
    assert sign_in(client, "chenlan") == "/start/"


def test_nobody_opens_an_account_alone(client: Client, db: None) -> None:
    given = {"username": "somebody", "password1": PASSWORD}
    page = client.post("/accounts/signup/", given).content.decode()
    assert "签到" not in page
    assert sign_in(client, "somebody") != "/"


def test_visitor_is_led_to_sign_in_and_back(client: Client, db: None) -> None:
    response = client.get("/me/")
    assert response.headers["Location"] == "/accounts/login/?next=/me/"


def test_agent_acts_for_the_firm_that_lent_the_mandate(
    client: Client, wu: Player, chenglan: Organization
) -> None:
    sign_in(client, "wudi")
    assert "现在代表：深圳市捷办企业服务有限公司" in client.get("/me/").content.decode()
    client.post(f"/me/act-for/{chenglan.pk}/")
    assert "现在代表：深圳市澄澜智能装备有限公司" in client.get("/me/").content.decode()


def test_another_firm_is_not_found(client: Client, lan: Player, yuanshan: Organization) -> None:
    sign_in(client, "chenlan")
    assert client.post(f"/me/act-for/{yuanshan.pk}/").status_code == 404
    assert client.post("/me/act-for/999999/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_the_account_stand_in_the_frame(client: Client, lan: Player, path: str) -> None:
    client.force_login(lan.person)
    client.get("/me/")
    response = client.get(path, follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<link rel="stylesheet" href="/static/web/huiqi.css">' in page
    assert page.count("<h1") == 1


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_officer_without_a_second_factor_is_led_to_set_it_up(client: Client, qin: Player) -> None:
    client.force_login(qin.person)
    assert client.get("/policies/").headers["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/").status_code in (200, 302)
    totp.TOTP.activate(qin.person, totp.generate_totp_secret())
    assert client.get("/policies/").status_code == 200


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_owner_may_do_with_a_password(client: Client, lan: Player) -> None:
    client.force_login(lan.person)
    assert client.get("/policies/").status_code == 200


def test_officer_with_a_second_factor_is_asked_for_it(client: Client, qin: Player) -> None:
    totp.TOTP.activate(qin.person, totp.generate_totp_secret())
    assert sign_in(client, qin.person.username) == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
