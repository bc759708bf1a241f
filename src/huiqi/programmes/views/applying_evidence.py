"""材料的页面: files handed in for each of the form's materials, reused from before, or taken out.

A file is served to be saved, never shown within a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Final, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.files import city_store
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.pages import actor_of, no, only
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm
from huiqi.programmes.models import Application, EvidenceFile
from huiqi.programmes.queries.applying import handed_in_by, reusable
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views import own

EARLIER: Final = 5  # files of other applications that a page offers for one material


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_firm)
@never_cache
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """材料: what is wanted and handed in; a file that may not come in says why, the rest come."""
    one = own.found(request, pk)
    if (gone := own.not_editable(one)) is not None:
        return gone
    if request.method != "POST":
        return _drawn(request, one)
    material = request.POST.get("material", "")
    files = request.FILES.getlist("files")
    problems = [] if files else [_("先选要上传的文件")]
    for file in files:
        try:
            _take(request, one, material, cast("BinaryIO", file), str(file.name))
        except Denied as denied:
            return no(request, denied)
        except Refused as refused:
            problems += refused.problems
    if problems:
        return _drawn(request, one, problems)
    return _back(pk, material)


def _take(
    request: HttpRequest, one: Application, material: str, content: BinaryIO, name: str
) -> None:
    if all(each.id != material for each in definition_of(one).form.evidence):
        raise Refused([_("没有选这是哪一种材料，请在那一种材料下面上传")])
    actions.hand_in_evidence(
        application=one,
        material=material,
        content=content,
        name=name,
        actor=actor_of(request),
        now=now(),
    )


@require_POST
@only(is_firm)
def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """沿用: what the firm handed in before for the same material."""
    one = own.found(request, pk)
    given = request.POST.get("evidence", "")
    is_number = given.isascii() and given.isdigit() and len(given) < 18
    earlier = get_object_or_404(handed_in_by(one), pk=int(given) if is_number else 0)
    try:
        actions.reuse_evidence(application=one, earlier=earlier, actor=actor_of(request), now=now())
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _drawn(request, one, refused.problems)
    return _back(pk, earlier.material)


@require_POST
@only(is_firm)
def remove(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """移除: out of a draft."""
    one = own.found(request, pk)
    found = get_object_or_404(one.evidence.filter(removed_at=None), pk=evidence)
    try:
        actions.remove_evidence(application=one, evidence=found, actor=actor_of(request), now=now())
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _drawn(request, one, refused.problems)
    return _back(pk, found.material)


@require_safe
@only(is_firm)
def download(request: HttpRequest, pk: int, evidence: int) -> HttpResponseBase:
    """下载材料: one's own, to save."""
    one = own.found(request, pk)
    found = get_object_or_404(one.evidence.select_related("file__blob"), pk=evidence)
    try:
        content = city_store().open(found.file)
    except Refused as refused:
        return _drawn(request, one, refused.problems, 409)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.file.name,
        content_type="application/octet-stream",
    )


def _back(pk: int, material: str) -> HttpResponse:
    return redirect(f"{reverse('applying:materials', args=[pk])}#m-{material}")


def _earlier(one: Application, material: str) -> dict[str, object]:
    """The latest that can be reused, and how many more there are."""
    found = reusable(one, material)
    shown = list(found[:EARLIER])
    return {"earlier": shown, "more": found.count() - len(shown) if len(shown) == EARLIER else 0}


def _drawn(
    request: HttpRequest, one: Application, problems: Iterable[str] = (), status: int = 422
) -> HttpResponse:
    definition = definition_of(one)
    held = one.evidence.filter(removed_at=None).select_related("file__blob", "reused_from")
    by_material: dict[str, list[EvidenceFile]] = {}
    for each in held:
        by_material.setdefault(each.material, []).append(each)
    rows = [
        {
            "wanted": each,
            "clause": definition.clause(each.cite) if each.cite else "",
            "held": by_material.get(each.id, []),
            **_earlier(one, each.id),
            "is_full": len(by_material.get(each.id, [])) >= each.most,
        }
        for each in definition.form.evidence
    ]
    return own.drawn(
        request, "programmes/apply_materials.html", one, {"rows": rows}, problems, status
    )
