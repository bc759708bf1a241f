"""申报材料的接口: what is wanted and handed in; files uploaded, read, reused, taken out.

By the same actions as the pages, with the same refusals; another firm's is not found.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.applications import own_application
from huiqi.api.body import (
    CONTENT,
    FILE_MOST,
    MB,
    WITH_FILE,
    content_of,
    file_of,
    needed_text,
    read_object,
    unknown_names,
    whole_of,
)
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation, Parameter
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.kernel.access import require
from huiqi.kernel.content import EVIDENCE
from huiqi.kernel.files import city_store
from huiqi.kernel.now import now
from huiqi.kernel.words import legible, worded
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm
from huiqi.programmes.models import Application, EvidenceFile
from huiqi.programmes.queries.applying import handed_in_by, reusable
from huiqi.programmes.versions import definition_of

router = Router(tags=["申报"])

MATERIALS: Final = Operation(
    summary="一份申报的材料：要交什么、交了什么",
    about="已交的写明指纹、类型和查杀状态；移除的不列。",
    answers="application_materials",
    wanted=Scope.APPLICATIONS,
)
REUSABLE: Final = Operation(
    summary="可以沿用的材料",
    about="本单位在别的申报里交过的同一种材料，新的在前；内容相同的只列一次。",
    answers="application_reusable_page",
    parameters=(Parameter("material", "只要这一种材料的", TEXT), *PAGING),
    wanted=Scope.APPLICATIONS,
)
UPLOAD: Final = Operation(
    summary="上传一份材料",
    about=(
        "content_base64 是文件的字节。类型看内容不看名称；先隔离，查杀以后才能打开。"
        f"文件最多 {FILE_MOST // MB} MB（请求最多 {WITH_FILE:,} 字节）；"
        f"更大的用「上传一份大的材料」。{REPEAT}"
    ),
    answers="application_material",
    takes="application_material_given",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
UPLOAD_LARGE: Final = Operation(
    summary="上传一份大的材料",
    about=(
        "请求内容就是文件的字节，不编码，边收边存；和网页一样一个最多 "
        f"{EVIDENCE.limits.size // MB} MB。类型看内容不看名称；先隔离，查杀以后才能打开。{REPEAT}"
    ),
    answers="application_material",
    parameters=(
        Parameter("material", "哪一种材料", TEXT, required=True),
        Parameter("name", "文件名称，网址编码", TEXT, required=True),
    ),
    wanted=Scope.APPLICATIONS,
    writes=True,
    takes_a_file=True,
)
REUSE: Final = Operation(
    summary="沿用一份交过的材料",
    about=f"evidence 是它的编号，见「可以沿用的材料」；交在同一种材料下。{REPEAT}",
    answers="application_material",
    takes="application_material_reused",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
REMOVE: Final = Operation(
    summary="移除一份材料",
    about=f"从草稿或等补正的申报里；已经提交过的仍在那一次提交里。{REPEAT}",
    answers="application_material",
    wanted=Scope.APPLICATIONS,
    writes=True,
)
DOWNLOAD: Final = Operation(
    summary="下载一份材料",
    about="本单位交过的，移除的也在内；还在隔离区、查杀没有通过的答 409，写明原因。",
    wanted=Scope.APPLICATIONS,
)
PATH: Final = "/applications/{number}/materials"


@MATERIALS.at(router, "GET", PATH)
def application_materials(request: HttpRequest, number: int) -> Json:
    """材料: each that the form wants, with the files under it."""
    actor = actor_of(request)
    _written, given = MATERIALS.given(request)
    require(is_firm, actor)
    one = own_application(actor, number)
    given.refuse()
    definition = definition_of(one)
    held = list(_held(one))
    return {
        "materials": [
            {
                "id": each.id,
                "text": each.text,
                "required": each.required,
                "most": each.most,
                "hint": each.hint,
                "clause": definition.clause(each.cite) if each.cite else "",
                "files": [told(file) for file in held if file.material == each.id],
            }
            for each in definition.form.evidence
        ]
    }


@REUSABLE.at(router, "GET", PATH + "/reusable")
def reusable_materials(request: HttpRequest, number: int) -> Json:
    """可以沿用的: page by page, with the call under which each was handed in."""
    actor = actor_of(request)
    written, given = REUSABLE.given(request)
    require(is_firm, actor)
    page = Page.read(written, given)
    one = own_application(actor, number)
    given.refuse()
    return page.of(
        reusable(one, legible(written.get("material", ""))),
        lambda each: told(each) | {"call": each.application.call.number},
    )


@UPLOAD.at(router, "POST", PATH)
def upload_material(request: HttpRequest, number: int) -> HttpResponse:
    """上传: by the same action as the page."""
    caller = caller_of(request)
    _written, given = UPLOAD.given(request)
    body = read_object(request, most=WITH_FILE, smaller=_larger())
    given.problems += unknown_names(body, ("material", "name", CONTENT), _("字段"))
    material, name = needed_text(given, body, "material"), needed_text(given, body, "name")
    content = content_of(given, body)
    given.refuse()
    require(is_firm, caller.actor)
    one = own_application(caller.actor, number)

    def act() -> Json:
        made = actions.hand_in_evidence(
            application=one,
            material=material,
            content=BytesIO(content),
            name=name,
            actor=caller.actor,
            now=now(),
        )
        return _told_again(made)

    return done_once(request, caller, body, act)


@UPLOAD_LARGE.at(router, "POST", PATH + "/content")
def upload_large_material(request: HttpRequest, number: int) -> HttpResponse:
    """上传大的: by the same action as the page; nothing is read for whoever may not."""
    caller = caller_of(request)
    written, given = UPLOAD_LARGE.given(request)
    given.refuse()
    require(is_firm, caller.actor)
    one = own_application(caller.actor, number)
    with file_of(request, most=EVIDENCE.limits.size, smaller=_smaller()) as (content, digest):

        def act() -> Json:
            made = actions.hand_in_evidence(
                application=one,
                material=written["material"],
                content=content,
                name=written["name"],
                actor=caller.actor,
                now=now(),
            )
            return _told_again(made)

        return done_once(request, caller, [written, digest], act)


@REUSE.at(router, "POST", PATH + "/reuse")
def reuse_material(request: HttpRequest, number: int) -> HttpResponse:
    """沿用: by the same action as the page."""
    caller = caller_of(request)
    _written, given = REUSE.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, ("evidence",), _("字段"))
    evidence = whole_of(given, body, "evidence", _("请写「可以沿用的材料」里的编号。"))
    given.refuse()
    require(is_firm, caller.actor)
    one = own_application(caller.actor, number)

    def act() -> Json:
        found = handed_in_by(one).filter(pk=evidence).first()
        if found is None:
            raise ApiError("not_found", [not_found()])
        made = actions.reuse_evidence(application=one, earlier=found, actor=caller.actor, now=now())
        return _told_again(made)

    return done_once(request, caller, body, act)


@DOWNLOAD.at(router, "GET", PATH + "/{evidence}/content")
def material_content(request: HttpRequest, number: int, evidence: int) -> FileResponse:
    """下载: one's own, to save; by the same steps as the page."""
    actor = actor_of(request)
    _written, given = DOWNLOAD.given(request)
    require(is_firm, actor)
    one = own_application(actor, number)
    given.refuse()
    files = one.evidence.select_related("file__blob")
    found = files.filter(pk=evidence).first() if evidence < 2**63 else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    try:
        content = city_store().open(found.file)
    except FileNotFoundError:
        raise ApiError("not_found", [not_found()]) from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.file.name,
        content_type="application/octet-stream",
    )


