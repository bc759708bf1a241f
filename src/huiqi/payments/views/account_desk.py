"""核验收款账户的页面: what waits, and one account with what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.access import is_money_officer
from huiqi.parties.enums import AccountProof, AccountState
from huiqi.parties.models import BankAccount, Organization
from huiqi.parties.pages import actor_of, back_to, no, only, page_of, remember_place, sheet
from huiqi.payments import actions, looking
from huiqi.payments.access import is_finance, may_read_accounts
from huiqi.payments.accounts import accounts_in_sight, asked_for, counted, steps_of, under_way
from huiqi.payments.views.accounts import columns_of_accounts, row_of
from huiqi.payments.views.orders import draw_choices

LONGEST_SEARCH = 100
LONGEST_NUMBER = 19
WAITING = AccountState.WAITING.value


@require_safe
@only(may_read_accounts)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """收款账户核验: those that wait unless asked otherwise; the oldest first."""
    remember_place(request)
    found = accounts_in_sight(actor_of(request))
    state, text = _wanted(request)
    page = page_of(request, asked_for(found, state, text))
    looked(request, "查阅收款账户", {one.organization.subject_id for one in page})
    context = {
        "here": "accounts",
        "nav": "accounts",
        "page": page,
        "counted": counted(found),
        "state": state,
        "text": text,
        "why_not": is_money_officer.refusal(actor_of(request)),
    }
    return render(request, "payments/accounts_desk.html", context)


@require_safe
@only(may_read_accounts)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: what the filters leave, with numbers in full, to compare with the bank's."""
    found = list(asked_for(accounts_in_sight(actor_of(request)), *_wanted(request)))
    looked(request, "导出收款账户", {one.organization.subject_id for one in found})
    columns = [Column(_("统一社会信用代码"), width=22), *columns_of_accounts()]
    rows = ([one.organization.credit_code, *row_of(one, in_full=True)] for one in found)
    return sheet("accounts", _("收款账户"), columns, rows)


def _wanted(request: HttpRequest) -> tuple[str, str]:
    """What the address asks for: a state («all» for any), and a firm or the end of a number."""
    state = request.GET.get("state", WAITING)
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    return (state if state in (*AccountState.values, "all") else WAITING), text


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_read_accounts)
@never_cache
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """一个账户: with its number in full; verified, declined or stopped here."""
    actor = actor_of(request)
    one = get_object_or_404(accounts_in_sight(actor), pk=pk)
    if request.method != "POST":
        return _draw(request, one)
    given, at = request.POST, now()
    note = given.get("note", "")
    try:
        match given.get("decision", ""):
            case "verify":
                proof = given.get("proof", "")
                actions.verify_account(account=one, proof=proof, note=note, actor=actor, now=at)
            case "decline":
                actions.decline_account(account=one, reason=note, actor=actor, now=at)
            case "stop":
                actions.stop_account(account=one, note=note, actor=actor, now=at)
            case _:
                raise Refused([_("请选择核验通过、不通过或停用")])
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _draw(request, get_object_or_404(accounts_in_sight(actor), pk=pk), refused.problems)
    return back_to(request, "payments:desk-accounts")


@require_POST
@only(is_finance)
def ask(request: HttpRequest) -> HttpResponse:
    """催录账户: of a firm that is to be paid and has none; back to what is to be paid."""
    number = request.POST.get("firm", "")
    known = number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER
    firm = get_object_or_404(Organization, pk=int(number) if known else 0)
    try:
        actions.ask_for_account(organization=firm, actor=actor_of(request), now=now())
    except Refused as refused:
        return draw_choices(request, refused.problems)
    return redirect("payments:new")


def _draw(request: HttpRequest, one: BankAccount, problems: Iterable[str] = ()) -> HttpResponse:
    actor = actor_of(request)
    looked(request, f"核验收款账户 {one.pk}", {one.organization.subject_id})
    why_not = is_money_officer.refusal(actor, one)
    if not why_not and one.entered_by_id is not None and one.entered_by_id == actor.person_id:
        why_not = _("录入账户的人不能自己核验")
    context = {
        "here": "accounts",
        "nav": "accounts",
        "one": one,
        "proofs": AccountProof.choices,
        "under_way": under_way(one),
        "history": steps_of(one, for_firm=False),
        "why_not": why_not,
        "problems": problems,
        "given": {name: request.POST.get(name, "") for name in ("proof", "note")},
    }
    return render(request, "payments/account_desk.html", context, status=409 if problems else 200)


def looked(request: HttpRequest, purpose: str, subjects: Iterable[int]) -> None:
    """留痕: for every firm whose account was on the page."""
    looking.looked(actor_of(request), purpose, subjects)
