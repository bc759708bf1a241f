"""页面: the front page, how pages are shown, and whether the service is alive."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from huiqi.inbox.actions import choose_language
from huiqi.kernel.now import now
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.refusals import Denied
from huiqi.library import load
from huiqi.parties.middleware import act_for
from huiqi.parties.pages import actor_of
from huiqi.web import words as meanings
from huiqi.web.letter import figures
from huiqi.web.samples import charts

A_YEAR = 365 * 24 * 60 * 60


@require_safe
@public_page
def front(request: HttpRequest) -> HttpResponse:
    """首页: what the city offers, in true counts."""
    policies = load().policies.values()
    context = {
        "nav": "home",
        "figures": figures(),
        "programmes": len(policies),
        "examples": [policy for policy in policies if policy.summary][:6],
    }
    return render(request, "web/front.html", context)


@require_safe
@public_page
def policies(request: HttpRequest) -> HttpResponse:
    """政策目录: every programme of the library with its editions."""
    found = sorted(load().policies.values(), key=lambda policy: (policy.payer, policy.title))
    context = {"nav": "policy", "policies": found, "no_filters": ()}
    return render(request, "web/policies.html", context)


@require_safe
@public_page
def words(request: HttpRequest) -> HttpResponse:
    """词语: what the words of the pages mean, in the language of the page."""
    is_english = (get_language() or "").startswith("en")
    return render(request, "web/words.html", {"groups": meanings.words(), "is_english": is_english})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """组件: every component once, as it stands on pages."""
    tones = ("azu", "mal", "och", "dai", "cin")
    return render(request, "web/styleguide.html", {"tones": tones, "charts": list(charts())})


@csrf_exempt
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """显示方式: language and 长辈版, kept for a year; back to the page it was asked from.

    Whoever is signed in is told in that language from now on. Without a token, so that a page
    for everybody carries nothing of one visitor. The worst that another site can do with it is
    to make our letters larger: the cookie of a session does not come with its requests.
    """
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if is_ours else reverse("web:front"))
    if request.POST.get("elder") in ("on", "off"):
        response.set_cookie("elder", request.POST["elder"], A_YEAR, samesite="Lax")
    if request.POST.get("language") in dict(settings.LANGUAGES):
        language = request.POST["language"]
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, A_YEAR, samesite="Lax")
        actor = actor_of(request)
        if actor.person_id is not None:
            choose_language(language=language, actor=actor, now=now())
    return response


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """我的账号: for whom one acts, and how one signs in."""
    return render(request, "web/me.html")


@require_POST
@login_required
def switch(request: HttpRequest, organization_id: int) -> HttpResponse:
    """换单位: another organization for which the person may act; any other is not found."""
    try:
        act_for(request, organization_id)
    except Denied as denied:
        raise Http404 from denied
    return redirect("web:me")
