"""办理动作: each form of the page of a case, sent to one route under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiqi.concerns.access import may_look
from huiqi.concerns.actions import calls, common, dispatching, helping, working
from huiqi.concerns.actions.knowing import write_answer
from huiqi.concerns.enums import Resolution
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.queries import duty_of
from huiqi.concerns.views.case import draw, find
from huiqi.concerns.views.reading import Sent, unit_of
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.knowledge.desk_views import read_written
from huiqi.parties.models import Organization, Person
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.programmes.views.written import Form

Act = Callable[[Sent, Concern, Actor, datetime], object]


@require_POST
@only(may_look)
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """办一步: back to the case; or its page with what was typed and what stood in the way."""
    done = ACTS.get(act)
    if done is None:
        raise Http404
    found = find(request, number)
    return attempt(
        request,
        lambda: done(Sent(request), found, actor_of(request), now()),
        lambda refused: draw(request, find(request, number), refused.problems, act),
        lambda _made: redirect("concerns_desk:case", number),
    )


def _dispatch_to(form: Form, case: Concern) -> tuple[str, Organization | None]:
    """Another item goes before what was suggested; without a unit, whose duty the item is."""
    item = form["other_item"] or form["item"]
    return item, unit_of(form) or duty_of(item, case.district, today())


def _dispatch(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    item, unit = _dispatch_to(form, case)
    return dispatching.dispatch_concern(
        case=case, item=item, unit=unit, service=form["service"], actor=actor, now=at
    )


def _redirect(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    item, unit = _dispatch_to(form, case)
    return dispatching.redirect_concern(
        case=case,
        item=item,
        unit=unit,
        service=form["service"],
        reason=form["reason"],
        actor=actor,
        now=at,
    )


def _insist(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    return dispatching.insist_on_dispatch(case=case, reason=form["reason"], actor=actor, now=at)


def _refuse(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    return dispatching.refuse_concern(
        case=case,
        ground=form.number("ground"),
        text=form["text"],
        channel=form["channel"],
        actor=actor,
        now=at,
    )


def _sign(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    chosen = Person.objects.filter(pk=form.number("officer")).first()
    return working.sign_concern(case=case, officer=chosen, actor=actor, now=at)


def _assign(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    chosen = Person.objects.filter(pk=form.number("officer")).first()
    if chosen is None:
        raise Refused([_("选一位经办人")])
    return working.assign_concern(case=case, officer=chosen, actor=actor, now=at)


def _object(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    return working.object_to_dispatch(
        case=case, reason=form["reason"], proposed=unit_of(form), actor=actor, now=at
    )


def _first_reply(form: Sent, case: Concern, actor: Actor, at: datetime) -> object:
    return working.reply_first(
        case=case,
        text=form["text"],
        is_substantive=form["substantive"] != "no",
        files=form.files,
        actor=actor,
        now=at,
    )


def _reply(form: Sent, case: Concern, actor: Actor, at: datetime) -> object:
    promised = None
    if form["offered"] == Resolution.PROMISED:
        promised = working.Promised(form["promise"], form.day("due_on"))
    return working.reply_to_concern(
        case=case,
        text=form["text"],
        offered=form["offered"],
        is_public=form["public"] == "yes",
        promised=promised,
        files=form.files,
        actor=actor,
        now=at,
    )


def _ask(form: Sent, case: Concern, actor: Actor, at: datetime) -> object:
    return working.ask_firm(case=case, text=form["text"], files=form.files, actor=actor, now=at)


def _go_on(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    return working.go_on_without(case=case, text=form["text"], actor=actor, now=at)


def _note(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    return working.note_in_case(case=case, text=form["text"], actor=actor, now=at)


def _extend(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    days = form.number("days")
    return helping.ask_extension(case=case, days=days, reason=form["reason"], actor=actor, now=at)


def _decide_extension(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    found = get_object_or_404(case.extensions, pk=form.number("extension"))
    return helping.decide_extension(
        extension=found,
        is_granted=form["granted"] == "yes",
        answer=form["answer"],
        actor=actor,
        now=at,
    )


def _co(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    unit = unit_of(form)
    if unit is None:
        raise Refused([_("选另一个市级或区级部门协办")])
    return helping.ask_co_unit(case=case, unit=unit, text=form["text"], actor=actor, now=at)


def _opinion(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    found = get_object_or_404(case.cohandlings, pk=form.number("co"))
    return helping.give_opinion(cohandling=found, text=form["text"], actor=actor, now=at)


def _supervise(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    return helping.supervise(
        case=case,
        color=form["color"],
        text=form["text"],
        days=form.number("days"),
        actor=actor,
        now=at,
    )


def _call_back(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    found = get_object_or_404(case.withdrawals, pk=form.number("withdrawal"))
    return helping.call_back(
        withdrawal=found, finding=form["finding"], note=form["note"], actor=actor, now=at
    )


def _call(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    found = get_object_or_404(case.calls, pk=form.number("call"))
    return calls.record_call(
        call=found,
        heard=form["heard"],
        note=form["note"],
        reopens=form["reopens"] == "yes",
        actor=actor,
        now=at,
    )


def _answer_rating(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    rating = getattr(case, "rating", None)
    if rating is None:
        raise Http404
    return helping.answer_rating(rating=rating, text=form["text"], actor=actor, now=at)


def _make_common(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    """With a problem that is known, or one that is written down here."""
    problem = CommonProblem.objects.filter(pk=form.number("problem")).first()
    if problem is None:
        unit = unit_of(form) or case.lead
        if unit is None:
            raise Refused([_("选牵头单位")])
        return common.make_newly_common(
            case=case,
            title=form["title"],
            summary=form["summary"],
            unit=unit,
            due_on=form.day("due_on"),
            reason=form["reason"],
            actor=actor,
            now=at,
        )
    return common.make_common(
        case=case, problem=problem, reason=form["reason"], actor=actor, now=at
    )


def _know(form: Form, case: Concern, actor: Actor, at: datetime) -> object:
    written = read_written(form)
    return write_answer(case=case, written=written, actor=actor, now=at)


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "dispatch": _dispatch,
        "redirect": _redirect,
        "insist": _insist,
        "refuse": _refuse,
        "sign": _sign,
        "assign": _assign,
        "object": _object,
        "first-reply": _first_reply,
        "reply": _reply,
        "ask": _ask,
        "go-on": _go_on,
        "note": _note,
        "extend": _extend,
        "decide-extension": _decide_extension,
        "co": _co,
        "opinion": _opinion,
        "supervise": _supervise,
        "call-back": _call_back,
        "call": _call,
        "answer-rating": _answer_rating,
        "make-common": _make_common,
        "know": _know,
    }
)
