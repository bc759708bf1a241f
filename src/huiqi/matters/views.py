"""页面: the list of life events, and each as a roadmap, a sheet and a calendar of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.inbox.ics import MEDIA_TYPE, new_calendar, whole_day
from huiqi.kernel.clock import CalendarUnknown
from huiqi.kernel.content import XLSX
from huiqi.kernel.now import now, today
from huiqi.kernel.public_pages import public_page
from huiqi.matters.matter import Matter
from huiqi.matters.planning import Planned
from huiqi.matters.reading import matters
from huiqi.matters.rows import Roadmap, doubted, roadmap, sheet
from huiqi.parties.pages import actor_of
from huiqi.policies.matching import Whom, firm_of, whom
from huiqi.rules.facts import Facts
from huiqi.rules.given import Given

LONGEST_DAY = 40


@dataclass(frozen=True)
class Drawn:
    """画好的路线图: with whose facts, and every problem of what was asked."""

    roadmap: Roadmap
    who: Whom | None
    problems: list[str]


@never_cache
@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """目录: every life event with its steps and how long it takes at the least."""
    facts = _facts(_own(request))
    found = [roadmap(one, today(), facts) for one in matters().values()]
    context = {"nav": "matters", "found": found, "is_firm": facts is not None}
    return render(request, "matters/index.html", context)


@never_cache
@require_safe
@public_page
def matter(request: HttpRequest, slug: str) -> HttpResponse:
    """路线图: of one life event, from the day that is asked for; a firm sees where it stands."""
    drawn = _drawn(request, _matter(slug))
    context = {
        "nav": "matters",
        "matter": drawn.roadmap.matter,
        "map": drawn.roadmap,
        "plan": drawn.roadmap.plan,
        "who": drawn.who,
        "on": today(),
        "problems": drawn.problems,
        "query": f"?start={drawn.roadmap.plan.start.isoformat()}",
    }
    return render(request, "matters/matter.html", context, status=422 if drawn.problems else 200)


@never_cache
@require_safe
def plan_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """路线图的表格: as an Excel file to keep; the page with its problems for an impossible day."""
    drawn = _drawn(request, _matter(slug))
    if drawn.problems:
        return matter(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.xlsx"'}
    return HttpResponse(sheet(drawn.roadmap), content_type=XLSX, headers=headers)


@never_cache
@require_safe
def plan_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """路线图的日历: one whole day for the start of each step, and one for its last day.

    For an impossible day the page with its problems, as for the sheet.
    """
    drawn = _drawn(request, _matter(slug))
    if drawn.problems:
        return matter(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    return HttpResponse(_calendar(drawn.roadmap), content_type=MEDIA_TYPE, headers=headers)


def _matter(slug: str) -> Matter:
    found = matters().get(slug)
    if found is None:
        raise Http404
    return found


def _drawn(request: HttpRequest, of: Matter) -> Drawn:
    """A day that cannot be used is told, and today taken instead."""
    given, who = Given(today()), _own(request)
    asked = request.GET.get("start") or None
    start = given.day(asked and asked[:LONGEST_DAY], _("开始日"))
    problems = [str(problem) for problem in given.problems]
    try:
        return Drawn(roadmap(of, start, _facts(who)), who, problems)
    except CalendarUnknown as unknown:
        return Drawn(roadmap(of, today(), _facts(who)), who, [*problems, str(unknown)])


def _own(request: HttpRequest) -> Whom | None:
    """The firm the reader acts for and may see; None for everybody else."""
    actor = actor_of(request)
    who = whom(actor, firm_of(actor, ""), {}, today())
    return who if who.firm and who.is_own else None


def _facts(who: Whom | None) -> Facts | None:
    return who.facts if who else None


def _calendar(found: Roadmap) -> bytes:
    calendar = new_calendar(_("惠企：%(title)s") % {"title": found.matter.title})
    address = settings.PUBLIC_URL + reverse("matters:matter", args=[found.matter.id])
    moment = now()
    for row in found.rows:
        one = row.planned
        if one is None:
            continue
        key = f"matters:{found.matter.id}:{row.step.id}"
        note = _("%(who)s，%(where)s。依据：%(cite)s") % {
            "who": row.step.department,
            "where": row.step.place.name,
            "cite": row.cite,
        }
        for name, day, text in (
            ("start", one.start, _("开始：%(step)s")),
            ("until", one.until, _("应办完：%(step)s")),
        ):
            if day:
                calendar.add_component(
                    whole_day(
                        f"{key}:{name}",
                        day,
                        _said(text % {"step": row.step.text}, one),
                        url=address,
                        now=moment,
                        note=note,
                    )
                )
    return bytes(calendar.to_ical())


def _said(text: str, one: Planned) -> str:
    said = text if one.exact else _("%(text)s（最早）") % {"text": text}
    return doubted(said) if one.unverified else said


__all__ = ["index", "matter", "plan_calendar", "plan_sheet"]
