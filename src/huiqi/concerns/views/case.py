"""一件诉求的页面: what is asked, who has it until when, what was said and done, and what next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.concerns.access import (
    OFFICERS,
    answers_for_unit,
    is_chief,
    is_handler,
    is_supervisor,
    may_call_back,
    may_look,
)
from huiqi.concerns.enums import (
    OFFERED,
    Finding,
    Ground,
    Heard,
    NoteColor,
    PostKind,
    Resolution,
    Service,
    State,
)
from huiqi.concerns.grounds import CHANNELS
from huiqi.concerns.looking import looked
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.problem_enums import LIVE
from huiqi.concerns.queries import cases_in_sight, duty_of
from huiqi.concerns.queries.places import public_bodies
from huiqi.concerns.queries.problems import problems_of
from huiqi.concerns.states import CONCERN
from huiqi.concerns.telling import LABEL
from huiqi.concerns.timing import standard_of
from huiqi.concerns.views.desk import clock_at
from huiqi.kernel.access import Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.knowledge.access import may_write
from huiqi.knowledge.desk_views import policy_choices
from huiqi.knowledge.queries import entries_from
from huiqi.parties.models import Person
from huiqi.parties.pages import actor_of, only
from huiqi.parties.queries.acting import memberships_at
from huiqi.programmes.views.written import written
from huiqi.triage import items, percent_of, whole_words

SUGGESTED: Final = 3
MOST_COMMONS: Final = 100
LEAF: Final = 3


@dataclass(frozen=True)
class Choice:
    """建议的一项: its score, the words that decided, whose duty it is, and whether the writer
    thought so too.
    """

    code: str
    title: str
    unit: str
    percent: int
    words: str
    is_of_writer: bool


@dataclass(frozen=True)
class Line:
    """经过的一行: a move, who made it, and what was said."""

    at: datetime
    title: object
    who: str
    note: str


def find(request: HttpRequest, number: str) -> Concern:
    """所在的一件: of those that the reader may see; else not found."""
    return get_object_or_404(cases_in_sight(actor_of(request)), number=number)


@require_safe
@only(may_look)
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """一件诉求: everything about it, and what can be done now."""
    return draw(request, find(request, number))


@require_safe
@only(may_look)
@never_cache
def attachment(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """下载附件: as a file to keep; never shown inside the page."""
    found = find(request, number)
    one = get_object_or_404(found.attachments.select_related("file"), pk=pk)
    looked(actor_of(request), f"下载诉求附件 {number}", [found])
    try:
        content = city_store().open(one.file)
    except Refused as refused:
        return draw(request, found, refused.problems)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=one.file.name,
        content_type="application/octet-stream",
    )


def draw(
    request: HttpRequest, found: Concern, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一件诉求: drawn, with what was typed into ``form`` and what stood in its way."""
    actor, at = actor_of(request), now()
    looked(actor, f"办理诉求 {found.number}", [found])
    files = list(found.attachments.select_related("file", "file__blob"))
    context = {
        "nav": "concerns",
        "case": found,
        "clock": clock_at(found, at),
        "standard": standard_of(found),
        "item": items().get(found.item),
        "acts": acts_of(actor, found),
        "lines": list(_lines(found)),
        "posts": (posts := list(found.posts.select_related("author", "unit"))),
        "last_reply": next((one.text for one in reversed(posts) if one.kind == PostKind.FINAL), ""),
        "attachments": [one for one in files if one.post_id is None],
        "sent_files": [one for one in files if one.post_id is not None],
        "own_problems": problems_of(found),
        "entries": list(entries_from(found.number)),
        **_papers(found),
        **_choices(found, at),
        **(told := written(request, form, problems)),
        "was_first": told["written"]["first-reply"],
        "was_common": told["written"]["make-common"],
        "was_known": told["written"]["know"],
    }
    status = 409 if context["problems"] else 200
    return render(request, "concerns/case.html", context, status=status)


