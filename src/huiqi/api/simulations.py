"""政策沙盘的接口: tried on the city's register by the same action as the page, read and listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import kept_text, read_object, unknown_names
from huiqi.api.books import yuan
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation
from huiqi.api.matching import known_programme
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.citywide.queries import latest_register
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.policies.access import keeps
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem
from huiqi.rules.simulate import AFTER, BEFORE, SIDES, Simulated
from huiqi.sandbox.actions import ask_for_city, simulate_policy
from huiqi.sandbox.asking import Asked
from huiqi.sandbox.drawing import splits_of
from huiqi.sandbox.models import SandboxRun
from huiqi.sandbox.queries import runs_of
from huiqi.sandbox.results import read
from huiqi.sandbox.saying import DIMENSIONS, assumptions

router = Router(tags=["政策沙盘"])

PATH: Final = "/programmes/{programme}/simulations"
WRITTEN: Final = ("before", "after", "on", "take_up", "years", "title")
ASKED: Final = ("parameters", "rules", "dropped", *WRITTEN)

SIMULATION_LIST: Final = Operation(
    summary="一项政策推演过的",
    about="只限维护这项政策的单位；新的在前，不含分布。",
    answers="simulations_page",
    parameters=PAGING,
    wanted=Scope.SANDBOX,
)
SIMULATION: Final = Operation(
    summary="一次推演：得失、费用、分布、预算年度、假设、公平竞争审查提示",
    about="finished_at 有值才算完，result 才有内容；没有算完的，done 是已经读过的户数。",
    answers="simulation",
    wanted=Scope.SANDBOX,
)
SIMULATE: Final = Operation(
    summary="在全市名册上推演",
    about=(
        "parameters 改数字，rules 改条件（写法和规则文件一样），dropped 去掉条件；"
        "before、after 是规则草稿的版次，不写就是现行规则。"
        f"同样的问题在同一份名册上只算一次，得到同一次推演。{REPEAT}"
    ),
    answers="simulation",
    takes="simulation_asked",
    wanted=Scope.SANDBOX,
    writes=True,
)


@SIMULATION_LIST.at(router, "GET", PATH)
def simulations(request: HttpRequest, programme: str) -> Json:
    """推演过的: page by page."""
    written, given = SIMULATION_LIST.given(request)
    page = Page.read(written, given)
    name = _kept(request, programme)
    given.refuse()
    return page.of(runs_of([name]), _brief)


@SIMULATION.at(router, "GET", PATH + "/{number}")
def simulation(request: HttpRequest, programme: str, number: str) -> Json:
    """一次推演: with all that came of it."""
    _written, given = SIMULATION.given(request)
    name = _kept(request, programme)
    is_number = number.isascii() and number.isdigit() and len(number) < 18
    found = runs_of([name]).filter(pk=int(number)).first() if is_number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    given.refuse()
    return told(found)


@SIMULATE.at(router, "POST", PATH)
def simulate(request: HttpRequest, programme: str) -> HttpResponse:
    """推演: at once, or by the worker where the register is large."""
    caller = caller_of(request)
    _written, given = SIMULATE.given(request)
    name = _kept(request, programme)
    body = read_object(request)
    given.problems += unknown_names(body, ASKED, _("字段"))
    asked = Asked(
        parameters=_texts(given, body, "parameters"),
        rules=_texts(given, body, "rules"),
        dropped=_names(given, body),
        **{key: _text(given, key, body.get(key)) for key in WRITTEN},
    )
    given.refuse()
    if latest_register() is None:
        # Outside of what is done once: a refusal would take the request for a register back.
        ask_for_city(programme=name, actor=caller.actor)
        raise Refused([_("全市名册还没有写出；已经交给后台，写好后再推演")])

    def act() -> Json:
        run = simulate_policy(programme=name, asked=asked, actor=caller.actor, now=now())
        return told(runs_of([name]).get(pk=run.pk))

    return done_once(request, caller, body, act)


def told(run: SandboxRun) -> Json:
    """推演描述: as it stands, with what the page shows of it."""
    return _brief(run) | {"result": _result(run, run.result) if run.result else None}


def _brief(run: SandboxRun) -> Json:
    settings = run.settings
    versions = {side: (settings[side] or {}).get("version") for side in SIDES}
    return {
        "number": run.pk,
        "programme": run.programme,
        "title": run.title,
        "parameters": settings["parameters"],
        "rules": settings["rules"],
        **versions,
        "on": run.on.isoformat(),
        "take_up": settings["take_up"],
        "years": settings["years"],
        "register": {
            "on": run.register.on.isoformat(),
            "sha256": run.register.sha256,
            "firms": run.register.firms,
        },
        "against": run.against,
        "identity": run.identity,
        "made_with": run.made_with,
        "asked_at": moment_text(run.asked_at),
        "finished_at": moment_text(run.finished_at),
        "done": run.done,
        "stopped": run.stopped,
    }


def _result(run: SandboxRun, kept: Mapping[str, Any]) -> Json:
    found = read(kept)
    return {
        "subjects": found.subjects,
        **{side: _side(found, side) for side in SIDES},
        "winners": found.winners,
        "losers": found.losers,
        "raised": found.raised,
        "lowered": found.lowered,
        "gain": yuan(found.gain),
        "loss": yuan(found.loss),
        "affected": found.changed,
        "moves": [{"before": a, "after": b, "firms": n} for a, b, n in kept["moves"]],
        "groups": list(_groups(found)),
        "years": [
            {"on": one["on"], BEFORE: _ends(one), AFTER: _ends(other)}
            for one, other in zip(*(kept["budget"][side]["years"] for side in SIDES), strict=True)
        ],
        "whole": {side: _ends(kept["budget"][side]) for side in SIDES},
        "changes": kept["changes"],
        "assumptions": list(assumptions(run, found)),
        "fair_competition": kept["note"],
    }


def _side(found: Simulated, name: str) -> Json:
    side = found.sides[name]
    sure, most = side.cost()
    return {
        "yes": side.tally.yes,
        "unknown": side.tally.unknown,
        "no": side.no,
        "low": yuan(sure),
        "high": None if most is None else yuan(most),
        "open": side.tally.open,
    }


def _groups(found: Simulated) -> Any:
    for dimension in DIMENSIONS:
        for one in splits_of(found, dimension):
            yield {
                "dimension": dimension,
                "name": one.name,
                "firms": one.firms,
                "yes_before": one.before.yes,
                "yes_after": one.after.yes,
                "unknown_before": one.before.unknown,
                "unknown_after": one.after.unknown,
                "low_before": yuan(one.before.sure),
                "low_after": yuan(one.after.sure),
            }


def _ends(of: Mapping[str, Any]) -> Json:
    return {"low": yuan(of["low"]), "high": None if of["high"] is None else yuan(of["high"])}


def _kept(request: HttpRequest, programme: str) -> str:
    """A programme that the caller's body keeps; another one is not found."""
    name = known_programme(programme)
    if keeps.refusal(actor_of(request), name):
        raise ApiError("not_found", [not_found()])
    return name


