"""白话说明的接口: what a programme is in plain words, who answers for it, and whom to ask."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.frame import DATE, TEXT, Json, Operation, Parameter
from huiqi.api.matching import known_programme
from huiqi.kernel.now import CITY
from huiqi.policies.contacts import counters_of
from huiqi.policies.models import PARTS, Summary, labels
from huiqi.policies.summaries import published_summary

router = Router(tags=["目录"])

DAY: Final[Json] = {"type": ["string", "null"], "format": "date"}
CONTACT: Final = ("office", "telephone", "address", "hours", "window", "source")
ON: Final = Parameter("on", "按哪一天的主管部门和联系方式；不写为今天", DATE)


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


NAMES: Final = labels()
PLAIN: Final = _object(
    {name: TEXT | {"description": f"{NAMES[name]}；空：没有写"} for name in PARTS}
    | {
        "version": {"type": "integer"},
        "from_library": {"type": "boolean"},
        "office": TEXT | {"description": "复核的部门；随政策库装入的为空"},
        "published_on": {"type": "string", "format": "date"},
    }
)
SUMMARY_SCHEMA: Final = _object(
    {
        "programme": TEXT,
        "on": {"type": "string", "format": "date"},
        "summary": {"anyOf": [PLAIN, {"type": "null"}]},
        "department": TEXT | {"description": "这一天的主管部门；空：未见"},
        "department_note": TEXT | {"description": "部门改名、接手的说明"},
        "contacts": {
            "type": "array",
            "items": _object(dict.fromkeys(CONTACT, TEXT) | {"from": DAY, "until": DAY}),
        },
    }
)
SUMMARY: Final = Operation(
    summary="一个项目的白话说明和联系方式",
    about="与政策页上的说明相同：只有已经发布的那一版。",
    answers="programme_summary",
    parameters=(ON,),
)


@SUMMARY.at(router, "GET", "/programmes/{programme}/summary")
def summary(request: HttpRequest, programme: str) -> Json:
    """白话说明: the published version, and whom to ask on the day."""
    written, given = SUMMARY.given(request)
    name = known_programme(programme)
    day = given.day(written.get("on"), "on")
    given.refuse()
    counter, found = counters_of([name], day)[name], published_summary(name)
    return {
        "programme": name,
        "on": day.isoformat(),
        "summary": _plain(found) if found else None,
        "department": counter.handler.name if counter.handler else "",
        "department_note": counter.handler.why if counter.handler else "",
        "contacts": [_contact(one) for one in counter.contacts],
    }


def _plain(found: Summary) -> Json:
    assert found.published_at is not None  # the database holds to it
    return found.parts | {
        "version": found.version,
        "from_library": found.is_from_library,
        "office": found.reviewed_office,
        "published_on": found.published_at.astimezone(CITY).date().isoformat(),
    }


def _contact(one: Any) -> Json:
    return {name: getattr(one, name) for name in CONTACT} | {
        "from": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
    }
