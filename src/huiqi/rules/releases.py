"""发布的规则: texts that a city published itself, each from a day on, beside the one that ships.

The text before answers for the days before: every edition knows the text that it stands in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from huiqi.rules.policy import Edition, Policy

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Release:
    """发布: a whole text of a programme that holds from ``from_`` (included) on."""

    policy: Policy
    from_: date


def released(shipped: Policy, releases: Sequence[Release], today: date) -> Policy:
    """合成政策: what ships, overridden by each release from its day on, in the order published.

    Title, sources and sentences are those of the text that holds on ``today``; its editions are
    those of all texts, each within its own days. Without a release it is ``shipped`` itself.
    """
    if not releases:
        return shipped
    editions = _marked(shipped, shipped.editions)
    for one in releases:
        editions = [*_until(editions, one.from_), *_from(one)]
    begun = [one.policy for one in releases if one.from_ <= today]
    face = begun[-1] if begun else shipped
    told = (replace(one, text=None) if one.text is face else one for one in editions)
    return replace(face, editions=tuple(told), written=face)


def fingerprint(policy: Policy) -> str:
    """指纹: changes with any word of any text that answers for a programme, and with its days."""
    if policy.written is None:
        return policy.sha256
    told = (f"{policy.text_of(one).sha256} {one.from_} {one.to}" for one in policy.editions)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def begins(policy: Policy, day: date) -> bool:
    """是否有版本可用: whether a text has an edition on ``day`` or on one after it."""
    return any(one.to is None or one.to >= day for one in policy.editions)


def _marked(policy: Policy, editions: Iterable[Edition]) -> list[Edition]:
    return [replace(one, text=policy) for one in editions]


def _until(editions: Iterable[Edition], day: date) -> Iterator[Edition]:
    """What is left of the texts before: all days before ``day``."""
    for one in editions:
        if one.from_ < day:
            ends_later = one.to is None or one.to >= day
            yield replace(one, to=day - A_DAY) if ends_later else one


def _from(release: Release) -> Iterator[Edition]:
    """What a release says of ``from_`` and the days after it."""
    for one in _marked(release.policy, release.policy.editions):
        if one.to is None or one.to >= release.from_:
            yield replace(one, from_=max(one.from_, release.from_))
