"""文书的页面: papers as PDF for the firm, and for anybody whether one was given here.

Who only has the paper's code reads what kind it is, its number, day and digest; the firm is
named to whoever also types the number, for that stands on the paper in their hand.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.limits import Limit, comes_too_often
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.pages import only
from huiqi.programmes.access import is_firm
from huiqi.programmes.enums import DocumentKind
from huiqi.programmes.models import Document
from huiqi.programmes.papers import printed, printed_application
from huiqi.programmes.queries.applying import is_latest_round
from huiqi.programmes.views import own

PDF: Final = "application/pdf"
TRYING: Final = Limit(30, timedelta(hours=1))  # from one address; an office has one for many


@require_safe
@only(is_firm)
def paper_pdf(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """文书: of one's own application, as PDF."""
    one = own.found(request, pk)
    found = get_object_or_404(one.documents, pk=paper)
    return _pdf(found.number, printed(found))


@require_safe
@only(is_firm)
def application_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """申报表: as it was handed in last, as PDF; 404 for a draft."""
    one = own.found(request, pk)
    found = get_object_or_404(one.snapshots.order_by("-round")[:1])
    return _pdf(f"{one.number}-{found.round}", printed_application(found))


def _pdf(name: str, content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type=PDF, headers=headers)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """核验文书: by the code that is printed on it."""
    code = legible(request.GET.get("code", ""))[:32].lower()
    if code.isascii() and code.isalnum():
        return redirect("calls:paper", code)
    problems = [_("核验码是文书上二维码旁边网址的最后一段，只有字母和数字")] if code else []
    context = {"nav": "calls", "problems": problems, "code": code}
    return render(request, "programmes/paper_find.html", context, status=422 if problems else 200)


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """核验一份文书: whether it was given here, and still is of the latest round."""
    with everything():  # papers are for whoever holds them
        found = (
            Document.objects.filter(verify_code=code.lower())
            .select_related("application__organization", "application__call")
            .first()
        )
    number = legible(request.GET.get("number", ""))[:40].upper()
    context: dict[str, Any] = {
        "nav": "calls",
        "code": code,
        "paper": found,
        "kind": DocumentKind(found.kind).label if found else "",
        "is_latest": found is not None and _is_latest(found),
        "number": number,
        "problems": [],
        "firm": "",
    }
    if found is None:
        return render(request, "programmes/paper_verify.html", context, status=404)
    if number:
        if wait := comes_too_often(request, "paper", TRYING):
            minutes = -(-wait // 60)
            context["problems"] = [worded("试得太频繁，%(minutes)s 分钟后再来", minutes=minutes)]
            answer = render(request, "programmes/paper_verify.html", context, status=429)
            answer.headers["Retry-After"] = str(wait)
            return answer
        if number != found.number:
            context["problems"] = [_("编号与这份文书对不上，照文书右上角重新写")]
        else:
            context["firm"] = found.content.get("firm") or found.application.organization.name
    status = 422 if context["problems"] else 200
    return render(request, "programmes/paper_verify.html", context, status=status)


def _is_latest(paper: Document) -> bool:
    """Of a receipt the last round; of any other no later one of its kind."""
    round_ = paper.content.get("round")
    if isinstance(round_, int) and paper.kind == DocumentKind.RECEIPT:
        return is_latest_round(paper.application_id, round_)
    with everything():
        later = Document.objects.filter(
            application=paper.application_id, kind=paper.kind, pk__gt=paper.pk
        )
        return not later.exists()
