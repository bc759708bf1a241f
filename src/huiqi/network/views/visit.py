"""一次联系: before it the brief on one page, afterwards what was found out and promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel import pdf
from huiqi.kernel.access import Actor
from huiqi.kernel.days import told as day_told
from huiqi.kernel.money import exact
from huiqi.kernel.now import today
from huiqi.network.access import is_owner_here, is_server, may_read_firm
from huiqi.network.actions import promising, visiting
from huiqi.network.actions.visiting import Promised
from huiqi.network.enums import ReferralState, VisitState
from huiqi.network.looking import looked
from huiqi.network.models import Visit
from huiqi.network.queries.brief import Brief, Expiring, Matched, brief_of
from huiqi.network.queries.firms import PENDING, sees_findings
from huiqi.network.standards import standard_on
from huiqi.network.states import VISIT
from huiqi.network.views.common import do
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.views.written import Form, written

PROMISES: Final = 3  # lines of the form; more are recorded with another contact


@require_safe
@only(is_server)
@never_cache
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """一次联系: the brief while it is planned, the record once it was made."""
    return draw(request, find(request, number))


@require_safe
@only(is_server)
@never_cache
def brief_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """走访提要的 PDF: the same lines, to be taken along."""
    found = find(request, number)
    actor, on = actor_of(request), today()
    if not _may_read_brief(actor, found):
        raise Http404
    looked(actor, f"下载走访提要 {number}", [found.subject_id])
    brief = brief_of(found, on)
    content = pdf.table(
        _("走访提要：%(firm)s") % {"firm": found.organization.name},
        [
            (_("编号"), found.number),
            (_("计划日期"), day_told(found.planned_on)),
            (_("为了什么"), found.purpose),
        ],
        [pdf.Heading(_("部分")), pdf.Heading(_("内容")), pdf.Heading(_("来源"))],
        list(lines_of(brief)),
        footer=_("只供本次走访使用，用后按规定保管；查看已留痕"),
    )
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@only(is_server)
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """办一步: back to the visit; or its page with what was typed and what stood in the way."""
    found = find(request, number)
    return do(
        request,
        ACTS,
        act,
        found,
        lambda refused: draw(request, find(request, number), refused.problems, act),
        lambda _made: redirect("network:visit", number),
    )


def find(request: HttpRequest, number: str) -> Visit:
    """这次联系: of one's own unit, or of a firm of which one sees all; else not found."""
    actor = actor_of(request)
    related = ("organization", "subject", "unit", "owner")
    found = get_object_or_404(Visit.objects.select_related(*related), number=number)
    if may_read_firm.refusal(actor, found.organization):
        raise Http404
    if found.unit_id != actor.organization_id and not sees_findings(actor, found.subject_id):
        raise Http404
    return found


