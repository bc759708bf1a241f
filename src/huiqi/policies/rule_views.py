"""规则草稿的页面: a programme's rule uploaded or edited, with what comes of it, and reviewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.library import load, shipped
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.policies import actions
from huiqi.policies.access import is_editor, is_reviewer, is_system_admin, keeps
from huiqi.policies.editor_views import its_keeper
from huiqi.policies.models import Proposal, RuleDraft, Verdict
from huiqi.policies.models.reviewed import LONGEST_WHY, OPEN
from huiqi.policies.rule_effects import fitting_run, last_run
from huiqi.policies.rule_texts import (
    checked,
    differences_of,
    latest_text,
    open_rules,
    rule_versions,
)
from huiqi.policies.states import RULES
from huiqi.rules.drafts import MOST_BYTES

WRITTEN: Final = (RuleDraft.Stage.DRAFT, RuleDraft.Stage.RETURNED)
TEXTS: Final = ("rules", "cases")


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_editor | is_system_admin)
def index(request: HttpRequest, programme: str) -> HttpResponse:
    """规则: what answers now, every version, and a new draft by upload or from what answers."""
    its_keeper(request, programme)
    if request.method == "POST":
        return _begin(request, programme)
    return _index(request, programme)


def _begin(request: HttpRequest, programme: str) -> HttpResponse:
    return attempt(
        request,
        lambda: actions.begin_rules(
            programme=programme,
            actor=actor_of(request),
            now=now(),
            given=_given(request, is_typed=False),
            proposal=_proposal(request, programme),
        ),
        lambda refused: _index(request, programme, refused.problems),
        lambda draft: redirect("upkeep:rule_draft", programme, draft.version),
    )


def _index(request: HttpRequest, programme: str, problems: tuple[str, ...] = ()) -> HttpResponse:
    actor, policy = actor_of(request), load().policy(programme)
    context = {
        "here": "upkeep",
        "programme": programme,
        "policy": policy,
        "shipped": shipped().policy(programme),
        "may_write": not keeps.refusal(actor, programme),
        "draft": open_rules(programme),
        "versions": list(rule_versions(programme)),
        "proposals": _answerable(programme),
        "problems": problems,
        "given": {name: request.POST.get(name, "") for name in ("why", "from_on", "proposal")},
        "longest_why": LONGEST_WHY,
        "most_bytes": MOST_BYTES,
    }
    return render(request, "policies/rules.html", context, status=422 if problems else 200)


def _answerable(programme: str) -> list[Proposal]:
    """Proposals that a new text may carry out."""
    standing = (Proposal.State.OPEN, Proposal.State.ACCEPTED)
    return list(Proposal.objects.filter(programme=programme, state__in=standing))


def _proposal(request: HttpRequest, programme: str) -> Proposal | None:
    number = request.POST.get("proposal", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    return get_object_or_404(Proposal, pk=number, programme=programme)


def _given(request: HttpRequest, *, is_typed: bool) -> actions.Given:
    """What the form says; a file that is chosen counts more than what is typed beside it."""
    found: dict[str, Any] = {}
    for name in TEXTS:
        file = request.FILES.get(f"{name}_file")
        if file is not None:
            # One byte more than is allowed tells that there are too many.
            found[name] = file.read(MOST_BYTES + 1)
        elif is_typed and name in request.POST:
            found[name] = request.POST[name].encode("utf-8", "replace")
    for name in ("why", "from_on"):
        if name in request.POST:
            found[name] = request.POST[name]
    return actions.Given(**found)


def found_draft(request: HttpRequest, programme: str, version: int) -> RuleDraft:
    """一版规则: of a programme that the actor's body keeps; else it is not found."""
    its_keeper(request, programme)
    return get_object_or_404(rule_versions(programme), version=version)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(is_editor | is_system_admin)
def draft(request: HttpRequest, programme: str, version: int) -> HttpResponse:
    """一版规则: its texts, problems, cases and differences; saved, and handed in."""
    found = found_draft(request, programme, version)
    if request.method == "POST":
        return _save(request, found)
    return page(request, found)


