"""权限: a permission is a question with a sentence for «no»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.refusals import Denied

Sentence = str | Promise  # in the language of whoever reads it


@dataclass(frozen=True)
class Actor:
    """办理人: a person acting for an organization, or the system itself (``person_id`` None).

    ``roles`` are those held in that organization, ``powers`` those lent by it to an outsider;
    never pass a bare user, for one person may act for several firms. ``subject_id`` is the
    identity of the organization, which outlives its registrations. ``area`` is the code of the
    place its authority is confined to (empty: not confined). ``purpose`` is why non-public
    data is read, for the record, ``title`` how pages name whom the actor stands for.
    """

    person_id: int | None
    organization_id: int | None = None
    roles: frozenset[str] = frozenset()
    purpose: str = ""
    subject_id: int | None = None
    powers: frozenset[str] = frozenset()
    area: str = ""
    title: str = field(default="", compare=False)

    def has(self, *roles: str) -> bool:
        """是否担任: any one of these roles."""
        return not self.roles.isdisjoint(roles)

    def may(self, power: str) -> bool:
        """是否获授权: the organization lent this power to the actor, who is no member of it."""
        return power in self.powers


ANONYMOUS = Actor(person_id=None)
SYSTEM = Actor(person_id=None, roles=frozenset({"system"}))


@dataclass(frozen=True)
class Check:
    """检查: ``test`` answers for an actor and an object; ``reason`` says who may, for a «no»."""

    test: Callable[[Actor, Any], bool]
    reason: Sentence

    def refusal(self, actor: Actor, obj: Any = None) -> str:
        """拒绝的理由: empty when the answer is yes."""
        return "" if self.test(actor, obj) else str(self.reason)

    def __and__(self, other: Check) -> Check:
        """Both must say yes; the reason of the first that does not is told."""
        return _Both(lambda a, o: self.test(a, o) and other.test(a, o), self.reason, self, other)

    def __or__(self, other: Check) -> Check:
        """Either may say yes."""
        return Check(
            lambda a, o: self.test(a, o) or other.test(a, o),
            format_lazy(_("{this}，或{that}"), this=self.reason, that=other.reason),
        )


@dataclass(frozen=True)
class _Both(Check):
    first: Check
    second: Check

    def refusal(self, actor: Actor, obj: Any = None) -> str:
        return self.first.refusal(actor, obj) or self.second.refusal(actor, obj)


def require(check: Check, actor: Actor, obj: Any = None) -> None:
    """要求: Denied with the reason when the answer is no."""
    if reason := check.refusal(actor, obj):
        raise Denied([reason])


anybody = Check(lambda _actor, _obj: True, _("任何人都可以"))
nobody = Check(lambda _actor, _obj: False, _("没有人可以"))
is_system = Check(
    lambda actor, _obj: actor.person_id is None and actor.has("system"), _("由系统办理")
)
