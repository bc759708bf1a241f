"""推送的状态: the pages of addresses, of what was simulated, and the stop behind a link."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from huiqi.inbox.actions import register_address, stop_by_link
from huiqi.inbox.actions.pushes import keep_simulated
from huiqi.inbox.enums import Service
from huiqi.inbox.models import PushAddress
from huiqi.inbox.opt_out import token_of_address
from huiqi.inbox.places import read
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.parties import scope
from huiqi.parties.models import Person
from tests.matrix.opening import NEWCOMER, State

ROBOT: Final = "693a91f6-7aac-4bc4-97a0-0ec2bcd7a5aa"
ELSEWHERE: Final = {
    "service": "wecom",
    "address": f"https://127.0.0.1/cgi-bin/webhook/send?key={ROBOT}",
    "label": "财务群",
}
ONE: Final = "/inbox/addresses/<int:pk>/"


def _address() -> PushAddress:
    with scope.everything():
        person = Person.objects.get(username="chenlan")
        found = PushAddress.objects.filter(person=person, label="材料群").first()
        return found or register_address(
            place=read(Service.FEISHU, ROBOT), label="材料群", actor=Actor(person.pk), now=now()
        )


def _waiting() -> str:
    return f"/inbox/addresses/{_address().pk}/"


def _set(**fields: object) -> str:
    with scope.everything():
        PushAddress.objects.filter(pk=_address().pk).update(**fields)
    return _waiting()


def _late() -> str:
    return _set(code_until=now() - timedelta(hours=1))


def _in_use() -> str:
    return _set(verified_at=now())


def _failing() -> str:
    return _set(verified_at=now(), failed_at=now())


def _ended() -> str:
    with scope.everything():
        stop_by_link(address=_address(), now=now())
    return _waiting()


def _list_with_all() -> str:
    _failing()
    return "/inbox/addresses/"


def _stop() -> str:
    return f"/inbox/stop/{token_of_address(_address().pk)}/"


def _simulated(where: str) -> str:
    _in_use()
    with scope.everything():
        for key, text, is_code in (
            ("1", "【惠企】验证码 204817，10 分钟内有效。", True),
            ("2", "【惠企】还有三天\nhttps://example.org/inbox/messages/1/", False),
        ):
            keep_simulated(key=key, address=_address(), text=text, now=now(), is_code=is_code)
    return where


PUSHES: Final = (
    State("/inbox/addresses/", "空", NEWCOMER),
    State("/inbox/addresses/", "多行", "chenlan", path=_list_with_all),
    State("/inbox/addresses/", "别的主机", "chenlan", sent=ELSEWHERE, status=422),
    State("/inbox/addresses/", "填错", NEWCOMER, sent={}, status=422),
    State(ONE, "待验证", "chenlan", path=_waiting),
    State(ONE, "验证码过期", "chenlan", path=_late),
    State(
        ONE,
        "验证码不对",
        "chenlan",
        path=lambda: f"{_waiting()}verify/",
        sent={"code": "x"},
        status=422,
    ),
    State(ONE, "在用", "chenlan", path=_in_use),
    State(ONE, "没有送达", "chenlan", path=_failing),
    State(ONE, "填错", "chenlan", path=_in_use, sent={"decision": "daily"}, status=422),
    State(ONE, "已停用", "chenlan", path=_ended),
    State(ONE, "未找到", NEWCOMER, path="/inbox/addresses/999999/", status=404),
    State("/inbox/stop/<str:token>/", "确认", path=_stop),
    State("/inbox/stop/<str:token>/", "已停用", path=_stop, sent={}),
    State("/inbox/stop/<str:token>/", "未找到", path="/inbox/stop/forged/", status=404),
    State("/inbox/simulated/", "空", NEWCOMER),
    State("/inbox/simulated/", "多行", "chenlan", path=lambda: _simulated("/inbox/simulated/")),
    State("/inbox/deliveries/", "空", "pengjia"),
    State("/inbox/deliveries/", "多行", "pengjia", path=lambda: _simulated("/inbox/deliveries/")),
    State("/inbox/deliveries/", "无权", "chenlan", status=403),
)