def _save(request: HttpRequest, found: RuleDraft) -> HttpResponse:
    actor, revision = actor_of(request), request.POST.get("revision", "")
    number = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else 0

    def act() -> None:
        saved = actions.save_rules(
            draft=found,
            revision=number,
            given=_given(request, is_typed=True),
            actor=actor,
            now=now(),
        )
        if request.POST.get("do") == "submit":
            actions.submit_rules(draft=saved, actor=actor, now=now())

    return attempt(
        request,
        act,
        lambda refused: page(request, found, refused),
        lambda _made: redirect("upkeep:rule_draft", found.programme, found.version),
    )


def page(request: HttpRequest, found: RuleDraft, refused: Refused | None = None) -> HttpResponse:
    """规则页: as it is, or as it was just written where it could not be saved."""
    actor = actor_of(request)
    current = rule_versions(found.programme).get(version=found.version)
    theirs = refused.current if isinstance(refused, actions.WrittenMeanwhile) else None
    typed = request.POST if refused and "rules" in request.POST else {}
    told = checked(current)
    since = current.from_on or today()
    context = {
        "here": "upkeep",
        "programme": found.programme,
        "policy": load().policy(found.programme),
        "draft": current,
        "is_written": current.stage in WRITTEN and not keeps.refusal(actor, current),
        "shown": {
            name: typed.get(name, _text(current, name)) for name in (*TEXTS, "why", "from_on")
        },
        "theirs": theirs,
        "told": told,
        "failing": sum(not one.agrees for one in told.cases),
        "since": since,
        "differences": differences_of(current, since),
        **_effect(current),
        "may_count": current.stage in OPEN and not keeps.refusal(actor, current),
        "moves": {one.name for one in RULES.open_moves(actor, current)},
        "why_not": is_reviewer.refusal(actor, current),
        "problems": refused.problems if refused else (),
        "remark": request.POST.get("remark", ""),
        "longest_why": LONGEST_WHY,
        "most_bytes": MOST_BYTES,
    }
    status = 409 if theirs else 422 if refused else 200
    return render(request, "policies/rule_draft.html", context, status=status)


def _effect(draft: RuleDraft) -> dict[str, Any]:
    fitting = fitting_run(draft)
    run = fitting or last_run(draft)
    if run is None:
        return {"run": None}
    sums = (run.before_fen, run.after_fen)
    return {
        "run": run,
        "run_fits": fitting is not None,
        "run_counts": [
            (label, run.counted(0, verdict), run.counted(1, verdict))
            for verdict, label in reversed(Verdict.choices)
        ],
        # Where nobody's amount is known, their sum is not known either.
        "run_sums": [fen or (None if run.open_amounts else 0) for fen in sums],
        "run_gains": run.moved(to=True),
        "run_loses": run.moved(to=False),
    }


def _text(draft: RuleDraft, name: str) -> str:
    value = getattr(draft, name)
    return value.isoformat() if name == "from_on" and value else value or ""


@require_POST
@only(is_editor)
def move(request: HttpRequest, programme: str, version: int, move: str) -> HttpResponse:
    """复核、退回、撤回: one move of a version that is under way."""
    found = found_draft(request, programme, version)
    if move not in MOVES:
        raise Http404
    return attempt(
        request,
        lambda: MOVES[move](request, found),
        lambda refused: page(request, found, refused),
        lambda _made: redirect("upkeep:rule_draft", programme, version),
    )


MOVES: Final[Mapping[str, Callable[[HttpRequest, RuleDraft], object]]] = {
    "publish": lambda request, found: actions.publish_rules(
        draft=found, actor=actor_of(request), now=now()
    ),
    "return": lambda request, found: actions.return_rules(
        draft=found, remark=request.POST.get("remark", ""), actor=actor_of(request), now=now()
    ),
    "withdraw": lambda request, found: actions.withdraw_rules(
        draft=found, actor=actor_of(request), now=now()
    ),
}


@require_safe
@only(is_editor | is_system_admin)
def file(request: HttpRequest, programme: str, version: int, name: str) -> HttpResponse:
    """下载: one of the two files of a version; version 0 is what a new draft would begin with."""
    if name not in TEXTS:
        raise Http404
    if version:
        text = getattr(found_draft(request, programme, version), name)
    else:
        its_keeper(request, programme)
        text = getattr(latest_text(programme), name)
    called = f"{programme}-{version}-{name}.yaml" if version else f"{name}.yaml"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(called)}"}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)
