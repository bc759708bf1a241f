"""出口: one host for each service, answers read, and nothing of an address in what is logged."""

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
import requests
from django.conf import LazySettings

from huiqi.inbox.enums import Service
from huiqi.inbox.gateways import Gone, NotTaken, chats, deliver

UUID = "693a91f6-7aac-4bc4-97a0-0ec2bcd7a5aa"
TOKEN = "a1" * 32
SIGNING = "SEC" + "0f" * 32
PLACES = {
    Service.WECOM: UUID,
    Service.DINGTALK: f"{TOKEN} {SIGNING}",
    Service.FEISHU: UUID,
}


class Line:
    """Stands for the network: keeps what was asked for and answers as it is told."""

    def __init__(self, answer: object = None, status: int = 200) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answer, self.status = answer, status

    def post(self, url: str, **how: Any) -> requests.Response:
        self.asked.append((url, how))
        if isinstance(self.answer, Exception):
            raise self.answer
        response = requests.Response()
        response.status_code = self.status
        text = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        response._content = text.encode()
        return response


def on_line(monkeypatch: pytest.MonkeyPatch, answer: object, status: int = 200) -> Line:
    line = Line(answer, status)
    monkeypatch.setattr(requests, "post", line.post)
    return line


@pytest.mark.parametrize(
    ("service", "host", "answer"),
    [
        (Service.WECOM, f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={UUID}", {}),
        (Service.DINGTALK, f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", {}),
        (Service.FEISHU, f"https://open.feishu.cn/open-apis/bot/v2/hook/{UUID}/", {}),
    ],
)
def test_text_goes_to_the_one_host_of_its_service(
    monkeypatch: pytest.MonkeyPatch, service: Service, host: str, answer: object
) -> None:
    line = on_line(monkeypatch, {"errcode": 0, "code": 0})
    deliver(service, PLACES[service], "【惠企】还有三天", "k")
    ((url, how),) = line.asked
    assert url == host
    assert "还有三天" in json.loads(how["data"]).__repr__()
    assert (how["allow_redirects"], how["verify"]) == (False, True)


def test_dingtalk_is_signed_with_the_key_of_its_robot(monkeypatch: pytest.MonkeyPatch) -> None:
    line = on_line(monkeypatch, {"errcode": 0})
    deliver(Service.DINGTALK, PLACES[Service.DINGTALK], "x", "k")
    assert sorted(line.asked[0][1]["params"]) == ["sign", "timestamp"]


@pytest.mark.parametrize("service", list(PLACES))
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, 200),
        ({"code": 11232, "msg": "frequency limited"}, 200),
        ({"StatusCode": 9499}, 200),
        ("<html>login</html>", 200),
        ([], 200),
        ("{}" + " " * 100_001, 200),
        ({"errcode": 0}, 302),
        ({"errcode": 0}, 500),
        (requests.ConnectionError("no route to key=" + UUID), 0),
        (requests.Timeout(), 0),
    ],
)
def test_what_was_not_taken_is_told_without_the_key(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    service: Service,
    answer: object,
    status: int,
) -> None:
    on_line(monkeypatch, answer, status)
    with caplog.at_level(logging.DEBUG), pytest.raises(NotTaken) as told:
        deliver(service, PLACES[service], "x", "k")
    assert str(told.value) == f"{service.value} 没有收下，或没有应答"
    assert [one for one in (UUID, TOKEN, SIGNING) if one in caplog.text] == []


@pytest.mark.parametrize(
    ("service", "answer", "status"),
    [
        *((one, {}, status) for one in PLACES for status in (404, 410)),
        (Service.WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}, 200),
        (Service.DINGTALK, {"errcode": 300005, "errmsg": "token is not exist"}, 200),
    ],
)
def test_robot_that_was_removed_is_told_for_certain(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    service: Service,
    answer: object,
    status: int,
) -> None:
    on_line(monkeypatch, answer, status)
    with caplog.at_level(logging.DEBUG), pytest.raises(Gone, match="群机器人已经不在了"):
        deliver(service, PLACES[service], "x", "k")
    assert [one for one in (UUID, TOKEN, SIGNING) if one in caplog.text] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "http://qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com:444/",
        "https://x@qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com.evil.example/",
    ],
)
def test_plugin_that_went_elsewhere_would_be_stopped(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    line = on_line(monkeypatch, {"errcode": 0})
    with pytest.raises(requests.RequestException):
        chats.Requests.post(url)
    assert line.asked == []


# Text messages: a simulated gateway, as docs/howto/city.md describes it


class Gateway(BaseHTTPRequestHandler):
    """A gateway that keeps what it is given, once for each key."""

    kept: ClassVar[dict[str, Any]] = {}
    status: ClassVar[int] = 202

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        status = self.status
        if self.headers["Authorization"] != "Bearer " + "t" * 20:
            status = 401
        elif key in self.kept:
            status = 409
        elif status == 202:
            self.kept[key] = body
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def gateway(settings: LazySettings) -> Iterator[type[Gateway]]:
    Gateway.kept, Gateway.status = {}, 202
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_GATEWAY = (f"http://127.0.0.1:{server.server_port}/messages", "t" * 20)
    yield Gateway
    server.shutdown()
    server.server_close()


def test_text_message_is_handed_to_the_gateway_once(gateway: type[Gateway]) -> None:
    for _ in range(2):
        deliver(Service.SMS, "+8613800138000", "【惠企】还有三天", "inbox.push:1")
    assert gateway.kept == {"inbox.push:1": {"to": "+8613800138000", "text": "【惠企】还有三天"}}


@pytest.mark.parametrize("status", [302, 400, 401, 429, 500])
def test_text_message_that_was_not_taken_is_told(gateway: type[Gateway], status: int) -> None:
    gateway.status = status
    with pytest.raises(NotTaken, match=f"短信网关没有收下（{status}）"):
        deliver(Service.SMS, "+8613800138000", "x", "k")
    assert gateway.kept == {}


def test_number_that_was_given_up_is_told_for_certain(gateway: type[Gateway]) -> None:
    gateway.status = 410
    with pytest.raises(Gone, match="这个号码已经停用"):
        deliver(Service.SMS, "+8613800138000", "x", "k")


def test_gateway_that_is_away_or_was_never_set_is_told(settings: LazySettings) -> None:
    settings.SMS_GATEWAY = ("http://127.0.0.1:1/", "t" * 20)
    with pytest.raises(NotTaken, match="没有应答"):
        deliver(Service.SMS, "+8613800138000", "x", "k")
    settings.SMS_GATEWAY = None
    with pytest.raises(NotTaken, match="没有短信网关"):
        deliver(Service.SMS, "+8613800138000", "x", "k")
