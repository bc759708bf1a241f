"""按时办的事: a firm's own calendar of obligations, as a page, a sheet and a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.inbox.ics import MEDIA_TYPE, new_calendar, whole_day
from huiqi.kernel.now import now, today
from huiqi.kernel.sheets import Column
from huiqi.matters.duties import Bound, bound_by
from huiqi.matters.obligation import Due
from huiqi.matters.reminding import summary
from huiqi.parties.access import stands_for_firm
from huiqi.parties.models import Organization
from huiqi.parties.pages import only, own_subject, sheet
from huiqi.parties.queries import facts_of

VERDICTS = ("yes", "unknown", "no")


@never_cache
@require_safe
@only(stands_for_firm)
def obligations(request: HttpRequest) -> HttpResponse:
    """按时办的事: what binds the firm in the next twelve months, what may, and what does not."""
    found = _bound(request)
    context = {
        "nav": "firm",
        "firm": Organization.objects.filter(subject=own_subject(request)).first(),
        "is_doubtful": any(one.unverified for one in found),
        "dated": [one for one in found if one.verdict.answer != "no" and one.next],
        "undated": [one for one in found if one.verdict.answer != "no" and not one.next],
        "others": [one for one in found if one.verdict.answer == "no"],
    }
    return render(request, "matters/obligations.html", context)


@never_cache
@require_safe
@only(stands_for_firm)
def obligations_sheet(request: HttpRequest) -> HttpResponse:
    """按时办的事的表格: every time of twelve months a row, and one for each without a day."""
    columns = [
        Column(_("做什么"), width=44),
        Column(_("是否适用"), width=24),
        Column(_("从哪天起"), "day", 14),
        Column(_("最后一天"), "day", 14),
        Column(_("日期的说明"), width=50),
        Column(_("报给谁"), width=24),
        Column(_("在哪里办"), width=30),
        Column(_("依据"), width=50),
    ]
    rows = [list(cells) for one in _bound(request) for cells in _cells(one)]
    return sheet("obligations", _("按时办的事"), columns, rows)


@never_cache
@require_safe
@only(stands_for_firm)
def obligations_calendar(request: HttpRequest) -> HttpResponse:
    """按时办的事的日历: a whole day for each last day; what may not bind says so."""
    calendar, moment = new_calendar(_("惠企：按时办的事")), now()
    address = settings.PUBLIC_URL + reverse("matters:obligations")
    for one in _bound(request):
        for due in one.dues:
            calendar.add_component(
                whole_day(
                    f"duties:{one.key}:{due.written.isoformat()}",
                    due.last,
                    summary(one, due),
                    url=address,
                    now=moment,
                    note=_("依据：%(cite)s") % {"cite": one.cite},
                )
            )
    headers = {"Content-Disposition": 'attachment; filename="obligations.ics"'}
    return HttpResponse(bytes(calendar.to_ical()), content_type=MEDIA_TYPE, headers=headers)


def _bound(request: HttpRequest) -> tuple[Bound, ...]:
    return bound_by(facts_of(own_subject(request), today()))


def applies(one: Bound) -> str:
    """是否适用: yes, not sure and why, or no and why."""
    match one.verdict.answer:
        case "yes":
            return _("适用")
        case "no":
            return _("不适用：%(why)s") % {"why": one.why_not}
    labels = _("、").join(one.verdict.missing_labels)
    return _("不确定是否适用，还不知道：%(facts)s") % {"facts": labels}


def remark(one: Bound, due: Due) -> str:
    """日期的说明: why it is not the day that the law writes, and how sure it is."""
    doubt = [_("日期待核：依据的原文没有核对过")] if one.unverified else []
    return _("；").join([*doubt, *shifted(one, due)])


def shifted(one: Bound, due: Due) -> list[str]:
    """日期为什么不同: moved over a rest day, worked out, or not certain yet; a part for each."""
    parts = []
    if due.last != due.written:
        words = {"day": due.written.isoformat(), "cite": one.shift_cite}
        parts.append(_("原为 %(day)s，遇休息日顺延（%(cite)s）") % words)
    if due.estimated:
        parts.append(_("按法规推算，只会早不会晚；以税务总局当年公布的日期为准"))
    if due.provisional:
        parts.append(_("放假安排还没有公布，日期暂定"))
    return parts


def _cells(one: Bound) -> Iterator[tuple[Any, ...]]:
    after = (one.department, one.place, one.cite)
    for due in one.dues:
        yield (one.text, applies(one), due.opens, due.last, remark(one, due), *after)
    if not one.dues:
        yield (one.text, applies(one), None, None, one.due_open, *after)
