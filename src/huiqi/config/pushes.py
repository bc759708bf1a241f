"""推送: which services outside the city may be sent to, and where text messages are handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from huiqi.config.problems import BadEnvironment

CHATS: Final = ("wecom", "dingtalk", "feishu")  # as huiqi.inbox.enums.Service names them
SMS: Final = "sms"
# Encrypted, but for a gateway on this machine itself.
URL: Final = re.compile(
    r"(https://[^\s/?#@:]+|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?(/[^\s?#]*)?"
)


@dataclass(frozen=True)
class Pushes:
    """推送: nothing leaves by what is not among ``services``; ``gateway`` is address and token."""

    services: frozenset[str] = frozenset()
    gateway: tuple[str, str] | None = None

    @classmethod
    def read(cls, of: Mapping[str, str]) -> Pushes:
        """读取: HUIQI_PUSH, HUIQI_SMS_URL, HUIQI_SMS_TOKEN; BadEnvironment for what is unusable."""
        chats = of.get("HUIQI_PUSH", "").split()
        if unknown := [one for one in chats if one not in CHATS]:
            raise BadEnvironment(
                f"HUIQI_PUSH 里的「{'、'.join(unknown)}」不认识，"
                f"只能写 {'、'.join(CHATS)}，空格分隔。"
            )
        url, token = of.get("HUIQI_SMS_URL", ""), of.get("HUIQI_SMS_TOKEN", "")
        if not (url or token):
            return cls(frozenset(chats))
        if not (url and token):
            raise BadEnvironment("短信网关要同时设置 HUIQI_SMS_URL 和 HUIQI_SMS_TOKEN。")
        if not URL.fullmatch(url):
            raise BadEnvironment(
                "HUIQI_SMS_URL 要以 https:// 开头，不带账户和参数；只有本机可以用 http://。"
            )
        if not re.fullmatch(r"[!-~]{20,}", token):
            raise BadEnvironment("HUIQI_SMS_TOKEN 至少要 20 个随机字符，只用 ASCII，不含空格。")
        return cls(frozenset({*chats, SMS}), (url, token))


NO_PUSHES: Final = Pushes()
