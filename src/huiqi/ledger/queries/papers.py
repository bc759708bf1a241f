"""预算单的查询: those of a year, a programme or a department, and how far each has come."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiqi.ledger.enums import Verdict
from huiqi.ledger.models import Budget, Transfer

WAITING: Final = "waiting"
STATES: Final[dict[str, str | Promise]] = {
    WAITING: _("等待签字"),
    Verdict.SIGNED.value: _("已签字"),
    Verdict.REFUSED.value: _("已退回"),
}
_RELATED: Final = (
    *("giver__fund__department", "taker__fund__department"),
    *("made_by", "decision__decided_by"),
)


def papers(
    *, year: int | None = None, programme: str = "", department: int | None = None, state: str = ""
) -> QuerySet[Transfer]:
    """预算单: from or to budgets of a year, a programme and a department; the last first."""
    found = Transfer.objects.select_related(*_RELATED).order_by("-id")
    for of, wanted in (
        ("year", year),
        ("programme", programme),
        ("fund__department", department),
    ):
        if wanted:
            found = found.filter(Q(**{f"giver__{of}": wanted}) | Q(**{f"taker__{of}": wanted}))
    if state == WAITING:
        return found.filter(decision__isnull=True)
    return found.filter(decision__verdict=state) if state else found


def papers_of_budget(budget: Budget) -> QuerySet[Transfer]:
    """一笔预算的预算单: in or out, the last first."""
    return papers().filter(Q(giver=budget) | Q(taker=budget))


def state_of(paper: Transfer) -> str:
    """进度: one of STATES."""
    decision = getattr(paper, "decision", None)
    return decision.verdict if decision else WAITING