def acts_of(actor: Actor, found: Concern) -> frozenset[str]:
    """可办的动作: the forms that this reader is shown."""
    acts = {one.name for one in CONCERN.open_moves(actor, found)}
    handles = not is_handler.refusal(actor, found)
    if found.state == State.WORKING and handles:
        acts |= {"extend"}
        if found.service == Service.CONSULTATION:
            acts -= {"extend"}
    if found.is_open and handles:
        acts |= {"note", "co"}
    if found.replied_at and not found.is_close and not may_write.refusal(actor):
        acts |= {"know"}
    if found.is_open and not is_supervisor.refusal(actor, found):
        acts |= {"supervise"}
    if not may_call_back.refusal(actor, found):
        acts |= {"call_back"}
    if not answers_for_unit.refusal(actor, found):
        acts |= {"answer_rating"}
    if found.state == State.WORKING and not is_chief.refusal(actor, found):
        acts |= {"decide_extension"}
    return frozenset(acts)


def _papers(found: Concern) -> Mapping[str, Any]:
    """What hangs on the case, each in its order."""
    return {
        "objections": list(found.objections.select_related("unit", "proposed")),
        "cohandlings": list(found.cohandlings.select_related("unit")),
        "extensions": list(found.extensions.select_related("asked_by")),
        "escalations": list(found.escalations.select_related("unit")),
        "pauses": list(found.pauses.all()),
        "promises": list(found.promises.select_related("unit")),
        "confirmations": list(found.confirmations.all()),
        "refusals": list(found.refusals.all()),
        "withdrawals": list(found.withdrawals.all()),
        "calls": list(found.calls.select_related("called_by")),
        "notes": list(found.notes.select_related("by")),
        "rating": getattr(found, "rating", None),
    }


def _choices(found: Concern, at: datetime) -> Mapping[str, Any]:
    """What the forms offer; only those of the present state are asked for."""
    units = list(public_bodies())
    return {
        "units": units,
        "suggestions": list(_suggestions(found)),
        "groups": _item_groups(),
        "services": Service.choices,
        "grounds": [(one.value, one.label, CHANNELS[one]) for one in Ground],
        "offers": [(one.value, one.label) for one in OFFERED],
        "colors": NoteColor.choices,
        "findings": Finding.choices,
        "heard": Heard.choices,
        "colleagues": list(_colleagues(found, at)),
        "commons": list(
            CommonProblem.objects.filter(state__in=LIVE, due_on__gte=today())[:MOST_COMMONS]
        ),
        "promise": Resolution.PROMISED,
        "policies": policy_choices() if found.replied_at else [],
    }


def _suggestions(found: Concern) -> Iterator[Choice]:
    known = items()
    if found.state not in (State.SUBMITTED, State.OBJECTED):
        return
    for told in found.suggested[:SUGGESTED]:
        item = known.get(told["item"])
        if item is None:
            continue
        unit = duty_of(item.code, found.district, today())
        yield Choice(
            item.code,
            item.title,
            unit.name if unit else "",
            percent_of(told["score"]),
            "、".join(whole_words(item, told["words"])),
            told.get("by_writer", False),
        )


def _item_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every item that can be handled, by its first level."""
    known = items()
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, item in known.items():
        if item.level == LEAF:
            groups.setdefault(known[code[:2]].title, []).append((code, item.title))
    return list(groups.items())


def _colleagues(found: Concern, at: datetime) -> Iterator[Person]:
    held = memberships_at(at).filter(organization=found.lead_id, role__in=OFFICERS)
    people = held.exclude(person=found.barred_id).select_related("person")
    yield from {one.person_id: one.person for one in people.order_by("person_id")}.values()


def _lines(found: Concern) -> Iterator[Line]:
    moves = list(MoveLog.objects.filter(kind=LABEL, object_id=found.pk).order_by("-id"))
    ids = {one.person_id for one in moves if one.person_id is not None}
    names = {one.pk: one.name for one in Person.objects.filter(pk__in=ids)}
    for one in moves:
        move = CONCERN.moves.get(one.move)
        who = names.get(one.person_id or 0, "")
        yield Line(one.at, move.title if move else one.move, who, one.note)
