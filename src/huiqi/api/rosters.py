"""企业名单的接口: asked for, read and compared by the officers in charge, as on the pages.

Whoever reads the firms of a list is on record with its purpose, for each firm that was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, text_of, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation, Parameter
from huiqi.api.matching import known_programme
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_reads
from huiqi.kernel.now import now, today
from huiqi.kernel.words import legible
from huiqi.policies.access import keeps
from huiqi.rosters import actions, queries
from huiqi.rosters.models import Roster, RosterFirm
from huiqi.rosters.sheets import is_unpaid
from huiqi.rules import say

router = Router(tags=["企业名单"])

ASKED: Final = ("kind", "title", "purpose")
FILTERS: Final = (
    Parameter("q", "名称或信用代码的一部分", TEXT),
    Parameter("district", "区划代码；unknown 为未知", TEXT),
    Parameter("industry", "行业门类的字母；unknown 为未知", TEXT),
    Parameter("size", "规模：large、medium、small、micro、not_covered、unknown", TEXT),
)
NO_DECISION: Final = "名单不是决定，谁也不会因为名单被拒绝；金额是上限，不是承诺。"


def _operation(summary: str, about: str, answers: str, *, of: tuple[Parameter, ...]) -> Operation:
    return Operation(
        summary=summary, about=about, answers=answers, parameters=of, wanted=Scope.ROSTERS
    )


ROSTERS: Final = _operation(
    "一个项目的企业名单",
    f"只限主管这个项目的单位；新的在前，不含企业。{NO_DECISION}",
    "rosters_page",
    of=PAGING,
)
ASKING: Final = Operation(
    summary="做一份名单",
    about=f"按最近的全市名册，由后台做；同样的名单还在做时答复那一份。{NO_DECISION}{REPEAT}",
    answers="roster",
    takes="roster_asked",
    wanted=Scope.ROSTERS,
    writes=True,
)
ROSTER: Final = _operation(
    "一份名单的进度和户数", "finished_at 有值才算做完，以后不再变。", "roster", of=()
)
FIRMS: Final = _operation(
    "名单里的企业：理由、上限、差的一步",
    f"读取连同用途记入审计，企业能看到。{NO_DECISION}",
    "roster_firms_page",
    of=(*FILTERS, *PAGING),
)
CHANGES: Final = _operation(
    "两份名单之间谁进谁出",
    "与同一项目、同一种类以前做完的一份比；不写 since 为前一份。进来的在前。",
    "roster_changes_page",
    of=(Parameter("since", "以前那份名单的 number", {"type": "integer"}), *PAGING),
)


@ROSTERS.at(router, "GET", "/programmes/{programme}/rosters")
def rosters(request: HttpRequest, programme: str) -> Json:
    """一个项目的名单: page by page."""
    written, given = ROSTERS.given(request)
    page = Page.read(written, given)
    name = _in_charge(request, programme)
    given.refuse()
    return page.of(queries.rosters_of([name]), told)


@ASKING.at(router, "POST", "/programmes/{programme}/rosters")
def ask_for_roster(request: HttpRequest, programme: str) -> HttpResponse:
    """做名单: always by the worker."""
    caller = caller_of(request)
    _written, given = ASKING.given(request)
    name = _in_charge(request, programme)
    body = read_object(request)
    given.problems += unknown_names(body, ASKED, _("字段"))
    asked = {key: legible(text_of(given, body, key)) for key in ASKED}
    given.refuse()

    def act() -> Json:
        roster = actions.ask_for_roster(programme=name, actor=caller.actor, now=now(), **asked)
        actions.queue(roster)
        return told(roster)

    return done_once(request, caller, body, act)


@ROSTER.at(router, "GET", "/rosters/{number}")
def roster(request: HttpRequest, number: str) -> Json:
    """一份名单: without its firms."""
    _written, given = ROSTER.given(request)
    found = _found(request, number)
    given.refuse()
    return told(found)


@FIRMS.at(router, "GET", "/rosters/{number}/firms")
def roster_firms(request: HttpRequest, number: str) -> Json:
    """名单里的企业: page by page, by the filters of the page."""
    written, given = FIRMS.given(request)
    page = Page.read(written, given)
    found = _found(request, number)
    given.refuse()
    groups = {group: legible(written.get(group, "")) for group in queries.GROUPS}
    wanted = queries.FirmFilter(legible(written.get("q", "")), **groups)
    return page.together(
        queries.firms_of(found, wanted), lambda rows: _read(actor_of(request), found, rows)
    )


@CHANGES.at(router, "GET", "/rosters/{number}/changes")
def roster_changes(request: HttpRequest, number: str) -> Json:
    """谁进谁出: those who came in first."""
    written, given = CHANGES.given(request)
    page = Page.read(written, given)
    since = given.number(written.get("since"), "since")
    new = _found(request, number)
    given.refuse()
    earlier = queries.earlier_rosters(new)
    old = (earlier if since is None else earlier.filter(pk=since)).first()
    if old is None or new.finished_at is None:
        raise ApiError("not_found", [not_found()])
    changed = _Changes(old, new, actor_of(request))
    return page.together(changed.rows, changed.read) | {"number": new.pk, "since": old.pk}


class _Changes:
    """Who came in and who went out, in this order, read with a record on the list of each."""

    def __init__(self, old: Roster, new: Roster, actor: Actor) -> None:
        self._old, self._new, self._actor = old, new, actor
        came = queries.came_in(old, new).values_list("pk", flat=True)
        went = queries.went_out(old, new).values_list("pk", flat=True)
        self.rows = [*(("in", pk) for pk in came), *(("out", pk) for pk in went)]

    def read(self, part: list[tuple[str, int]]) -> Iterator[Json]:
        for change, roster in (("in", self._new), ("out", self._old)):
            ids = [pk for word, pk in part if word == change]
            firms = RosterFirm.objects.filter(pk__in=ids).order_by("id")
            if ids:
                told_firms = _read(self._actor, roster, list(firms))
                yield from ({"change": change, "firm": one} for one in told_firms)


def told(one: Roster) -> Json:
    """名单描述: all but its firms."""
    is_counted = one.finished_at is not None and not is_unpaid(one)
    return {
        "number": one.pk,
        "programme": one.programme,
        "kind": one.kind,
        "title": one.title,
        "purpose": one.purpose,
        "on": one.on.isoformat(),
        "known_at": moment_text(one.register.known_at),
        "register": one.register.sha256,
        "rules": one.rules,
        "versions": one.versions,
        "total": one.total,
        "found": one.found,
        "done": one.done,
        "listed": one.listed,
        "without_step": one.stuck,
        "amount_sure": _yuan(one.sure_fen) if is_counted else None,
        "amount_possible": _yuan(one.possible_fen) if is_counted else None,
        "amounts_open": one.open_ends,
        "asked_at": moment_text(one.asked_at),
        "finished_at": moment_text(one.finished_at),
        "stopped": one.stopped,
    }


def _read(actor: Actor, found: Roster, rows: Iterable[RosterFirm]) -> list[Json]:
    firms = list(rows)
    known = replace(actor, purpose=f"企业名单「{found}」：{found.purpose}")
    subjects: list[int | None] = [one.subject_id for one in firms]
    record_reads(known, "查看企业名单", found, subject_ids=subjects or [None])
    return [told_firm(one) for one in firms]


def told_firm(one: RosterFirm) -> Json:
    """企业描述: as the list says it."""
    return {
        "name": one.name,
        "credit_code": one.credit_code,
        "version": one.version,
        "district": one.district,
        "industry": one.industry,
        "size": one.size,
        "amount_sure": _yuan(one.low_fen),
        "amount_possible": _yuan(one.high_fen),
        "reasons": one.reasons,
        "missing": one.missing,
        "lacks": one.lacks,
        "is_rest_sure": one.is_rest_sure,
        "step": one.step,
    }


def _yuan(fen: int | None) -> object:
    return None if fen is None else say.plain(Fraction(fen, 100))


def _in_charge(request: HttpRequest, programme: str) -> str:
    """A programme of which the caller's body is in charge; another one is not found."""
    name = known_programme(programme)
    if keeps.refusal(actor_of(request), name):
        raise ApiError("not_found", [not_found()])
    return name


def _found(request: HttpRequest, number: str) -> Roster:
    names = queries.programmes_in_charge(actor_of(request), today())
    is_number = number.isascii() and number.isdigit() and len(number) < 18
    mine: QuerySet[Roster] = queries.rosters_of(names)
    found = mine.filter(pk=int(number)).first() if is_number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found
