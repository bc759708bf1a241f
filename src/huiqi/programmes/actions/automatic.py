"""免申即享的办理: people look at the list that the data made, each firm says yes or no.

What a firm confirmed becomes an application that nobody had to fill in. How the list comes about
is told in ``comparing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.clock import Deadline
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.models import BankAccount
from huiqi.programmes import telling
from huiqi.programmes.access import may_release
from huiqi.programmes.actions.submitting import enter_automatically
from huiqi.programmes.auto_states import AUTO
from huiqi.programmes.enums import AutoState
from huiqi.programmes.models import Application, AutoCase, AutoComparison, Call
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.versions import definition_of

LONGEST_REASON: Final = 300
# Working days before the last one at which a firm that did not answer hears once more; the
# city's own, 待核.
REMIND_DAYS: Final = 3


@transaction.atomic
def remove_case(*, case: AutoCase, reason: str, actor: Actor, now: datetime) -> AutoCase:
    """移出名单: one firm, by a person, with the reason; it may apply for a review of it."""
    told = legible(reason)
    if not told:
        raise Refused([_("移出名单要写明原因")])
    if len(told) > LONGEST_REASON:
        raise Refused([worded("原因最多 %(most)s 个字，请写短一些", most=LONGEST_REASON)])
    moved: AutoCase = AUTO.fire(case, "remove", actor=actor, now=now, reason=told, note=told)
    record_write(actor, "移出免申即享名单", moved, subject_id=moved.subject_id)
    return moved


@transaction.atomic
def ask_firms(*, call: Call, actor: Actor, now: datetime) -> int:
    """请企业确认: everybody on the list; each hears of it and has so many working days.

    By another person than who drafted the call, and than whoever compared or took somebody
    off: they prepared the list. How many were asked.
    """
    require(may_release, actor, call)
    if AutoComparison.objects.filter(call=call, finished_at=None).exists():
        raise Refused([_("比对还没有做完，名单还不全；做完再放出")])
    days = definition_of(call).programme.consent_days
    due = Deadline(day_of(now), days, "next_day").due_on(provisional=True)
    asked = 0
    cases = AutoCase.objects.filter(call=call, state=AutoState.CANDIDATE)
    for case in cases.select_related("organization", "call").order_by("id"):
        moved = AUTO.fire(case, "ask", actor=actor, until=due.day, is_provisional=due.provisional)
        telling.ask_to_confirm(moved, now)
        asked += 1
    if not asked:
        raise Refused([_("名单上没有待放出的企业；请先比对")])
    record_write(actor, "请企业确认免申即享", call, detail={"家数": asked})
    return asked


@transaction.atomic
def confirm_case(*, case: AutoCase, actor: Actor, now: datetime) -> AutoCase:
    """确认领取: one tap, by owner or accountant, up to the last day (included)."""
    if problems := list(_too_late(case, now)):
        raise Refused(problems)
    moved: AutoCase = AUTO.fire(case, "confirm", actor=actor, now=now)
    telling.confirmed(moved, now)
    record_write(actor, "确认免申即享", moved, subject_id=moved.subject_id)
    with everything():
        return _go_on(moved, now)


@transaction.atomic
def decline_case(*, case: AutoCase, reason: str, actor: Actor, now: datetime) -> AutoCase:
    """放弃: with or without a reason; nothing is paid."""
    told = legible(reason)[:LONGEST_REASON]
    moved: AutoCase = AUTO.fire(case, "decline", actor=actor, now=now, reason=told)
    telling.confirmed(moved, now)
    record_write(actor, "放弃免申即享", moved, subject_id=moved.subject_id)
    return moved


def _too_late(case: AutoCase, now: datetime) -> Iterator[str]:
    if case.confirm_until is not None and day_of(now) > case.confirm_until:
        yield worded("确认的最后一天是 %(day)s，已经过了", day=case.confirm_until)


def _go_on(case: AutoCase, now: datetime) -> AutoCase:
    """To an application, once there is an account that somebody verified."""
    account = BankAccount.objects.filter(
        organization=case.organization, verified_at__isnull=False, closed_at=None
    )
    if not account.exists():
        if case.state == AutoState.CONFIRMED:
            case = AUTO.fire(case, "wait", actor=SYSTEM)
            telling.ask_for_account(case, now)
        return case
    application = _entered(case, now)
    moved: AutoCase = AUTO.fire(case, "enter", actor=SYSTEM, application=application)
    return moved


def _entered(case: AutoCase, now: datetime) -> Application:
    made = rows.save(
        Application(
            call=case.call,
            version=case.call.version,
            subject_id=case.subject_id,
            organization=case.organization,
            asked_fen=case.amount_fen,
            begun_by_id=case.confirmed_by_id,
            begun_at=now,
            saved_at=now,
        )
    )
    enter_automatically(made, f"auto:{case.pk}", now, case.result)
    made.refresh_from_db()
    return made


def move_on_cases(*, actor: Actor, now: datetime) -> int:
    """每天的推进: what waited for an account goes on, what nobody confirmed in time lapses.

    Who has ``REMIND_DAYS`` working days left, or fewer, is reminded, once. How many moved. Each
    case in a transaction of its own: whoever is killed in between goes on with the rest.
    """
    require(is_system, actor)
    with everything():
        waiting = [*_of(AutoState.ACCOUNT_PROBLEM), *_of(AutoState.TO_CONFIRM)]
        return sum(_moved_on(case, now) for case in waiting)


@transaction.atomic
def _moved_on(case: AutoCase, now: datetime) -> bool:
    if case.state == AutoState.ACCOUNT_PROBLEM:
        return _go_on(case, now).state == AutoState.IN_HAND
    soon = Deadline(day_of(now), REMIND_DAYS, "next_day").due_on(provisional=True).day
    if case.confirm_until is None or case.confirm_until > soon:
        return False
    if day_of(now) <= case.confirm_until:
        telling.remind_to_confirm(case, now)
        return False
    told = worded("到 %(day)s 没有确认", day=case.confirm_until)
    lapsed = AUTO.fire(case, "lapse", actor=SYSTEM, now=now, reason=told)
    telling.confirmed(lapsed, now)
    return True


def _of(state: AutoState) -> Iterable[AutoCase]:
    found = AutoCase.objects.filter(state=state).select_related("call", "organization")
    return found.order_by("id")


def figures_of(call: Call) -> dict[str, tuple[int, int]]:
    """各进展的家数和金额: in 分, by state."""
    found: dict[str, tuple[int, int]] = {}
    for case in AutoCase.objects.filter(call=call).only("state", "amount_fen"):
        count, fen = found.get(case.state, (0, 0))
        found[case.state] = count + 1, fen + case.amount_fen
    return found
