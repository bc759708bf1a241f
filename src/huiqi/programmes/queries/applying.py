"""企业的申报: what is still to be filled in, where each one stands, and who has the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel.clock import CalendarUnknown, count_workdays
from huiqi.kernel.files import GONE
from huiqi.kernel.now import CITY
from huiqi.kernel.sight import everything
from huiqi.kernel.words import counted
from huiqi.parties.queries.acting import memberships_at
from huiqi.programmes.checks import Problem, problems_of
from huiqi.programmes.definition import Definition, Page
from huiqi.programmes.enums import AT_WORK, ApplicationState, StageKind, StageState
from huiqi.programmes.models import (
    Application,
    Call,
    CorrectionRequest,
    EvidenceFile,
    StageRun,
)
from huiqi.programmes.prefill import Filled
from huiqi.programmes.versions import definition_of
from huiqi.programmes.whole import Whole, whole_of

INVOICES: Final = "invoices"
MATERIALS: Final = "materials"
A = ApplicationState


@dataclass(frozen=True)
class Task:
    """填写的一项: ``missing`` is how much of it stands in the way of handing in."""

    name: str
    title: str
    about: str
    url: str
    missing: int = 0
    is_begun: bool = True
    problems: tuple[Problem, ...] = ()


def tasks_of(application: Application, on: date) -> list[Task]:
    """填写清单: each page of the form, then invoices and materials where there are any."""
    definition, whole = definition_of(application), whole_of(application, on)
    by_task: dict[str, list[Problem]] = {}
    for one in problems_of(whole):
        by_task.setdefault(place_of(definition, one.about), []).append(one)
    found = [
        _page_task(application, page, whole.filled, by_task.get(page.id, []))
        for page in definition.form.pages
    ]
    if definition.form.invoices is not None:
        found.append(_invoices_task(whole, definition, by_task.get(INVOICES, [])))
    if definition.form.evidence:
        found.append(_materials_task(whole, definition, by_task.get(MATERIALS, [])))
    return found


def place_of(definition: Definition, about: str) -> str:
    """在哪一页改: the page of a question, of a sum's first part; else invoices or materials."""
    form = definition.form
    key = about
    while (sum_of := next((one for one in form.computed if one.key == key), None)) is not None:
        key = sum_of.plus[0]
    page = next((one for one in form.pages if any(key == each.key for each in one.questions)), None)
    if page is not None:
        return page.id
    return MATERIALS if any(one.id == about for one in form.evidence) else INVOICES


def url_of(application: Application, place: str, about: str = "") -> str:
    """改的网址: of a page of the form, or of invoices or materials, at what it is about."""
    if place in (INVOICES, MATERIALS):
        found = reverse(f"applying:{place}", args=[application.pk])
        return f"{found}#m-{about}" if place == MATERIALS and about else found
    found = reverse("applying:page", args=[application.pk, place])
    return f"{found}#f-{about}" if about else found


def _page_task(
    application: Application, page: Page, filled: Filled, problems: list[Problem]
) -> Task:
    known = sum(
        1 for one in page.questions if one.key in filled.known and filled.known[one.key].is_official
    )
    about = counted("%(count)s 项已经替你填好", known) if known else _("要你自己填")
    is_begun = any(one.key in filled.typed for one in page.questions) or bool(known)
    url = url_of(application, page.id)
    return Task(page.id, page.title, about, url, len(problems), is_begun, tuple(problems))


def _invoices_task(whole: Whole, definition: Definition, problems: list[Problem]) -> Task:
    count = len(whole.invoices)
    wanted = definition.form.invoices
    about = counted("已填 %(count)s 张", count) if count else (wanted.text if wanted else "")
    url = url_of(whole.application, INVOICES)
    return Task(INVOICES, _("发票"), about, url, len(problems), count > 0, tuple(problems))


def _materials_task(whole: Whole, definition: Definition, problems: list[Problem]) -> Task:
    count = len(whole.evidence)
    wanted = "、".join(one.text for one in definition.form.evidence)
    about = counted("已交 %(count)s 个文件", count) if count else wanted
    url = url_of(whole.application, MATERIALS)
    return Task(MATERIALS, _("材料"), about, url, len(problems), count > 0, tuple(problems))


@dataclass(frozen=True)
class Step:
    """下一步: who has the clock (``firm``, ``office`` or nobody), what to do, until when."""

    who: str
    text: str
    run: StageRun | None = None
    due_on: date | None = None
    is_provisional: bool = False


