"""我的事实: all of them by group, the story of one, and what may be said against it."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.library import load
from huiqi.parties.queries import facts_of
from huiqi.policies import asking
from huiqi.rights.access import stands_for_firm
from huiqi.rights.actions import request_correction, say_oneself, withdraw_correction
from huiqi.rights.actions.corrections import Upload
from huiqi.rights.queries.facts import FactGroup, Story, corrections_of, fact_groups, story_of
from huiqi.rights.saying import entry_texts
from huiqi.rights.views.common import actor_of, only, own_subject, sheet
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS
from huiqi.rules.questions import next_questions

NOTHING, REPLACED, DROPPED = "nothing", "value", "drop:"


@require_safe
@only(stands_for_firm)
def facts(request: HttpRequest) -> HttpResponse:
    """我的事实: what is on file, who says so, and what is missing for which policies."""
    groups = _groups(request)
    known = sum(len(one.known) for one in groups)
    missing = sum(len(one.missing) for one in groups)
    context = {
        "nav": "firm",
        "groups": groups,
        "known": known,
        "missing": missing,
        "share": known / (known + missing) if known + missing else 0,
    }
    return render(request, "rights/facts.html", context)


@require_safe
@only(stands_for_firm)
def facts_sheet(request: HttpRequest) -> HttpResponse:
    """导出: every fact on file with its source."""
    columns = (
        Column(_("类别")),
        Column(_("事实"), width=30),
        Column(_("值"), width=40),
        Column(_("截至"), "day"),
        Column(_("来源"), width=20),
        Column(_("记录时间"), "moment", 18),
    )
    rows = (
        (
            *(group.title, one.label, one.value),
            one.provenance.as_of,
            str(one.provenance.source.label),
            one.provenance.recorded_at,
        )
        for group in _groups(request)
        for one in group.known
        if one.provenance
    )
    return sheet("facts", _("我的事实"), columns, rows)


def _groups(request: HttpRequest) -> list[FactGroup]:
    subject = own_subject(request)
    known = facts_of(subject, today())
    questions = next_questions(load().match(known).results)
    return fact_groups(subject, known, questions)


@require_http_methods(["GET", "HEAD", "POST"])
@only(stands_for_firm)
def fact(request: HttpRequest, key: str) -> HttpResponse:
    """一项事实: its story; a correction of what a source says is asked for here."""
    if key not in FACTS:
        raise Http404
    story = story_of(own_subject(request), key, today())
    if request.method != "POST":
        return _story(request, story)
    if story.current is None:
        return _story(request, story, (_("这一项没有记录，请直接填写"),))
    try:
        request_correction(
            fact=story.current,
            proposed=_proposed(request, story),
            reason=request.POST.get("reason", ""),
            files=_uploads(request),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _story(request, story, refused.problems)
    return redirect("rights:fact", key)


@require_POST
@only(stands_for_firm)
def declare(request: HttpRequest, key: str) -> HttpResponse:
    """自报: one value of the firm itself, used wherever no better source says anything."""
    if key not in FACTS:
        raise Http404
    subject = own_subject(request)
    try:
        value = request.POST.get("value", "")
        say_oneself(subject=subject, key=key, value=value, actor=actor_of(request), now=now())
    except Refused as refused:
        return _story(request, story_of(subject, key, today()), refused.problems)
    return redirect("rights:fact", key)


@require_POST
@only(stands_for_firm)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回更正申请: one's firm's own; any other is not found."""
    correction = get_object_or_404(corrections_of(own_subject(request)), pk=pk)
    try:
        withdraw_correction(correction=correction, actor=actor_of(request), now=now())
    except Refused as refused:
        story = story_of(own_subject(request), correction.fact.key, today())
        return _story(request, story, refused.problems)
    return redirect("rights:fact", correction.fact.key)


def _story(request: HttpRequest, story: Story, problems: tuple[str, ...] = ()) -> HttpResponse:
    is_list = FACTS[story.key].kind in LISTS
    context = {
        "nav": "firm",
        "story": story,
        "problems": problems,
        "is_list": is_list,
        "entries": entry_texts(story.key, story.current.value) if is_list and story.current else [],
        "asked": asking.asked(story.key),
        "given": {name: request.POST.get(name, "")[:1_000] for name in ("value", "reason")},
    }
    return render(request, "rights/fact.html", context, status=422 if problems else 200)


def _uploads(request: HttpRequest) -> list[Upload]:
    given = request.FILES.getlist("files")
    return [Upload(cast("BinaryIO", one), str(one.name)) for one in given]


def _proposed(request: HttpRequest, story: Story) -> Any:
    """What should stand there: a value, the list without one entry, or nothing at all."""
    choice = request.POST.get("choice", REPLACED)
    if choice == NOTHING:
        return None
    value = story.current.value if story.current else None
    if choice.startswith(DROPPED) and isinstance(value, list):
        wrong = choice.removeprefix(DROPPED)
        return [one for place, one in enumerate(value) if str(place) != wrong]
    return request.POST.get("value", "").strip()