def draw(
    request: HttpRequest, found: Visit, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一次联系: drawn, with what was typed into ``form`` and what stood in its way."""
    actor, on = actor_of(request), today()
    looked(actor, f"联系企业 {found.number}", [found.subject_id])
    is_planned = found.state == VisitState.PLANNED
    told = written(request, form, problems)
    owns = not is_owner_here.refusal(actor, found)
    context = {
        "nav": "network",
        "visit": found,
        "moves": {one.name for one in VISIT.open_moves(actor, found)},
        "brief": brief_of(found, on) if is_planned and _may_read_brief(actor, found) else None,
        "promises": [
            (one, one.state in PENDING and not is_owner_here.refusal(actor, one))
            for one in found.promises.select_related("unit", "owner")
        ],
        "referrals": _referrals(found) if owns and not is_planned else [],
        "lines": [str(number) for number in range(1, PROMISES + 1)],
        "was": [
            (
                str(number),
                told["written"]["record"][f"promise_{number}"],
                told["written"]["record"][f"due_{number}"],
            )
            for number in range(1, PROMISES + 1)
        ],
        "standard": standard_on(on),
        "on": on,
        "is_planned": is_planned,
        **told,
    }
    status = 409 if context["problems"] else 200
    return render(request, "network/visit.html", context, status=status)


Line = tuple[str, str, str]


def lines_of(brief: Brief) -> Iterable[Line]:
    """提要的各行: part, what, and where it comes from; nothing and nothing known said apart."""
    table = _("全市匹配表 %(day)s") % {"day": brief.matched_on or _("还没有比对过这家企业")}
    matched = None if brief.matched is None else map(_matched, brief.matched)
    yield from _part(_("匹配的政策"), matched, table, brief.matched_more)
    concerns = (f"{case.number} {case.title}" for case in brief.concerns)
    yield from _part(_("在办诉求"), concerns, _("诉求登记"), brief.concerns_more)
    titles = None if brief.titles is None else map(_title, brief.titles)
    yield from _part(_("到期的称号"), titles, _("认定部门名单或企业自填"))
    unpaid = (f"{one.programme}（{one.year}）：{exact(one.fen)}" for one in brief.unpaid)
    yield from _part(_("已核定未付"), unpaid, _("资金账本"))
    promises = (
        _("%(unit)s：%(text)s，%(day)s 前")
        % {"unit": one.unit.name, "text": one.text, "day": one.due_on}
        for one in brief.promises
    )
    yield from _part(_("未了承诺"), promises, _("联系登记"), brief.promises_more)


def _part(name: str, told: Iterable[str] | None, source: str, more: int = 0) -> Iterable[Line]:
    if told is None:
        yield name, _("没有资料，不等于没有"), source
        return
    rows = [(name, one, source) for one in told]
    yield from rows or [(name, _("没有"), source)]
    if more:
        yield name, _("还有 %(more)s 项没有列出") % {"more": more}, source


def _matched(one: Matched) -> str:
    sure = _("符合") if one.is_sure else _("可能符合，还缺数据")
    if one.possible_fen is None:
        return _("%(title)s：%(sure)s，上限不明") % {"title": one.title, "sure": sure}
    if not one.possible_fen:
        return f"{one.title}：{sure}"
    told = {"title": one.title, "sure": sure, "money": exact(one.possible_fen)}
    return _("%(title)s：%(sure)s，上限 %(money)s") % told


def _title(one: Expiring) -> str:
    return _("%(title)s，%(day)s 到期") % {"title": one.title, "day": one.until}


def _may_read_brief(actor: Actor, found: Visit) -> bool:
    """Who goes there, and who sees everything of the firm."""
    return found.unit_id == actor.organization_id or sees_findings(actor, found.subject_id)


def _referrals(found: Visit) -> list[Any]:
    """Those of this unit that this contact could end."""
    mine = found.subject.referrals.filter(unit=found.unit_id, state=ReferralState.OPEN)
    return list(mine.select_related("giver_unit").order_by("due_at", "id"))


def _record(form: Form, found: Visit, actor: Actor, at: datetime) -> object:
    return visiting.record_visit(
        visit=found,
        made_on=form.day("made_on"),
        findings=form["findings"],
        people_of_firm=form["people_of_firm"],
        people_of_city=form["people_of_city"],
        promised=[
            Promised(form[f"promise_{number}"], form.day(f"due_{number}"))
            for number in range(1, PROMISES + 1)
        ],
        actor=actor,
        now=at,
    )


def _cancel(form: Form, found: Visit, actor: Actor, at: datetime) -> object:
    return visiting.cancel_visit(visit=found, why=form["why"], actor=actor, now=at)


def _keep(form: Form, found: Visit, actor: Actor, at: datetime) -> object:
    promise = get_object_or_404(found.promises, pk=form.number("promise"))
    return promising.keep_promise(promise=promise, answer=form["answer"], actor=actor, now=at)


def _break(form: Form, found: Visit, actor: Actor, at: datetime) -> object:
    promise = get_object_or_404(found.promises, pk=form.number("promise"))
    return promising.break_promise(promise=promise, answer=form["answer"], actor=actor, now=at)


def _complete(form: Form, found: Visit, actor: Actor, at: datetime) -> object:
    referral = get_object_or_404(found.subject.referrals, pk=form.number("referral"))
    return promising.complete_referral(referral=referral, contact=found, actor=actor, now=at)


Doing = Callable[[Form, Visit, Actor, datetime], object]
ACTS: Final[Mapping[str, Doing]] = MappingProxyType(
    {
        "record": _record,
        "cancel": _cancel,
        "keep": _keep,
        "break": _break,
        "complete": _complete,
    }
)
