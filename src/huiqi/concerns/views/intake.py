"""提诉求: one box on one screen; what is known already beside it, and the promise of the clock.

Every button works without a script: «look» shows what is known already, «code» sends a code to
somebody without an account, «solved» counts an answer that was enough, and the big one hands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.concerns.actions.knowing import count_answer
from huiqi.concerns.actions.submitting import Contact as Reached
from huiqi.concerns.actions.submitting import Filing, submit_concern
from huiqi.concerns.clocks import after_working_hours, legal
from huiqi.concerns.enums import Confidentiality, Kind, Service
from huiqi.concerns.models import Concern
from huiqi.concerns.queries.similar import known_about
from huiqi.concerns.standards import standard_on
from huiqi.concerns.views import drafts
from huiqi.concerns.views.askers import channel_of, proven, writes_for_others
from huiqi.concerns.views.drafts import Draft
from huiqi.concerns.views.hurry import LOOKING, SENDING, TooOften, refuse_hurry, told_to_wait
from huiqi.concerns.words import Cautioned
from huiqi.inbox.codes import Way, prove, read_contact, send_code, waiting_in
from huiqi.kernel.access import Actor
from huiqi.kernel.limits import address_of
from huiqi.kernel.now import day_of, now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.models import Organization, Person
from huiqi.parties.pages import actor_of
from huiqi.parties.queries.scoped import organization_by_code
from huiqi.rules.vocabulary import DISTRICTS

CITY: Final = "440300"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """提诉求: written, looked up, verified and handed in on one page."""
    if request.method != "POST":
        return _page(request, drafts.kept(request))
    draft = drafts.taken(request)
    do, _sign, about = request.POST.get("do", "submit").partition(":")
    act = {"look": _look, "code": _code, "solved": _solved, "drop": _drop, "remove": _remove}
    try:
        _take(request, draft)
        return act.get(do, _submit)(request, draft, about)
    except TooOften as hurried:
        return told_to_wait(_page(request, draft, hurried.problems), hurried)
    except Cautioned as cautioned:
        return _page(request, draft, cautioned.problems, 422, must_see=True)
    except Refused as refused:
        return _page(request, draft, refused.problems, 422)


@require_POST
@never_cache
def known(request: HttpRequest) -> HttpResponse:
    """边写边查: the part of the page that tells what is known already; keeps the draft."""
    draft = drafts.taken(request)
    drafts.keep(request, draft)
    try:
        refuse_hurry(request, "known", LOOKING)
    except TooOften as hurried:
        (problem,) = hurried.problems
        return told_to_wait(HttpResponse(format_html('<p class="note-q">{}</p>', problem)), hurried)
    found = known_about(draft.text, district=_district(request, draft), now=now())
    return render(request, "concerns/_known.html", {"known": found, "draft": draft})


def _take(request: HttpRequest, draft: Draft) -> None:
    """Keep what was sent, whatever comes of it; Refused with what is wrong with it."""
    try:
        problems = drafts.take_files(request, draft, actor_of(request))
    finally:
        drafts.keep(request, draft)
    if long := drafts.too_long(draft):
        problems.append(long)
    if problems:
        raise Refused(problems)


def _look(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    return _page(request, draft, looked=True)


def _drop(request: HttpRequest, _draft: Draft, _about: str) -> HttpResponse:
    drafts.drop(request)
    return redirect("concerns:new")


def _remove(request: HttpRequest, draft: Draft, about: str) -> HttpResponse:
    drafts.remove_file(draft, about)
    drafts.keep(request, draft)
    return _page(request, draft)


def _code(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    send_code(
        contact=read_contact(draft.contact),
        session=request.session,
        address=address_of(request),
        now=now(),
    )
    return _page(request, draft)


def _solved(request: HttpRequest, draft: Draft, about: str) -> HttpResponse:
    """An answer was enough: counted as that, and nothing is handed in."""
    refuse_hurry(request, "solved", SENDING)
    source, _sign, reference = about.partition(":")
    count_answer(source=source, reference=reference[:80], text=draft.text, key=draft.key, now=now())
    drafts.drop(request)
    drafts.tell(request, _("很高兴这条答案有用，记作「看答案解决」，不算办结。"))
    return redirect("concerns:new")


def _submit(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    actor, moment = actor_of(request), now()
    if actor.person_id is None:
        refuse_hurry(request, "submit", SENDING)
    reached = _reached(request, draft, actor)
    if reached is None:
        return _page(request, draft)
    filing = Filing(
        text=draft.text,
        kind=draft.kind,
        organization=_firm(draft, actor),
        channel=channel_of(actor),
        district=draft.district,
        confidentiality=Confidentiality.CLOSE if draft.is_close else Confidentiality.ORDINARY,
        contact=reached,
        key=draft.key,
        is_sure=draft.is_sure,
        stored=drafts.files_of(draft),
        item=draft.item,
    )
    case = submit_concern(filing=filing, actor=actor, now=moment)
    drafts.drop(request)
    drafts.tell(request, _received(case))
    if writes_for_others(actor):
        return redirect("concerns:new")
    return redirect("concerns:case", case.number)


def _received(case: Concern) -> str:
    return worded("收到了，编号 %(number)s，时钟从现在起算", number=case.number)


def _reached(request: HttpRequest, draft: Draft, actor: Actor) -> Reached | None:
    """How they are reached; None: a code was sent, and the page asks for it."""
    if actor.person_id is not None:
        return _told_contact(draft)
    found = proven(request)
    if found is None or (draft.contact and read_contact(draft.contact) != found):
        if code := request.POST.get("code", "").strip():
            waiting = waiting_in(request.session)
            if waiting and draft.contact and read_contact(draft.contact) != waiting.contact:
                raise Refused([_("联系方式改过了，请重新发验证码")])
            found = prove(
                code=code, session=request.session, address=address_of(request), now=now()
            )
        else:
            _code(request, draft, "")
            return None
    phone, email = (found.value, "") if found.way == Way.PHONE else ("", found.value)
    return Reached(name=draft.name, phone=phone, email=email, checked_at=now())


def _told_contact(draft: Draft) -> Reached:
    if "@" in draft.contact:
        return Reached(name=draft.name, email=draft.contact)
    return Reached(name=draft.name, phone=draft.contact)


def _firm(draft: Draft, actor: Actor) -> Organization | None:
    """Of whom it is: one's own firm, or the one an officer names; None: of a person."""
    if writes_for_others(actor):
        if not draft.firm:
            return None
        if found := organization_by_code(draft.firm):
            return found
        raise Refused(
            [worded("没有信用代码「%(told)s」的登记单位；不是企业的留空", told=draft.firm)]
        )
    if actor.subject_id is None or actor.organization_id is None:
        return None
    return Organization.objects.select_related("subject").get(pk=actor.organization_id)


