"""政策沙盘的页面: what was tried, and the form on which a policy is tried before it is issued."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.citywide.models import CityRegister
from huiqi.citywide.queries import latest_register
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied
from huiqi.kernel.sheets import Column
from huiqi.library import load
from huiqi.parties.pages import actor_of, no, only, page_of
from huiqi.parties.pages import sheet as sheet_of
from huiqi.policies.access import is_editor, keeps
from huiqi.policies.charge import programmes_of_keeper
from huiqi.rules.problems import Problem, Refused
from huiqi.sandbox import actions
from huiqi.sandbox.asking import Asked, is_for_firms
from huiqi.sandbox.form import asked_in, form_of, query_of
from huiqi.sandbox.models import LONGEST_TITLE, SandboxRun
from huiqi.sandbox.queries import runs_of
from huiqi.sandbox.saying import between, headline, result_of, title_of

WAITING = "waiting"  # in the address: the register that was asked for is not written yet


def programmes_of(request: HttpRequest) -> list[str]:
    """可推演的项目: of the body whose officer asks."""
    organization_id = actor_of(request).organization_id
    mine = programmes_of_keeper(organization_id, today()) if organization_id else []
    return [name for name in mine if name in load().policies and is_for_firms(load().policy(name))]


def its_keeper(request: HttpRequest, programme: str) -> None:
    """本单位的项目: another department's programme is not found, like one that does not exist."""
    if programme not in load().policies or keeps.refusal(actor_of(request), programme):
        raise Http404


@never_cache
@require_safe
@only(is_editor)
def index(request: HttpRequest) -> HttpResponse:
    """政策沙盘: the programmes of the body, and what was tried of them."""
    mine = programmes_of(request)
    page = page_of(request, runs_of(mine).defer("settings"))
    context = {
        "here": "sandbox",
        "programmes": [(one, load().policy(one).title) for one in mine],
        "register": latest_register(),
        "page": page,
        "rows": [told(one) for one in page.object_list],
    }
    return render(request, "sandbox/index.html", context)


def told(run: SandboxRun) -> dict[str, Any]:
    """一行: of the list: what was tried, and what came of it in a sentence."""
    found = result_of(run) if run.result else None
    return {
        "run": run,
        "title": title_of(run),
        "policy": load().policy(run.programme),
        "headline": headline(found) if found else "",
    }


@require_safe
@only(is_editor)
def sheet(request: HttpRequest) -> HttpResponse:
    """推演导出: all of them, with what a year costs on either side."""
    columns = (
        Column(_("推演"), "number", 8),
        Column(_("名称"), width=40),
        Column(_("政策"), width=44),
        Column(_("推演时间"), "moment", 18),
        Column(_("谁"), width=12),
        Column(_("名册日期"), "day", 14),
        Column(_("名册户数"), "number", 12),
        Column(_("结果"), width=60),
        Column(_("一年费用，改前"), width=36),
        Column(_("一年费用，改后"), width=36),
    )
    found = runs_of(programmes_of(request))
    return sheet_of("sandbox", _("政策沙盘"), columns, (_cells(one) for one in found))


def _cells(run: SandboxRun) -> tuple[Any, ...]:
    found = result_of(run) if run.result else None
    return (
        *(run.pk, title_of(run), load().policy(run.programme).title, run.asked_at),
        *(run.asked_by.name, run.register.on, run.register.firms),
        headline(found) if found else str(run.stopped) or _("还没有算完"),
        *((between(side) for side in found.sides.values()) if found else ("", "")),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(is_editor)
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """推演一项政策: the form, filled in by the address; sent, it is worked out."""
    its_keeper(request, programme)
    if request.method == "POST":
        return _try(request, programme, asked_in(request.POST))
    return page(request, programme, asked_in(request.GET))


def _try(request: HttpRequest, programme: str, asked: Asked) -> HttpResponse:
    try:
        run = actions.simulate_policy(
            programme=programme, asked=asked, actor=actor_of(request), now=now()
        )
    except actions.NoRegister:
        return _wait(programme, asked)
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return page(request, programme, asked, refused.problems)
    return redirect("sandbox:run", programme, run.pk)


def _wait(programme: str, asked: Asked) -> HttpResponse:
    """Back to the form, which looks by itself whether the register is there."""
    there = redirect("sandbox:programme", programme)
    there["Location"] += f"?{query_of(asked)}&{WAITING}=1".replace("?&", "?")
    return there


@require_POST
@only(is_editor)
def register(request: HttpRequest, programme: str) -> HttpResponse:
    """写一份新名册: of today, by the worker; the form stays as it was."""
    its_keeper(request, programme)
    try:
        actions.ask_for_city(programme=programme, actor=actor_of(request))
    except Denied as denied:
        return no(request, denied)
    return _wait(programme, asked_in(request.POST))


def page(
    request: HttpRequest, programme: str, asked: Asked, problems: Iterable[Problem] = ()
) -> HttpResponse:
    """推演页: the form as it was entered, with what is wrong in it, and the runs so far."""
    told_all, found = list(problems), latest_register()
    listed = page_of(request, runs_of([programme]))
    context = {
        "here": "sandbox",
        "programme": programme,
        "policy": load().policy(programme),
        "form": form_of(programme, asked, today(), told_all),
        "register": found,
        "is_waiting": _is_waiting(request, found),
        "today": today(),
        "page": listed,
        "rows": [told(one) for one in listed.object_list],
        "longest_title": LONGEST_TITLE,
    }
    status = 422 if told_all else 200
    return render(request, "sandbox/programme.html", context, status=status)


def _is_waiting(request: HttpRequest, register: CityRegister | None) -> bool:
    """Whether a register of today was asked for and is not there yet."""
    return WAITING in request.GET and (register is None or register.on < today())
