"""收款账户的页面: a firm's own accounts; another firm's is not found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.actions.accounts import NAMED_FREELY, Written
from huiqi.parties.models import BankAccount
from huiqi.parties.pages import actor_of, only, page_of, sheet
from huiqi.payments import actions
from huiqi.payments.access import is_firm, may_keep_accounts
from huiqi.payments.accounts import (
    accounts_of_firm,
    own_organization,
    steps_of,
    under_way,
    why_declined,
)

WRITTEN: Final = ("bank", "branch_code", "number", "holder", "replaces")


@require_safe
@only(is_firm)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """收款账户: the firm's own, those in use first."""
    actor = actor_of(request)
    found = accounts_of_firm(actor)
    page = page_of(request, found)
    in_use = found.filter(closed_at=None)
    context = {
        "nav": "firm",
        "page": page,
        "rows": [(one, why_declined(one)) for one in page],
        "why_not": may_keep_accounts.refusal(actor),
        "can_be_paid": in_use.filter(verified_at__isnull=False).exists(),
        "is_waiting": in_use.filter(verified_at=None).exists(),
    }
    return render(request, "payments/accounts.html", context)


@require_safe
@only(is_firm)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: the firm's own accounts; numbers by their last digits."""
    found = accounts_of_firm(actor_of(request))
    return sheet("accounts", _("收款账户"), columns_of_accounts(), map(row_of, found))


def columns_of_accounts() -> list[Column]:
    """账户的列: as a firm and as who verifies export them."""
    return [
        *(Column(_("户名"), width=34), Column(_("开户银行"), width=30)),
        *(Column(_("联行号"), width=16), Column(_("账号"), width=24), Column(_("状态"))),
        *(Column(_("录入时间"), "moment"), Column(_("核验时间"), "moment")),
        *(Column(_("停用时间"), "moment"), Column(_("停用原因"), width=20)),
    ]


def row_of(one: BankAccount, *, in_full: bool = False) -> list[Any]:
    """账户的一行: with the number ``in_full``, or its last digits."""
    return [
        *(one.holder, one.bank, one.branch_code, one.number if in_full else one.masked),
        *(one.state.label, one.entered_at, one.verified_at, one.closed_at),
        one.get_closed_why_display(),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_keep_accounts)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """录入账户: bank, branch and number; everything that is wrong with them at once."""
    if request.method != "POST":
        return _new(request, {"replaces": request.GET.get("replaces", "")})
    given = {name: request.POST.get(name, "") for name in WRITTEN}
    at = own_organization(actor_of(request))
    assert at is not None  # who may keep accounts stands for a firm
    try:
        texts = {name: given[name] for name in WRITTEN[:-1]}
        made = actions.enter_account(
            organization=at,
            written=Written(**texts, replaces=_replaced(request, given["replaces"])),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _new(request, given, refused.problems)
    return redirect("payments:account", made.pk)


def _new(request: HttpRequest, given: dict[str, str], problems: Iterable[str] = ()) -> HttpResponse:
    actor = actor_of(request)
    at = own_organization(actor)
    assert at is not None
    context = {
        "nav": "firm",
        "firm": at,
        "given": dict.fromkeys(WRITTEN, "") | {"holder": at.name} | given,
        "is_named_freely": at.kind in NAMED_FREELY,
        "in_use": accounts_of_firm(actor).filter(closed_at=None, verified_at__isnull=False),
        "problems": problems,
    }
    return render(request, "payments/account_new.html", context, status=422 if problems else 200)


def _replaced(request: HttpRequest, written: str) -> BankAccount | None:
    if not written:
        return None
    own = accounts_of_firm(actor_of(request)).filter(closed_at=None)
    found = (
        own.filter(pk=int(written[:18])).first()
        if written.isascii() and written.isdigit()
        else None
    )
    if found is None:
        raise Refused([_("要接替的账户不是本单位在用的账户；请重新选择，或不选")])
    return found


@require_safe
@only(is_firm)
@never_cache
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """一个账户: what was done with it, and what is paid to it just now."""
    return _draw(request, _found(request, pk))


@require_POST
@only(may_keep_accounts)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """停用账户: nothing is paid to it any more."""
    one = _found(request, pk)
    note = request.POST.get("note", "")
    try:
        actions.stop_account(account=one, actor=actor_of(request), now=now(), note=note)
    except Refused as refused:
        return _draw(request, _found(request, pk), refused.problems)
    return redirect("payments:account", pk)


def _found(request: HttpRequest, pk: int) -> BankAccount:
    return get_object_or_404(accounts_of_firm(actor_of(request)), pk=pk)


def _draw(request: HttpRequest, one: BankAccount, problems: Iterable[str] = ()) -> HttpResponse:
    context = {
        "nav": "firm",
        "one": one,
        "why_declined": why_declined(one),
        "under_way": under_way(one),
        "history": steps_of(one, for_firm=True),
        "why_not": may_keep_accounts.refusal(actor_of(request)),
        "problems": problems,
    }
    return render(request, "payments/account.html", context, status=409 if problems else 200)
