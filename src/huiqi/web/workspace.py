"""我的企业: what is to be done until when, what may be claimed, what is on file, and who looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.follow.actions.changing import look_again
from huiqi.follow.queries.changing import state_of
from huiqi.follow.saying import Told
from huiqi.follow.saying import told as told_changes
from huiqi.inbox.clocks import Clock, clock_of
from huiqi.inbox.models import Todo
from huiqi.inbox.queries import messages_of, todos_of
from huiqi.kernel.access import Actor
from huiqi.kernel.clock import CALENDAR
from huiqi.kernel.now import day_of, now
from huiqi.library import load
from huiqi.parties.enums import OFFICERS
from huiqi.parties.models import Organization
from huiqi.parties.queries import KnownFacts, facts_of
from huiqi.parties.queries.acting import mandates_at, memberships_at
from huiqi.policies import matching
from huiqi.rights.access import stands_for_firm
from huiqi.rights.queries.looks import Look, looks_at, told
from huiqi.rights.views.common import actor_of, only
from huiqi.rules.dictionary import FACTS
from huiqi.rules.say import title_name

SHOWN: Final = 5
AHEAD: Final = timedelta(days=183)  # deadlines further away are no reason to hurry
A_WEEK: Final = 7
SATURDAY: Final = 5


@dataclass(frozen=True)
class Ending:
    """到期: the last day (included) of a policy that concerns the firm or of a title it holds."""

    day: date
    text: str
    programme: str = ""


@dataclass(frozen=True)
class Day:
    """日历的一天: ``number`` 0 for a cell outside the month; ``mark`` 休 or 班 against the week."""

    number: int = 0
    is_off: bool = False
    mark: str = ""
    is_today: bool = False
    due: str = ""


@dataclass(frozen=True)
class Award:
    """已领的扶持: one that is on file, in 分; None where the amount is not known."""

    title: str
    year: int | None
    fen: int | None


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """登录之后: firms to their own page, officers to their desk, others to the front."""
    actor = actor_of(request)
    if not stands_for_firm.refusal(actor):
        return redirect("web:workspace")
    if actor.has(*OFFICERS):
        return redirect("desk:index")
    return redirect("web:front")


@require_safe
@only(stands_for_firm)
def workspace(request: HttpRequest) -> HttpResponse:
    """我的企业: the page a firm's people land on."""
    actor, moment = actor_of(request), now()
    on = moment.date()
    assert actor.organization_id is not None  # of who stands for a firm
    firm = Organization.objects.select_related("subject").get(pk=actor.organization_id)
    known = facts_of(firm.subject, on)
    found = matching.find(known)
    todos = _todos(actor, moment)
    endings = sorted(_endings(found, known, on), key=lambda one: (one.day, one.text))
    messages = _messages(actor)
    context = {
        "nav": "firm",
        "firm": firm,
        "found": found,
        "todos": todos,
        "todo_count": len(todos),
        "endings": endings,
        "month": on,
        "weekdays": (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")),
        "weeks": weeks_of(on, _marks(todos, endings)),
        "awards": list(_awards(known)),
        "messages": messages,
        "unread": messages[0].unread if messages else 0,
        "looks": _looks(actor),
        "known": len(known.provenance),
        "own_words": sum(one.source == "self_declared" for one in known.provenance.values()),
        "questions": found.questions,
        "since_last": _since_last(firm, found, known, actor, moment),
        **_people(firm, moment),
    }
    return render(request, "web/workspace.html", context)


def _since_last(
    firm: Organization, found: matching.Found, known: KnownFacts, actor: Actor, moment: datetime
) -> Told | None:
    """What is different from the last visit, with every cause; None at the first."""
    state = state_of(found.match, known)
    changes = look_again(subject=firm.subject, state=state, actor=actor, now=moment)
    return told_changes(changes) if changes else None


def _todos(actor: Actor, moment: datetime) -> list[tuple[Todo, Clock | None]]:
    return [(one, clock_of(one, moment)) for one in todos_of(actor)[:50]]


def _messages(actor: Actor) -> list[Any]:
    unread = Window(Count("id", filter=Q(read_at=None)))
    return list(messages_of(actor).annotate(unread=unread)[:SHOWN])


def _looks(actor: Actor) -> list[Look]:
    return list(told(looks_at(actor)[:3]))


def _people(firm: Organization, moment: datetime) -> dict[str, Any]:
    """The people of the firm, each once with all posts, and whom it lets act for it."""
    posts: dict[str, list[str]] = {}
    held = memberships_at(moment).filter(organization=firm).select_related("person")
    for one in held.order_by("person__name", "id"):
        posts.setdefault(one.person.name, []).append(str(one.get_role_display()))
    lent = mandates_at(moment).filter(organization=firm).select_related("agent")
    return {"members": list(posts.items()), "mandates": list(lent.order_by("expires_at", "id"))}


def _endings(found: matching.Found, known: KnownFacts, on: date) -> Iterator[Ending]:
    """Editions that end soon of what may be had or nearly, and titles that run out."""
    for answer in (*found.can, *found.near, *found.ask):
        edition = answer.policy.edition_on(on)
        if edition and edition.to and edition.to <= on + AHEAD:
            yield Ending(edition.to, answer.policy.title, answer.policy.id)
    for title in known.lists.get("titles", ()):
        until = title.get("valid_until") if isinstance(title, dict) else None
        if isinstance(until, int) and on <= date.fromordinal(until) <= on + AHEAD:
            name = title_name(str(title["kind"]), str(title.get("level") or ""))
            yield Ending(date.fromordinal(until), _("%(title)s称号到期") % {"title": name})


def _marks(todos: list[tuple[Todo, Clock | None]], endings: list[Ending]) -> dict[date, str]:
    """By day, what falls due: for whoever hears the calendar."""
    due = {one.day: one.text for one in endings}
    return due | {day_of(one.due_at): one.told("text") for one, _clock in todos if one.due_at}


def weeks_of(on: date, due: dict[date, str]) -> list[list[Day]]:
    """日历: the weeks of the month of ``on``, from Monday; beyond the calendar as usual weeks."""
    first = on.replace(day=1)
    start = first - timedelta(days=first.weekday())
    days = [start + timedelta(days=number) for number in range(6 * A_WEEK)]
    cells = [_cell(day, on, due) if day.month == on.month else Day() for day in days]
    weeks = [cells[place : place + A_WEEK] for place in range(0, len(cells), A_WEEK)]
    return [week for week in weeks if any(day.number for day in week)]


def _cell(day: date, on: date, due: dict[date, str]) -> Day:
    works, is_weekend = CALENDAR.guess_workday(day), day.weekday() >= SATURDAY
    mark = _("班") if works and is_weekend else _("休") if not works and not is_weekend else ""
    return Day(day.day, not works, mark, day == on, due.get(day, ""))


def _awards(known: KnownFacts) -> Iterator[Award]:
    """What the books say was paid; an entry without its amount is told without one."""
    policies = load().policies
    for entry in known.lists.get("awards_paid", ()):
        if not isinstance(entry, dict):
            continue
        programme = str(entry.get("programme") or "")
        title = policies[programme].title if programme in policies else programme
        year, amount = entry.get("year"), entry.get("amount")
        yield Award(
            title or FACTS["awards_paid"].label,
            year if isinstance(year, int) else None,
            amount if isinstance(amount, int) else None,
        )
