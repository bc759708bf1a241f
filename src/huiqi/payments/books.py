"""拨付与账本: how a payment is told from its entry in the books, and what was made public of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse

from huiqi.kernel.access import Actor
from huiqi.kernel.now import today
from huiqi.kernel.words import worded
from huiqi.ledger import sources
from huiqi.ledger.models import Account
from huiqi.ledger.queries.support import Disclosed, register_disclosure
from huiqi.ledger.sources import Evidence, Source
from huiqi.payments.models import BankAnswer, BankFile, PaymentLine, PaymentOrder
from huiqi.publicity.queries import cleared_awards


def register() -> None:
    """登记: with the books, whose pages tell the rest."""
    sources.register(PaymentLine._meta.label, of_line)
    register_disclosure(published_for)


def of_line(pk: int, _actor: Actor) -> Source | None:
    """拨付单的一笔: who made and checked its order, and the files to and from the bank."""
    related = ("order__made_by", "order__first_checker", "order__second_checker")
    line = PaymentLine.objects.filter(pk=pk).select_related(*related).first()
    if line is None:
        return None
    order = line.order
    return Source(
        title=worded(
            "拨付单 %(number)s 第 %(place)s 笔：%(title)s",
            number=order.number,
            place=line.position,
            title=order.title,
        ),
        url=reverse("payments:order", args=[order.pk]),
        decision=_checked(order),
        evidence=tuple(_files(order)),
    )


def _checked(order: PaymentOrder) -> str:
    """Who made and who checked it; nothing while nobody has checked it."""
    checkers = [one.name for one in (order.first_checker, order.second_checker) if one]
    if not checkers:
        return ""
    return worded(
        "%(number)s：%(maker)s 制单，%(checker)s 签字",
        number=order.number,
        maker=order.made_by.name,
        checker="、".join(checkers),
    )


def _files(order: PaymentOrder) -> Iterator[Evidence]:
    for sent in BankFile.objects.filter(order=order).only("name", "digest"):
        yield Evidence(sent.name, sent.digest)
    for answer in BankAnswer.objects.filter(order=order, is_taken=True).order_by("id"):
        yield Evidence(answer.file_name, answer.digest)


def published_for(subject_id: int) -> Mapping[tuple[int, str], Disclosed]:
    """已公开的: by budget and call, where the notice has ended and names the firm."""
    cleared = {
        (programme, call): one.publicity.ends
        for (programme, call, _), one in cleared_awards(today(), subject_id=subject_id).items()
        if not one.withheld
    }
    accounts = Account.objects.filter(subject=subject_id, call__in={call for _, call in cleared})
    told = accounts.order_by("budget_id").values_list("budget_id", "budget__programme", "call")
    return {
        (budget, call): Disclosed(cleared[programme, call])
        for budget, programme, call in told.distinct()
        if (programme, call) in cleared
    }
