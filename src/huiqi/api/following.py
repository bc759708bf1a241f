"""关注的接口: what one follows and waits for, saved searches with what is new, why a total changed.

By the same actions as the pages, with the same limits and refusals.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, text_of, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, Json, Operation
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.follow.access import stands_for_firm
from huiqi.follow.actions import (
    remove_search,
    save_search,
    stop_waiting,
    subscribe,
    unsubscribe,
    wait_for,
)
from huiqi.follow.enums import Whose
from huiqi.follow.models import SavedSearch, Subscription, Watch
from huiqi.follow.queries.changing import changes_since, latest_visits, state_of
from huiqi.follow.queries.following import (
    Followed,
    Question,
    asked_again,
    ended_or_not,
    followed,
    followed_now,
    searches_of,
    subscriptions_of,
    watches_of,
)
from huiqi.follow.saying import told as told_changes
from huiqi.kernel.access import require
from huiqi.kernel.now import now, today
from huiqi.kernel.words import worded
from huiqi.library import load
from huiqi.parties.access import person_of
from huiqi.parties.models import Subject
from huiqi.parties.queries import facts_of
from huiqi.rules import say
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["关注"])
AnyModel = TypeVar("AnyModel", bound=Model)
NUMBER: Final = "{number}"


def _list(summary: str, about: str, answers: str) -> Operation:
    return Operation(
        summary=summary, about=about, answers=answers, parameters=PAGING, wanted=Scope.FOLLOW
    )


def _write(summary: str, about: str, answers: str, takes: str = "") -> Operation:
    return Operation(
        summary=summary,
        about=f"{about}{REPEAT}",
        answers=answers,
        takes=takes,
        wanted=Scope.FOLLOW,
        writes=True,
    )


SUBSCRIPTION_LIST: Final = _list(
    "自己和本企业的订阅", "所覆盖的项目和最后一天，新的在前。", "subscriptions_page"
)
SUBSCRIBING: Final = _write(
    "订阅一项政策、一份文件、一个部门或一个主题",
    "已经订阅的答复原来那一项。",
    "subscription",
    "subscription_asked",
)
UNSUBSCRIBING: Final = _write("退订", "再退一次不算错。", "subscription")
WATCH_LIST: Final = _list("本企业等条件满足的政策", "已满足的也在内，新的在前。", "watches_page")
WAITING: Final = _write("条件满足时告诉我", "为所代表的企业。", "watch", "watch_asked")
STOPPING: Final = _write("不再等", "再说一次不算错。", "watch")
SEARCH_LIST: Final = _list(
    "保存的查询", "现在找到的项目，和上次查看以后新的；读取不算查看。", "saved_searches_page"
)
SAVING: Final = _write("保存查询", "带筛选。", "saved_search", "saved_search_asked")
REMOVING: Final = _write("删除保存的查询", "", "saved_search")
CHANGES: Final = Operation(
    summary="合计上限为什么和上次来时不同",
    about=(
        "与本人上次在网页上看到的比较，各项的差相加等于合计的差；没有来过的 since 为 null。"
        "读取不算来过。"
    ),
    answers="changes",
    wanted=Scope.FIRM,
)


# Subscriptions


@SUBSCRIPTION_LIST.at(router, "GET", "/subscriptions")
def subscriptions(request: HttpRequest) -> Json:
    """订阅: page by page."""
    written, given = SUBSCRIPTION_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    on = today()
    return page.together(
        subscriptions_of(actor_of(request)),
        lambda found: map(_subscription, followed_now(found, on)),
    )


@SUBSCRIBING.at(router, "POST", "/subscriptions")
def new_subscription(request: HttpRequest) -> HttpResponse:
    """订阅: once for each thing."""
    body, given = _body(request, SUBSCRIBING, ("kind", "target", "whose"))
    kind, target, whose = (text_of(given, body, name) for name in ("kind", "target", "whose"))
    given.refuse()
    actor = actor_of(request)
    return _done(
        request,
        body,
        lambda: told_subscription(
            subscribe(kind=kind, target=target, whose=whose or Whose.PERSON, actor=actor, now=now())
        ),
    )


@UNSUBSCRIBING.at(router, "POST", f"/subscriptions/{NUMBER}/end")
def subscription_end(request: HttpRequest, number: str) -> HttpResponse:
    """退订: another's is not found."""
    _written, given = UNSUBSCRIBING.given(request)
    actor = actor_of(request)
    found = _found(ended_or_not(actor), number)
    given.refuse()
    return _done(
        request,
        number,
        lambda: told_subscription(unsubscribe(subscription=found, actor=actor, now=now())),
    )


def told_subscription(one: Subscription) -> Json:
    """订阅描述: what it is called and covers today."""
    return _subscription(followed(one, today()))


def _subscription(then: Followed) -> Json:
    one = then.subscription
    return {
        "number": one.pk,
        "kind": one.kind,
        "target": one.target,
        "name": then.name,
        "whose": _whose(one),
        "programmes": list(then.programmes),
        "last_day": then.last and then.last.isoformat(),
        "created_at": moment_text(one.created_at),
        "ended_at": moment_text(one.ended_at),
    }


# Waiting until a firm meets a programme


@WATCH_LIST.at(router, "GET", "/watches")
def watches(request: HttpRequest) -> Json:
    """等候条件: page by page."""
    written, given = WATCH_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(watches_of(actor_of(request)), told_watch)


