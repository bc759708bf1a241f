"""拨付页面共用: an order that may be seen, and that somebody looked."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from huiqi.parties.pages import actor_of
from huiqi.payments import looking
from huiqi.payments.models import PaymentOrder
from huiqi.payments.queries import orders_in_sight


def order_of(request: HttpRequest, pk: int) -> PaymentOrder:
    """所看的拨付单: 404 for one that is not there for whoever asks."""
    return get_object_or_404(orders_in_sight(actor_of(request)), pk=pk)


def looked(
    request: HttpRequest, purpose: str, subjects: Iterable[int], one: PaymentOrder | None = None
) -> None:
    """留痕: for every firm whose account or money was on the page."""
    looking.looked(actor_of(request), purpose, subjects, one)
