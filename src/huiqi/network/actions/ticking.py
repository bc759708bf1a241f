"""到时: what the system does by itself: whoever left is released, whatever fell due is told.

Each thing is told once for its day; done again, nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from huiqi.inbox.actions import Whom
from huiqi.inbox.enums import Kind
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.apart import each_apart
from huiqi.kernel.clock import CALENDAR
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Saying, saying
from huiqi.network.access import is_system
from huiqi.network.actions.organizing import release_leavers
from huiqi.network.enums import DecisionState, PromiseState
from huiqi.network.models import Decision, VisitPromise
from huiqi.network.queries.office import aged_referrals, unassigned, unsettled_handovers
from huiqi.network.queries.people import office_now
from huiqi.network.standards import standard_on
from huiqi.network.states import PROMISE
from huiqi.network.telling import page_of_firm, page_of_organ, page_of_visit, tell
from huiqi.parties import scope
from huiqi.parties.models import Organization


def tick(*, actor: Actor, now: datetime) -> None:
    """到时: each thing in a transaction of its own; one that fails holds up no other."""
    require(is_system, actor)
    with scope.everything():
        release_leavers(actor, now)
        _remind_of_promises(now)
        _lapse_promises(actor, now)
        office = office_now()
        if office is not None:
            _tell_office(office, now)
            _tell_decisions(office, now)


def _promises() -> Any:
    related = ("visit__organization", "owner", "unit")
    found = VisitPromise.objects.filter(state=PromiseState.OPEN).select_related(*related)
    return found.order_by("due_on", "id")


def _remind_of_promises(now: datetime) -> None:
    today = now.astimezone(CITY).date()

    def remind(one: VisitPromise) -> None:
        if today <= one.due_on and _workdays_left(today, one.due_on) <= standard_on(today).ahead:
            said = saying("承诺 %(day)s 到期：%(text)s", day=one.due_on, text=one.text[:60])
            page = page_of_visit(one.visit)
            whom = Whom(person=one.owner)
            tell(one, f"soon:{one.owner_id}", whom, said, now, kind=Kind.DEADLINE, url=page)

    each_apart(_promises(), remind, "提醒承诺")


def _workdays_left(today: date, due: date) -> int:
    """Of the days after today; a promise far away is not counted to its end."""
    if (due - today).days > 30:
        return 30
    days = (
        date.fromordinal(number) for number in range(today.toordinal() + 1, due.toordinal() + 1)
    )
    return sum(CALENDAR.guess_workday(day) for day in days)


def _lapse_promises(actor: Actor, now: datetime) -> None:
    today = now.astimezone(CITY).date()
    office = office_now()

    def lapse(found: VisitPromise) -> None:
        one = _promises().filter(pk=found.pk).select_for_update(of=("self",)).first()
        if one is None:  # kept meanwhile
            return
        PROMISE.fire(one, "lapse", actor=actor, is_held=True)
        said = saying("承诺逾期未兑现：%(text)s", text=one.text[:60])
        page = page_of_visit(one.visit)
        whom = [Whom(person=one.owner), *([Whom(organization=office)] if office else [])]
        for number, each in enumerate(whom):
            tell(one, f"lapsed:{number}", each, said, now, kind=Kind.DEADLINE, url=page)

    each_apart(list(_promises().filter(due_on__lt=today)), lapse, "承诺逾期")


def _tell_office(office: Organization, now: datetime) -> None:
    """What nobody took in time: the supervisors of the office are to step in."""

    def without_officer(one: Any) -> None:
        said = saying("重点企业%(firm)s逾期没有服务专员", firm=one.organization.name)
        _tell_once(one, office, said, page_of_firm(one.organization), now)

    def not_handed_over(one: Any) -> None:
        firm = one.key_firm.organization
        said = saying("重点企业%(firm)s的交接逾期", firm=firm.name)
        _tell_once(one, office, said, page_of_firm(firm), now)

    def not_called(one: Any) -> None:
        said = saying("转介的企业%(firm)s逾期没有联系", firm=one.organization.name)
        _tell_once(one, office, said, page_of_firm(one.organization), now)

    each_apart(_due(unassigned(), now), without_officer, "没有服务专员")
    each_apart(_due(unsettled_handovers(), now), not_handed_over, "交接逾期")
    each_apart(_due(aged_referrals(), now), not_called, "转介逾期")


def _due(found: Any, now: datetime) -> Iterable[Any]:
    return list(found.filter(due_at__lt=now, told_at=None))


def _tell_decisions(office: Organization, now: datetime) -> None:
    found = Decision.objects.filter(
        state=DecisionState.OPEN, due_on__lt=now.astimezone(CITY).date(), told_at=None
    ).select_related("meeting__organ")

    def late(one: Decision) -> None:
        said = saying("议定事项逾期：%(text)s", text=one.text[:60])
        _tell_once(one, office, said, page_of_organ(one.meeting.organ), now)

    each_apart(list(found.order_by("due_on", "id")), late, "议定事项逾期")


def _tell_once(row: Any, office: Organization, said: Saying, url: str, now: datetime) -> None:
    what = f"late:{now.isoformat()}"
    tell(row, what, Whom(organization=office), said, now, kind=Kind.DEADLINE, url=url)
    row.told_at = now
    rows.save(row, only=("told_at",))
