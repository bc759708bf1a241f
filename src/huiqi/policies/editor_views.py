"""政策编辑的页面: a programme's words, its draft with the effect, its review, versions compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.policies import actions, effect, summaries
from huiqi.policies.access import is_editor, is_reviewer, is_system_admin, keeps
from huiqi.policies.charge import keepings
from huiqi.policies.contacts import counters_of, histories_of
from huiqi.policies.models import PARTS, Contact, Proposal, Summary, labels
from huiqi.policies.models.reviewed import LONGEST_WHY
from huiqi.policies.models.summaries import LONGEST
from huiqi.policies.states import PROPOSAL, SUMMARY

WRITTEN: Final = (Summary.State.DRAFT, Summary.State.RETURNED)
GIVEN: Final = (
    *("clause", "wrong", "evidence", "answer", "line", "since", "until"),
    *("office", "telephone", "window", "hours", "address", "source"),
)
ROWS: Final = {"gist": 2, "who": 4, "how_much": 4, "how": 4, "when": 2, "basis": 4}


def its_keeper(request: HttpRequest, programme: str) -> None:
    """本单位的项目: another department's programme is not found, like one that does not exist."""
    actor = actor_of(request)
    if programme not in load().policies:
        raise Http404
    if keeps.refusal(actor, programme) and is_system_admin.refusal(actor):
        raise Http404


@require_safe
@only(is_editor | is_system_admin)
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """一个项目的维护: its words, versions, contacts and proposals."""
    its_keeper(request, programme)
    return page(request, programme)


def page(
    request: HttpRequest, programme: str, problems: tuple[str, ...] = (), part: str = ""
) -> HttpResponse:
    """维护页: with what went wrong in one ``part`` of it, and what was written there."""
    actor, day = actor_of(request), today()
    counter = counters_of([programme], day)[programme]
    proposals = Proposal.objects.filter(programme=programme).select_related(
        "made_by", "answered_by"
    )
    histories = histories_of(counter.contacts)
    # Who may do what depends on the programme, not on the proposal: asked once for each state.
    by_state = {one.state: one for one in proposals}
    moves = {state: list(PROPOSAL.open_moves(actor, one)) for state, one in by_state.items()}
    context = {
        "here": "upkeep",
        "programme": programme,
        "policy": load().policy(programme),
        "may_write": not keeps.refusal(actor, programme),
        "is_admin": not is_system_admin.refusal(actor),
        "published": summaries.published_summary(programme),
        "draft": summaries.open_version(programme),
        "versions": summaries.versions_of(programme),
        "counter": counter,
        "lines": [(one, histories[one.pk][1:]) for one in counter.contacts],
        "proposals": [(one, moves[one.state]) for one in proposals],
        "keeping": keepings([programme], day).get(programme),
        "bodies": Organization.objects.filter(kind__in=("department", "district_office")),
        "problems": problems,
        "part": part,
        "given": {name: request.POST.get(name, "") if part else "" for name in GIVEN},
        "today": day,
    }
    return render(request, "policies/upkeep.html", context, status=_status(problems))


def _status(problems: tuple[str, ...]) -> int:
    return 422 if problems else 200


@require_POST
@only(is_editor)
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """起草: from what is published, or from the version to restore."""
    its_keeper(request, programme)
    number = request.POST.get("restore", "")
    restored = None
    if number:
        if not (number.isascii() and number.isdigit() and len(number) < 9):
            raise Http404
        restored = summaries.versions_of(programme).filter(version=number).first()
        if restored is None:
            raise Http404
    return attempt(
        request,
        lambda: actions.begin_summary(
            programme=programme, actor=actor_of(request), now=now(), restored=restored
        ),
        lambda refused: page(request, programme, refused.problems),
        lambda _made: redirect("upkeep:draft", programme),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(is_editor)
def draft(request: HttpRequest, programme: str) -> HttpResponse:
    """编辑稿: the words and their effect; saved by hand or by itself, and handed in."""
    its_keeper(request, programme)
    found = summaries.open_version(programme)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, found)
    return _draft(request, found)


