"""申报发票的接口: the lines of an application: read, added, all replaced, sent as a sheet, removed.

By the same actions as the pages, with the same refusals; another firm's is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.applications import own_application
from huiqi.api.body import (
    CONTENT,
    WITH_FILE,
    content_of,
    needed_text,
    read_object,
    unknown_names,
)
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, Json, Operation
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.kernel.access import require
from huiqi.kernel.now import now, today
from huiqi.kernel.words import worded
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm
from huiqi.programmes.invoice_sheets import COLUMNS, Lines, of_entries, of_file
from huiqi.programmes.models import Application, InvoiceLine
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["申报"])

LARGEST: Final = 2_500_000  # bytes of as many lines as an application takes
PATH: Final = "/applications/{number}/invoices"
WHOLE: Final = "全部收下，或者一张也不收并按行列出全部问题；同一张发票全市只能用一次。"

INVOICES: Final = Operation(
    summary="一份申报的发票",
    about="按填写的先后；金额是以元计的十进制文字。",
    answers="application_invoices_page",
    parameters=PAGING,
    wanted=Scope.APPLICATIONS,
)
ADD: Final = Operation(
    summary="填发票",
    about=f"加在已填的后面。{WHOLE}请求最多 {LARGEST:,} 字节。{REPEAT}",
    answers="application_invoices_written",
    takes="application_invoices_given",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
REPLACE: Final = Operation(
    summary="换掉全部发票",
    about=f"已填的都换成这些；有问题时原来的不变。{WHOLE}请求最多 {LARGEST:,} 字节。{REPEAT}",
    answers="application_invoices_written",
    takes="application_invoices_given",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
SHEET: Final = Operation(
    summary="用表格填发票",
    about=f"Excel 或 CSV，最大 5 MB，列名同网页的空表；加在已填的后面。{WHOLE}{REPEAT}",
    answers="application_invoices_written",
    takes="application_sheet_given",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
REMOVE: Final = Operation(
    summary="删去一张发票",
    about=f"从草稿或等补正的申报里；删去以后别的申报可以用它。{REPEAT}",
    answers="application_invoices_written",
    wanted=Scope.APPLICATIONS,
    writes=True,
)


@INVOICES.at(router, "GET", PATH)
def application_invoices(request: HttpRequest, number: int) -> Json:
    """发票: page by page."""
    actor = actor_of(request)
    written, given = INVOICES.given(request)
    require(is_firm, actor)
    page = Page.read(written, given)
    one = own_application(actor, number)
    given.refuse()
    return page.of(one.invoices.order_by("place"), told)


@ADD.at(router, "POST", PATH)
def add_invoices(request: HttpRequest, number: int) -> HttpResponse:
    """填发票: by the same action as the page."""
    return _written_down(request, number, ADD, actions.add_invoices)


@REPLACE.at(router, "POST", PATH + "/replacement")
def replace_invoices(request: HttpRequest, number: int) -> HttpResponse:
    """换发票: all of them at once."""
    return _written_down(request, number, REPLACE, actions.replace_invoices)


def _written_down(
    request: HttpRequest, number: int, operation: Operation, write: Callable[..., list[InvoiceLine]]
) -> HttpResponse:
    _written, given = operation.given(request)
    body = read_object(request, most=LARGEST, smaller=_("请分几次填。"))
    given.problems += unknown_names(body, ("invoices",), _("字段"))
    entries = _entries(given, body.get("invoices"))
    return _kept(request, number, given, body, lambda: of_entries(entries, today()), write)


@SHEET.at(router, "POST", PATH + "/sheet")
def add_invoice_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """发票表: read as the page reads it."""
    _written, given = SHEET.given(request)
    body = read_object(request, most=WITH_FILE, smaller=_("请拆成几份表。"))
    given.problems += unknown_names(body, ("name", CONTENT), _("字段"))
    name, content = needed_text(given, body, "name"), content_of(given, body)
    return _kept(
        request,
        number,
        given,
        body,
        lambda: of_file(BytesIO(content), name, today()),
        actions.add_invoices,
    )


def _kept(
    request: HttpRequest,
    number: int,
    given: Given,
    body: Json,
    read: Callable[[], Lines],
    write: Callable[..., list[InvoiceLine]],
) -> HttpResponse:
    caller = caller_of(request)
    given.refuse()
    require(is_firm, caller.actor)
    one = own_application(caller.actor, number)

    def act() -> Json:
        lines = read()
        if lines.problems:
            raise ApiError("invalid", [Problem(why, key="invoices") for why in lines.problems])
        made = write(application=one, invoices=lines.invoices, actor=caller.actor, now=now())
        return _told_whole(one, made)

    return done_once(request, caller, body, act)


@REMOVE.at(router, "POST", PATH + "/{line}/removal")
def remove_invoice(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """删去: by the same action as the page."""
    caller = caller_of(request)
    _written, given = REMOVE.given(request)
    given.refuse()
    require(is_firm, caller.actor)
    one = own_application(caller.actor, number)

    def act() -> Json:
        found = one.invoices.filter(pk=line).first() if line < 2**63 else None
        if found is None:
            raise ApiError("not_found", [not_found()])
        actions.remove_invoice(application=one, line=found, actor=caller.actor, now=now())
        return _told_whole(one, [found])

    return done_once(request, caller, [number, line], act)


def told(line: InvoiceLine) -> Json:
    """发票描述: as it can be sent again."""
    return {
        "id": line.pk,
        "place": line.place,
        "code": line.code,
        "number": line.number,
        "amount": _amount(line.amount_fen),
        "buyer": line.buyer,
        "seller": line.seller,
        "issued_on": line.issued_on.isoformat(),
    }


def _told_whole(one: Application, lines: Iterable[InvoiceLine]) -> Json:
    whole = one.invoices.aggregate(amount=Sum("amount_fen"))["amount"] or 0
    return {
        "count": one.invoices.count(),
        "amount": _amount(whole),
        "invoices": [told(line) for line in lines],
    }


def _amount(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


def _entries(given: Given, value: object) -> list[Mapping[str, object]]:
    """What can be told of each line before it is read as an invoice."""
    if not isinstance(value, list):
        what = worded("「%(key)s」应是发票的列表。", key="invoices")
        fix = _("一张一个对象，写法见 openapi.json。")
        given.problems.append(Problem(what, fix=fix, key="invoices"))
        return []
    found = []
    for place, one in enumerate(value, 1):
        where = f"invoices[{place - 1}]"
        if isinstance(one, Mapping):
            given.problems += _misfits(one, where, place)
            found.append(one)
        else:
            what = worded("第 %(row)s 行：%(why)s", row=place, why=_("应是一个对象。"))
            given.problems.append(Problem(what, key=where))
    return found


def _misfits(one: Mapping[str, Any], where: str, row: int) -> Iterable[Problem]:
    for problem in unknown_names(one, tuple(COLUMNS), _("字段")):
        what = worded("第 %(row)s 行：%(why)s", row=row, why=problem.what)
        yield Problem(what, fix=problem.fix, key=f"{where}.{problem.key}")
    for name, value in one.items():
        is_amount = name == "amount" and isinstance(value, int | Decimal)
        if name in COLUMNS and (
            isinstance(value, bool) or not (isinstance(value, str) or is_amount)
        ):
            what = worded("「%(key)s」应是一段文字。", key=name)
            told = worded("第 %(row)s 行：%(why)s", row=row, why=what)
            yield Problem(told, fix=_("号码和代码开头的 0 也要写。"), key=f"{where}.{name}")
