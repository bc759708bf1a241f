"""看不见的字符: a page that a character stopped on its way to the database, told and not a 500."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from huiqi.kernel.unkept import carries_unkept, is_unkept

UNREADABLE = 422


class Unkept:
    """存不下的字符: of a page; those of programs are told in their own shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request, untouched."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """出错: None, and so ours, unless the request brought such a character."""
        if not is_unkept(exception) or not carries_unkept(request):
            return None
        return HttpResponse(render_to_string("422.html"), status=UNREADABLE)
