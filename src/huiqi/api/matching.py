"""匹配的接口: what a firm may have, why, and its size, on facts that the caller brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, unknown_names
from huiqi.api.frame import TEXT, Json, Operation, Parameter
from huiqi.api.problems import ApiError
from huiqi.kernel.now import today
from huiqi.kernel.words import worded
from huiqi.library import load
from huiqi.library.size import INDICATORS, sized
from huiqi.rules import say
from huiqi.rules.facts import Facts
from huiqi.rules.given import Given
from huiqi.rules.names import nearest
from huiqi.rules.problems import Problem, Refused, shown

router = Router(tags=["匹配"])

BODY: Final = ("facts", "on")
SIZE: Final = Operation(
    summary="大中小微型企业划型",
    about="与 huiqi size --json 相同。",
    answers="size",
    parameters=(
        Parameter("industry", "GB/T 4754-2017 行业代码或名称", TEXT, required=True),
        *(Parameter(key, f"{say.label(key)}；不写为未知", TEXT) for key in INDICATORS),
    ),
)


@Operation(
    summary="一户企业能享受什么",
    about="与 huiqi match --json 相同：结论、上限、理由、还缺什么、最优组合。",
    answers="match.match",
    takes="asked",
).at(router, "POST", "/match")
def match(request: HttpRequest) -> Json:
    """匹配: every programme for firms."""
    return load().match(_facts(request)).to_dict()


@Operation(
    summary="一个项目的全部条件和金额算式",
    about="与 huiqi explain --json 相同。",
    answers="explained",
    takes="asked",
).at(router, "POST", "/explain/{programme}")
def explain(request: HttpRequest, programme: str) -> Json:
    """解释: one programme."""
    found = known_programme(programme)
    return load().explain(found, _facts(request)).explained()


@SIZE.at(router, "GET", "/size")
def size(request: HttpRequest) -> Json:
    """划型: the class of a firm today."""
    written, given = SIZE.given(request)
    facts = given.attempt(lambda: Facts.read(written, given.today))
    given.refuse()
    assert facts is not None
    return sized(load(), facts)


def known_programme(programme: str) -> str:
    """已有的项目: its id; ApiError 404 with the nearest there is when there is none."""
    policies = load().policies
    if programme in policies:
        return programme
    near = nearest(programme, list(policies))
    fix = (
        worded("是否为「%(near)s」？", near=near) if near else _("全部编号见 /api/v1/programmes。")
    )
    problem = Problem(
        worded("政策库里没有「%(programme)s」。", programme=shown(programme)),
        fix=fix,
        key="programme",
    )
    raise ApiError("not_found", [problem])


def _facts(request: HttpRequest) -> Facts:
    body = read_object(request)
    given = Given(today())
    given.problems += unknown_names(body, BODY, _("字段"))
    on = body.get("on")
    day = given.day(None if on is None else str(on), "on")
    told = given.attempt(lambda: Facts.read(_mapping(body), day))
    given.refuse()
    assert told is not None
    return told


def _mapping(body: Mapping[str, object]) -> Mapping[str, object]:
    facts = body.get("facts")
    if isinstance(facts, dict):
        return facts
    what = _("「facts」应是一户企业的事实。") if "facts" in body else _("缺少「facts」。")
    fix = _('例如 {"facts": {"employees": 86}}；可写的事实见 /api/v1/facts。')
    raise Refused([Problem(what, fix=fix, key="facts")])
