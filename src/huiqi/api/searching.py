"""检索的接口: policies and clauses that speak of what was asked, as the page finds them."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.frame import TEXT, Json, Operation, Parameter
from huiqi.policies.search.here import finder
from huiqi.policies.search.telling import FEWEST, MOST, USUAL, read_limit, told
from huiqi.policies.tasks import ask_for_index

router = Router(tags=["检索"])

COUNT: Final[Json] = {"type": "integer", "minimum": FEWEST, "maximum": MOST, "default": USUAL}
SEARCH: Final = Operation(
    summary="查政策",
    about="与 huiqi search --json 相同，也与网页的第一页相同；信用代码不查，只指明去比对。",
    answers="search",
    parameters=(
        Parameter("q", "名称、条款、问句或文号；拼音和错字也认", TEXT, required=True),
        Parameter("limit", f"最多几项；不写为 {USUAL}", COUNT),
    ),
)


@SEARCH.at(router, "GET", "/search")
def search(request: HttpRequest) -> Json:
    """检索: never fails for what is asked, however odd it is."""
    written, given = SEARCH.given(request)
    most = read_limit(given, written.get("limit"))
    given.refuse()
    ours = finder()
    if not ours.is_fresh:
        ask_for_index()
    return told(ours, written["q"], on=given.today, limit=most)
