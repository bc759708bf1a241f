"""办事的接口: life events with their plans for everybody, obligations for a firm's own people."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.door import actor_of
from huiqi.api.enums import Scope
from huiqi.api.frame import DATE, Json, Operation, Parameter
from huiqi.api.organizations import in_sight
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.kernel.access import require
from huiqi.kernel.clock import CalendarUnknown
from huiqi.kernel.now import today
from huiqi.matters.describe import described, listed, obligation
from huiqi.matters.duties import bound_by
from huiqi.matters.planning import plan
from huiqi.matters.reading import matters
from huiqi.parties.access import may_view_for
from huiqi.parties.queries import facts_of
from huiqi.rules.problems import Problem, Refused

router = Router(tags=["办事"])

MATTER_LIST: Final = Operation(
    summary="一件事的目录",
    about="与 huiqi matters list --json 相同，按目录的次序。",
    answers="matters_page",
    parameters=PAGING,
)
MATTER: Final = Operation(
    summary="一件事的步骤、材料、时限、依据和日期",
    about="与 huiqi matters show --json 相同。",
    answers="matter_plan",
    parameters=(Parameter("start", "哪天开始办；不写为今天", DATE),),
)
OBLIGATIONS: Final = Operation(
    summary="所代表的企业今后十二个月按时办的事",
    about="按已归集的事实；不确定是否适用的列出缺少的事实。只限能代表这个企业的人员。",
    answers="obligations_page",
    parameters=PAGING,
    wanted=Scope.FIRM,
)


@MATTER_LIST.at(router, "GET", "/matters")
def matter_list(request: HttpRequest) -> Json:
    """目录: every life event."""
    written, given = MATTER_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(list(matters().values()), listed)


@MATTER.at(router, "GET", "/matters/{matter}")
def matter_plan(request: HttpRequest, matter: str) -> Json:
    """一件事: with the days of every step."""
    written, given = MATTER.given(request)
    start = given.day(written.get("start"), "start")
    found = matters().get(matter)
    if found is None:
        raise ApiError("not_found", [not_found()])
    given.refuse()
    try:
        return described(found, plan(found, start))
    except CalendarUnknown as unknown:
        raise Refused([Problem(str(unknown), key="start")]) from None


@OBLIGATIONS.at(router, "GET", "/organizations/{credit_code}/obligations")
def organization_obligations(request: HttpRequest, credit_code: str) -> Json:
    """按时办的事: of a firm, on the facts on record today."""
    actor = actor_of(request)
    written, given = OBLIGATIONS.given(request)
    page = Page.read(written, given)
    organization = in_sight(actor, credit_code)
    require(may_view_for, actor, organization)
    given.refuse()
    return page.of(bound_by(facts_of(organization.subject, today())), obligation)


TEXT: Final[Json] = {"type": "string", "minLength": 1}
FLAG: Final[Json] = {"type": "boolean"}
COUNT: Final[Json] = {"type": "integer", "minimum": 0}


def _or_null(schema: Any) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(**properties: Any) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_HEAD: Final[Json] = {"id": TEXT, "title": TEXT, "summary": TEXT, "who": TEXT}
_PERIOD: Final = _object(
    length=COUNT, unit={"enum": ["工作日", "日", "月"]}, at_least=FLAG, basis=TEXT, unverified=FLAG
)
_STEP: Final = _object(
    id=TEXT,
    text=TEXT,
    department=TEXT,
    level={"enum": ["firm", "bank", "district", "city", "province", "national"]},
    place=_object(name=TEXT, url=_or_null(TEXT)),
    fee=TEXT,
    after={"type": "array", "items": TEXT},
    promised=_or_null(_PERIOD),
    legal=_or_null(_PERIOD),
    days_open=_or_null(TEXT),
    materials={
        "type": "array",
        "items": _object(text=TEXT, city_has=_or_null(TEXT), basis=TEXT),
    },
    programme=_or_null(TEXT),
    note=_or_null(TEXT),
    basis=TEXT,
    unverified=FLAG,
    start=DATE,
    until=_or_null(DATE),
    exact=FLAG,
    critical=FLAG,
    wave={"type": "integer", "minimum": 1},
    days_unverified=FLAG,
)
MATTER_ITEM: Final = _object(**_HEAD, steps=COUNT)
MATTER_PLAN: Final = _object(
    **_HEAD,
    plan=_object(
        start=DATE,
        until=DATE,
        working_days=COUNT,
        exact=FLAG,
        provisional=FLAG,
        unverified=FLAG,
    ),
    steps={"type": "array", "items": _STEP},
)
OBLIGATION: Final = _object(
    id=TEXT,
    text=TEXT,
    department=TEXT,
    verdict={"enum": ["yes", "no", "unknown"]},
    missing={"type": "array", "items": TEXT},
    why_not=_or_null(TEXT),
    dues={
        "type": "array",
        "items": _object(opens=DATE, last=DATE, written=DATE, estimated=FLAG, provisional=FLAG),
    },
    due_open=_or_null(TEXT),
    basis=TEXT,
    unverified=FLAG,
)