def step_of(application: Application) -> Step:
    """下一步: of one application, in a sentence."""
    run = next((one for one in application.stages.all() if one.state in AT_WORK), None)
    match application.state:
        case A.DRAFT:
            last = application.call.ends_at.astimezone(CITY).date()
            return Step("firm", _("填好并提交"), due_on=last)
        case A.RETURNED:
            asked = open_correction(application)
            due = asked.due_on if asked else None
            is_open = asked.due_is_provisional if asked else False
            return Step("firm", _("按告知书补正"), run, due, is_open)
        case A.ACTIVE | A.GRANTED if run is not None:
            return Step(
                "office",
                str(StageKind(run.kind).label),
                run,
                run.due_on,
                run.due_is_provisional,
            )
    return Step("", application.get_state_display(), run)


def open_correction(application: Application) -> CorrectionRequest | None:
    """在等的补正: what the firm was asked for and has not answered."""
    at_work = [run for run in application.stages.all() if run.state in AT_WORK]
    waiting = (one for run in at_work for one in run.corrections.all() if one.answered_at is None)
    return next(waiting, None)


def listed(found: QuerySet[Application]) -> QuerySet[Application]:
    """成列的申报: with all that ``step_of`` reads, in a few queries for all of them."""
    return found.prefetch_related("call__extensions", "stages__corrections")


def has_ended(run: StageRun) -> bool:
    """是否结束: however it ended."""
    return run.state in (StageState.PASSED, StageState.FAILED, StageState.SKIPPED)


@dataclass(frozen=True)
class Window:
    """受理时段: the exact hours, and the working days that are left (None: not known, or over)."""

    opens_at: datetime
    ends_at: datetime
    left: int | None
    is_extended: bool


def window_of(call: Call, now: datetime) -> Window:
    """受理时段: of a call, at a moment."""
    today, last = now.astimezone(CITY).date(), call.ends_at.astimezone(CITY).date()
    left = None
    if call.opens_at <= now < call.ends_at:
        try:
            left = count_workdays(today, last)
        except CalendarUnknown:
            left = None
    return Window(
        call.opens_at.astimezone(CITY),
        call.ends_at.astimezone(CITY),
        left,
        call.ends_at != call.closes_at,
    )


@dataclass(frozen=True)
class Writer:
    """填写的人: by name, whether of the firm itself, and when last."""

    name: str
    is_own: bool
    at: datetime


def writers_of(application: Application, now: datetime) -> list[Writer]:
    """谁填过: everybody who changed an answer, the last first."""
    found = (
        application.changes.exclude(person=None)
        .values("person", "person__name")
        .annotate(at=Max("at"))
        .order_by("-at")
    )
    own = set(
        memberships_at(now)
        .filter(organization=application.organization)
        .order_by("person")
        .values_list("person", flat=True)
    )
    return [
        Writer(one["person__name"], one["person"] in own, one["at"].astimezone(CITY))
        for one in found
    ]


def handed_in_by(application: Application) -> QuerySet[EvidenceFile]:
    """交过的材料: of the firm, in whichever of its applications, without what was taken out."""
    found = EvidenceFile.objects.filter(application__subject=application.subject_id)
    return found.filter(removed_at=None).select_related("application__call", "file__blob")


def reusable(application: Application, material: str = "") -> QuerySet[EvidenceFile]:
    """可沿用的材料: of the firm's other applications, for the same material, the newest first.

    For one material, or for all that the form wants. The same content is offered once, and not
    where it is handed in already, was stopped by a scanner or is gone.
    """
    wanted = [one.id for one in definition_of(application).form.evidence]
    others = handed_in_by(application).exclude(application=application)
    here = application.evidence.filter(
        removed_at=None, material=OuterRef("material"), file__blob=OuterRef("file__blob")
    )
    newest = (
        others.filter(material__in=[material] if material else wanted)
        .exclude(Exists(here))
        .filter(file__gone_at=None)
        .exclude(file__blob__state__in=GONE)
        .order_by("material", "file__blob")
        .values("material", "file__blob")
        .annotate(newest=Max("pk"))
    )
    found = EvidenceFile.objects.filter(pk__in=newest.values("newest"))
    return found.select_related("file__blob", "application__call").order_by("-id")


def is_latest_round(application_id: int, round_: int) -> bool:
    """是否最近一次提交: asked by whoever holds a paper of it; says nothing else of it."""
    with everything():
        found = Application.objects.filter(pk=application_id).aggregate(
            last=Max("snapshots__round")
        )
    return bool(found["last"] == round_)
