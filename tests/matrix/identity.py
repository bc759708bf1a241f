"""统一身份认证的状态: the pages on the way to the identity provider and back, right and wrong."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from allauth.socialaccount.models import SocialAccount
from django.test import Client

from huiqi.parties.models import Person
from tests.accounts.signing_in import LOGIN, authorized, begin, served
from tests.matrix.opening import Return, State

AT: Final = r"/accounts/oidc/(?P<provider_id>[^/]+)/login/"
BACK: Final = AT + "callback/"
USED: Final = "/accounts/oidc/city/login/callback/?code=x&state=used"


def _sent_back(client: Client) -> str:
    return authorized(begin(client))


def _linked() -> None:
    person = Person.objects.get(username="chenlan")
    SocialAccount.objects.create(user=person, provider="city", uid="zj-0001")


def _returned(name: str, status: int = 401, **wrong: Any) -> State:
    return State(
        BACK, name, path=Return(_sent_back), status=status, around=partial(served, **wrong)
    )


IDENTITY: Final = (
    State("/accounts/login/", "有统一身份认证", around=served),
    State("/accounts/3rdparty/", "可以关联", "chenlan", around=served),
    State("/accounts/3rdparty/", "已关联", "chenlan", before=(_linked,), around=served),
    State(AT, "去证明身份", path=LOGIN, around=served),
    State(AT, "去关联", "chenlan", path=f"{LOGIN}?process=connect", around=served),
    State(
        AT,
        "联系不上",
        path=LOGIN,
        sent={},
        status=401,
        around=partial(served, wrong="discovery is broken"),
    ),
    State(BACK, "已用过或过期", path=USED, status=401, around=served),
    _returned("拒绝", status=200, wrong="access_denied"),
    _returned("没有完成", wrong="temporarily_unavailable"),
    _returned("不是给这次的", token={"nonce": "another"}),
    _returned("答复过期", token={"exp": 1_600_000_000}),
    _returned("签名不符", wrong="another's key under a known name"),
    _returned("还没有关联", status=403),
    _returned("还没有关联、没有姓名", status=403, claims={}),
)
