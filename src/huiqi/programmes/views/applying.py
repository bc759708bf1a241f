"""申报的页面: what a firm fills in, hands in and hears."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.parties.pages import actor_of, only
from huiqi.programmes.access import is_firm
from huiqi.programmes.queries.scoped import applications_of_firm


@require_safe
@only(is_firm)
@never_cache
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """一份申报: where it stands, and what is to be done next."""
    found = get_object_or_404(applications_of_firm(actor_of(request)), pk=pk)
    return render(request, "programmes/application.html", {"nav": "firm", "application": found})
