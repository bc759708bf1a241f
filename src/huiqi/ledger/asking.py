"""所求: what people ask of the books, on a page, by a program or at the terminal, read alike.

All that does not read is told at once, in the same sentences everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.now import today
from huiqi.ledger.boards import BODIES, bodies, programmes_booked
from huiqi.ledger.enums import Method
from huiqi.ledger.forms import Written, unknown_budget
from huiqi.ledger.models import Budget, Fund, NewBudget
from huiqi.ledger.queries.samples import Asked
from huiqi.library import load
from huiqi.parties.models import Organization

NEW_FUND: Final = "set-up"
KINDS: Final = ("appropriate", NEW_FUND, "withdraw", "transfer")
OF_PAPER: Final = (
    *("fund", "code", "title", "department", "basis", "programme", "year"),
    *("giver", "taker", "amount", "document", "reason"),
)
CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OF_SAMPLE: Final = ("reason", "method", "size", "amount", "since", "until", "programme", "seed")


def sample_asked(written: Written) -> tuple[Asked, dict[str, str]]:
    """抽样要求: as it was written; Refused with everything that does not read."""
    method = written.one_of("method", _("抽样方法"), Method)
    written.need(method, _("请选抽样方法"), "method")
    on = today()
    asked = Asked(
        method=Method(method or Method.RANDOM),
        since=written.day("since", _("开始日期"), date(on.year, 1, 1)),
        until=written.day("until", _("结束日期"), on),
        programme=written.one_of(
            "programme", _("扶持计划"), [one.value for one in programmes_booked()]
        ),
        size=written.whole("size", _("样本量")) if method != Method.ABOVE else None,
        threshold_fen=written.amount("amount", _("金额")) if method == Method.ABOVE else None,
    )
    reason = written.text("reason")
    written.need(reason, _("请写明抽样的目的，如「2021 年专项资金检查」"), "reason")
    written.refuse()
    return asked, {"reason": reason, "seed": written.text("seed")}


@dataclass(frozen=True)
class PaperAsked:
    """预算单要求: what would stand on it; see Transfer. ``opens`` is not saved yet."""

    giver: Budget | None
    taker: Budget | None
    opens: NewBudget | None
    amount_fen: int
    reason: str
    document: str


def paper_asked(kind: str, written: Written) -> PaperAsked:
    """预算单要求: as it was written; Refused with everything that does not read.

    ``kind`` is one of KINDS. What is given to a budget that is not there yet would open it.
    """
    amount = written.amount("amount", _("金额"))
    reason = written.text("reason")
    written.need(reason, _("请写明理由"), "reason")
    document = "" if kind == "transfer" else written.text("document")
    if kind != "transfer":
        written.need(document, _("请写明文号：下达和收回都要有依据"), "document")
    giver = taker = opens = None
    if kind in ("withdraw", "transfer"):
        giver = _budget(written, "giver", _("调出预算"))
    if kind == "transfer":
        taker = _budget(written, "taker", _("调入预算"))
    if kind == "appropriate":
        taker, opens = _of_a_fund(written)
    if kind == NEW_FUND:
        opens = _of_a_new_fund(written)
    written.refuse()
    return PaperAsked(giver, taker, opens, amount, reason, document)


def _budget(written: Written, name: str, label: str) -> Budget | None:
    said = written.whole(name, label)
    found = Budget.objects.filter(pk=said).first() if said else None
    written.need(found, f"{label}：{unknown_budget()}", name)
    return found


def _of_a_fund(written: Written) -> tuple[Budget | None, NewBudget | None]:
    """Which budget is given money, or which would be opened for it."""
    fund = Fund.objects.filter(code=written.text("fund")).first()
    written.need(fund, _("请从列表里选专项资金"), "fund")
    programme, year = _line(written)
    if fund is None:
        return None, None
    there = Budget.objects.filter(fund=fund, programme=programme, year=year).first()
    return there, None if there else NewBudget(fund=fund, programme=programme, year=year)


def _of_a_new_fund(written: Written) -> NewBudget:
    code, title, basis = (written.text(name) for name in ("code", "title", "basis"))
    is_code = CODE.fullmatch(code)
    written.need(is_code, _("资金代码用小写字母、数字和连字符，如 industry-2022"), "code")
    written.need(title, _("请写明资金的名称"), "title")
    written.need(basis, _("请写明设立资金的依据：文号和条款"), "basis")
    name = written.one_of("department", _("主管部门"), bodies())
    if not written.text("department"):
        written.need("", _("请选主管部门"), "department")
    programme, year = _line(written)
    return NewBudget(
        code=code,
        title=title,
        basis=basis,
        department=Organization.objects.filter(
            kind__in=BODIES, name=name, closed_until=None
        ).first(),
        programme=programme,
        year=year,
    )


def _line(written: Written) -> tuple[str, int]:
    programme = written.one_of("programme", _("扶持计划"), load().policies)
    return programme, written.year(today().year)
