"""可以公示的款项: what the books of a department have approved, call by call, for each firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance
from huiqi.parties.models import Organization
from huiqi.publicity.models import Extension, PublicAward
from huiqi.publicity.queries.standing import cleared_awards, not_upheld

# A notice is of a whole award, whatever part of it is on its way or has arrived.
OF_AN_AWARD: Final = (Stage.APPROVED, Stage.ORDERED, Stage.PAID, Stage.RETURNED)


@dataclass(frozen=True)
class Proposable:
    """可公示的一家: an award of the books that no notice clears; amounts in 分.

    ``amount_fen`` is all of it, ``waiting_fen`` what is approved and not on its way yet.
    ``running`` is the number of the notice that it stands in already, empty where there is none.
    """

    programme: str
    call: str
    firm: Organization
    amount_fen: int
    waiting_fen: int
    running: str = ""


def proposables(
    department: int, day: date, *, programme: str | None = None, call: str | None = None
) -> list[Proposable]:
    """可公示的: of the funds of a department, of one call or of all, by call and firm."""
    found = Balance.objects.filter(
        account__stage__in=OF_AN_AWARD,
        account__budget__fund__department=department,
        account__subject__isnull=False,
        amount_fen__gt=0,
    ).exclude(account__budget__programme="")
    if programme is not None:
        found = found.filter(account__budget__programme=programme)
    if call is not None:
        found = found.filter(account__call=call)
    key = ("account__budget__programme", "account__call", "account__subject")
    sums = list(
        found.order_by(*key)
        .values_list(*key)
        .annotate(
            whole=Sum("amount_fen"),
            waiting=Sum("amount_fen", filter=Q(account__stage=Stage.APPROVED), default=0),
        )
        .filter(waiting__gt=0)
    )
    cleared, running = cleared_awards(day), _running(day)
    firms = firms_of({subject for _, _, subject, *_ in sums})
    return [
        Proposable(one, of, firms[subject], int(whole), int(waiting), running.get(found_at, ""))
        for one, of, subject, whole, waiting in sums
        for found_at in ((one, of, subject),)
        if subject in firms and (found_at not in cleared or cleared[found_at].amount_fen < whole)
    ]


def firms_of(subjects: set[int]) -> dict[int, Organization]:
    """各家单位: the open registration of each subject, else its last one."""
    firms: dict[int, Organization] = {}
    for one in Organization.objects.filter(subject__in=subjects).order_by("id"):
        held = firms.get(one.subject_id)
        if held is None or held.closed_until is not None or one.closed_until is None:
            firms[one.subject_id] = one
    return firms


def _running(day: date) -> dict[tuple[str, str, int], str]:
    """By programme, call and subject, the notice in which an award stands and has not ended."""
    found = (
        running_awards(day)
        .order_by("id")
        .values_list("publicity__programme", "publicity__call", "subject_id", "publicity__number")
    )
    return {(one, call, subject): number for one, call, subject, number in found}


def running_awards(day: date) -> QuerySet[PublicAward]:
    """没有期满的: awards of notices that begin later or run on a day; none that was taken out."""
    extended = Extension.objects.filter(publicity=OuterRef("publicity_id"), until__gt=day)
    standing = PublicAward.objects.filter(
        Q(publicity__until__gt=day) | Q(Exists(extended)),
        publicity__withdrawal=None,
        withdrawal=None,
    )
    return not_upheld(standing).select_related("publicity")
