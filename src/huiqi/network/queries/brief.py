"""走访提要: one page for whoever visits a firm, made of what the other parts of the city know.

Every number says its source; confidential concerns are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from huiqi.citywide.enums import Verdict
from huiqi.citywide.models import MatchTable
from huiqi.citywide.queries.matches import matches_of_firm
from huiqi.concerns.enums import OPEN, Confidentiality
from huiqi.concerns.models import Concern
from huiqi.ledger.queries import support_of
from huiqi.library import load
from huiqi.network.enums import VisitState
from huiqi.network.models import Visit, VisitPromise
from huiqi.network.queries.firms import PENDING, promises_of, visits_of
from huiqi.parties.queries import facts_of
from huiqi.rules.say import title_name

AHEAD: Final = timedelta(days=183)  # a title that ends later is no matter of this visit
MOST: Final = 12  # lines of each part: it is one page


@dataclass(frozen=True)
class Matched:
    """匹配的政策: surely or perhaps; ``possible_fen`` the most in 分, None: no known end."""

    title: str
    is_sure: bool
    possible_fen: int | None


@dataclass(frozen=True)
class Expiring:
    """到期的称号: its last day, included."""

    title: str
    until: date


@dataclass(frozen=True)
class Unpaid:
    """已核定未付: of one programme and year, in 分."""

    programme: str
    year: int
    fen: int


@dataclass(frozen=True)
class Brief:
    """走访提要: of one firm on one day. ``matched_on`` None: the table was never made."""

    on: date
    matched_on: date | None
    matched: list[Matched]
    matched_more: int
    concerns: list[Concern]
    titles: list[Expiring]
    unpaid: list[Unpaid]
    unpaid_fen: int
    promises: list[VisitPromise]
    last_visits: list[Visit]


def brief_of(visit: Visit, today: date) -> Brief:
    """走访提要: for a visit, as everything stands today."""
    subject = visit.subject
    matched = list(_matched(subject.pk))
    unpaid = list(_unpaid(visit))
    table = MatchTable.objects.first()
    made = visits_of(subject.pk).filter(state=VisitState.MADE)
    return Brief(
        on=today,
        matched_on=table.on if table else None,
        matched=matched[:MOST],
        matched_more=max(len(matched) - MOST, 0),
        concerns=list(_concerns(subject.pk)),
        titles=sorted(_titles(visit, today), key=lambda one: (one.until, one.title)),
        unpaid=unpaid,
        unpaid_fen=sum(one.fen for one in unpaid),
        promises=list(promises_of(subject.pk).filter(state__in=PENDING)[:MOST]),
        last_visits=list(made.order_by("-made_on", "-id")[:3]),
    )


def _matched(subject_id: int) -> Iterator[Matched]:
    """The sure ones first, within that the dearest."""
    policies = load().policies
    found = [
        (one.verdict != Verdict.YES, -(one.possible_fen or 0), one.programme, one)
        for one in matches_of_firm(subject_id)
    ]
    for is_open, _fen, programme, one in sorted(found, key=lambda each: each[:3]):
        title = policies[programme].title if programme in policies else programme
        yield Matched(title, not is_open, one.possible_fen)


def _concerns(subject_id: int) -> Iterator[Concern]:
    found = Concern.objects.filter(
        subject=subject_id, state__in=OPEN, confidentiality=Confidentiality.ORDINARY
    ).select_related("unit")
    yield from found.order_by("due_at", "id")[:MOST]


def _titles(visit: Visit, today: date) -> Iterator[Expiring]:
    for title in facts_of(visit.subject, today).lists.get("titles", ()):
        until = title.get("valid_until") if isinstance(title, dict) else None
        if isinstance(until, int) and today <= date.fromordinal(until) <= today + AHEAD:
            name = title_name(str(title["kind"]), str(title.get("level") or ""))
            yield Expiring(name, date.fromordinal(until))


def _unpaid(visit: Visit) -> Iterator[Unpaid]:
    policies = load().policies
    for one in support_of(visit.subject):
        if one.approved_fen > 0:
            known = policies.get(one.programme)
            name = known.title if known else one.programme or one.fund
            yield Unpaid(name, one.year, one.approved_fen)
