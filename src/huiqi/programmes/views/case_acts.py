"""办理动作: how each form of the page of a case is sent: one way for every kind of stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.programmes.access import is_officer
from huiqi.programmes.enums import StageKind
from huiqi.programmes.models import Application, StageRun
from huiqi.programmes.stages import running
from huiqi.programmes.views.cases import draw, find

Act = Callable[[HttpRequest, StageRun, Actor, datetime], object]
View = Callable[..., HttpResponseBase]


def step(form: str, kind: StageKind | None = None) -> Callable[[Act], View]:
    """办理动作: what is done when ``form`` is sent, of the stage at work, which is of ``kind``.

    A page that lay open while the case went on asks for a step of a stage that is over: refused.
    """

    def made(act: Act) -> View:
        @require_POST
        @only(is_officer)
        @wraps(act)
        def view(request: HttpRequest, number: str) -> HttpResponse:
            application = find(request, number)
            return settled(
                request,
                application,
                form,
                lambda: act(
                    request, _at_work(request, application, kind), actor_of(request), now()
                ),
            )

        return view

    return made


def settled(
    request: HttpRequest, application: Application, form: str, act: Callable[[], object]
) -> HttpResponse:
    """办成了没有: back to the case; or its page with what was typed and what stood in the way."""
    number = application.number
    return attempt(
        request,
        act,
        lambda refused: draw(request, find(request, number), refused.problems, form),
        lambda _made: redirect("programme_desk:case", number),
    )


def _at_work(request: HttpRequest, application: Application, kind: StageKind | None) -> StageRun:
    run = running.current_of_kind(application, kind) if kind else running.current(application)
    if run is None:
        raise Refused([_("这份申报现在没有在办的环节")])
    if request.POST.get("run", str(run.pk)) != str(run.pk):
        raise Refused([_("页面打开以后，申报已经办到别的环节；看过现在的再办")])
    return run
