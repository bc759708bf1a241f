"""政策文件的接口: documents as they stood on a day, their clauses and who rests on them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api import summaries
from huiqi.api.frame import DATE, TEXT, Json, Operation, Parameter
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError
from huiqi.kernel.words import worded
from huiqi.policies import queries
from huiqi.policies.enums import Standing
from huiqi.policies.queries import DocumentFilter
from huiqi.policies.saying import why
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, shown

router = Router(tags=["政策文件"])
router.add_router("", summaries.router)

LONGEST: Final = 60
LARGEST: Final = 2**63 - 1  # of a number that the database keeps
STANDING: Final[Json] = {"type": "string", "enum": list(Standing.values)}
DAY: Final[Json] = {"type": ["string", "null"], "format": "date"}
ON: Final = Parameter("on", "按哪一天算状态；不写为今天", DATE)
BRIEF: Final[Json] = {
    "id": {"type": "integer"},
    "title": TEXT,
    "document_no": TEXT | {"description": "空：文号未见"},
    "issuer": TEXT | {"description": "空：发文机关未见"},
    "kind": TEXT,
    "level": TEXT,
    "issued_on": DAY,
    "in_force_on": DAY,
    "until_on": DAY | {"description": "从这一天起不再有效；null：未见或没有写止期"},
    "has_no_end": {"type": "boolean"},
    "on": {"type": "string", "format": "date"},
    "standing": STANDING | {"description": "这一天的状态；查不到的是 unknown，不推算"},
}
CLAUSE: Final[Json] = {"number": TEXT, "text": TEXT, "programme": TEXT}
BASIS: Final[Json] = {
    "programme": TEXT,
    "department": TEXT,
    "unverified": {"type": "boolean"},
    "note": TEXT,
}
RELATION: Final[Json] = {"kind": TEXT, "document": {"type": "integer"}, "from": DAY}


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _listed(properties: Json) -> Json:
    return {"type": "array", "items": _object(properties)}


BRIEF_SCHEMA: Final = _object(BRIEF)
DOCUMENT_SCHEMA: Final = _object(
    BRIEF
    | {
        "why": TEXT | {"description": "为什么是这个状态"},
        "clauses": _listed(CLAUSE),
        "programmes": _listed(BASIS),
        "relations": _listed(RELATION) | {"description": "这份文件对别的文件"},
        "relations_to_it": _listed(RELATION) | {"description": "别的文件对这份文件"},
    }
)
DOCUMENT_LIST: Final = Operation(
    summary="政策文件",
    about="与 /documents/ 的列表相同：成文日期新的在前，没有日期的在后。",
    answers="documents_page",
    parameters=(
        *PAGING,
        ON,
        Parameter("standing", "这一天的状态", STANDING),
        Parameter("issuer", "发文机关的全称", TEXT),
        Parameter("year", "成文年份", {"type": "integer", "minimum": 1949, "maximum": 2100}),
        Parameter("q", "名称、文号或机关里的字", TEXT),
    ),
)
DOCUMENT: Final = Operation(
    summary="一份政策文件的条款、关系和引用它的项目",
    about="条款是本库自己的转述。",
    answers="document",
    parameters=(ON,),
)


@DOCUMENT_LIST.at(router, "GET", "/documents")
def documents(request: HttpRequest) -> Json:
    """政策文件: filtered as the page filters them."""
    written, given = DOCUMENT_LIST.given(request)
    page = Page.read(written, given)
    day = given.day(written.get("on"), "on")
    wanted = _wanted(written, given)
    given.refuse()
    return page.of(queries.chosen_documents(day, wanted), lambda one: _brief(one, day))


@DOCUMENT.at(router, "GET", "/documents/{number}")
def document(request: HttpRequest, number: str) -> Json:
    """一份文件: by its number."""
    written, given = DOCUMENT.given(request)
    day = given.day(written.get("on"), "on")
    is_number = number.isascii() and number.isdigit() and int(number[:20]) <= LARGEST
    found = queries.documents_on(day).filter(pk=number).first() if is_number else None
    if found is None:
        fix = _("全部编号见 /api/v1/documents。")
        problem = Problem(
            worded("没有编号为「%(number)s」的文件。", number=shown(number)), fix=fix, key="number"
        )
        raise ApiError("not_found", [problem])
    given.refuse()
    own, foreign = queries.relations_of(found, day)
    return _brief(found, day) | {
        "why": why(queries.validity_of(found), day),
        "clauses": [
            {"number": line.number, "text": line.text, "programme": line.basis.programme}
            for article in queries.articles_of(found, day)
            for line in article.lines
        ],
        "programmes": [
            {
                "programme": one.programme,
                "department": one.department,
                "unverified": one.basis.unverified,
                "note": one.basis.note,
            }
            for one in queries.charges_of(found, day)
        ],
        "relations": [_relation(one.kind, one.other_id, one.on) for one in own],
        "relations_to_it": [_relation(one.kind, one.document_id, one.on) for one in foreign],
    }


def _wanted(written: dict[str, str], given: Given) -> DocumentFilter:
    standing = written.get("standing", "")
    if standing and standing not in Standing.values:
        what = worded("没有状态「%(standing)s」。", standing=shown(standing))
        fix = worded("可写 %(listed)s。", listed="、".join(Standing.values))
        given.problems.append(Problem(what, fix=fix, key="standing"))
    year = given.number(written.get("year"), "year")
    if year is not None and not 1949 <= year <= 2100:
        what = _("「year」应在 1949 到 2100 之间。")
        given.problems.append(Problem(what, fix=_("请改写后再试。"), key="year"))
        year = None
    text, issuer = (_tidy(written.get(name, "")) for name in ("q", "issuer"))
    return DocumentFilter(text[:LONGEST], standing, issuer, year)


def _tidy(text: str) -> str:
    # PostgreSQL stores no zero byte and refuses to look for one.
    return " ".join(text.replace("\x00", "").split())[:200]


def _brief(one: Any, day: date) -> Json:
    return {
        "id": one.pk,
        "title": one.title,
        "document_no": one.document_no,
        "issuer": one.issuer,
        "kind": one.kind,
        "level": one.level,
        "issued_on": _iso(one.issued_on),
        "in_force_on": _iso(one.in_force_on),
        "until_on": _iso(one.until_on),
        "has_no_end": one.has_no_end,
        "on": day.isoformat(),
        "standing": one.standing,
    }


def _relation(kind: str, document: int, day: date | None) -> Json:
    return {"kind": kind, "document": document, "from": _iso(day)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
