"""分享链接: answers that a reader chose to pass on, signed into the address itself.

Nothing is kept: the link is the message. It never holds a credit code, a name, or anything
that the city knows of a firm; whoever has it sees the answers and what they lead to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from huiqi.library import load, remembered
from huiqi.policies.asking import may_ask, readable
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.read import COMPLETE
from huiqi.rules.releases import fingerprint

SALT: Final = "huiqi.policies.sharing"
LASTS: Final = timedelta(days=90)
LONGEST: Final = 3_000  # characters of an address that every mail and chat program keeps whole


@dataclass(frozen=True)
class Shared:
    """分享的回答: what was answered, for which day, when and under which library."""

    answers: Mapping[str, Any]
    on: date
    made_on: date
    library: str

    @property
    def until(self) -> date:
        """有效至: the last day on which the link opens, included."""
        return self.made_on + LASTS


@remembered(1)
def library_version() -> str:
    """政策库版本: changes with any word of any policy file."""
    told = "".join(sorted(fingerprint(policy) for policy in load().policies.values()))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def link_token(answers: Mapping[str, Any], keys: Iterable[str], on: date, today: date) -> str:
    """链接内容: of the chosen answers; Refused when none is chosen or they are too long."""
    chosen = {key for key in keys if may_ask(key)}
    kept = {
        key: value
        for key, value in readable(answers).items()
        if key in chosen or key.removesuffix(COMPLETE) in chosen
    }
    if not kept:
        raise Refused([Problem(_("还没有选要分享的回答。"), fix=_("勾选至少一个回答。"))])
    told = {"a": kept, "on": on.isoformat(), "d": today.isoformat(), "v": library_version()}
    token = signing.dumps(told, salt=SALT, compress=True)
    if len(token) > LONGEST:
        raise Refused([Problem(_("选的回答太多，一个链接放不下。"), fix=_("少选几个。"))])
    return token


def opened(token: str, today: date) -> Shared:
    """打开链接: Refused with a sentence when it was changed, cut short or is too old."""
    try:
        told = signing.loads(token, salt=SALT)
        shared = Shared(
            readable(told["a"]),
            date.fromisoformat(told["on"]),
            date.fromisoformat(told["d"]),
            str(told["v"]),
        )
    except (signing.BadSignature, ValueError, KeyError, TypeError, AttributeError):
        what = _("这个链接不完整，或被改动过，打不开。")
        raise Refused([Problem(what, fix=_("请发来的人重新复制整个链接。"))]) from None
    if today > shared.until:
        what = _("这个链接已过期（有效至 %(day)s）。") % {"day": shared.until.isoformat()}
        raise Refused([Problem(what, fix=_("请发来的人重新生成一个。"))])
    return shared
