"""知识库的接口: the answers there are today, found by words or by item, and one of them."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.frame import DATE, TEXT, Json, Operation, Parameter
from huiqi.api.notice_shapes import OR_NULL, shape
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.kernel.now import day_of
from huiqi.kernel.words import can_be_kept
from huiqi.knowledge.here import find_answers
from huiqi.knowledge.indexing import ask_for_index
from huiqi.knowledge.models import Edition
from huiqi.knowledge.queries import answers_on, answers_wanted
from huiqi.knowledge.views import item_title, read_asked
from huiqi.policies.search.telling import FEWEST, MOST, USUAL, read_limit
from huiqi.rules.problems import Problem

router = Router(tags=["知识库"])

ANSWER: Final = shape(
    {
        **dict.fromkeys(("number", "question", "answer", "basis", "item", "item_title"), TEXT),
        "unit": TEXT | {"description": "负责这条答案的单位"},
        "policy": OR_NULL | {"description": "政策库里的项目"},
        "version": {"type": "integer", "minimum": 1},
        "reviewed_on": DATE,
        "expires_on": DATE | {"description": "有效到这一天，含当天；过了就不再是答案"},
    }
)
KNOWLEDGE_SCHEMAS: Final = {
    "answer": ANSWER,
    "answers_page": page_schema(ANSWER),
    "answers_found": shape({"items": {"type": "array", "items": ANSWER}}),
}
LIST: Final = Operation(
    summary="公开的答案",
    about="今天还有效的，新审核的在前，同 /knowledge/。",
    answers="answers_page",
    parameters=(
        Parameter("q", "问题、回答、依据里的字，或者编号", TEXT),
        Parameter("item", "事项的编码，2、4 或 6 位", TEXT),
        *PAGING,
    ),
)
SEARCH: Final = Operation(
    summary="查答案",
    about="用自己的话问，最像的在前，同网页 /search/ 上面的答案；只问到一部分的不答。",
    answers="answers_found",
    parameters=(
        Parameter("q", "一句话", TEXT, required=True),
        Parameter(
            "limit",
            f"最多几条；不写为 {USUAL}",
            {"type": "integer", "minimum": FEWEST, "maximum": MOST, "default": USUAL},
        ),
    ),
)
ONE: Final = Operation(summary="一条公开的答案", about="草稿、到期和撤下的没有。", answers="answer")


@LIST.at(router, "GET", "/knowledge")
def answers(request: HttpRequest) -> Json:
    """公开的答案: page by page."""
    written, given = LIST.given(request)
    page = Page.read(written, given)
    asked, problems = read_asked(written)
    given.problems += [Problem(sentence) for sentence in problems]
    given.refuse()
    return page.of(answers_wanted(asked, given.today), _told)


@SEARCH.at(router, "GET", "/knowledge/search")
def find(request: HttpRequest) -> Json:
    """查答案: never fails for what is asked, however odd it is."""
    written, given = SEARCH.given(request)
    most = read_limit(given, written.get("limit"))
    given.refuse()
    found = find_answers(written["q"], on=given.today, most=most)
    if not found.is_fresh:
        ask_for_index()
    return {"items": [_told(one) for one in found.editions]}


@ONE.at(router, "GET", "/knowledge/{number}")
def answer(request: HttpRequest, number: str) -> Json:
    """一条答案: as long as it is one."""
    _written, given = ONE.given(request)
    given.refuse()
    known = answers_on(given.today).filter(entry__number=number) if can_be_kept(number) else None
    found = known.first() if known is not None else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return _told(found)


def _told(one: Edition) -> Json:
    assert one.reviewed_at is not None  # of those that are published
    return {
        "number": one.entry.number,
        "question": one.question,
        "answer": one.answer,
        "basis": one.basis,
        "item": one.entry.item,
        "item_title": item_title(one.entry.item),
        "unit": one.entry.unit.name,
        "policy": one.policy or None,
        "version": one.version,
        "reviewed_on": day_of(one.reviewed_at).isoformat(),
        "expires_on": one.expires_on.isoformat(),
    }
