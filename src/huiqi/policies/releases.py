"""发布的规则生效: this process answers by what the city published, as soon as it looks.

The texts are in the database, which every process of every machine sees; each reads them again
when it is told to, or when it has not looked for some seconds. A text that this release of huiqi
cannot read any more changes nothing: what answered before goes on, and the log says so.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Final

from django.conf import settings

from huiqi.kernel.now import today
from huiqi.library import Library, put, shipped
from huiqi.policies.models import RuleDraft
from huiqi.policies.rule_texts import published_rules
from huiqi.rules.drafts import lay_out
from huiqi.rules.files import load_policy
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Refused
from huiqi.rules.releases import Release, released

logger = logging.getLogger("huiqi.policies")

Told = tuple[tuple[int, bool], ...]  # each published text, and whether its day has come


class _Seen:
    """What this process read last, and when by the clock of the machine."""

    told: Told = ()
    at: float = float("-inf")


_seen: Final = _Seen()


def look_again() -> bool:
    """再看一遍: whether anything was published, or began, since this process looked last."""
    day = today()
    drafts = list(published_rules().defer("rules", "cases"))
    told = tuple((one.pk, one.from_on is not None and one.from_on <= day) for one in drafts)
    _seen.at = monotonic()
    if told == _seen.told:
        return False
    put(_library(drafts, day) if drafts else None)
    _seen.told = told
    return True


def look_if_due() -> bool:
    """隔几秒看一遍: where nobody told this process; None in the settings: never by itself."""
    seconds: float | None = settings.HUIQI_RULES_SECONDS
    if seconds is None or monotonic() - _seen.at < seconds:
        return False
    return look_again()


def forget() -> None:
    """忘记: this process answers by what ships until it looks again."""
    if _seen.told:
        put(None)
    _seen.told, _seen.at = (), float("-inf")


def unreadable() -> list[tuple[RuleDraft, Refused]]:
    """读不了的: published texts that this release refuses, each with all of its problems."""
    found = []
    for one in published_rules():
        try:
            read_published(one)
        except Refused as refused:
            found.append((one, refused))
    return found


def read_published(draft: RuleDraft) -> Policy:
    """读取发布的文本: as the library reads its own files; Refused with every problem."""
    folder: Path = settings.ENVIRONMENT.data / "rules" / draft.digest[:32]
    return _policy(lay_out(folder, draft.programme, draft.rules.encode(), draft.cases.encode()))


@lru_cache(maxsize=256)
def _policy(place: Path) -> Policy:
    return load_policy(place)  # the folder's name is the hash of what is in it


def _library(drafts: Iterable[RuleDraft], day: date) -> Library:
    base, texts = shipped().policies, defaultdict[str, list[Release]](list)
    for one in drafts:
        if one.programme not in base or one.from_on is None:
            continue
        try:
            texts[one.programme].append(Release(read_published(one), one.from_on))
        except Refused as refused:
            logger.error("%s 规则第 %s 版读不了：%s", one.programme, one.version, refused)  # noqa: TRY400 -- the sentences say it all
    return Library(
        {name: released(policy, texts.get(name, ()), day) for name, policy in base.items()}
    )
