"""页面共用: who asks, a page of a list, a list as a file, a no with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from huiqi.kernel.access import Actor, Check
from huiqi.kernel.content import XLSX
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column, workbook
from huiqi.parties.middleware import ActorRequest
from huiqi.parties.models import Subject

PER_PAGE: Final = 20
SIZES: Final = ("20", "50", "100")
PICK: Final = "pick"  # what an address asks to be ticked is no part of the place
PLACE: Final = "place"
LONGEST_PLACE: Final = 500
AHEAD: Final = 1_000  # rows of a long list that are counted beyond the page
MOST_PAGES: Final = 500  # of a long list: whoever looks for more narrows it

AnyModel = TypeVar("AnyModel", bound=Model)
Result = TypeVar("Result")
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
                return no(request, reason)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def no(request: HttpRequest, reason: object) -> HttpResponse:
    """无权: the page that says who may, and why this reader may not."""
    return render(request, "403.html", {"reason": reason}, status=403)


def attempt(
    request: HttpRequest,
    act: Callable[[], Result],
    again: Callable[[Refused], HttpResponse],
    onward: Callable[[Result], HttpResponse],
) -> HttpResponse:
    """办一步: done, ``onward`` with what came of it; refused, the page ``again`` with why.

    Whoever may not do it at all reads who may.
    """
    try:
        made = act()
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return again(refused)
    return onward(made)


def own_subject(request: HttpRequest) -> Subject:
    """本企业的主体: of whoever stands for a firm."""
    found = actor_of(request).subject_id
    assert found is not None
    return Subject.objects.get(pk=found)


class LongList(Paginator):  # type: ignore[type-arg]
    """长列表: of rows nobody wants to count: no further than ``AHEAD`` beyond the page asked for.

    ``is_more``: there are more rows than ``count`` says.
    """

    def __init__(self, found: QuerySet[Any], rows: int, asked: str) -> None:
        super().__init__(found, rows)
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        self._reach = min(max(number, 1), MOST_PAGES) * rows + AHEAD

    @cached_property
    def _counted(self) -> int:
        found: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return found.order_by()[: self._reach + 1].count()

    @cached_property
    def count(self) -> int:
        """行数: as far as they are counted."""
        return min(self._counted, self._reach)

    @property
    def is_more(self) -> bool:
        """还有更多: than are counted."""
        return self._counted > self._reach


def page_of(
    request: HttpRequest, found: QuerySet[AnyModel] | Sequence[Any], *, is_long: bool = False
) -> Page[Any]:
    """一页: the one asked for, else the first; the last for a number too high.

    As many rows as the address asks for, where that is one of ``SIZES``. Of a list that
    ``is_long`` not all rows are counted.
    """
    size, asked = request.GET.get("per", ""), request.GET.get("page", "")
    rows = int(size) if size in SIZES else PER_PAGE
    known = LongList(cast("QuerySet[Any]", found), rows, asked) if is_long else None
    page = (known or Paginator(found, rows)).get_page(asked)
    page.sizes = SIZES if page.paginator.count > PER_PAGE else ()  # type: ignore[attr-defined]
    return page


def remember_place(request: HttpRequest) -> None:
    """记住位置: the list that is being worked through, with its filters and its page."""
    asked = request.GET.copy()
    asked.pop(PICK, None)
    place = f"{request.path}?{asked.urlencode()}" if asked else request.path
    if len(place) <= LONGEST_PLACE and request.session.get(PLACE) != place:
        request.session[PLACE] = place


def place_among(request: HttpRequest, route: str) -> QueryDict | None:
    """记住的筛选: of the list at ``route``, where that is what is being worked through."""
    told = urlsplit(request.session.get(PLACE, ""))
    return QueryDict(told.query) if told.path == reverse(route) else None


def back_to(request: HttpRequest, usual: str) -> HttpResponseRedirect:
    """回到原处: the list that was left for a decision, as it was; else the ``usual`` route."""
    return redirect(request.session.get(PLACE) or usual)


def sheet(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """电子表格: a whole list as an Excel file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(workbook(title, columns, rows), content_type=XLSX, headers=headers)
