"""企业的服务档案: a commissioner's firms, one firm's contacts, promises, referrals, handovers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from huiqi.concerns.enums import OPEN as OPEN_CONCERNS
from huiqi.concerns.enums import Confidentiality
from huiqi.concerns.models import Concern
from huiqi.kernel.access import Actor
from huiqi.kernel.days import around
from huiqi.network.access import is_carer, is_office
from huiqi.network.enums import HandoverState, PromiseState, ReferralState, VisitState
from huiqi.network.models import (
    Handover,
    KeyFirm,
    Officer,
    Referral,
    Visit,
    VisitPromise,
    VisitWish,
)
from huiqi.parties.enums import Role

PENDING = (PromiseState.OPEN, PromiseState.LAPSED)
UNSETTLED = (HandoverState.OPEN, HandoverState.PROPOSED)


@dataclass(frozen=True)
class Row:
    """一户: of a portfolio: the last contact, the next visit, and what is open."""

    key_firm: KeyFirm
    last_on: date | None
    next_on: date | None
    concerns: int
    promises: int
    late: int


def key_firms() -> QuerySet[KeyFirm]:
    """重点企业: now on a list, with firm and officer."""
    found = KeyFirm.objects.filter(until=None).select_related(
        "organization", "officer__person", "officer__organization"
    )
    return found.order_by("tier", "organization__name", "id")


def key_firms_of(officer: Officer) -> QuerySet[KeyFirm]:
    """挂点的企业: of one officer."""
    return key_firms().filter(officer=officer)


def rows_of(found: Collection[KeyFirm], today: date) -> list[Row]:
    """各户的情况: in their order; asked for all at once."""
    ids = [one.subject_id for one in found]
    made, planned = _contacts(ids)
    concerns = _open_concerns(ids)
    promises = _promises(ids, today)
    return [
        Row(
            one,
            made.get(one.subject_id),
            planned.get(one.subject_id),
            concerns.get(one.subject_id, 0),
            *promises.get(one.subject_id, (0, 0)),
        )
        for one in found
    ]


def _contacts(ids: list[int]) -> tuple[Mapping[int, date], Mapping[int, date]]:
    told = (
        Visit.objects.filter(subject__in=ids)
        .order_by()
        .values_list("subject")
        .annotate(
            last=Max("made_on"),
            next=Min("planned_on", filter=Q(state=VisitState.PLANNED)),
        )
    )
    rows = list(told)
    return (
        {subject: made for subject, made, _planned in rows if made},
        {subject: planned for subject, _made, planned in rows if planned},
    )


def _open_concerns(ids: list[int]) -> dict[int, int]:
    """Confidential ones are counted nowhere: that there is one would already tell."""
    found = Concern.objects.filter(
        subject__in=ids, state__in=OPEN_CONCERNS, confidentiality=Confidentiality.ORDINARY
    )
    return dict(found.order_by().values_list("subject").annotate(Count("pk")))


def _promises(ids: list[int], today: date) -> dict[int, tuple[int, int]]:
    found = VisitPromise.objects.filter(subject__in=ids, state__in=PENDING).order_by()
    told = found.values_list("subject").annotate(
        count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
    )
    return {subject: (count, late) for subject, count, late in told}


def key_firms_of_subject(subject_id: int) -> QuerySet[KeyFirm]:
    """一户在哪些名单上: now."""
    return key_firms().filter(subject=subject_id)


def visits_of(subject_id: int) -> QuerySet[Visit]:
    """联系记录: of all departments, the latest first."""
    found = Visit.objects.filter(subject=subject_id).select_related("unit", "owner")
    return found.order_by("-planned_on", "-id")


def visits_near(subject_id: int, day: date, days: int) -> list[Visit]:
    """前后的走访: of all departments, so many days before and after a day; not the cancelled."""
    span = around(day, days)
    is_near = Q(state=VisitState.MADE, made_on__range=span) | Q(
        state=VisitState.PLANNED, planned_on__range=span
    )
    return list(visits_of(subject_id).filter(is_near))


def promises_of(subject_id: int) -> QuerySet[VisitPromise]:
    """对企业的承诺: the pending ones first, by their day."""
    found = VisitPromise.objects.filter(subject=subject_id)
    return found.select_related("unit", "owner", "visit").order_by("ended_at", "due_on", "id")


def referrals_of(subject_id: int) -> QuerySet[Referral]:
    """转介: of a firm, the open ones first."""
    found = Referral.objects.filter(subject=subject_id)
    related = ("unit", "giver", "giver_unit", "contact")
    return found.select_related(*related).order_by("-state", "due_at", "id")


def handovers_of(subject_id: int) -> QuerySet[Handover]:
    """交接: of a firm, the latest first."""
    return handovers().filter(subject=subject_id).order_by("-opened_at", "-id")


def handovers() -> QuerySet[Handover]:
    """交接: with everybody in them."""
    return Handover.objects.select_related(
        "key_firm__organization",
        "giver__person",
        "giver__organization",
        "taker__person",
        "taker__organization",
    )


def handovers_to(officer: Officer) -> QuerySet[Handover]:
    """等本人接手的: by their clock."""
    found = handovers().filter(taker=officer, state=HandoverState.PROPOSED)
    return found.order_by("due_at", "id")


def open_referrals(unit_id: int) -> QuerySet[Referral]:
    """等本单位联系的转介: by their clock."""
    found = Referral.objects.filter(unit=unit_id, state=ReferralState.OPEN)
    related = ("organization", "giver", "giver_unit")
    return found.select_related(*related).order_by("due_at", "id")


def planned_visits(actor: Actor) -> QuerySet[Visit]:
    """本人计划的联系: the next first."""
    found = Visit.objects.filter(
        owner=actor.person_id or 0, unit=actor.organization_id or 0, state=VisitState.PLANNED
    )
    return found.select_related("organization").order_by("planned_on", "id")


def wants_no_visits(subject_id: int) -> bool:
    """不希望走访: as the firm said last."""
    return VisitWish.objects.filter(subject=subject_id, wants_none=True).exists()


def sees_findings(actor: Actor, subject_id: int) -> bool:
    """是否可看各单位的情况: the firm's commissioners, the office and the supervisors."""
    if actor.has(Role.SUPERVISOR) or not is_office.refusal(actor):
        return True
    found = key_firms_of_subject(subject_id)
    return any(not is_carer.refusal(actor, one) for one in found)


def open_items(key_firm: KeyFirm, officer: Officer) -> list[dict[str, str]]:
    """未了事项: what an officer leaves behind at a firm, for the successor to accept."""
    mine = {"owner": officer.person_id, "unit": officer.organization_id}
    visits = Visit.objects.filter(subject=key_firm.subject_id, state=VisitState.PLANNED, **mine)
    promises = VisitPromise.objects.filter(subject=key_firm.subject_id, state__in=PENDING, **mine)
    concerns = Concern.objects.filter(
        subject=key_firm.subject_id,
        state__in=OPEN_CONCERNS,
        confidentiality=Confidentiality.ORDINARY,
    )
    return [
        *(
            {"kind": "visit", "text": f"{one.number} {one.purpose}", "day": str(one.planned_on)}
            for one in visits.order_by("planned_on", "id")
        ),
        *(
            {"kind": "promise", "text": one.text, "day": str(one.due_on)}
            for one in promises.order_by("due_on", "id")
        ),
        *(
            {"kind": "concern", "text": f"{one.number} {one.title}", "day": ""}
            for one in concerns.order_by("submitted_at", "id")
        ),
    ]
