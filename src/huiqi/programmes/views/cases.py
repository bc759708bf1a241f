"""办理申报的页面: one case, with everything about it in sight."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.parties.pages import actor_of, only
from huiqi.programmes.access import may_look
from huiqi.programmes.queries.scoped import applications_to_handle


@require_safe
@only(may_look)
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """一件申报: facts, checks, materials, history and decision."""
    found = get_object_or_404(applications_to_handle(actor_of(request)), number=number)
    return render(request, "programmes/case.html", {"nav": "cases", "application": found})
