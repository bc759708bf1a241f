"""页面共用: who asks, a page of a list, a list as a file, a no with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from huiqi.kernel.access import Actor, Check
from huiqi.kernel.sheets import Column, workbook
from huiqi.parties.middleware import ActorRequest
from huiqi.parties.models import Subject

PER_PAGE: Final = 20
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AnyModel = TypeVar("AnyModel", bound=Model)
View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """办理人: who asks, and in whose name."""
    return cast("ActorRequest", request).actor


def only(check: Check) -> Callable[[View], View]:
    """只给: signed in, and the check says yes; else the page says who may and why."""

    def guard(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if reason := check.refusal(actor_of(request)):
                return render(request, "403.html", {"reason": reason}, status=403)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def own_subject(request: HttpRequest) -> Subject:
    """本企业的主体: of whoever stands for a firm."""
    found = actor_of(request).subject_id
    assert found is not None
    return Subject.objects.get(pk=found)


def page_of(request: HttpRequest, found: QuerySet[AnyModel]) -> Page[AnyModel]:
    """一页: the one asked for, else the first; the last for a number too high."""
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def sheet(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """电子表格: a whole list as an Excel file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(workbook(title, columns, rows), content_type=XLSX, headers=headers)
