"""推送的设置: nothing leaves unless it is said, and what cannot be used is told at once."""

import pytest

from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.pushes import NO_PUSHES, Pushes

TOKEN = "t" * 20


def test_nothing_leaves_unless_it_is_said() -> None:
    assert Environment.read({}).pushes == NO_PUSHES == Pushes.read({})
    assert Pushes.read({"HUIQI_PUSH": " "}).services == frozenset()


def test_chats_and_the_gateway_are_read() -> None:
    found = Pushes.read(
        {
            "HUIQI_PUSH": "wecom feishu",
            "HUIQI_SMS_URL": "https://sms.example.gov.cn/messages",
            "HUIQI_SMS_TOKEN": TOKEN,
        }
    )
    assert found.services == {"wecom", "feishu", "sms"}
    assert found.gateway == ("https://sms.example.gov.cn/messages", TOKEN)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"HUIQI_PUSH": "wecom slack sms"}, "HUIQI_PUSH 里的「slack、sms」不认识"),
        ({"HUIQI_SMS_URL": "https://a.cn/"}, "要同时设置"),
        ({"HUIQI_SMS_TOKEN": TOKEN}, "要同时设置"),
        ({"HUIQI_SMS_URL": "http://a.cn/", "HUIQI_SMS_TOKEN": TOKEN}, "https://"),
        ({"HUIQI_SMS_URL": "https://u:p@a.cn/", "HUIQI_SMS_TOKEN": TOKEN}, "https://"),
        ({"HUIQI_SMS_URL": "https://a.cn/?k=1", "HUIQI_SMS_TOKEN": TOKEN}, "https://"),
        ({"HUIQI_SMS_URL": "https://a.cn/", "HUIQI_SMS_TOKEN": "short"}, "至少要 20 个"),
    ],
)
def test_what_cannot_be_used_is_told(given: dict[str, str], told: str) -> None:
    with pytest.raises(BadEnvironment, match=told):
        Pushes.read(given)


def test_gateway_on_this_machine_may_be_in_the_clear() -> None:
    url = "http://127.0.0.1:9000/messages"
    found = Pushes.read({"HUIQI_SMS_URL": url, "HUIQI_SMS_TOKEN": TOKEN})
    assert found.gateway == (url, TOKEN)
