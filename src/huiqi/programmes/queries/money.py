"""申报的钱: where the money of a call stands, read from the same entries that finance reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance, Budget, Leg
from huiqi.programmes.models import Application, Call, Recovery


@dataclass(frozen=True)
class Standing:
    """资金状况: of a call, or of one firm's application under it; in 分."""

    committed: int = 0
    approved: int = 0
    ordered: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def granted(self) -> int:
        """已核定累计: whether paid already or not."""
        return self.approved + self.ordered + self.paid


def standing_of_call(call: Call) -> Standing:
    """申报通知的资金状况: of all its firms together."""
    return _standing(call)


def standings_of_calls(calls: Iterable[Call]) -> dict[int, Standing]:
    """各通知的资金状况: by the call's own number in the database, in one query."""
    numbers = {one.number: one.pk for one in calls}
    found: dict[int, dict[str, int]] = {pk: {} for pk in numbers.values()}
    held = Balance.objects.filter(account__call__in=numbers)
    key = ("account__call", "account__stage")
    for call, stage, whole in (
        held.order_by(*key).values_list(*key).annotate(whole=Sum("amount_fen"))
    ):
        found[numbers[call]][stage] = int(whole)
    return {pk: _told(sums) for pk, sums in found.items()}


def standing_of_programme(programme: str) -> Standing:
    """项目的资金状况: of all of its calls and all their firms together."""
    numbers = Call.objects.filter(programme=programme).values("number")
    return _summed(Balance.objects.filter(account__call__in=numbers))


def standing_of_application(application: Application) -> Standing:
    """一份申报的资金状况: of its firm under its call."""
    return _standing(application.call, application.subject_id)


def committed_of(call: Call) -> int:
    """尚未核定的承诺: what is set aside for the call and granted to nobody yet."""
    return _standing(call).committed


def firms_paid(call: Call) -> QuerySet[Balance, int]:
    """已拨付的企业: their subjects, of a call, as the ledger has them."""
    held = Balance.objects.filter(
        account__call=call.number, account__stage=Stage.PAID, amount_fen__gt=0
    )
    return held.order_by("account__subject").values_list("account__subject_id", flat=True)


@dataclass(frozen=True)
class PaidPart:
    """已拨付的一期: what of it the firm still holds, in 分."""

    budget: Budget
    instalment: int
    paid_fen: int


def paid_parts_of(application: Application) -> list[PaidPart]:
    """已拨付的各期: the latest first."""
    held = Balance.objects.filter(
        account__call=application.call.number,
        account__subject=application.subject_id,
        account__stage=Stage.PAID,
        amount_fen__gt=0,
    ).select_related("account__budget")
    order = ("-account__budget__year", "-account__instalment")
    return [
        PaidPart(one.account.budget, one.account.instalment or 1, one.amount_fen)
        for one in held.order_by(*order, "pk")
    ]


def repaid_of(recovery: Recovery) -> int:
    """已退回: in 分, by the return entries that name the recovery; not those that were reversed."""
    legs = Leg.objects.filter(
        entry__reversals__isnull=True,
        entry__origin_kind=Recovery._meta.label,
        entry__origin_id=recovery.pk,
        account__stage=Stage.RETURNED,
    )
    return int(legs.aggregate(whole=Sum("amount_fen"))["whole"] or 0)


def _standing(call: Call, subject_id: int | None = None) -> Standing:
    # Of whatever year's budget: what is carried on keeps the number of its call.
    found = Balance.objects.filter(account__call=call.number)
    if subject_id is not None:
        found = found.filter(account__subject=subject_id)
    return _summed(found)


def _summed(found: QuerySet[Balance]) -> Standing:
    sums = dict(
        found.order_by("account__stage")
        .values_list("account__stage")
        .annotate(whole=Sum("amount_fen"))
    )
    return _told(sums)


def _told(sums: Mapping[str, int]) -> Standing:
    return Standing(
        committed=int(sums.get(Stage.COMMITTED, 0)),
        approved=int(sums.get(Stage.APPROVED, 0)),
        ordered=int(sums.get(Stage.ORDERED, 0)),
        paid=int(sums.get(Stage.PAID, 0)),
        returned=int(sums.get(Stage.RETURNED, 0)),
    )
