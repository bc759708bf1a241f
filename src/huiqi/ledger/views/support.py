"""一户的公共扶持: all that a firm got of public money, for finance, auditors and itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.now import today
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import worded
from huiqi.ledger.access import may_read_support
from huiqi.ledger.boards import name_of
from huiqi.ledger.forms import Written
from huiqi.ledger.queries.support import Received, received_by
from huiqi.ledger.queries.whole import whole_support_of
from huiqi.ledger.views.common import looked, shown
from huiqi.parties.access import stands_for_firm
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization, Subject
from huiqi.parties.pages import only, own_subject, sheet
from huiqi.parties.queries import current_organization, facts_of, organization_by_code
from huiqi.rules.say import title_name

MOST_FOUND = 20
FEWEST_LETTERS = 2


@require_safe
@only(may_read_support)
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """查一户: by its credit code or a part of its name."""
    said = Written(request.GET.dict()).text("q")
    firm = organization_by_code(said) if said else None
    if firm and firm.credit_code:
        return redirect("ledger:support-of", firm.credit_code)
    found, problems = _named(said)
    context = {
        "tab": "support",
        "q": said,
        "found": found[:MOST_FOUND],
        "is_cut": len(found) > MOST_FOUND,
        "problems": problems,
    }
    return shown(request, "ledger/support_find.html", context, status=422 if problems else 200)


def _named(said: str) -> tuple[list[Organization], list[str]]:
    if not said:
        return [], []
    if len(said) < FEWEST_LETTERS:
        return [], [_("请至少写两个字，或写完整的统一社会信用代码")]
    named = Organization.objects.filter(name__contains=said, credit_code__isnull=False)
    firms = named.exclude(kind__in=PUBLIC_BODIES)
    found = list(firms.order_by("name", "id")[: MOST_FOUND + 1])
    if found:
        return found, []
    told = worded("没有找到「%(said)s」，请核对名称或统一社会信用代码", said=said)
    return [], [told]


@require_safe
@only(may_read_support)
@never_cache
def support_of(request: HttpRequest, credit_code: str) -> HttpResponse:
    """一户的公共扶持: for finance and auditors; the firm sees who looked."""
    firm = _firm(credit_code)
    looked(request, "查阅企业公共扶持", firm, firm.subject_id)
    context = _told(firm.subject) | {"tab": "support", "firm": firm}
    return shown(request, "ledger/support.html", context)


@require_safe
@only(may_read_support)
@never_cache
def support_sheet(request: HttpRequest, credit_code: str) -> HttpResponseBase:
    """公共扶持导出: of one firm."""
    firm = _firm(credit_code)
    looked(request, "导出企业公共扶持", firm, firm.subject_id)
    return _sheet(firm.subject)


@require_safe
@only(stands_for_firm)
@never_cache
def own_support(request: HttpRequest) -> HttpResponse:
    """我的公共扶持: the firm's own; nobody else's is in sight."""
    subject = own_subject(request)
    firm = current_organization(subject)
    context = _told(subject) | {"nav": "firm", "firm": firm, "is_own": True}
    return shown(request, "ledger/support.html", context)


@require_safe
@only(stands_for_firm)
@never_cache
def own_support_sheet(request: HttpRequest) -> HttpResponseBase:
    """我的公共扶持导出: the firm's own."""
    return _sheet(own_subject(request))


def _firm(credit_code: str) -> Organization:
    firm = organization_by_code(credit_code)
    if firm is None:
        raise Http404
    return firm


def _told(subject: Subject) -> dict[str, Any]:
    rows = received_by(subject)
    return {
        "rows": [(one, name_of(one.budget)) for one in rows],
        "paid": sum(one.paid_fen for one in rows),
        "coming": sum(one.coming_fen for one in rows),
        "returned": sum(one.returned_fen for one in rows),
        "undisclosed": sum(one.disclosed is None and one.paid_fen > 0 for one in rows),
        "whole": whole_support_of(subject.pk),
        "titles": list(titles_of(subject)),
    }


def titles_of(subject: Subject) -> Iterator[tuple[str, date | None]]:
    """称号: on record today, each with the last day it is valid, None where that is not told."""
    known: Iterable[Any] = facts_of(subject, today()).lists.get("titles", ())
    for one in known:
        if isinstance(one, dict):
            until = one.get("valid_until")
            name = title_name(str(one["kind"]), str(one.get("level") or ""))
            yield name, date.fromordinal(until) if isinstance(until, int) else None


def _sheet(subject: Subject) -> HttpResponse:
    columns = (
        *(Column(_("年度"), "number", 8), Column(_("专项资金"), width=40)),
        *(Column(_("扶持计划"), width=40), Column(_("主管部门"), width=24)),
        *(Column(_("申报通知"), width=20), Column(_("已支付"), "yuan")),
        *(Column(_("最近支付日期"), "day"), Column(_("已核定未付"), "yuan")),
        *(Column(_("退回"), "yuan"), Column(_("公开日期"), "day"), Column(_("依据"), width=40)),
    )
    return sheet("public-support", _("公共扶持"), columns, map(_cells, received_by(subject)))


def _cells(one: Received) -> tuple[object, ...]:
    budget = one.budget
    return (
        *(budget.year, budget.fund.title, name_of(budget), budget.fund.department.name),
        *(one.call, one.paid_fen, one.last_paid_on, one.coming_fen, one.returned_fen),
        *(one.disclosed.on if one.disclosed else None, budget.fund.basis),
    )
