"""组织和人员的查询: the bodies there are, who serves, who carries how much, whom to suggest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.network.access import reaches
from huiqi.network.enums import CARERS, OrganKind
from huiqi.network.models import KeyFirm, Officer, Organ
from huiqi.network.standards import standard_on
from huiqi.parties.models import Organization


@dataclass(frozen=True)
class Load:
    """工作量: how many firms an officer has, and what they weigh together."""

    firms: int = 0
    weight: int = 0


@dataclass(frozen=True)
class Candidate:
    """人选: an officer, the load, and why this one may not; ``refusal`` empty: may."""

    officer: Officer
    load: Load
    refusal: str


def organs() -> QuerySet[Organ]:
    """现有的组织: from the leading group down."""
    found = Organ.objects.filter(until=None).select_related("organization")
    return found.order_by("kind", "name", "id")


def office_now() -> Organization | None:
    """领导小组办公室: the body where it sits; None before there is one."""
    found = organs().filter(kind=OrganKind.OFFICE).first()
    return found.organization if found else None


def the_office() -> Organization:
    """领导小组办公室: Refused where the city has none, for then nobody keeps the lists."""
    if found := office_now():
        return found
    raise Refused([_("本市还没有设立领导小组办公室，先登记它设在哪个单位")])


def officers_now() -> QuerySet[Officer]:
    """在任的服务人员: by body and name."""
    found = Officer.objects.filter(until=None).select_related("person", "organization")
    return found.order_by("organization__name", "person__name", "id")


def officer_of(actor: Actor) -> Officer | None:
    """本人的服务身份: in the body for which the actor acts; None for whoever has none."""
    return (
        officers_now()
        .filter(person=actor.person_id or 0, organization=actor.organization_id or 0)
        .first()
    )


def loads() -> Mapping[int, Load]:
    """工作量: by officer; who has no firm is left out."""
    found = KeyFirm.objects.filter(until=None, officer__isnull=False).order_by()
    told = found.values_list("officer").annotate(Count("pk"), Sum("weight"))
    return {officer: Load(firms, weight) for officer, firms, weight in told}


def candidates(key_firm: KeyFirm, day: date, without: int | None = None) -> list[Candidate]:
    """接手人选: those who may first, the least loaded of them first; a person confirms.

    ``without`` is the officer whose firm it was.
    """
    most, held = standard_on(day).weight_most, loads()
    found = []
    for one in officers_now().filter(part__in=CARERS):
        load = held.get(one.pk, Load())
        found.append(Candidate(one, load, _refusal(one, key_firm, load, most, without)))
    return sorted(
        found,
        key=lambda one: (bool(one.refusal), one.load.weight, one.load.firms, one.officer.pk),
    )


def _refusal(
    officer: Officer, key_firm: KeyFirm, load: Load, most: int, without: int | None
) -> str:
    if officer.pk == without:
        return _("是原专员")
    if not reaches(officer.organization, key_firm.organization):
        return _("只管本区的企业")
    if load.weight + key_firm.weight > most:
        return worded("工作量已满：%(weight)s，最多 %(most)s", weight=load.weight, most=most)
    return ""