def _save(request: HttpRequest, found: Summary) -> HttpResponse:
    actor, by_itself = actor_of(request), bool(getattr(request, "htmx", False))
    revision = request.POST.get("revision", "")
    number = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else 0
    try:
        saved = actions.save_draft(
            summary=found, revision=number, given=request.POST, actor=actor, now=now()
        )
        if request.POST.get("do") == "submit":
            actions.submit_summary(summary=saved, actor=actor, now=now())
    except Refused as refused:
        if by_itself:
            context = {"problems": refused.problems}
            return render(request, "policies/_saved.html", context)
        return _draft(request, found, refused)
    if by_itself:
        return render(request, "policies/_saved.html", {"draft": saved})
    return redirect("upkeep:draft", found.programme)


def _draft(request: HttpRequest, found: Summary, refused: Refused | None = None) -> HttpResponse:
    """The draft as it is, or as it was just written where it could not be saved."""
    actor = actor_of(request)
    current = summaries.open_version(found.programme) or found
    theirs = refused.current if isinstance(refused, actions.WrittenMeanwhile) else None
    given = request.POST if refused and "gist" in request.POST else None
    published = summaries.published_summary(found.programme)
    shown = effect.effect_of(current, published)
    context = {
        "here": "upkeep",
        "programme": found.programme,
        "policy": load().policy(found.programme),
        "draft": current,
        "published": published,
        "is_written": current.state in WRITTEN,
        "fields": _fields(current, given, theirs, shown.rule_says),
        "why": given.get("why", "") if given else current.why,
        "longest_why": LONGEST_WHY,
        "theirs": theirs,
        "effect": shown,
        "moves": {one.name for one in SUMMARY.open_moves(actor, current)},
        "why_not": is_reviewer.refusal(actor, current),
        "problems": refused.problems if refused else (),
        "remark": request.POST.get("remark", ""),
    }
    status = 409 if theirs else _status(context["problems"])  # type: ignore[arg-type]
    return render(request, "policies/draft.html", context, status=status)


def _fields(
    current: Summary,
    given: Mapping[str, str] | None,
    theirs: Summary | None,
    rule: Mapping[str, str],
) -> list[dict[str, Any]]:
    titles = labels()
    return [
        {
            "name": name,
            "label": titles[name],
            "text": given.get(name, "") if given else getattr(current, name),
            "rows": ROWS[name],
            "most": LONGEST,
            "rule": rule[name],
            "theirs": getattr(theirs, name) if theirs else None,
        }
        for name in PARTS
    ]


@require_POST
@only(is_editor)
def move(request: HttpRequest, programme: str, move: str) -> HttpResponse:
    """复核、退回、撤回: one move of the version that is under way."""
    its_keeper(request, programme)
    found = summaries.open_version(programme)
    if found is None or move not in MOVES:
        raise Http404
    return attempt(
        request,
        lambda: MOVES[move](request, found),
        lambda refused: _draft(request, found, refused),
        lambda _made: redirect(
            "upkeep:draft" if move == "return" else "upkeep:programme", programme
        ),
    )


MOVES: Final[Mapping[str, Callable[[HttpRequest, Summary], object]]] = {
    "publish": lambda request, found: actions.publish_summary(
        summary=found, actor=actor_of(request), now=now()
    ),
    "return": lambda request, found: actions.return_summary(
        summary=found,
        remark=request.POST.get("remark", ""),
        actor=actor_of(request),
        now=now(),
    ),
    "withdraw": lambda request, found: actions.withdraw_summary(
        summary=found, actor=actor_of(request), now=now()
    ),
}


@require_safe
@only(is_editor | is_system_admin)
def compare(request: HttpRequest, programme: str) -> HttpResponse:
    """比较两版: any two versions, the older one first."""
    its_keeper(request, programme)
    versions = {one.version: one for one in summaries.versions_of(programme)}
    if not versions:
        raise Http404
    numbers, problems = [], []
    for name, usual in (("old", max(1, max(versions) - 1)), ("new", max(versions))):
        text = request.GET.get(name, str(usual))[:9]
        number = int(text) if text.isascii() and text.isdigit() else 0
        if number not in versions:
            problems.append(_("没有第 %(text)s 版，请从列表里选。") % {"text": text})
            number = usual if usual in versions else max(versions)
        numbers.append(number)
    old, new = (versions[number] for number in numbers)
    context = {
        "here": "upkeep",
        "programme": programme,
        "policy": load().policy(programme),
        "versions": list(versions.values()),
        "old": old,
        "new": new,
        "changes": list(effect.changes_between(old, new)),
        "problems": tuple(problems),
    }
    return render(
        request, "policies/compare_summaries.html", context, status=_status(tuple(problems))
    )


__all__ = ["Contact", "begin", "compare", "draft", "move", "page", "programme"]
