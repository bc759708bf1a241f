"""预算单的查询: those of a year, a programme or a department, and how far each has come."""

from __future__ import annotations

from functools import reduce
from operator import or_
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
    *("opens__fund__department", "opens__department", "opens__budget__fund"),
    *("made_by", "decision__decided_by"),
)


def papers(
    *, year: int | None = None, programme: str = "", department: int | None = None, state: str = ""
) -> QuerySet[Transfer]:
    """预算单: from or to budgets of a year, a programme and a department; the last first."""
    found = Transfer.objects.select_related(*_RELATED).order_by("-id")
    if year:
        found = found.filter(_of("year", year))
    if programme:
        found = found.filter(_of("programme", programme))
    if department:
        of_a_new_fund = Q(opens__department=department)
        found = found.filter(_of("fund__department", department) | of_a_new_fund)
    if state == WAITING:
        return found.filter(decision__isnull=True)
    return found.filter(decision__verdict=state) if state else found


def _of(name: str, wanted: object) -> Q:
    """Of either side, or of the budget that is to be set up."""
    sides = ("giver", "taker", "opens")
    return reduce(or_, (Q(**{f"{side}__{name}": wanted}) for side in sides))


def papers_of_budget(budget: Budget) -> QuerySet[Transfer]:
    """一笔预算的预算单: in or out, the last first."""
    return papers().filter(Q(giver=budget) | Q(taker=budget) | Q(opens__budget=budget))


def state_of(paper: Transfer) -> str:
    """进度: one of STATES."""
    decision = getattr(paper, "decision", None)
    return decision.verdict if decision else WAITING
