"""异议的页面: a form for everybody, a receipt, and what came of it for whoever has the receipt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.limits import Limit, comes_too_often
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.kernel.words import worded
from huiqi.publicity.actions import Said, file_objection
from huiqi.publicity.actions.objecting import hash_of
from huiqi.publicity.models import Objection, PublicAward, Publicity
from huiqi.publicity.queries import awards_of, phase_of
from huiqi.publicity.saying import Line, line_of, workdays_left
from huiqi.publicity.views.public import notice_of

# From one address; an office has one for many people.
SENDING: Final = Limit(10, timedelta(hours=1))
LOOKING: Final = Limit(30, timedelta(hours=1))
SALT: Final = "huiqi.publicity.receipt"
KEPT: Final = timedelta(hours=1)
FIELDS: Final = ("kind", "row", "text", "raised_by", "contact")
CLUE: Final = "clue"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def file(request: HttpRequest, number: str) -> HttpResponse:
    """提出异议: by name or as a clue; without an account."""
    one = notice_of(number)
    if request.method != "POST":
        return _form(request, one)
    given = {name: request.POST.get(name, "") for name in FIELDS}
    said = Said(given["text"], given["raised_by"], given["contact"], given["kind"] != CLUE)
    try:
        award = _award(one, given["row"])
        if wait := comes_too_often(request, "object", SENDING):
            answer = _form(request, one, [too_often(wait)], status=429)
            return _later(answer, wait)
        receipt = file_objection(notice=one, award=award, said=said, now=now())
    except Refused as refused:
        return _form(request, one, refused.problems, status=422)
    token = signing.dumps([receipt.number, receipt.code], salt=SALT)
    return redirect(f"{reverse('publicity:receipt')}?told={token}")


def _form(
    request: HttpRequest, one: Publicity, problems: Iterable[str] = (), status: int = 200
) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method != "POST":
        given["row"] = request.GET.get("row", "")[:6]
    context = {
        "nav": "policy",
        "one": one,
        "phase": phase_of(one, today()),
        "is_running": phase_of(one, today()) == "running",
        "left": workdays_left(one, today()),
        "line": _line(one, given["row"]),
        "given": given,
        "problems": problems,
    }
    return render(request, "publicity/object.html", context, status=status)


def _line(one: Publicity, row: str) -> Line | None:
    """The line that is objected to, as everybody may read it; None for the whole notice."""
    if not (row.isascii() and row.isdigit() and len(row) < 7):
        return None
    with everything():
        found = awards_of(one).filter(place=int(row)).first()
    return line_of(found, today()) if found else None


def _award(one: Publicity, row: str) -> PublicAward | None:
    told = row.strip()
    if not told:
        return None
    with everything():
        found = (
            PublicAward.objects.filter(publicity=one, place=int(told)).first()
            if told.isascii() and told.isdigit() and len(told) < 7
            else None
        )
    if found is None:
        raise Refused(
            [
                worded(
                    "名单里没有序号「%(told)s」；请写名单上的序号，针对整份公示的不写",
                    told=told[:20],
                )
            ]
        )
    return found


def too_often(seconds: int) -> str:
    """太频繁: said to whoever comes again too soon, with what else can be done."""
    minutes = -(-seconds // 60)
    return worded(
        "从这个网络来得太频繁，请 %(minutes)s 分钟后再来；着急的请直接联系公示单位，或拨打 12345",
        minutes=minutes,
    )


def _later(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer.headers["Retry-After"] = str(seconds)
    return answer


@require_safe
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """回执: shown to whoever has just objected; later they ask with the code."""
    try:
        number, code = signing.loads(request.GET.get("told", ""), salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError):
        return render(request, "publicity/receipt.html", {"nav": "policy"}, status=410)
    with everything():
        found = Objection.objects.select_related("publicity").filter(number=number).first()
    context = {"nav": "policy", "number": number, "code": code, "objection": found}
    return render(request, "publicity/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def outcome(request: HttpRequest) -> HttpResponse:
    """查异议的办理结果: with the number and the code of the receipt."""
    given = {name: request.POST.get(name, "")[:40] for name in ("number", "code")}
    context = {"nav": "policy", "given": given}
    if request.method != "POST":
        return render(request, "publicity/outcome.html", context)
    if wait := comes_too_often(request, "outcome", LOOKING):
        context |= {"problems": [too_often(wait)]}
        return _later(render(request, "publicity/outcome.html", context, status=429), wait)
    found = _objection(given["number"].strip().upper(), given["code"])
    if found is None:
        context |= {"problems": [_("回执编号和查询码对不上，请照回执重新写")]}
        return render(request, "publicity/outcome.html", context, status=422)
    return render(request, "publicity/outcome.html", context | {"found": found})


def _objection(number: str, code: str) -> Objection | None:
    if not number or not code or "\x00" in number:
        return None
    with everything():
        found = Objection.objects.select_related("publicity", "answer", "award")
        one = found.filter(number=number).exclude(code_hash="").first()
    if one is None or not constant_time_compare(one.code_hash, hash_of(code)):
        return None
    return one
