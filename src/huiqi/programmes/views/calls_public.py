"""申报通知的页面: the list with its filters, and one call with all it says, for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.inbox.ics import MEDIA_TYPE, new_calendar, whole_day
from huiqi.kernel.now import CITY, now
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.sheets import Column
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.library import load
from huiqi.parties.pages import actor_of, page_of, sheet
from huiqi.policies.contacts import counter_of
from huiqi.programmes.access import is_firm
from huiqi.programmes.definition import Definition, Settings
from huiqi.programmes.enums import Mode, StageKind
from huiqi.programmes.models import Application, Call
from huiqi.programmes.queries.applying import window_of
from huiqi.programmes.queries.calling import Asked, Phase, chosen, phase_of, title_of
from huiqi.programmes.queries.money import standing_of_call
from huiqi.programmes.queries.scoped import applications_of_firm, calls_published
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of
from huiqi.rules.phase import nearest_edition
from huiqi.rules.policy import Item

LONGEST: Final = 60
A_MOMENT: Final = timedelta(microseconds=1)
TONES: Final = {Phase.OPEN: "mal", Phase.COMING: "azu", Phase.OVER: ""}


@dataclass(frozen=True)
class Row:
    """一行: a call as the list tells of it."""

    call: Call
    programme: str
    phase: Phase

    @property
    def tone(self) -> str:
        """色调: of its phase."""
        return TONES[self.phase]


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """申报通知: by text, department, mode, programme and phase; every problem told at once."""
    moment = now()
    asked, problems = read_asked(request.GET)
    page = page_of(request, chosen(asked, moment))
    context = {
        "nav": "calls",
        "moment": moment,
        "asked": asked,
        "page": page,
        "rows": [row_of(one, moment) for one in page],
        "query": request.GET.urlencode() if not problems else "",
        "problems": problems,
        "phases": Phase.choices,
        "modes": Mode.choices,
        **_choices(),
    }
    return render(request, "programmes/call_index.html", context, status=422 if problems else 200)


def row_of(call: Call, moment: datetime) -> Row:
    """一行: of a call, at a moment."""
    return Row(call, title_of(call.programme), phase_of(call, moment))


@require_safe
def index_sheet(request: HttpRequest) -> HttpResponse:
    """申报通知导出: the list as it is filtered."""
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    moment = now()
    columns = [
        *(Column(_("通知编号"), width=20), Column(_("标题"), width=50)),
        *(Column(_("扶持计划"), width=36), Column(_("主管部门"), width=30)),
        *(Column(_("办理方式")), Column(_("批次")), Column(_("进展"))),
        *(Column(_("开始受理"), "moment", 18), Column(_("截止（不含）"), "moment", 18)),
        *(Column(_("资金总额上限（元）"), "yuan", 20), Column(_("依据"), width=40)),
    ]
    rows = (
        [
            *(one.number, one.title, title_of(one.programme), one.department.name),
            *(one.get_mode_display(), one.batch, phase_of(one, moment).label),
            *(one.opens_at, one.ends_at, one.ceiling_fen, one.basis),
        ]
        for one in chosen(asked, moment)
    )
    return sheet("calls", _("申报通知"), columns, rows)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """截止日历: of the calls that are open or coming, as the list is filtered, to subscribe to."""
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    moment, made = now(), new_calendar(_("惠企：申报截止"))
    for one in chosen(replace(asked, phase=""), moment):
        if phase_of(one, moment) is Phase.OVER:
            continue
        # The hour before which it must have arrived: at midnight the day before is the last.
        last = (one.ends_at - A_MOMENT).astimezone(CITY)
        words = worded("申报截止：%(title)s", title=one.title)
        note = worded("%(end)s 截止，以到达时间为准", end=f"{one.ends_at.astimezone(CITY):%F %T}")
        url = settings.PUBLIC_URL + reverse("calls:call", args=[one.number])
        at = one.published_at or moment
        made.add_component(
            whole_day(f"call:{one.number}", last.date(), words, url=url, now=at, note=note)
        )
    headers = {"Content-Disposition": 'attachment; filename="deadlines.ics"'}
    return HttpResponse(made.to_ical(), content_type=MEDIA_TYPE, headers=headers)


@require_safe
@never_cache
def call(request: HttpRequest, number: str) -> HttpResponse:
    """一份申报通知: what is given, to whom, when, how it goes on, what is asked; and to begin."""
    one, moment = call_of(number), now()
    definition = definition_of(one)
    with everything():  # sums of a call are everybody's
        standing = standing_of_call(one)
    day = moment.astimezone(CITY).date()
    policy = definition.policy
    # Who can and how much, as the rules stand when the call opens.
    held = policy.only(nearest_edition(policy, one.opens_at.astimezone(CITY).date()))
    amount = held.amount
    phase = phase_of(one, moment)
    context = {
        "nav": "calls",
        "call": one,
        "definition": definition,
        "programme": definition.programme,
        "policy": policy,
        "is_in_library": one.programme in load().policies,
        "phase": phase,
        "tone": TONES[phase],
        "window": window_of(one, moment),
        "extensions": list(one.extensions.all()),
        "standing": standing,
        "conditions": _provisions(definition, held.when),
        "checks": _provisions(definition, held.checks),
        "gives": _provisions(definition, [*amount.parts, *amount.caps] if amount else []),
        "stages": [stage_line(definition, each) for each in definition.programme.stages],
        "materials": [
            (each, definition.clause(each.cite) if each.cite else "")
            for each in definition.form.evidence
        ],
        "pages": [
            (each.title, [label(one) for one in each.questions]) for each in definition.form.pages
        ],
        "basis": [definition.clause(each) for each in definition.programme.basis],
        "unverified": any(source.unverified for source in definition.sources.values()),
        "counter": counter_of(policy, day),
        **_mine(request, one),
    }
    return render(request, "programmes/call_page.html", context)


def call_of(number: str) -> Call:
    """所看的申报通知: 404 for one that is not published, or that there is not."""
    return get_object_or_404(calls_published(), number=number)


@dataclass(frozen=True)
class StageLine:
    """环节的一行: what it is, how long it takes, what a firm has to do, on what clause."""

    kind: str
    name: str
    days: int
    office: str
    clause: str
    note: str


def stage_line(definition: Definition, settings: Settings) -> StageLine:
    """环节的一行: as the call tells of it."""
    return StageLine(
        settings.kind,
        str(StageKind(settings.kind).label),
        settings.days,
        _("区级") if settings.office == "district" else "",
        definition.clause(settings.cite),
        _note(settings),
    )


def _note(settings: Any) -> str:
    match settings.kind:
        case StageKind.FORMAL_CHECK:
            return worded("缺什么一次说清，你有 %(days)s 个工作日补", days=settings.reply_days)
        case StageKind.EXPERT_REVIEW:
            told = {"panel": settings.panel, "mark": settings.pass_mark}
            return worded("%(panel)s 位专家评分，%(mark)s 分通过", **told)
        case StageKind.SITE_VISIT:
            return worded("至少 %(visitors)s 人到现场", visitors=settings.visitors)
        case StageKind.DISBURSEMENT if len(settings.instalments) > 1:
            return worded("分 %(count)s 期拨付", count=len(settings.instalments))
        case StageKind.FUNDING_PLAN if settings.allocation == "pro_rata":
            return _("资金不够时按同一比例折算")
        case StageKind.PERFORMANCE:
            return worded("到账 %(months)s 个月后报告绩效", months=settings.after_months)
    return ""


@dataclass(frozen=True)
class Provision:
    """一条规定: in a sentence, with its clause, marked where nobody has verified it."""

    text: str
    clause: str
    unverified: bool


def _provisions(definition: Definition, items: Iterable[Item]) -> list[Provision]:
    policy = definition.policy
    return [
        Provision(one.text, definition.clause(one.cite), policy.is_unverified(one.cite))
        for one in items
        if one.text
    ]


def _mine(request: HttpRequest, call: Call) -> dict[str, Any]:
    """Whether who reads can begin, has begun, or must sign in first."""
    actor = actor_of(request)
    if is_firm.refusal(actor):
        return {"is_firm": False, "is_signed_in": actor.person_id is not None, "mine": None}
    found: Application | None = (
        applications_of_firm(actor).filter(call=call).exclude(state="withdrawn").first()
    )
    return {"is_firm": True, "is_signed_in": True, "mine": found}


def read_asked(given: Mapping[str, Any]) -> tuple[Asked, list[str]]:
    """读筛选: and a sentence for each part that cannot be understood."""
    problems: list[str] = []
    text = legible(str(given.get("q", "")))
    if len(text) > LONGEST:
        problems.append(worded("要找的文字最多 %(most)s 字", most=LONGEST))
    phase, mode = (legible(str(given.get(name, ""))) for name in ("phase", "mode"))
    if phase and phase not in Phase.values:
        problems.append(worded("没有「%(told)s」这种进展，请在列出的里选", told=phase[:20]))
        phase = ""
    if mode and mode not in Mode.values:
        problems.append(worded("没有「%(told)s」这种办理方式，请在列出的里选", told=mode[:20]))
        mode = ""
    department = str(given.get("department", "")).strip()
    is_number = department.isascii() and department.isdigit() and len(department) < 10
    if department and not is_number:
        problems.append(_("没有这个主管部门，请在列出的里选"))
    programme = legible(str(given.get("programme", "")))[:100]
    asked = Asked(text[:LONGEST], int(department) if is_number else None, mode, programme, phase)
    return asked, problems


def _choices() -> dict[str, Any]:
    """What there is to choose from: of the calls that were published."""
    found = calls_published().order_by()
    departments = found.values_list("department", "department__name").distinct()
    programmes = found.values_list("programme", flat=True).distinct().order_by("programme")
    return {
        "departments": list(departments.order_by("department__name", "department")),
        "programmes": [(one, title_of(one)) for one in programmes],
    }
