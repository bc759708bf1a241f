"""草稿影响的页面: counted on request, and for whom something changes, as a list or a file.

Who is affected rests on data that is not public: whoever opens the list is on record with why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.audit import record_read
from huiqi.kernel.now import now
from huiqi.kernel.sheets import Column
from huiqi.library import load
from huiqi.parties.pages import actor_of, attempt, only, page_of, sheet
from huiqi.policies import actions
from huiqi.policies.access import is_editor
from huiqi.policies.models import EffectFirm, EffectRun, RuleDraft
from huiqi.policies.rule_effects import GAINS, LOSES, firms_of, last_run, names_of
from huiqi.policies.rule_views import found_draft, page

SHOWS: Final = (
    ("", gettext_lazy("全部有变化的")),
    (GAINS, gettext_lazy("新符合的")),
    (LOSES, gettext_lazy("不再符合的")),
)


@require_POST
@only(is_editor)
def count(request: HttpRequest, programme: str, version: int) -> HttpResponse:
    """计算影响: by the worker; asked again it goes on where it was."""
    found = found_draft(request, programme, version)
    return attempt(
        request,
        lambda: actions.ask_for_effect(draft=found, actor=actor_of(request), now=now()),
        lambda refused: page(request, found, refused),
        lambda _made: redirect("upkeep:rule_draft", programme, version),
    )


@never_cache
@require_safe
@only(is_editor)
def firms(request: HttpRequest, programme: str, version: int) -> HttpResponse:
    """受影响的企业: a page of the list, by what is gained or lost."""
    draft, run, show = _asked(request, programme, version)
    found = page_of(request, _read(request, run, show))
    rows = list(found.object_list)
    names = names_of(rows)
    context = {
        "here": "upkeep",
        "programme": programme,
        "policy": load().policy(programme),
        "draft": draft,
        "run": run,
        "show": show,
        "shows": SHOWS,
        "page": found,
        "rows": [(one, names.get(one.subject_id)) for one in rows],
    }
    return render(request, "policies/effect_firms.html", context)


@require_safe
@only(is_editor)
def firms_sheet(request: HttpRequest, programme: str, version: int) -> HttpResponse:
    """受影响的企业导出: all of those that the filter leaves."""
    _draft, run, show = _asked(request, programme, version)
    columns = (
        Column(_("企业"), width=40),
        Column(_("统一社会信用代码"), width=22),
        Column(_("原结论"), width=12),
        Column(_("新结论"), width=12),
        Column(_("原上限（元）"), "yuan", 18),
        Column(_("新上限（元）"), "yuan", 18),
    )
    rows = list(_read(request, run, show))
    return sheet(f"{programme}-{version}-firms", _("受影响的企业"), columns, _cells(rows))


def _cells(rows: Sequence[EffectFirm]) -> Iterator[tuple[Any, ...]]:
    names = names_of(list(rows))
    for one in rows:
        firm = names.get(one.subject_id)
        yield (
            firm.name if firm else "",
            firm.credit_code if firm else "",
            one.get_before_display(),
            one.get_after_display(),
            one.before_fen,
            one.after_fen,
        )


def _asked(request: HttpRequest, programme: str, version: int) -> tuple[RuleDraft, EffectRun, str]:
    draft = found_draft(request, programme, version)
    run = last_run(draft)
    if run is None:
        raise Http404
    show = request.GET.get("show", "")
    return draft, run, show if show in dict(SHOWS) else ""


def _read(request: HttpRequest, run: EffectRun, show: str) -> QuerySet[EffectFirm]:
    purpose = f"核对规则草稿的影响：{run.draft}"
    record_read(
        replace(actor_of(request), purpose=purpose), "查看受影响的企业", run, subject_id=None
    )
    return firms_of(run, show)
