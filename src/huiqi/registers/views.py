"""名册的页面: upload, look at what would come of it, confirm, and take back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, Final, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.audit import record_read
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.enums import Source
from huiqi.parties.pages import actor_of, no, only, page_of, sheet
from huiqi.registers import spool
from huiqi.registers.access import may_import, may_see_imports
from huiqi.registers.actions import Upload, ask_back, confirm_case, drop_case, open_case
from huiqi.registers.actions import queue_again as queue
from huiqi.registers.enums import WORKING, Stage
from huiqi.registers.errors import first_lines, line_of
from huiqi.registers.models import RegisterCase, RegisterImport
from huiqi.registers.queries import cases_in_sight, history_of, imports_in_sight, open_cases
from huiqi.rules.dictionary import FACTS

REFRESH: Final = "4"  # seconds
# What is over is not tinted as what waits; everything that is under way is.
TONES: Final[Mapping[str, str]] = {
    Stage.IMPORTED: "mal",
    Stage.UNUSABLE: "cin",
    Stage.DROPPED: "",
    Stage.UNDONE: "",
}
LOST: Final = timedelta(minutes=2)  # without a word from the worker
SHOWN: Final = 100  # problems of rows that a page lists; all of them stand in the error sheet


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_see_imports)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """名册导入: what is on its way, what was imported, and the form for another file."""
    if request.method != "POST":
        return _index(request)
    if reason := may_import.refusal(actor_of(request)):
        return no(request, reason)
    file = request.FILES.get("file")
    upload = Upload(
        content=cast("BinaryIO", file.file) if file else None,
        name=file.name or "" if file else "",
        source=request.POST.get("source", ""),
        as_of=request.POST.get("as_of", ""),
    )
    try:
        case = open_case(upload=upload, actor=actor_of(request), now=now())
    except Refused as refused:
        return _index(request, refused.problems)
    return redirect("registers:case", case.pk)


def _index(request: HttpRequest, problems: tuple[str, ...] = ()) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "nav": "registers",
        "page": page_of(request, imports_in_sight(actor).select_related("imported_by")),
        "cases": list(open_cases(actor)[:20]),
        "why_not": may_import.refusal(actor),
        "sources": [one for one in Source if one != Source.SELF_DECLARED],
        "given": {key: request.POST.get(key, "") for key in ("source", "as_of")},
        "problems": problems,
    }
    return render(request, "registers/index.html", context, status=422 if problems else 200)


@require_safe
@only(may_see_imports)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: every import as a row."""
    found = imports_in_sight(actor_of(request)).select_related("imported_by")
    columns = [
        *(Column(_("编号"), "number"), Column(_("文件名"), width=30), Column(_("来源"))),
        *(Column(_("截至日期"), "day"), Column(_("行数"), "number")),
        *(Column(_("有问题的行数"), "number"), Column(_("新建单位数"), "number")),
        *(Column(_("已有单位数"), "number"), Column(_("新记事实数"), "number")),
        *(Column(_("导入人")), Column(_("导入时间"), "moment"), Column(_("撤销时间"), "moment")),
        *(Column(_("文件哈希"), width=66),),
    ]
    return sheet("imports", _("名册导入"), columns, _rows(found))


def _rows(found: Any) -> Iterator[list[Any]]:
    for one in found.iterator(chunk_size=500):
        undo = getattr(one, "undo", None)
        yield [
            *(one.pk, one.file_name, one.get_source_display(), one.as_of, one.rows),
            *(one.rows_refused, one.firms_created, one.firms_known, one.facts_recorded),
            one.imported_by.name if one.imported_by else _("系统"),
            *(one.imported_at, undo.undone_at if undo else None, one.digest),
        ]


@require_safe
@only(may_see_imports)
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """一份名册: how far it is, and what is to be decided; the page asks again by itself."""
    return _case(request, get_object_or_404(cases_in_sight(actor_of(request)), pk=pk))


