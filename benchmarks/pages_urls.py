"""读页面的地址: the city's own, and the bare page beside them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path

from benchmarks.pages import BARE, TEMPLATE
from huiqi.parties.models import Organization

_template = Template(TEMPLATE)


def bare(_request: HttpRequest) -> HttpResponse:
    """最小的页面: one row, four lines."""
    one = Organization.objects.order_by("pk")[0]
    return HttpResponse(_template.render(Context({"one": one})))


urlpatterns = [path(BARE[1:], bare), path("", include("huiqi.config.urls"))]
