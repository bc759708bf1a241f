"""发票的页面: one by hand, many pasted or from a spreadsheet; the sum against what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final, cast

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import worded
from huiqi.parties.pages import actor_of, no, only, page_of, sheet
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm
from huiqi.programmes.checks import MOST_INVOICES, problems_of_application
from huiqi.programmes.definition import Definition
from huiqi.programmes.invoice_sheets import COLUMNS, Lines, of_file, of_form, of_text
from huiqi.programmes.models import Application, InvoiceLine
from huiqi.programmes.queries.applying import INVOICES
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views import own

LONGEST: Final = 500_000  # letters that may be pasted
SHOWN: Final = 50  # problems that a page lists; how many more there are is told


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_firm)
@never_cache
def invoices(request: HttpRequest, pk: int) -> HttpResponse:
    """发票: all of what was sent is taken, or none of it with every problem by its row."""
    one = own.found(request, pk)
    if definition_of(one).form.invoices is None:
        raise Http404
    if (gone := own.not_editable(one)) is not None:
        return gone
    if request.method != "POST":
        return _drawn(request, one)
    try:
        lines = _lines(request)
        if lines.problems:
            return _drawn(request, one, lines.problems)
        actions.add_invoices(
            application=one, invoices=lines.invoices, actor=actor_of(request), now=now()
        )
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _drawn(request, one, refused.problems)
    return redirect("applying:invoices", pk)


def _lines(request: HttpRequest) -> Lines:
    """By whichever of the three ways it was sent."""
    today, way = day_of(now()), request.POST.get("way", "")
    if way == "file":
        file = request.FILES.get("file")
        if file is None:
            return Lines([], [_("先选要上传的表")])
        return of_file(cast("BinaryIO", file), str(file.name), today)
    if way == "paste":
        text = request.POST.get("text", "")
        if len(text) > LONGEST:
            return Lines([], [_("粘贴的太多，请改用上传，或分几次")])
        return of_text(text, today)
    return of_form({name: request.POST.get(name, "")[:200] for name in COLUMNS}, today)


@require_POST
@only(is_firm)
def remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """删去一张: of a draft."""
    one = own.found(request, pk)
    found = get_object_or_404(one.invoices, pk=line)
    try:
        actions.remove_invoice(application=one, line=found, actor=actor_of(request), now=now())
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _drawn(request, one, refused.problems)
    return redirect("applying:invoices", pk)


@require_safe
@only(is_firm)
def invoices_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """发票导出: all of them, in a form that can be handed in again."""
    one = own.found(request, pk)
    name = one.number or f"draft-{one.pk}"
    return sheet(f"{name}-invoices", _("发票"), _columns(), map(_cells, one.invoices.all()))


@require_safe
@only(is_firm)
def blank_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """空表: the columns to be filled in."""
    own.found(request, pk)
    return sheet("invoices", _("发票"), _columns(), [])


def _columns() -> list[Column]:
    styles = {"amount": "yuan", "issued_on": "day"}
    return [
        Column(title, cast("Any", styles.get(name, "text")), 24) for name, title in COLUMNS.items()
    ]


def _cells(line: InvoiceLine) -> Sequence[object]:
    return [
        *(line.code, line.number, line.amount_fen),
        *(line.buyer, line.seller, line.issued_on),
    ]


def _drawn(
    request: HttpRequest, one: Application, problems: Iterable[str] = (), status: int = 422
) -> HttpResponse:
    definition = definition_of(one)
    told = list(problems)
    if len(told) > SHOWN:
        rest = len(told) - SHOWN
        told = [*told[:SHOWN], worded("还有 %(rest)s 处，改好这些再看", rest=rest)]
    found = one.invoices.order_by("place")
    unbalanced = [
        each
        for each in problems_of_application(one, day_of(now()))
        if _is_of_sums(definition, each.about)
    ]
    context = {
        "wanted": definition.form.invoices,
        "page": page_of(request, found),
        "count": found.count(),
        "total": found.aggregate(whole=Sum("amount_fen"))["whole"] or 0,
        "most": MOST_INVOICES,
        "unbalanced": unbalanced,
        "given": {name: request.POST.get(name, "")[:200] for name in COLUMNS},
        "text": request.POST.get("text", "")[:LONGEST],
        "way": request.POST.get("way", ""),
        "columns": [_(title) for title in COLUMNS.values()],
    }
    return own.drawn(request, "programmes/apply_invoices.html", one, context, told, status)


def _is_of_sums(definition: Definition, about: str) -> bool:
    """Whether a problem is of a sum, in which invoices have a part."""
    return about == INVOICES or any(one.key == about for one in definition.form.computed)