@REMOVE.at(router, "POST", PATH + "/{evidence}/removal")
def remove_material(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """移除: by the same action as the page."""
    caller = caller_of(request)
    _written, given = REMOVE.given(request)
    given.refuse()
    require(is_firm, caller.actor)
    one = own_application(caller.actor, number)

    def act() -> Json:
        found = _held(one).filter(pk=evidence).first() if evidence < 2**63 else None
        if found is None:
            raise ApiError("not_found", [not_found()])
        actions.remove_evidence(application=one, evidence=found, actor=caller.actor, now=now())
        return _told_again(found)

    return done_once(request, caller, [number, evidence], act)


def _larger() -> str:
    """What to do with a file that is too large to stand in a JSON."""
    told = {"most": FILE_MOST // MB, "page": EVIDENCE.limits.size // MB}
    return worded(
        "这样收的文件最多 %(most)s MB；"
        "更大的请用「上传一份大的材料」（最多 %(page)s MB），或拆成几个。",
        **told,
    )


def _smaller() -> str:
    return worded("一个文件最多 %(most)s MB；请拆成几个。", most=EVIDENCE.limits.size // MB)


def _held(one: Application) -> QuerySet[EvidenceFile]:
    return one.evidence.filter(removed_at=None).select_related("file__blob")


def told(one: EvidenceFile) -> Json:
    """材料描述: the file by its name and content, and whether somebody has looked for viruses."""
    blob = one.file.blob
    return {
        "id": one.pk,
        "material": one.material,
        "name": one.file.name,
        "media_type": blob.media_type,
        "size": blob.size,
        "sha256": blob.digest,
        "state": blob.state,
        "scanned_by": blob.scanned_by,
        "reused_from": one.reused_from_id,
        "added_at": moment_text(one.added_at),
        "removed_at": moment_text(one.removed_at),
    }


def _told_again(one: EvidenceFile) -> Json:
    """As it stands now: a content may have been looked at, a file taken out meanwhile."""
    return told(EvidenceFile.objects.select_related("file__blob").get(pk=one.pk))
