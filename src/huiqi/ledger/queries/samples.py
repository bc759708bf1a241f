"""抽样的查询: what a sample is drawn from, what it chose, and whether it can be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from huiqi.ledger.choosing import Hit, Unit, above, by_chance, by_money, by_stratum, print_of
from huiqi.ledger.enums import Deed, Method, Stage
from huiqi.ledger.models import Leg, Sample, SampleItem


@dataclass(frozen=True)
class Asked:
    """抽样要求: days from ``since`` to ``until`` (both included), one programme or all."""

    method: Method
    since: date
    until: date
    programme: str = ""
    size: int | None = None
    threshold_fen: int | None = None


def population_of(asked: Asked, through_leg: int | None = None) -> list[Unit]:
    """总体: payments to firms that are not reversed, by the budget's programme.

    Up to the leg ``through_leg``: what came later, reversals included, counts for nothing.
    """
    legs = Leg.objects.filter(
        entry__deed=Deed.PAY,
        account__stage=Stage.PAID,
        account__subject__isnull=False,
        amount_fen__gt=0,
        entry__booked_on__range=(asked.since, asked.until),
    )
    undone = Leg.objects.filter(entry__reverses=OuterRef("entry_id"))
    if through_leg is not None:
        legs, undone = legs.filter(pk__lte=through_leg), undone.filter(pk__lte=through_leg)
    if asked.programme:
        legs = legs.filter(account__budget__programme=asked.programme)
    told = legs.filter(~Exists(undone)).order_by("id")
    return [
        Unit(*one) for one in told.values_list("id", "amount_fen", "account__budget__programme")
    ]


def chosen_from(units: list[Unit], asked: Asked, seed: str) -> list[Hit]:
    """抽中: by the method that is asked for."""
    if asked.method is Method.ABOVE:
        return above(units, asked.threshold_fen or 0)
    choose = {
        Method.RANDOM: by_chance,
        Method.MONETARY: by_money,
        Method.STRATIFIED: by_stratum,
    }[asked.method]
    return choose(units, asked.size or 0, seed)


def samples() -> QuerySet[Sample]:
    """全部抽样: the last first."""
    return Sample.objects.select_related("drawn_by").order_by("-id")


def items_of(sample: Sample) -> QuerySet[SampleItem]:
    """样本: in their order, each with its entry, its budget and its firm."""
    related = ("leg__entry", "leg__account__budget__fund", "leg__account__subject")
    return SampleItem.objects.filter(sample=sample).select_related(*related).order_by("position")


@dataclass(frozen=True)
class Repeated:
    """重抽: whether the same is chosen from the same payments again; else what differs."""

    is_same_population: bool
    is_same_choice: bool

    @property
    def is_same(self) -> bool:
        """一致: in both."""
        return self.is_same_population and self.is_same_choice


def repeat(sample: Sample) -> Repeated:
    """重抽一次: from the payments there were, by the seed on record."""
    asked = asked_of(sample)
    units = population_of(asked, sample.through_leg)
    kept = SampleItem.objects.filter(sample=sample).order_by("position")
    again = [(hit.unit.id, hit.times) for hit in chosen_from(units, asked, sample.seed)]
    return Repeated(
        print_of(units) == sample.digest,
        list(kept.values_list("leg_id", "hits")) == again,
    )


def asked_of(sample: Sample) -> Asked:
    """当时的要求: as it is on record."""
    return Asked(
        Method(sample.method),
        sample.since,
        sample.until,
        sample.programme,
        sample.size,
        sample.threshold_fen,
    )


def last_leg() -> int:
    """末笔分录: the number of the last one there is, 0 in empty books."""
    return Leg.objects.order_by("-id").values_list("id", flat=True).first() or 0
