"""本企业的申报: found in sight of whoever asks; another firm's is not found, never forbidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huiqi.parties.pages import actor_of
from huiqi.programmes.access import may_prepare
from huiqi.programmes.enums import EDITABLE
from huiqi.programmes.models import Application
from huiqi.programmes.queries.scoped import applications_of_firm


def found(request: HttpRequest, pk: int) -> Application:
    """所看的申报: 404 for another firm's."""
    return get_object_or_404(applications_of_firm(actor_of(request)), pk=pk)


def why_not_written(request: HttpRequest, application: Application) -> str:
    """不能填写的原因: of whoever reads; empty where they may write."""
    return may_prepare.refusal(actor_of(request), application)


def not_editable(application: Application) -> HttpResponse | None:
    """已不能改: what was handed in is looked at on its own page."""
    if application.state in EDITABLE:
        return None
    return redirect("applying:application", application.pk)


def drawn(
    request: HttpRequest,
    template: str,
    application: Application,
    context: dict[str, Any],
    problems: Iterable[str] = (),
    status: int = 422,
) -> HttpResponse:
    """画一页: of an application, with what stood in the way of what was asked."""
    told = tuple(problems)
    whole = {
        "nav": "firm",
        "application": application,
        "call": application.call,
        "why_not": why_not_written(request, application),
        "problems": told,
        **context,
    }
    return render(request, template, whole, status=status if told else 200)
