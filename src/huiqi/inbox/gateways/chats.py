"""群聊的出口: by apprise, to the one host of each service, and what it answered is read.

WeCom and DingTalk say «200» to a key that they do not know and put the reason in the body, which
apprise leaves unread. So its plugins are given a ``requests`` of ours: it goes to no other host,
follows no redirect, and makes a refusal of such an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from apprise import AppriseAsset
from apprise.plugins import dingtalk, feishu, wecombot
from apprise.plugins.base import NotifyBase

from huiqi.inbox.enums import Service
from huiqi.inbox.gateways.answers import Gone, NotTaken
from huiqi.inbox.places import HOSTS

MOST: Final = 100_000  # bytes of an answer; theirs have a hundred
SECONDS: Final = (4.0, 8.0)  # to connect, to answer
REFUSED: Final = 422
# Where the services say whether they took it: none of these, or zero, means yes.
OURS: Final = ("timeout", "allow_redirects", "verify")  # said by us, whatever a plugin says
CODES: Final = ("errcode", "code", "StatusCode")
# There is no such address: by the status, or by the number each service has for it (待核: as
# seen in their answers). Any other number is tried again as before: Feishu's 19001 says as well
# that something else in the request was wrong, and a good address must not end for that.
AWAY: Final = (requests.codes.not_found, requests.codes.gone)
NO_SUCH: Final = (
    (HOSTS[Service.WECOM], 93000),
    (HOSTS[Service.DINGTALK], 300005),
)
NO_ROBOT: Final = "群机器人已经不在了"


class Requests:
    """请求: as much of requests as the plugins use."""

    codes = requests.codes
    RequestException = requests.RequestException

    @staticmethod
    def post(url: str, **how: Any) -> requests.Response:
        """请求: RequestException for a foreign host; a refusal said with 200 becomes 422.

        Gone, when the answer is that there is no such robot.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.netloc not in HOSTS.values():
            raise requests.RequestException("foreign host")
        kept = {name: value for name, value in how.items() if name not in OURS}
        answer = requests.post(url, timeout=SECONDS, allow_redirects=False, verify=True, **kept)
        if answer.status_code in AWAY:
            raise Gone(NO_ROBOT)
        if answer.status_code == requests.codes.ok and not _took(answer, parts.netloc):
            answer.status_code = REFUSED
        return answer


def _took(answer: requests.Response, host: str) -> bool:
    if len(answer.content) > MOST:
        return False
    try:
        said = answer.json()
    except ValueError:
        return False
    if not isinstance(said, dict):
        return False
    if any((host, said.get(name)) in NO_SUCH for name in CODES):
        raise Gone(NO_ROBOT)
    return not any(said.get(name) for name in CODES)


_PLUGINS: Final[Mapping[Service, ModuleType]] = {
    Service.WECOM: wecombot,
    Service.DINGTALK: dingtalk,
    Service.FEISHU: feishu,
}
for _plugin in _PLUGINS.values():
    setattr(_plugin, "requests", Requests)  # noqa: B010 -- a module has no such field to mypy

_NOTIFIERS: Final[Mapping[Service, Callable[..., NotifyBase]]] = {
    Service.WECOM: wecombot.NotifyWeComBot,
    Service.DINGTALK: dingtalk.NotifyDingTalk,
    Service.FEISHU: feishu.NotifyFeishu,
}
_ASSET: Final = AppriseAsset(app_id="Huiqi", async_mode=False, http_redirects=False)


def send(service: Service, place: str, text: str) -> None:
    """送到群里: NotTaken when the service did not say that it took it; Gone without the robot."""
    if not _notifier(service, place).notify(body=text):
        raise NotTaken(f"{service.value} 没有收下，或没有应答")


def _notifier(service: Service, place: str) -> NotifyBase:
    """Made anew for each message: apprise lets one of its own wait between two."""
    key, _, signing = place.partition(" ")
    given: dict[str, Any] = {"asset": _ASSET}
    if service == Service.DINGTALK and signing:
        given["secret"] = signing
    given["key" if service == Service.WECOM else "token"] = key
    return _NOTIFIERS[service](**given)
