"""办到哪一步: how many firms began, handed in and were paid, by programme; each firm once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance
from huiqi.programmes.models import Application, Call


@dataclass(frozen=True)
class Came:
    """家数: of a programme, over all of its calls; ``paid`` are those that still hold money."""

    started: int = 0
    submitted: int = 0
    paid: int = 0


def firms_by_programme() -> Mapping[str, Came]:
    """各项目的家数: from applications and from the ledger; programmes without any are left out.

    What was withdrawn before it was handed in was begun all the same.
    """
    rows = Application.objects.order_by("call__programme").values_list("call__programme")
    counted = rows.annotate(
        started=Count("subject", distinct=True),
        submitted=Count("subject", distinct=True, filter=Q(arrived_at__isnull=False)),
    )
    paid = _paid()
    return {name: Came(began, sent, paid.get(name, 0)) for name, began, sent in counted}


def _paid() -> dict[str, int]:
    of_call = dict(Call.objects.values_list("number", "programme"))
    held = Balance.objects.filter(
        account__stage=Stage.PAID, account__call__in=of_call, amount_fen__gt=0
    )
    firms: dict[str, set[int]] = {}
    for call, subject in held.values_list("account__call", "account__subject").distinct():
        firms.setdefault(of_call[call], set()).add(subject)
    return {name: len(several) for name, several in firms.items()}
