"""走访提要: one page for whoever visits a firm, made of what the other parts of the city know.

Every number says its source; confidential concerns are not among them. What nobody knows is None
and never an empty list: a firm that was never matched does not meet nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from huiqi.citywide.enums import Verdict
from huiqi.citywide.models import FirmStanding
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
    """走访提要: of one firm on one day; of each list at most ``MOST``, and how many ``more``.

    ``matched_on`` is the day on which this firm was matched, None: never, then ``matched`` is
    None. ``titles`` None: no source ever said which titles it has.
    """

    on: date
    matched_on: date | None
    matched: list[Matched] | None
    matched_more: int
    concerns: list[Concern]
    concerns_more: int
    titles: list[Expiring] | None
    unpaid: list[Unpaid]
    unpaid_fen: int
    promises: list[VisitPromise]
    promises_more: int
    last_visits: list[Visit]

    @property
    def matched_all(self) -> int:
        """匹配的政策一共几项: of a firm that was matched."""
        return len(self.matched or ()) + self.matched_more

    @property
    def concerns_all(self) -> int:
        """在办诉求一共几件: those that are not confidential."""
        return len(self.concerns) + self.concerns_more

    @property
    def promises_all(self) -> int:
        """未了承诺一共几项: of all bodies."""
        return len(self.promises) + self.promises_more


def brief_of(visit: Visit, today: date) -> Brief:
    """走访提要: for a visit, as everything stands today."""
    subject = visit.subject
    standing = FirmStanding.objects.filter(subject=subject).first()
    matched = list(_matched(subject.pk)) if standing else None
    concerns = _concerns(subject.pk)
    promises = promises_of(subject.pk).filter(state__in=PENDING)
    titles = _titles(visit, today)
    unpaid = list(_unpaid(visit))
    made = visits_of(subject.pk).filter(state=VisitState.MADE)
    return Brief(
        on=today,
        matched_on=standing.on if standing else None,
        matched=None if matched is None else matched[:MOST],
        matched_more=max(len(matched or ()) - MOST, 0),
        concerns=list(concerns[:MOST]),
        concerns_more=max(concerns.count() - MOST, 0),
        titles=titles,
        unpaid=unpaid,
        unpaid_fen=sum(one.fen for one in unpaid),
        promises=list(promises[:MOST]),
        promises_more=max(promises.count() - MOST, 0),
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


def _concerns(subject_id: int) -> QuerySet[Concern]:
    found = Concern.objects.filter(
        subject=subject_id, state__in=OPEN, confidentiality=Confidentiality.ORDINARY
    ).select_related("unit")
    return found.order_by("due_at", "id")


def _titles(visit: Visit, today: date) -> list[Expiring] | None:
    """By their last day; None where no source has said which there are."""
    known = facts_of(visit.subject, today).lists
    if "titles" not in known:
        return None
    found = (_expiring(one, today) for one in known["titles"])
    return sorted((one for one in found if one), key=lambda one: (one.until, one.title))


def _expiring(title: Any, today: date) -> Expiring | None:
    until = title.get("valid_until") if isinstance(title, dict) else None
    if not isinstance(until, int) or not today <= date.fromordinal(until) <= today + AHEAD:
        return None
    name = title_name(str(title["kind"]), str(title.get("level") or ""))
    return Expiring(name, date.fromordinal(until))


def _unpaid(visit: Visit) -> Iterator[Unpaid]:
    policies = load().policies
    for one in support_of(visit.subject):
        if one.approved_fen > 0:
            known = policies.get(one.programme)
            name = known.title if known else one.programme or one.fund
            yield Unpaid(name, one.year, one.approved_fen)
