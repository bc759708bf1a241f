"""存不下的字符: the mistake of the request that brought it, and ours where none did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from huiqi.api import problems
from huiqi.kernel.unkept import carries_unkept, is_unkept
from huiqi.web.unkept import Unkept


def ask(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text", [text])


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d"])
def test_what_the_driver_refuses_is_known(db: None, text: str) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011 -- of whatever kind the driver says
        ask(text)
    assert is_unkept(refused.value)
    told = problems.of(refused.value)
    assert (told.code, [one.what for one in told.problems]) == (
        "invalid",
        ["请求里有存不下的字符（NUL 或半个字符）。"],
    )
    ask("the connection goes on")


@pytest.mark.parametrize("other", [ValueError("别的"), KeyError("NUL (0x00)"), Exception("x")])
def test_anything_else_is_not(other: Exception) -> None:
    assert not is_unkept(other)


def _page(of: Callable[[RequestFactory], Any]) -> HttpResponse | None:
    asked = of(RequestFactory())
    guard = Unkept(lambda _request: HttpResponse())
    return guard.process_exception(asked, ValueError("text fields cannot contain NUL (0x00)"))


ODD: dict[str, Callable[[RequestFactory], Any]] = {
    "query": lambda make: make.get("/", {"q": "a\x00"}),
    "name": lambda make: make.get("/", {"q\x00": "a"}),
    "path": lambda make: make.get("/a%00/"),
    "form": lambda make: make.post("/", {"text": ["好", "a\x00"]}),
}


@pytest.mark.parametrize("of", ODD.values(), ids=ODD)
def test_request_that_brought_it_is_told(of: Callable[[RequestFactory], Any]) -> None:
    answer = _page(of)
    assert answer is not None
    assert (answer.status_code, "存不下的字符" in answer.content.decode()) == (422, True)


def test_request_that_did_not_is_not_blamed() -> None:
    assert _page(lambda make: make.post("/?q=好", {"text": "好"})) is None
    assert not carries_unkept(RequestFactory().get("/"))
