"""送达设置的页面: what reaches a person where; declining one kind by one click."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huiqi.inbox import opt_out as tokens
from huiqi.inbox.actions import choose_channels, choose_language, set_quiet_hours
from huiqi.inbox.actions import opt_out as decline
from huiqi.inbox.forms import PreferencesForm
from huiqi.inbox.queries import choices_of, languages_of, quiet_hours_of
from huiqi.inbox.queries.pushes import addresses_of
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.parties.pages import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """送达设置: of the person, for all organizations alike."""
    person_id = actor_of(request).person_id
    assert person_id is not None
    choices = choices_of(person_id)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        language=languages_of([person_id])[person_id],
        hours=quiet_hours_of([person_id])[person_id],
    )
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("inbox:preferences")
    statutory = [choice for choice in choices if choice.is_statutory]
    context = {
        "nav": "inbox",
        "here": "preferences",
        "form": form,
        "statutory": statutory,
        "addresses": addresses_of(actor_of(request)).filter(ended_at__isnull=True),
    }
    return render(request, "inbox/preferences.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: PreferencesForm) -> bool:
    actor = actor_of(request)
    try:
        with transaction.atomic():
            choose_channels(choices=form.channels(), actor=actor, now=now())
            if language := form.cleaned_data["language"]:
                choose_language(language=language, actor=actor, now=now())
            set_quiet_hours(
                start=form.cleaned_data["start"], until=form.cleaned_data["until"], actor=actor
            )
    except Refused as refused:
        for problem in refused.problems:
            form.add_error("start", problem)
        return False
    return True


# Mail programs send the request of RFC 8058 themselves: without a cookie, without a token of
# ours against forgery. The signed link is the right to do this and nothing else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """一键退订: a page that asks once, for links are also followed by machines; POST does it."""
    found = tokens.read(token)
    if found is None:
        raise Http404
    person_id, kind = found
    if request.method == "POST":
        decline(person_id=person_id, kind=kind, now=now())
    context = {"kind": kind.label, "is_done": request.method == "POST"}
    return render(request, "inbox/opt_out.html", context)