def _text(given: Given, key: str, value: object) -> str:
    """A text, or a number as it is written; nothing where it was left out."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return kept_text(given, value, key)
    if isinstance(value, bool | dict | list):
        what = worded("「%(key)s」应是文字或数。", key=key)
        given.problems.append(Problem(what, fix=_("请改写。"), key=key))
        return ""
    return str(value)


def _texts(given: Given, body: Mapping[str, object], key: str) -> dict[str, str]:
    value = {} if body.get(key) is None else body[key]
    if not isinstance(value, dict):
        what = worded("「%(key)s」应是一个对象。", key=key)
        given.problems.append(Problem(what, fix=_("请写成名称和值。"), key=key))
        return {}
    return {str(name): _text(given, f"{key}.{name}", one) for name, one in value.items()}


def _names(given: Given, body: Mapping[str, object]) -> tuple[str, ...]:
    value = [] if body.get("dropped") is None else body["dropped"]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    what = worded("「%(key)s」应是条件名称的列表。", key="dropped")
    given.problems.append(Problem(what, fix=_("请改写。"), key="dropped"))
    return ()


def _object(properties: Json, *, required: bool = True) -> Json:
    found: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(properties)} if required else {})


def _several(of: Json) -> Json:
    return {"type": "array", "items": of}


def _of_texts(description: str) -> Json:
    return {"type": "object", "additionalProperties": TEXT, "description": description}


_DAY: Final[Json] = {"type": "string", "format": "date"}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_MONEY: Final[Json] = {"type": "number", "description": "元"}
_END: Final[Json] = {"type": ["number", "null"], "description": "元；null 是没有高端"}
_ENDS: Final[Json] = _object({"low": _MONEY, "high": _END})
_VERSION: Final[Json] = {"type": ["integer", "null"], "description": "规则草稿的版次；null 是现行"}
_BRIEF: Final[Json] = {
    "number": {"type": "integer"},
    "programme": TEXT,
    "title": TEXT,
    "parameters": _of_texts("改了的数字，照写的"),
    "rules": _of_texts("改了的条件；空是去掉"),
    **dict.fromkeys(SIDES, _VERSION),
    "on": _DAY | {"description": "按哪一天"},
    "take_up": TEXT | {"description": "申请率，分数"},
    "years": _COUNT,
    "register": _object({"on": _DAY, "sha256": TEXT, "firms": _COUNT}),
    "against": TEXT | {"description": "现行规则的指纹"},
    "identity": TEXT | {"description": "问题的哈希"},
    "made_with": TEXT | {"description": "软件版本"},
    "asked_at": MOMENT,
    "finished_at": MOMENT_OR_NULL,
    "done": _COUNT,
    "stopped": TEXT | {"description": "中止的原因"},
}
_SIDE: Final[Json] = _object(
    dict.fromkeys(("yes", "unknown", "no", "open"), _COUNT) | {"low": _MONEY, "high": _END}
)
_GROUP: Final[Json] = _object(
    {"dimension": {"enum": [*DIMENSIONS]}, "name": TEXT}
    | dict.fromkeys(("firms", "yes_before", "yes_after", "unknown_before", "unknown_after"), _COUNT)
    | dict.fromkeys(("low_before", "low_after"), _MONEY)
)
_POINT: Final[Json] = _object(
    dict.fromkeys(("topic", "title", "provision", "clause", "seen", "question", "standard"), TEXT)
    | {"is_new": {"type": "boolean"}}
)
_NOTE: Final[Json] = _object(
    {
        "on": _DAY,
        "instrument": {"type": ["string", "null"]},
        "basis": TEXT,
        "reminder": TEXT,
        "points": _several(_POINT),
    }
)
_RESULT: Final[Json] = _object(
    dict.fromkeys(("subjects", "winners", "losers", "raised", "lowered", "affected"), _COUNT)
    | dict.fromkeys(SIDES, _SIDE)
    | {
        "gain": _MONEY,
        "loss": _MONEY,
        "moves": _several(_object({"before": TEXT, "after": TEXT, "firms": _COUNT})),
        "groups": _several(_GROUP),
        "years": _several(_object({"on": _DAY} | dict.fromkeys(SIDES, _ENDS))),
        "whole": _object(dict.fromkeys(SIDES, _ENDS)),
        "changes": _several(
            _object({"kind": TEXT, "text": TEXT, "clause": {"type": ["string", "null"]}})
        ),
        "assumptions": _several(TEXT),
        "fair_competition": _NOTE,
    }
)
_TEXT_OR_NUMBER: Final[Json] = {"type": ["string", "number", "null"]}
SIMULATION_ASKED: Final[Json] = _object(
    {
        "parameters": {
            "type": "object",
            "additionalProperties": _TEXT_OR_NUMBER,
            "description": '改的数字，例如 {"rate": "40%"}',
        },
        "rules": _of_texts("改的条件，写法和规则文件一样"),
        "dropped": _several(TEXT) | {"description": "去掉的条件"},
        **dict.fromkeys(SIDES, _VERSION),
        "on": {"type": ["string", "null"], "description": "按哪一天推演"},
        "take_up": _TEXT_OR_NUMBER | {"description": "符合的企业里有多少来申请，例如 30%"},
        "years": {"type": ["integer", "string", "null"], "description": "测算几个预算年度"},
        "title": {"type": ["string", "null"], "description": "名称"},
    },
    required=False,
)
SIMULATION_SCHEMAS: Final[Json] = {
    "simulation": _object(_BRIEF | {"result": {"anyOf": [_RESULT, {"type": "null"}]}}),
    "simulation_asked": SIMULATION_ASKED,
    "simulations_page": page_schema(_object(dict(_BRIEF))),
}