@WAITING.at(router, "POST", "/watches")
def new_watch(request: HttpRequest) -> HttpResponse:
    """等条件满足: of a programme, once."""
    body, given = _body(request, WAITING, ("programme",))
    programme = text_of(given, body, "programme")
    given.refuse()
    actor = actor_of(request)
    return _done(
        request,
        body,
        lambda: told_watch(wait_for(programme=programme, actor=actor, now=now())),
    )


@STOPPING.at(router, "POST", f"/watches/{NUMBER}/end")
def watch_end(request: HttpRequest, number: str) -> HttpResponse:
    """不再等: another firm's is not found."""
    _written, given = STOPPING.given(request)
    actor = actor_of(request)
    found = _found(watches_of(actor), number)
    given.refuse()
    return _done(
        request, number, lambda: told_watch(stop_waiting(watch=found, actor=actor, now=now()))
    )


def told_watch(one: Watch) -> Json:
    """等候描述: of which programme, and what it said when it was last asked."""
    return {
        "number": one.pk,
        "programme": one.programme,
        "verdict": one.verdict or "not_in_force",
        "created_at": moment_text(one.created_at),
        "checked_at": moment_text(one.checked_at),
        "met_at": moment_text(one.met_at),
        "ended_at": moment_text(one.ended_at),
    }


# Saved searches


@SEARCH_LIST.at(router, "GET", "/saved-searches")
def saved_searches(request: HttpRequest) -> Json:
    """保存的查询: page by page."""
    written, given = SEARCH_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    on = today()
    return page.of(searches_of(actor_of(request)), lambda one: _search(asked_again(one, on)))


@SAVING.at(router, "POST", "/saved-searches")
def new_saved_search(request: HttpRequest) -> HttpResponse:
    """保存查询: under a name."""
    body, given = _body(request, SAVING, ("name", "text", "facets", "whose"))
    name, text, whose = (text_of(given, body, one) for one in ("name", "text", "whose"))
    facets = _facets(given, body.get("facets", {}))
    given.refuse()
    actor = actor_of(request)
    return _done(
        request,
        body,
        lambda: told_search(
            save_search(
                name=name,
                text=text,
                facets=facets,
                whose=whose or Whose.PERSON,
                actor=actor,
                now=now(),
            )
        ),
    )


@REMOVING.at(router, "POST", f"/saved-searches/{NUMBER}/removal")
def saved_search_removal(request: HttpRequest, number: str) -> HttpResponse:
    """删除: another's is not found; a second time there is none."""
    _written, given = REMOVING.given(request)
    actor = actor_of(request)
    found = _found(searches_of(actor), number)
    given.refuse()

    def act() -> Json:
        told = told_search(found)
        remove_search(search=found, actor=actor)
        return told

    return _done(request, number, act)


def told_search(one: SavedSearch) -> Json:
    """查询描述: what it finds today, and what of that is new since the last visit."""
    return _search(asked_again(one, today()))


def _search(asked: Question) -> Json:
    one = asked.search
    return {
        "number": one.pk,
        "name": one.name,
        "text": one.text,
        "facets": one.facets,
        "whose": _whose(one),
        "found": list(asked.found),
        "new": list(asked.new),
        "seen_at": moment_text(one.seen_at),
    }


# Changes


@CHANGES.at(router, "GET", "/changes")
def changes(request: HttpRequest) -> Json:
    """变化: of the firm one stands for, since one's last visit."""
    _written, given = CHANGES.given(request)
    actor, on = actor_of(request), today()
    require(stands_for_firm, actor)
    given.refuse()
    assert actor.subject_id is not None  # of who stands for a firm
    subject = Subject.objects.get(pk=actor.subject_id)
    known = facts_of(subject, on)
    state = state_of(load().match(known), known)
    visits = latest_visits(person_of(actor), subject, on)
    if not visits:
        total = _yuan(state.total_fen)
        return {"since": None, "before": total, "after": total, "difference": 0, "items": []}
    visit = next((one for one in visits if one.on < on), visits[0])
    told = told_changes(changes_since(visit, state))
    return {
        "since": visit.on.isoformat(),
        "before": _yuan(told.changes.before_fen),
        "after": _yuan(told.changes.after_fen),
        "difference": _yuan(told.changes.fen),
        "items": [
            {
                "programme": one.programme,
                "title": one.title,
                "difference": _yuan(one.fen),
                "causes": list(cause.causes),
                "why": list(one.why),
            }
            for one, cause in zip(told.rows, told.changes.rows, strict=True)
        ],
    }


# What is common


def _yuan(fen: int) -> Any:
    return say.plain(Fraction(fen, 100))


def _whose(row: Subscription | SavedSearch) -> str:
    return Whose.PERSON.value if row.subject_id is None else Whose.FIRM.value


def _found(rows: QuerySet[AnyModel], number: str) -> AnyModel:
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    found = rows.filter(pk=int(number)).first() if is_number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _body(
    request: HttpRequest, operation: Operation, known: tuple[str, ...]
) -> tuple[dict[str, object], Given]:
    _written, given = operation.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, known, _("字段"))
    return body, given


def _facets(given: Given, value: object) -> dict[str, list[str]]:
    if isinstance(value, dict) and all(
        isinstance(one, list) and all(isinstance(each, str) for each in one)
        for one in value.values()
    ):
        return value
    what = _("「facets」应是筛选的名称和所选的值。")
    fix = worded("例如 %(example)s。", example='{"kind": ["subsidy"]}')
    given.problems.append(Problem(what, fix=fix, key="facets"))
    return {}


def _done(request: HttpRequest, asked: Any, act: Callable[[], Json]) -> HttpResponse:
    return done_once(request, caller_of(request), asked, act)