def _case(
    request: HttpRequest, found: RegisterCase, problems: tuple[str, ...] = ()
) -> HttpResponse:
    working = found.stage in WORKING
    of_rows = found.has_errors and found.stage != Stage.UNUSABLE
    lines = first_lines(spool.errors_of(found.pk)[1], SHOWN) if of_rows else []
    if lines:  # they show what firms' rows hold
        _record(request, found, "查看名册错误")
    progress, heard = spool.told(found.pk) if working else ("", None)
    context = {
        "nav": "registers",
        "one": found,
        "working": working,
        "tone": TONES.get(found.stage, "och"),
        "progress": progress,
        "lost": working and (heard is None or datetime.now(UTC) - heard > LOST),
        "why_not": may_import.refusal(actor_of(request)),
        "history": history_of(found),
        "problems": problems,
        "unusable": found.problems if found.stage in (Stage.UNUSABLE, Stage.IMPORTED) else (),
        "lines": lines,
    }
    status = 409 if problems else 200
    response = render(request, "registers/case.html", context, status=status)
    if working:
        response.headers["Refresh"] = REFRESH
    return response


@require_POST
@only(may_import)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """办理: confirm, drop, or queue again."""
    actor = actor_of(request)
    found = get_object_or_404(cases_in_sight(actor), pk=pk)
    try:
        if move == "confirm":
            confirm_case(case=found, actor=actor)
        elif move == "drop":
            drop_case(case=found, actor=actor)
        elif move == "again":
            queue(case=found, actor=actor)
        else:
            raise Http404
    except Refused as refused:
        found.refresh_from_db()
        return _case(request, found, refused.problems)
    return redirect("registers:case", pk)


@require_safe
@only(may_see_imports)
def errors(request: HttpRequest, pk: int, kind: str = "xlsx") -> HttpResponseBase:
    """错误表: rows with problems, as they stood in the file; reading them is on record."""
    actor = actor_of(request)
    found = get_object_or_404(cases_in_sight(actor), pk=pk)
    excel, text = spool.errors_of(found.pk)
    path = text if kind == "csv" else excel
    if not path.is_file():
        raise Http404
    _record(request, found, "下载名册错误表")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.pk}-errors.{kind}")


def _record(request: HttpRequest, found: RegisterCase, verb: str) -> None:
    """The purpose is known by itself: whoever opens them does so to check the register."""
    reader = replace(actor_of(request), purpose=f"核对名册 {found.pk}")
    record_read(reader, verb, found, subject_id=None)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_see_imports)
@never_cache
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """一次导入: its manifest, and how to take it back."""
    actor = actor_of(request)
    found = get_object_or_404(
        imports_in_sight(actor).select_related("imported_by", "undo__undone_by"), pk=pk
    )
    if request.method != "POST":
        return _import(request, found)
    if reason := may_import.refusal(actor):
        return no(request, reason)
    try:
        reason = request.POST.get("reason", "")
        going = ask_back(register_import=found, reason=reason, actor=actor, now=now())
    except Refused as refused:
        return _import(request, found, refused.problems)
    return redirect("registers:case", going.pk)


def _import(
    request: HttpRequest, found: RegisterImport, problems: tuple[str, ...] = ()
) -> HttpResponse:
    going = RegisterCase.objects.filter(register_import=found).select_related("opened_by").first()
    context = {
        "nav": "registers",
        "one": found,
        "undo": getattr(found, "undo", None),
        "case": going,
        "history": history_of(going) if going else [],
        "columns": [
            (heading, FACTS[key].label if key in FACTS else key)
            for heading, key in found.columns.items()
        ],
        "lines": [line_of(row, flaw) for row, flaw in found.flaws()][:SHOWN],
        "why_not": may_import.refusal(actor_of(request)),
        "problems": problems,
        "reason": request.POST.get("reason", "")[:500],
    }
    return render(request, "registers/import.html", context, status=422 if problems else 200)
