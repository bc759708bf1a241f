"""推送地址的写法: what somebody may type for each service, and what of it is kept.

The address of a group's robot is pasted whole, as its service shows it, or the key alone. Only
the key is kept: the host is ours to know, so nobody sends us to another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.inbox.enums import Service
from huiqi.kernel.refusals import Refused

LONGEST: Final = 300
HOSTS: Final[Mapping[Service, str]] = {
    Service.WECOM: "qyapi.weixin.qq.com",
    Service.DINGTALK: "oapi.dingtalk.com",
    Service.FEISHU: "open.feishu.cn",
}
_PATHS: Final = {
    Service.WECOM: "/cgi-bin/webhook/send",
    Service.DINGTALK: "/robot/send",
    Service.FEISHU: "/open-apis/bot/v2/hook/",
}
_PARAMETERS: Final = {Service.WECOM: "key", Service.DINGTALK: "access_token"}
_UUID: Final = re.compile(r"[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}", re.IGNORECASE)
_KEYS: Final = {
    Service.WECOM: _UUID,
    Service.DINGTALK: re.compile(r"[0-9a-f]{64}", re.IGNORECASE),
    Service.FEISHU: _UUID,
}
_SIGNING: Final = re.compile(r"SEC[0-9a-f]{40,80}", re.IGNORECASE)
_NUMBER: Final = re.compile(r"1[3-9][0-9]{9}")
EXAMPLES: Final[Mapping[Service, str | Promise]] = {
    Service.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    Service.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…",
    Service.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    Service.SMS: gettext_lazy("11 位手机号"),
}


@dataclass(frozen=True)
class Place:
    """去处: ``secret`` is all that sending needs, ``hint`` what may be shown of it."""

    service: Service
    secret: str
    hint: str


def read(service: Service, typed: str, signing: str = "") -> Place:
    """读取: what was typed for a service; Refused with all that is wrong with it."""
    told = typed.strip()
    if len(told) > LONGEST or len(signing) > LONGEST:
        raise Refused([_("地址太长，最多 %(most)d 个字符；请只粘贴一个地址") % {"most": LONGEST}])
    if service == Service.SMS:
        return _telephone(told)
    problems: list[str] = []
    key = ""
    try:
        key = _key_of(service, told)
    except Refused as refused:
        problems += refused.problems
    signed = signing.strip()
    if signed and service != Service.DINGTALK:
        problems.append(_("只有钉钉的机器人填加签密钥，别的请留空"))
    elif signed and not _SIGNING.fullmatch(signed):
        problems.append(_("加签密钥不对，请从钉钉机器人的安全设置里整段复制"))
    if problems:
        raise Refused(problems)
    return Place(service, f"{key} {signed}".rstrip(), f"…{key[-4:]}")


def _telephone(told: str) -> Place:
    number = re.sub(r"[\s-]", "", told).removeprefix("+86")
    if not _NUMBER.fullmatch(number):
        raise Refused([_("不是中国内地的手机号，请填 11 位数字，例如 13800138000")])
    return Place(Service.SMS, f"+86{number}", f"{number[:3]}****{number[-4:]}")


def _key_of(service: Service, told: str) -> str:
    key = _within(service, told) if "/" in told or ":" in told else told
    if not _KEYS[service].fullmatch(key):
        raise Refused(
            [
                _("这不是%(service)s的地址，请从群机器人的设置里整段复制，形如 %(example)s")
                % {"service": service.label, "example": EXAMPLES[service]}
            ]
        )
    return key


def _within(service: Service, told: str) -> str:
    """The key in an address of the service; empty where there is none."""
    try:
        parts = urlsplit(told)
    except ValueError:
        return ""
    if parts.scheme != "https" or parts.netloc.lower() != HOSTS[service]:
        raise Refused(
            [
                _("%(service)s的地址要以 https://%(host)s/ 开头，不向别的主机推送")
                % {"service": service.label, "host": HOSTS[service]}
            ]
        )
    path = _PATHS[service]
    if name := _PARAMETERS.get(service):
        return "".join(parse_qs(parts.query).get(name, ())) if parts.path == path else ""
    return parts.path.removeprefix(path).removesuffix("/") if parts.path.startswith(path) else ""
