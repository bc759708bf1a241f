"""页面: single policies; without a login, without a script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.policies.addresses import query_of
from huiqi.policies.match_views import code_of, day_of, reader
from huiqi.policies.queries import documents_of_programme
from huiqi.rules.answer import Answer
from huiqi.rules.policy import Source


@never_cache
@require_safe
def policy(request: HttpRequest, programme: str) -> HttpResponse:
    """政策: who, how much, why; each condition worked out on what is known of the reader."""
    library = load()
    if programme not in library.policies:
        raise Http404
    on, problems = day_of(request.GET)
    code, wrong = code_of(request.GET)
    problems += wrong
    who, _answers = reader(request, "" if wrong else code, on)
    found = library.explain(programme, who.facts)
    context = {
        "nav": "policy",
        "on": on,
        "who": who,
        "policy": library.policy(programme),
        "answer": found if isinstance(found, Answer) else None,
        "query": query_of("" if wrong else code, on, today()),
        "sources": _sources(programme),
        "problems": problems,
    }
    return render(request, "policies/policy.html", context, status=422 if problems else 200)


def _sources(programme: str) -> list[tuple[Source, int | None]]:
    """Each source of a programme, with the number of its document where that is on file."""
    documents = documents_of_programme(programme)
    sources = load().policy(programme).sources.values()
    return [(source, documents.get(source.name)) for source in sources]