def _page(
    request: HttpRequest,
    draft: Draft,
    problems: Iterable[str] = (),
    status: int = 200,
    *,
    looked: bool = False,
    must_see: bool = False,
) -> HttpResponse:
    actor, moment = actor_of(request), now()
    found = known_about(draft.text, district=_district(request, draft), now=moment)
    firm = None if writes_for_others(actor) else _own_firm(actor)
    context = {
        "nav": "concerns",
        "problems": tuple(problems),
        "told": drafts.told(request),
        "known": found,
        "looked": looked,
        "must_see": must_see,
        "kinds": Kind.choices,
        "districts": [(code, name) for code, name in DISTRICTS.items() if code != CITY],
        "on_behalf": writes_for_others(actor),
        "firm": firm,
        "is_anonymous": actor.person_id is None,
        "proven": proven(request),
        "waiting": waiting_in(request.session),
        "promise": promise_on(moment),
        **drafts.shown(_prefilled(draft, actor)),
    }
    return render(request, "concerns/new.html", context, status=status)


def _prefilled(draft: Draft, actor: Actor) -> Draft:
    """Their own name and mailbox, where nothing was typed yet."""
    if actor.person_id is None or writes_for_others(actor) or draft.key:
        return draft
    person = Person.objects.get(pk=actor.person_id)
    draft.name, draft.contact = person.name, person.email
    return draft


def _own_firm(actor: Actor) -> Organization | None:
    if actor.organization_id is None or actor.subject_id is None:
        return None
    return Organization.objects.get(pk=actor.organization_id)


def _district(request: HttpRequest, draft: Draft) -> str:
    actor = actor_of(request)
    firm = None if writes_for_others(actor) else _own_firm(actor)
    code = draft.district or (firm.district if firm else "")
    return DISTRICTS.get(code, "") if code != CITY else ""


def promise_on(moment: datetime) -> dict[str, Any]:
    """时钟的承诺: what would be due when, for an ordinary concern handed in now."""
    standard = standard_on(day_of(moment))
    ends = legal(standard.reply(Service.ORDINARY), moment)
    return {
        "standard": standard,
        "ordinary": standard.reply(Service.ORDINARY),
        "consultation": standard.reply(Service.CONSULTATION),
        "dispatch": after_working_hours(moment, standard.dispatch_hours),
        "first": ends.first,
        "last": ends.last,
    }
