"""异议的接口: answered by the department, referred to another one, and given back.

By the same actions as the pages, with the same refusals.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, unknown_names
from huiqi.api.door import caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, Json, Operation
from huiqi.api.notice_desk import officer_of
from huiqi.api.notices import flag, is_whole, text
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import now
from huiqi.publicity import actions
from huiqi.publicity.access import is_answerer
from huiqi.publicity.looking import looked_at_objectors
from huiqi.publicity.models import Objection
from huiqi.publicity.queries.referring import Referee, objections_in_sight, referees_for
from huiqi.rules.problems import Problem

router = Router(tags=["公示办理"])

OBJECTIONS: Final = Operation(
    summary="本部门收到的异议，和移交本部门答复的",
    about="待答复的在前；异议人只有公示单位和受托答复的部门看得到。",
    answers="objections_page",
    parameters=PAGING,
    wanted=Scope.NOTICES,
)
ANSWER: Final = Operation(
    summary="答复一件异议",
    about=f"须由没有起草、没有发布那份公示的人；移交了的由受托部门；答复不能改。{REPEAT}",
    answers="objection",
    takes="objection_answer_asked",
    wanted=Scope.NOTICES,
    writes=True,
)

REFEREES: Final = Operation(
    summary="一件异议可以移交的部门",
    about="上级、财政或同级，有没有参与那份公示的人可以答复。",
    answers="referees_page",
    parameters=PAGING,
    wanted=Scope.NOTICES,
)
REFER: Final = Operation(
    summary="移交或退回一件异议",
    about=(
        "公示单位写 to、ground 和 reason，由受托部门答复；to 为 null 是退回公示单位，"
        f"公示单位和受托部门都可以。{REPEAT}"
    ),
    answers="objection",
    takes="referral_asked",
    wanted=Scope.NOTICES,
    writes=True,
)


@OBJECTIONS.at(router, "GET", "/objections")
def objections(request: HttpRequest) -> Json:
    """异议: page by page, with who raised them."""
    actor = _answerer(request)
    written, given = OBJECTIONS.given(request)
    page = Page.read(written, given)
    given.refuse()
    looked_at_objectors(actor, "查阅异议")
    return page.of(objections_in_sight(actor), _objection)


@ANSWER.at(router, "POST", "/objections/{number}/answer")
def answer_objection(request: HttpRequest, number: str) -> HttpResponse:
    """答复: upheld or not, in words."""
    caller, actor = caller_of(request), _answerer(request)
    _written, given = ANSWER.given(request)
    one = _in_sight(actor, number)
    body = read_object(request)
    given.problems += unknown_names(body, ("upheld", "text"), _("字段"))
    if "upheld" not in body:
        what = _("请写明 upheld：异议成立为 true，不成立为 false。")
        given.problems.append(Problem(what, key="upheld"))
    is_upheld, words = flag(given, body, "upheld"), text(given, body, "text")
    given.refuse()

    def act() -> Json:
        actions.answer_objection(
            objection=one, is_upheld=is_upheld, text=words, actor=actor, now=now()
        )
        return _objection(objections_in_sight(actor).get(pk=one.pk))

    return done_once(request, caller, body, act)


@REFEREES.at(router, "GET", "/objections/{number}/referees")
def referees(request: HttpRequest, number: str) -> Json:
    """可移交的部门: page by page; the superior first."""
    actor = officer_of(request)
    written, given = REFEREES.given(request)
    page = Page.read(written, given)
    one = _in_sight(actor, number)
    given.refuse()
    return page.of(referees_for(one.publicity, now()), _referee)


@REFER.at(router, "POST", "/objections/{number}/referrals")
def refer_objection(request: HttpRequest, number: str) -> HttpResponse:
    """移交或退回: by the same actions as the page."""
    caller, actor = caller_of(request), _answerer(request)
    _written, given = REFER.given(request)
    one = _in_sight(actor, number)
    body = read_object(request)
    given.problems += unknown_names(body, ("to", "ground", "reason"), _("字段"))
    to, reason = body.get("to"), text(given, body, "reason")
    ground = text(given, body, "ground", needed=to is not None)
    if "to" not in body or not (to is None or is_whole(to)):
        what = _("「to」应是受托部门的编号；null 为退回公示单位。")
        fix = _("编号见 /api/v1/objections/编号/referees。")
        given.problems.append(Problem(what, fix=fix, key="to"))
    given.refuse()

    def act() -> Json:
        moment = now()
        if to is None:
            made = actions.give_back_objection(
                objection=one, reason=reason, actor=actor, now=moment
            )
        else:
            made = actions.refer_objection(
                objection=one,
                to_id=int(str(to)),
                ground=ground,
                reason=reason,
                actor=actor,
                now=moment,
            )
        # By now it may be out of the sight of who gave it back.
        vars(one)["held_by_name"] = made.to.name if made.to else None
        return _objection(one)

    return done_once(request, caller, body, act)


def _answerer(request: HttpRequest) -> Actor:
    actor = caller_of(request).actor
    require(is_answerer, actor)
    return actor


def _in_sight(actor: Actor, number: str) -> Objection:
    mine = objections_in_sight(actor)
    found = mine.filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _objection(one: Objection) -> Json:
    answer = one.given_answer
    return {
        "number": one.number,
        "notice": one.publicity.number,
        "row": one.award.place if one.award else None,
        "text": one.text,
        "raised_by": one.raised_by or None,
        "contact": one.contact or None,
        "received_at": moment_text(one.received_at),
        "upheld": answer.is_upheld if answer else None,
        "answer": answer.text if answer else None,
        "referred_to": vars(one)["held_by_name"],
    }


def _referee(one: Referee) -> Json:
    return {"organization": one.organization.pk, "name": one.organization.name, "tie": one.tie}
