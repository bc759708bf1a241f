"""页面共用: one page of a list, and a list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from huiqi.kernel.access import Actor
from huiqi.kernel.sheets import Column, workbook
from huiqi.parties.middleware import ActorRequest

PER_PAGE: Final = 20
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AnyModel = TypeVar("AnyModel", bound=Model)


def actor_of(request: HttpRequest) -> Actor:
    """办理人: who asks, and in whose name."""
    return cast("ActorRequest", request).actor


def page_of(request: HttpRequest, found: QuerySet[AnyModel]) -> Page[AnyModel]:
    """一页: the one asked for, else the first; the last for a number too high."""
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def sheet(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """电子表格: a whole list as an Excel file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(workbook(title, columns, rows), content_type=XLSX, headers=headers)
