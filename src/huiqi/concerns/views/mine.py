"""我的诉求: one's own cases, with their owner, clock and next step, and what one can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.concerns.actions import asking
from huiqi.concerns.enums import OVER, Answer, Level, PostKind, State
from huiqi.concerns.models import Concern, Joining, Rating
from huiqi.concerns.problem_access import may_join
from huiqi.concerns.queries.course import course_of, files_for_asker
from huiqi.concerns.queries.problems import joined_by, shown_to_asker
from huiqi.concerns.queries.public import item_title
from huiqi.concerns.states import CONCERN
from huiqi.concerns.timing import standard_of
from huiqi.concerns.views import drafts
from huiqi.concerns.views.askers import case_of, cases_of, proven, writes_for_others
from huiqi.concerns.views.hurry import TooOften, told_to_wait
from huiqi.concerns.views.reading import uploads_of
from huiqi.inbox.clocks import Clock, DueMoment, clock_until
from huiqi.inbox.codes import forget, prove, read_contact, send_code, waiting_in
from huiqi.kernel.access import Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.limits import address_of
from huiqi.kernel.now import day_of, now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible
from huiqi.parties.pages import actor_of, no, page_of, sheet

LONGEST_GIVEN: Final = 20_000
MOST_JOINED: Final = 20
ASKED: Final = ("text", "answer", "score")


def _joined(actor: Actor) -> list[Joining]:
    """Of whoever may join a common problem in the name of a firm: where it goes along."""
    if may_join.refusal(actor):
        return []
    with everything():  # the public titles; of joinings only the firm's own
        return list(joined_by(actor.subject_id)[:MOST_JOINED])


def _scope(request: HttpRequest) -> AbstractContextManager[None]:
    """Who has no account sees no row; what is theirs was found by the contact they proved."""
    return nullcontext() if actor_of(request).person_id is not None else everything()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """我的诉求: of the firm or person, or, without an account, of a contact that is proved."""
    actor = actor_of(request)
    if request.method == "POST" and actor.person_id is None:
        return _prove(request)
    if actor.person_id is None and proven(request) is None:
        return _asked_to_prove(request)
    moment = now()
    with _scope(request):
        page = page_of(request, cases_of(request))
        rows = [(one, item_title(one.item) if one.item else "", clock(one, moment)) for one in page]
    context = {
        "nav": "concerns",
        "page": page,
        "rows": rows,
        "now": moment,
        "joined": _joined(actor),
        "proven": proven(request),
        "on_behalf": writes_for_others(actor),
    }
    return render(request, "concerns/mine.html", context)


@require_safe
@never_cache
def index_sheet(request: HttpRequest) -> HttpResponse:
    """我的诉求导出: as the list."""
    if actor_of(request).person_id is None and proven(request) is None:
        return _asked_to_prove(request)
    columns = [
        *(Column(_("编号"), width=18), Column(_("标题"), width=44), Column(_("种类"))),
        *(Column(_("状态"), width=20), Column(_("办理单位"), width=30)),
        *(Column(_("提交日期"), "day"), Column(_("期限"), "day"), Column(_("办理结果"))),
    ]
    with _scope(request):
        rows = [
            [
                *(one.number, one.title, one.get_kind_display(), one.get_state_display()),
                one.unit.name if one.unit else "",
                *(day_of(one.submitted_at), day_of(one.due_at) if one.due_at else None),
                one.get_resolution_display() if one.resolution else "",
            ]
            for one in cases_of(request)
        ]
    return sheet("concerns", _("我的诉求"), columns, rows)


def _asked_to_prove(
    request: HttpRequest, problems: Iterable[str] = (), status: int = 200
) -> HttpResponse:
    context = {
        "nav": "concerns",
        "problems": tuple(problems),
        "waiting": waiting_in(request.session),
        "contact": legible(request.POST.get("contact", ""))[:254],
    }
    return render(request, "concerns/prove.html", context, status=status)


def _prove(request: HttpRequest) -> HttpResponse:
    """A code is sent, then typed; the same for a contact with cases and for one without."""
    if "forget" in request.POST:
        forget(request.session)
        return redirect("concerns:mine")
    address = address_of(request)
    try:
        if code := request.POST.get("code", "").strip():
            prove(code=code, session=request.session, address=address, now=now())
            return redirect("concerns:mine")
        contact = read_contact(request.POST.get("contact", ""))
        send_code(contact=contact, session=request.session, address=address, now=now())
    except Refused as refused:
        return _asked_to_prove(request, refused.problems, 422)
    return _asked_to_prove(request)


@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """一件诉求: owner, clock, days left, next step, what can be done, and the whole course."""
    with _scope(request):
        found, actor = case_of(request, number)
        return _case(request, found, actor)


def _case(
    request: HttpRequest,
    found: Concern,
    actor: Actor,
    problems: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    finals = list(found.posts.filter(kind=PostKind.FINAL).select_related("unit", "author"))
    files, reply = list(files_for_asker(found)), finals[-1] if finals else None
    context: dict[str, Any] = {
        "nav": "concerns",
        "case": found,
        "problems": tuple(problems),
        "told": drafts.told(request),
        "given": {name: request.POST.get(name, "")[:LONGEST_GIVEN] for name in ASKED},
        "item": item_title(found.item) if found.item else "",
        "clock": clock(found, now()),
        "standard": standard_of(found),
        "course": course_of(found),
        "files": [one for one in files if one.post_id is None],
        "sent_files": [one for one in files if one.post_id is not None and one.post != reply],
        "reply": reply,
        "reply_files": [one for one in files if reply is not None and one.post_id == reply.pk],
        "replies": finals[:-1],
        "promise": found.promises.order_by("id").last(),
        "question": found.posts.filter(kind=PostKind.QUESTION).order_by("id").last(),
        "refusal": found.refusals.order_by("id").last(),
        "rating": Rating.objects.filter(concern=found).first(),
        "may": may(found, actor),
        "scores": scores(),
        "commons": shown_to_asker(found),
        "is_over": found.state in OVER,
        "next_if_not": _next_if_not(found),
        "is_anonymous": actor.person_id is None,
    }
    return render(request, "concerns/mine_case.html", context, status=status)


def scores() -> list[tuple[str, str]]:
    """评分: best first, as people say it."""
    return [
        ("5", _("很满意")),
        ("4", _("满意")),
        ("3", _("一般")),
        ("2", _("不满意")),
        ("1", _("很不满意")),
    ]


def clock(found: Concern, moment: datetime) -> Clock | None:
    """时钟: of whoever is to act next; None once it is over."""
    if found.due_at is None:
        return None
    due = DueMoment(found.due_at, found.due_is_provisional)
    return clock_until(due, found.counts_from, moment)


def may(found: Concern, actor: Actor) -> dict[str, bool]:
    """能做什么: what the page offers; the actions themselves refuse the rest."""
    open_moves = {one.name for one in CONCERN.open_moves(actor, found)}
    own = "withdraw" in open_moves
    return {
        "supply": "supply" in open_moves,
        "add": found.is_open and own and found.state != State.WAITING,
        "urge": found.is_open and own,
        "confirm": "accept" in open_moves,
        "hold": "hold_to_promise" in open_moves and found.offered == "promised",
        "withdraw": own,
        "reopen": "reopen" in open_moves and found.reopened_at is None,
        "dispute": "dispute" in open_moves,
        "rate": found.is_closed and not Rating.objects.filter(concern=found).exists(),
    }


def _next_if_not(found: Concern) -> str:
    """What follows when the firm says that it is not solved."""
    if found.redone_at is None and found.level == Level.OFFICER:
        return _("换人重办一次；没有别人的，直接提级")
    if found.level < Level.LEADING_GROUP:
        return _("提级，由上一级接着办")
    return _("领导小组已经答复过，如实记为没有解决后办结")


@require_POST
@never_cache
def act(request: HttpRequest, number: str, deed: str) -> HttpResponse:
    """办一步: one of what the page offers; refused, the page says why and keeps what was typed."""
    deeds = {
        "supply": _supply,
        "add": _add,
        "confirm": _confirm,
        "hold": _hold,
        "urge": _urge,
        "withdraw": _withdraw,
        "reopen": _reopen,
        "dispute": _dispute,
        "rate": _rate,
    }
    if deed not in deeds:
        raise Http404
    with _scope(request):
        found, actor = case_of(request, number)
        try:
            words = deeds[deed](request, found, actor)
        except Denied as denied:
            return no(request, denied)
        except TooOften as hurried:
            found, actor = case_of(request, number)
            return told_to_wait(_case(request, found, actor, hurried.problems), hurried)
        except Refused as refused:
            found, actor = case_of(request, number)
            return _case(request, found, actor, refused.problems, 422)
    drafts.tell(request, words)
    return redirect("concerns:case", number)


Deed = Callable[[HttpRequest, Concern, Actor], str]


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")


def _supply(request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.supply(
        case=found, text=_text(request), files=uploads_of(request), actor=actor, now=now()
    )
    return _("补充收到了，时钟接着走。")


def _add(request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.add_to_case(
        case=found, text=_text(request), files=uploads_of(request), actor=actor, now=now()
    )
    return _("补充收到了，时限不变。")


def _confirm(request: HttpRequest, found: Concern, actor: Actor) -> str:
    done = asking.confirm_reply(
        case=found,
        answer=request.POST.get("answer", ""),
        text=_text(request),
        actor=actor,
        now=now(),
    )
    answer = Answer(request.POST["answer"])
    if answer is Answer.SOLVED:
        return _("办结了，记为已解决。愿意的话请评价这次办理。")
    if answer is Answer.PARTLY:
        return _("办结了，如实记为部分解决。还想接着办的，可以重新打开。")
    if done.is_open:
        return _("记下了，没有算办结，接着办。")
    return _("记下了，如实记为没有解决。")


def _hold(_request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.hold_to_promise(case=found, actor=actor, now=now())
    return _("记下了，没有算办结；到承诺那天没有兑现会自动提级，并告诉你。")


def _urge(request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.urge(case=found, text=_text(request), actor=actor, now=now())
    return _("已经催办，经办的人收到了，也留在了经过里。")


def _withdraw(request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.withdraw_concern(case=found, reason=_text(request), actor=actor, now=now())
    if found.is_close:
        return _("撤回了。受理台会回访，问是不是你自愿撤回的。")
    return _("撤回了。督办员会回访，问是不是你自愿撤回的。")


def _reopen(request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.reopen_concern(case=found, reason=_text(request), actor=actor, now=now())
    return _("重新打开了，时限从现在起重新算。")


def _dispute(request: HttpRequest, found: Concern, actor: Actor) -> str:
    asking.dispute_refusal(case=found, reason=_text(request), actor=actor, now=now())
    return _("收到了，由另一个人重新决定受不受理。")


def _rate(request: HttpRequest, found: Concern, actor: Actor) -> str:
    given = request.POST.get("score", "")
    score = int(given) if given in ("1", "2", "3", "4", "5") else 0
    asking.rate_case(case=found, score=score, text=_text(request), actor=actor, now=now())
    return _("谢谢评价。评价不影响任何申报和检查。")


@require_safe
@never_cache
def file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """下载附件: of one's own case, to save."""
    with _scope(request):
        found, actor = case_of(request, number)
        attached = files_for_asker(found).filter(pk=pk).first()
        if attached is None:
            raise Http404
        try:
            with everything():
                content = city_store().open(attached.file)
        except Refused as refused:
            return _case(request, found, actor, refused.problems, 409)
        except FileNotFoundError:
            raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=attached.file.name,
        content_type="application/octet-stream",
    )
