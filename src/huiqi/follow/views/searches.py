"""保存的查询: kept, asked again, removed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.follow.actions import remove_search, save_search, visit_search
from huiqi.follow.enums import Whose
from huiqi.follow.models import SavedSearch
from huiqi.follow.queries.following import asked_again, searches_of
from huiqi.follow.views.index import page
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.library import load
from huiqi.parties.pages import actor_of
from huiqi.policies.search.finding import ALL_FACETS


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """保存查询: under a name; what it finds today counts as seen."""
    given = request.POST
    try:
        save_search(
            name=given.get("name", ""),
            text=given.get("q", ""),
            facets={name: given.getlist(name) for name in ALL_FACETS},
            whose=given.get("whose", Whose.PERSON),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return page(request, refused.problems, 422)
    return redirect("follow:index")


@require_safe
@login_required
@never_cache
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """再查一次: what is new stands first; opening the page is having seen it."""
    actor = actor_of(request)
    found = get_object_or_404(searches_of(actor), pk=pk)
    since, asked = found.seen_at, asked_again(found, today())
    if request.method == "GET":
        visit_search(search=found, found=asked.found, actor=actor, now=now())
    policies = load().policies
    context = {
        "nav": "policy",
        "asked": asked,
        "since": since,
        "new": [policies[name] for name in asked.new],
        "known": [policies[name] for name in asked.found if name not in set(asked.new)],
        "address": address_of(found),
    }
    return render(request, "follow/search.html", context)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """删除查询: another's is not found."""
    actor = actor_of(request)
    remove_search(search=get_object_or_404(searches_of(actor), pk=pk), actor=actor)
    return redirect("follow:index")


def address_of(search: SavedSearch) -> str:
    """检索页: with the same question and filters."""
    pairs = [("q", search.text), *((k, one) for k, v in search.facets.items() for one in v)]
    return f"{reverse('policies:search')}?{urlencode(pairs)}"
