"""令牌的页面: made there and shown once, revoked there, and counted by who keeps the city safe."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huiqi.api import actions
from huiqi.api.models import ApiToken
from tests.cast import NOW, Player

GOOD = {"title": "财务系统", "scopes": ["firm"], "days": "90"}


def signed_in(player: Player) -> Client:
    client = Client()
    client.force_login(player.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_token(player: Player, title: str = "财务系统") -> ApiToken:
    token, _ = actions.make_token(
        title=title,
        scopes=["firm"],
        expires_at=NOW + timedelta(days=30),
        now=NOW,
        actor=player.actor,
    )
    return token


def test_token_is_shown_on_the_answer_that_made_it_and_never_again(lan: Player) -> None:
    client = signed_in(lan)
    made = client.post("/me/tokens/", GOOD)
    token = ApiToken.objects.get()
    assert (token.title, token.scopes) == ("财务系统", ["firm"])
    assert f"<code>huiqi_{token.prefix}_" in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    again = client.get("/me/tokens/").content.decode()
    assert f"huiqi_{token.prefix}…" in again
    assert f"huiqi_{token.prefix}_" not in again
    assert "还没有用过" in again


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "请写明令牌用在哪里"),
        ({"title": "长" * 10_000}, "最多 60 个字，请写短一些"),
        ({"scopes": []}, "请至少选择一项令牌的权限范围"),
        ({"scopes": ["everything"]}, "没有这样的权限范围"),
        ({"days": "36500"}, "最长一年"),
        ({"days": ""}, "请选择有效多久"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_and_nothing_is_made(
    lan: Player, change: dict[str, object], sentence: str
) -> None:
    response = signed_in(lan).post("/me/tokens/", GOOD | change)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert ApiToken.objects.count() == 0


def test_everything_wrong_with_the_form_is_told_at_once(lan: Player) -> None:
    page = signed_in(lan).post("/me/tokens/", {}).content.decode()
    for sentence in ("请写明令牌用在哪里", "请至少选择一项", "请选择有效多久"):
        assert sentence in page


def test_title_that_is_a_script_is_shown_as_text(lan: Player) -> None:
    page = signed_in(lan).post("/me/tokens/", GOOD | {"title": "<script>alert(1)</script>"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_too_many_tokens_are_refused_on_the_page(lan: Player) -> None:
    for number in range(actions.MOST):
        a_token(lan, f"系统{number}")
    page = signed_in(lan).post("/me/tokens/", GOOD)
    assert page.status_code == 422
    assert "您已有 20 个有效的令牌" in page.content.decode()


def test_agent_is_told_why_there_is_no_form(wu: Player, chenglan: object) -> None:
    client = signed_in(wu)
    client.post(f"/me/act-for/{chenglan.pk}/")  # type: ignore[attr-defined]
    page = client.get("/me/tokens/").content.decode()
    assert "须由在所代表单位任职的人员生成令牌" in page
    assert 'name="title"' not in page


def test_token_is_revoked_once_by_its_holder_or_the_owner(lan: Player, min_: Player) -> None:
    token = a_token(min_)
    assert signed_in(lan).post(f"/me/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    again = signed_in(min_).post(f"/me/tokens/{token.pk}/revoke/")
    assert again.status_code == 409
    assert "这个令牌已经撤销" in again.content.decode()


def test_token_of_another_is_not_found(lan: Player, min_: Player, shan: Player) -> None:
    token = a_token(lan)
    for other in (min_, shan):
        assert signed_in(other).post(f"/me/tokens/{token.pk}/revoke/").status_code == 404
        assert token.prefix not in signed_in(other).get("/me/tokens/").content.decode()


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_security_administrator_sees_who_has_which_but_no_secret(
    lan: Player, shan: Player, security_admin: Player
) -> None:
    mine, theirs = a_token(lan), a_token(shan, "仓库系统")
    client = signed_in(security_admin)
    page = client.get("/me/tokens/held/").content.decode()
    for told in ("财务系统", "仓库系统", "陈岚", "石山", f"huiqi_{mine.prefix}…"):
        assert told in page
    assert mine.digest not in page
    content = client.get("/me/tokens/held.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in rows[1:]] == [
        ["石山", "深圳市远山新材料有限公司", "仓库系统", theirs.prefix],
        ["陈岚", "深圳市澄澜智能装备有限公司", "财务系统", mine.prefix],
    ]


def test_owner_is_told_who_may_see_all_tokens(lan: Player) -> None:
    response = signed_in(lan).get("/me/tokens/held/")
    assert response.status_code == 403
    assert "须由安全管理员办理" in response.content.decode()


def test_page_costs_the_same_for_one_token_and_for_three(lan: Player) -> None:
    client, costs = signed_in(lan), []
    client.get("/me/tokens/")
    for number in range(3):
        a_token(lan, f"{number}")
        with CaptureQueriesContext(connection) as captured:
            client.get("/me/tokens/")
        costs.append(len(captured))
    assert costs[0] == costs[2]
