"""公共扶持合计: every kind of public support that a firm has, each told by whoever keeps it.

Cash is the books'. Vouchers, discounts of rent and guarantees are kept by apps that the books know
nothing of: each registers its kind once, in its ``ready``, and stands in every view of the whole.
Kinds are told beside one another and never added up: a guarantee is no money spent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, Sum

from huiqi.kernel.access import Sentence
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance


@dataclass(frozen=True)
class Share:
    """一种扶持的数: in 分; ``received_fen`` is had already, ``coming_fen`` is promised only.

    ``url`` is where its parts are listed for whoever may see them; empty where they are not.
    """

    received_fen: int = 0
    coming_fen: int = 0
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """一种扶持: ``name`` in programs, ``title`` on pages, ``share_of`` tells of a subject.

    ``share_of`` asks the database as often for a firm with much of it as for one with none.
    """

    name: str
    title: Sentence
    share_of: Callable[[int], Share]


_KINDS: Final[dict[str, Kind]] = {}


def register_kind(kind: Kind) -> None:
    """登记一种扶持: ValueError where another one has the name already."""
    if _KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"扶持种类 {kind.name} 已经登记过")


def whole_support_of(subject_id: int) -> list[tuple[Kind, Share]]:
    """一户的全部扶持: kind by kind, in the order in which they were registered, cash first.

    Cash is always told; the others where the firm has any of it.
    """
    told = [(kind, kind.share_of(subject_id)) for kind in _KINDS.values()]
    return [
        (kind, share)
        for kind, share in told
        if kind.name == CASH or share.received_fen or share.coming_fen
    ]


CASH: Final = "cash"


def cash_of(subject_id: int) -> Share:
    """现金: paid less what came back, and granted but not paid, as the books have it."""
    coming = Q(account__stage__in=(Stage.APPROVED, Stage.ORDERED))
    found = Balance.objects.filter(account__subject=subject_id).aggregate(
        paid=Sum("amount_fen", filter=Q(account__stage=Stage.PAID), default=0),
        coming=Sum("amount_fen", filter=coming, default=0),
    )
    return Share(int(found["paid"]), int(found["coming"]))
