"""覆盖: which programmes a subscription or a saved question is about, and what has become of them.

The version of a programme is the hash of its text: it changes with any word of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from huiqi.follow.enums import Target
from huiqi.follow.models import Subscription
from huiqi.library import load, remembered
from huiqi.policies.models import Basis, PolicyDocument
from huiqi.policies.search.finding import ALL_FACETS
from huiqi.policies.search.here import finder

EVERYTHING: Final = 10_000  # more programmes than there are
DIGITS: Final = 12  # of a hash, enough to tell versions of one programme apart
SHOWN: Final = 20
Facets = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class News:
    """变化: of what is covered: ids that came in, whose text changed, and that went."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def hits(text: str, facets: Facets, on: date) -> list[str]:
    """命中: ids of all programmes that a question finds, the best first."""
    chosen = {name: tuple(facets[name]) for name in ALL_FACETS if name in facets}
    found = finder().find(text, on=on, chosen=chosen, per_page=EVERYTHING)
    return [hit.entry.id for hit in found.hits]


def says_nothing(text: str) -> bool:
    """没有可查的词: a question in which there is nothing to look for: everything would answer."""
    return finder().find(text, on=date.min, per_page=1).question.is_empty


def covered_by(kind: str, target: str, on: date) -> list[str]:
    """覆盖的项目: by id; empty where the target is nothing that we know."""
    policies = load().policies
    if kind == Target.PROGRAMME:
        return [target] if target in policies else []
    if kind == Target.DEPARTMENT:
        return [name for name in policies if department_of(name) == target]
    if kind == Target.TOPIC:
        return [] if says_nothing(target) else hits(target, {}, on)
    return programmes_of(document_of(target))


def versions(programmes: Iterable[str]) -> dict[str, str]:
    """版本: of each programme there is, by id."""
    policies = load().policies
    return {name: policies[name].sha256[:DIGITS] for name in programmes if name in policies}


def news_of(subscription: Subscription, on: date) -> News:
    """有什么变化: since its followers were last told."""
    then = subscription.told
    now = versions(covered_by(subscription.kind, subscription.target, on))
    return News(
        tuple(name for name in now if name not in then),
        tuple(name for name in now if name in then and now[name] != then[name]),
        tuple(name for name in then if name not in now),
    )


def departments() -> list[str]:
    """可订阅的部门: whoever runs a programme, by name."""
    return sorted({department_of(name) for name in load().policies} - {""})


@remembered(4_096)
def department_of(programme: str) -> str:
    """主管部门: of the latest edition of a programme."""
    policy = load().policy(programme)
    return policy.department_on(policy.editions[-1].from_) or policy.payer


def called(kind: str, target: str) -> str:
    """名称: of what is followed, as people call it."""
    policies = load().policies
    if kind == Target.PROGRAMME:
        return policies[target].title if target in policies else target
    return title_of(document_of(target)) if kind == Target.DOCUMENT else target


def title_of(document: PolicyDocument | None) -> str:
    """文件名称: or that it is on file no longer."""
    return document.title if document else _("已不在册的文件")


def document_of(target: str) -> PolicyDocument | None:
    """文件: by its number as a subscription keeps it."""
    return documents_of([target]).get(target)


def documents_of(targets: Iterable[str]) -> dict[str, PolicyDocument]:
    """各份文件: by the numbers that subscriptions keep, with their bases, asked for at once."""
    numbers = {
        target: int(target) for target in targets if target.isdecimal() and len(target) <= SHOWN - 2
    }
    bases = Prefetch("bases", Basis.objects.order_by("programme", "id"))
    found = PolicyDocument.objects.prefetch_related(bases).in_bulk(list(numbers.values()))
    return {target: found[pk] for target, pk in numbers.items() if pk in found}


def programmes_of(document: PolicyDocument | None) -> list[str]:
    """依据它的项目: by id."""
    bases = document.bases.all() if document else ()
    return list(dict.fromkeys(one.programme for one in bases))
