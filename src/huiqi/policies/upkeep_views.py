"""政策维护的页面: contacts written, changes to a rule proposed and answered, keepers named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.policies import actions
from huiqi.policies.access import is_editor, is_system_admin
from huiqi.policies.charge import handlers_on
from huiqi.policies.editor_views import its_keeper, page
from huiqi.policies.models import Contact, Proposal


@require_POST
@only(is_editor)
def contact(request: HttpRequest, programme: str) -> HttpResponse:
    """登记联系方式: a new line, a change of one, or one taken back."""
    its_keeper(request, programme)
    actor, moment = actor_of(request), now()
    line = _line(request, programme)
    since, until, problems = _days(request)

    def act() -> object:
        if request.POST.get("do") == "remove" and line is not None:
            return actions.remove_contact(contact=line, actor=actor, now=moment)
        if problems:
            raise Refused(problems)
        return actions.write_contact(
            programme=programme,
            department=_department(request, programme),
            given=request.POST,
            since=since,
            until=until,
            replaces=line,
            actor=actor,
            now=moment,
        )

    return _done(request, programme, "contact", act)


def _line(request: HttpRequest, programme: str) -> Contact | None:
    number = request.POST.get("line", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    return get_object_or_404(Contact, pk=number, programme=programme)


def _department(request: HttpRequest, programme: str) -> str:
    handler = handlers_on(today(), [programme]).get(programme)
    if handler is not None:
        return handler.name
    return actor_of(request).title or str(_("本单位"))


def _days(request: HttpRequest) -> tuple[date, date | None, list[str]]:
    problems: list[str] = []
    days: list[date | None] = []
    for name, label in (("since", _("自")), ("until", _("至（不含）"))):
        text = request.POST.get(name, "").strip()
        try:
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            days.append(None)
            problems.append(
                _("「%(label)s」要写成 2021-10-20 这样的日期，现在写的是「%(text)s」")
                % {"label": label, "text": text[:20]}
            )
    return days[0] or today(), days[1], problems


@require_POST
@only(is_editor)
def propose(request: HttpRequest, programme: str) -> HttpResponse:
    """建议修改规则: goes to those who keep the library."""
    its_keeper(request, programme)
    return _done(
        request,
        programme,
        "proposal",
        lambda: actions.propose_change(
            programme=programme, given=request.POST, actor=actor_of(request), now=now()
        ),
    )


def _done(
    request: HttpRequest, programme: str, part: str, act: Callable[[], object]
) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: page(request, programme, refused.problems, part),
        lambda _made: redirect("upkeep:programme", programme),
    )


@require_POST
@only(is_editor | is_system_admin)
def proposal(request: HttpRequest, programme: str, pk: int, move: str) -> HttpResponse:
    """答复或收回建议: by those who keep the library, or by whoever made it."""
    its_keeper(request, programme)
    found = get_object_or_404(Proposal, pk=pk, programme=programme)
    if move not in ("accept", "decline", "recall"):
        raise Http404
    actor = actor_of(request)

    def act() -> object:
        if move == "recall":
            return actions.recall_proposal(proposal=found, actor=actor, now=now())
        return actions.answer_proposal(
            proposal=found,
            accept=move == "accept",
            answer=request.POST.get("answer", ""),
            actor=actor,
            now=now(),
        )

    return _done(request, programme, f"answer-{pk}", act)


@require_POST
@only(is_system_admin)
def keeper(request: HttpRequest, programme: str) -> HttpResponse:
    """指定维护单位: of a programme, by the administrator."""
    its_keeper(request, programme)
    number = request.POST.get("organization", "")
    body = None
    if number:
        if not (number.isascii() and number.isdigit() and len(number) < 18):
            raise Http404
        body = get_object_or_404(Organization, pk=number, kind__in=PUBLIC_BODIES)
    actions.name_keeper(
        programme=programme,
        organization=body,
        actor=actor_of(request),
        since=today(),
        now=now(),
    )
    return redirect("upkeep:programme", programme)
