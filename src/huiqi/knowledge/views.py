"""公开的知识: the answers there are, and one of them; for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.kernel.now import day_of, today
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import legible, worded
from huiqi.knowledge.models import Edition
from huiqi.knowledge.queries import Asked, answers_wanted
from huiqi.library import load
from huiqi.parties.pages import page_of, sheet
from huiqi.triage import items

LONGEST: Final = 60
GONE: Final = 410


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """常见问题: by words and by item; every problem of the filters is told at once."""
    asked, problems = read_asked(request.GET)
    context = {
        "nav": "concerns",
        "asked": asked,
        "problems": problems,
        "page": page_of(request, answers_wanted(asked, today())),
        "query": request.GET.urlencode() if not problems else "",
        "groups": item_groups(),
    }
    return render(request, "knowledge/index.html", context, status=422 if problems else 200)


@require_safe
@public_page
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """一条知识: with its basis, its unit and its last day; past it, only where to ask."""
    known = (Edition.State.PUBLISHED, Edition.State.EXPIRED)
    found = (
        Edition.objects.select_related("entry", "entry__unit")
        .filter(entry__number=number, state__in=known)
        .first()
        if "\x00" not in number
        else None
    )
    if found is None:
        raise Http404
    is_over = found.state == Edition.State.EXPIRED or found.expires_on < today()
    policy = load().policies.get(found.policy)
    context = {
        "nav": "concerns",
        "one": found,
        "is_over": is_over,
        "item": item_title(found.entry.item),
        "policy": policy,
    }
    return render(request, "knowledge/entry.html", context, status=GONE if is_over else 200)


@require_safe
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: the answers as they are filtered."""
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    columns = [
        *(Column(_("编号"), width=18), Column(_("问题"), width=44), Column(_("回答"), width=60)),
        *(
            Column(_("依据"), width=36),
            Column(_("事项"), width=24),
            Column(_("负责单位"), width=30),
        ),
        *(Column(_("审核日期"), "day"), Column(_("有效到"), "day")),
    ]
    rows = (
        [
            *(one.entry.number, one.question, one.answer, one.basis),
            *(item_title(one.entry.item), one.entry.unit.name),
            *(day_of(one.reviewed_at) if one.reviewed_at else None, one.expires_on),
        ]
        for one in answers_wanted(asked, today())
    )
    return sheet("knowledge", _("常见问题"), columns, rows)


def read_asked(given: Mapping[str, str]) -> tuple[Asked, list[str]]:
    """读筛选: and a sentence for each part that cannot be understood."""
    problems: list[str] = []
    text, item = legible(given.get("q", "")), legible(given.get("item", ""))
    if len(text) > LONGEST:
        problems.append(worded("要找的文字最多 %(most)s 字", most=LONGEST))
    if item and item not in items():
        problems.append(worded("没有「%(told)s」这个选项，请在列出的里选", told=item[:20]))
        item = ""
    return Asked(text[:LONGEST], item), problems


def item_title(code: str) -> str:
    """事项的写法: the group and the item; the code itself where it is not known."""
    known = items()
    names = [known[part].title for part in (code[:4], code) if part in known]
    return " · ".join(dict.fromkeys(names)) or code


def item_groups() -> list[tuple[str, str]]:
    """事项的大类: by code."""
    return [(code, one.title) for code, one in items().items() if one.level == 1]
