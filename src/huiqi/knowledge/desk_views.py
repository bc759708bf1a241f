"""知识库的办理端: what an office wrote, has to review and has to look at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.sheets import Column
from huiqi.knowledge import actions
from huiqi.knowledge.access import is_reviewer, keeps, may_read_drafts, may_write
from huiqi.knowledge.models import Edition, Entry
from huiqi.knowledge.queries import TABS, editions_wanted
from huiqi.knowledge.views import item_groups, item_title, read_asked
from huiqi.library import load
from huiqi.parties.pages import actor_of, attempt, only, page_of, remember_place, sheet
from huiqi.programmes.views.written import Form, written
from huiqi.triage import items

TITLES: Final = {
    "all": gettext_lazy("在用和在写的"),
    "unit": gettext_lazy("本单位的"),
    "review": gettext_lazy("待审核"),
    "soon": gettext_lazy("30 天内到期"),
    "expired": gettext_lazy("已到期"),
    "over": gettext_lazy("已退回、取代或撤下"),
}
LEAF: Final = 3
S: Final = Edition.State


def _tab(request: HttpRequest) -> str:
    found = request.GET.get("tab", "")
    return found if found in TABS else "all"


@require_safe
@only(may_read_drafts)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """知识库: each version by what has to be done about it."""
    remember_place(request)
    asked, problems = read_asked(request.GET)
    page = page_of(request, editions_wanted(_tab(request), asked, actor_of(request), today()))
    context = {
        "nav": "knowledge",
        "page": page,
        "rows": [(one, item_title(one.entry.item)) for one in page],
        "asked": asked,
        "problems": problems,
        "tab": _tab(request),
        "tabs": TITLES.items(),
        "groups": item_groups(),
        "may_write": not may_write.refusal(actor_of(request)),
        "today": today(),
    }
    return render(request, "knowledge/desk.html", context, status=422 if problems else 200)


@require_safe
@only(may_read_drafts)
@never_cache
def index_sheet(request: HttpRequest) -> HttpResponseBase:
    """导出: the list as it is filtered."""
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    columns = [
        *(Column(_("编号"), width=18), Column(_("版次"), "number"), Column(_("问题"), width=44)),
        *(Column(_("回答"), width=60), Column(_("依据"), width=36), Column(_("事项"), width=24)),
        *(Column(_("负责单位"), width=30), Column(_("状态")), Column(_("写的人"))),
        *(Column(_("审核的人")), Column(_("有效到"), "day")),
    ]
    rows = (
        [
            *(one.entry.number, one.version, one.question, one.answer, one.basis),
            *(item_title(one.entry.item), one.entry.unit.name, one.get_state_display()),
            *(one.written_by.name, one.reviewed_by.name if one.reviewed_by else ""),
            one.expires_on,
        ]
        for one in editions_wanted(_tab(request), asked, actor_of(request), today())
    )
    return sheet("knowledge", _("知识库"), columns, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_write)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """起草知识: without a concern behind it."""
    if request.method != "POST":
        return _draw_new(request)
    form = Form(request.POST)
    return attempt(
        request,
        lambda: actions.draft_entry(
            written=read_written(form), item=form["item"], actor=actor_of(request), now=now()
        ),
        lambda refused: _draw_new(request, refused.problems),
        lambda made: redirect("knowledge_desk:entry", made.entry.number),
    )


def _draw_new(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    context = {
        "nav": "knowledge",
        "leaves": leaves(),
        "policies": policy_choices(),
        **(told := written(request, "new" if problems else "", problems)),
        "was": told["written"]["new"],
        "act": "new",
    }
    return render(request, "knowledge/new.html", context, status=409 if problems else 200)


@require_safe
@only(may_read_drafts)
@never_cache
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """一条知识: every version of it, and what can be done now."""
    return _draw(request, get_object_or_404(_entries(), number=number))


@require_POST
@only(may_read_drafts)
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """办一步: back to the entry; or its page with what stood in the way."""
    done = ACTS.get(act)
    if done is None:
        raise Http404
    found = get_object_or_404(_entries(), number=number)
    return attempt(
        request,
        lambda: done(Form(request.POST), found, actor_of(request), now()),
        lambda refused: _draw(request, found, refused.problems, act),
        lambda _made: redirect("knowledge_desk:entry", number),
    )


def _entries() -> QuerySet[Entry]:
    return Entry.objects.select_related("unit")


def _draw(
    request: HttpRequest, found: Entry, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    editions = list(found.editions.select_related("written_by", "reviewed_by").order_by("-version"))
    for one in editions:
        one.entry = found
    waiting = next((one for one in editions if one.state == S.SUBMITTED), None)
    shown = next((one for one in editions if one.state in (S.PUBLISHED, S.EXPIRED)), None)
    policy = load().policies
    context = {
        "nav": "knowledge",
        "entry": found,
        "item": item_title(found.item),
        "shown": shown,
        "waiting": waiting,
        "last": waiting or shown or editions[0],
        "editions": [(one, policy.get(one.policy)) for one in editions],
        "keeps": not keeps.refusal(actor, found),
        "reviews": waiting is not None and not is_reviewer.refusal(actor, waiting),
        "policies": policy_choices(),
        "today": today(),
        **(told := written(request, form, problems)),
        "was": told["written"]["write"] if form == "write" else None,
        "act": "write",
    }
    return render(
        request, "knowledge/desk_entry.html", context, status=409 if context["problems"] else 200
    )


def leaves() -> list[tuple[str, list[tuple[str, str]]]]:
    """事项: every one that can be handled, by its first level."""
    known = items()
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, one in known.items():
        if one.level == LEAF:
            groups.setdefault(known[code[:2]].title, []).append((code, one.title))
    return list(groups.items())


def policy_choices() -> list[tuple[str, str]]:
    """政策库里的项目: by title."""
    found = ((one.id, one.title) for one in load().policies.values())
    return sorted(found, key=lambda one: one[1])


def read_written(form: Form) -> actions.Written:
    """读表: as it was typed; a day that is none is left out."""
    return actions.Written(
        question=form["question"],
        answer=form["answer"],
        basis=form["basis"],
        policy=form["policy"],
        expires_on=form.day("expires_on"),
    )


Act = Callable[[Form, Entry, Actor, datetime], object]


def _write(form: Form, found: Entry, actor: Actor, at: datetime) -> object:
    return actions.write_edition(entry=found, written=read_written(form), actor=actor, now=at)


def _edition(form: Form, found: Entry) -> Edition:
    return get_object_or_404(found.editions.select_related("entry"), version=form.number("version"))


def _publish(form: Form, found: Entry, actor: Actor, at: datetime) -> object:
    return actions.publish_edition(edition=_edition(form, found), actor=actor, now=at)


def _return(form: Form, found: Entry, actor: Actor, at: datetime) -> object:
    return actions.return_edition(
        edition=_edition(form, found), remark=form["remark"], actor=actor, now=at
    )


def _withdraw(form: Form, found: Entry, actor: Actor, at: datetime) -> object:
    return actions.withdraw_edition(
        edition=_edition(form, found), remark=form["remark"], actor=actor, now=at
    )


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {"write": _write, "publish": _publish, "return": _return, "withdraw": _withdraw}
)
