"""单位的接口: what is told only to those who may act for the firm."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.door import actor_of
from huiqi.api.enums import Scope
from huiqi.api.frame import DATE, Json, Operation, Parameter
from huiqi.api.problems import ApiError, not_found
from huiqi.kernel.access import Actor, require
from huiqi.library import load
from huiqi.parties.access import may_view_for
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of, organization_by_code, subjects_in_sight

router = Router(tags=["单位"])

FIRM_MATCH: Final = Operation(
    summary="所代表的企业能享受什么",
    about="按已归集的事实匹配，形式同 match；只限能代表这个企业的人员。",
    answers="match.match",
    parameters=(Parameter("on", "按哪一天的政策和事实；不写为今天", DATE),),
    wanted=Scope.FIRM,
)


@FIRM_MATCH.at(router, "GET", "/organizations/{credit_code}/match")
def organization_match(request: HttpRequest, credit_code: str) -> Json:
    """单位匹配: on the facts on record."""
    actor = actor_of(request)
    written, given = FIRM_MATCH.given(request)
    day = given.day(written.get("on"), "on")
    organization = in_sight(actor, credit_code)
    require(may_view_for, actor, organization)
    given.refuse()
    return load().match(facts_of(organization.subject, day)).to_dict()


def in_sight(actor: Actor, credit_code: str) -> Organization:
    """可见的单位: another's firm is not found, never forbidden: nobody is told that it exists."""
    found = organization_by_code(credit_code)
    if found is None or not subjects_in_sight(actor).filter(pk=found.subject_id).exists():
        raise ApiError("not_found", [not_found()])
    return found
