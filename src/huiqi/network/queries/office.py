"""办公室的数字: who has no commissioner, who was never met, who carries what, what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from huiqi.kernel.now import CITY
from huiqi.network.enums import CARERS, DecisionState, PromiseState, VisitState
from huiqi.network.models import (
    Decision,
    Handover,
    KeyFirm,
    Meeting,
    Officer,
    Referral,
    Visit,
    VisitPromise,
)
from huiqi.network.queries.firms import PENDING, UNSETTLED, handovers, key_firms
from huiqi.network.queries.people import Load, loads, officers_now
from huiqi.network.standards import standard_on


@dataclass(frozen=True)
class Coverage:
    """覆盖: of how many firms on the lists, how many have somebody, were met lately, or never."""

    listed: int
    without: int
    met: int
    silent: int
    never: int


@dataclass(frozen=True)
class Kept:
    """承诺兑现: in time, late, not kept, lapsed without a word, and still open; never merged."""

    in_time: int
    late: int
    broken: int
    lapsed: int
    open: int


def with_last_contact() -> QuerySet[KeyFirm]:
    """重点企业和最近一次联系: of whichever department; ``last_on`` None: never."""
    made = Visit.objects.filter(subject=OuterRef("subject"), state=VisitState.MADE)
    last = made.order_by("-made_on").values("made_on")[:1]
    return key_firms().annotate(last_on=Subquery(last))


def unassigned() -> QuerySet[KeyFirm]:
    """没有专员的企业: by their clock."""
    return key_firms().filter(officer=None).order_by("due_at", "id")


def uncovered(today: date) -> QuerySet[KeyFirm]:
    """久未联系的企业: those never met first, then the longest ago."""
    since = today - timedelta(days=standard_on(today).silent)
    found = with_last_contact().filter(Q(last_on=None) | Q(last_on__lt=since))
    return found.order_by(F("last_on").asc(nulls_first=True), "tier", "organization__name", "id")


def coverage(today: date) -> Coverage:
    """覆盖: counted over firms on the lists, each once for a tier."""
    since = today - timedelta(days=standard_on(today).silent)
    told = with_last_contact().aggregate(
        listed=Count("pk"),
        without=Count("pk", filter=Q(officer=None)),
        met=Count("pk", filter=Q(last_on__gte=since)),
        silent=Count("pk", filter=Q(last_on__lt=since)),
        never=Count("pk", filter=Q(last_on=None)),
    )
    return Coverage(**told)


def workload() -> list[tuple[Officer, Load]]:
    """工作量: of everybody who may be given a firm, the heaviest first."""
    held = loads()
    found = [(one, held.get(one.pk, Load())) for one in officers_now().filter(part__in=CARERS)]
    return sorted(found, key=lambda pair: (-pair[1].weight, -pair[1].firms, pair[0].pk))


def promises_kept() -> Kept:
    """承诺兑现: of all that was promised at contacts."""
    by_then = Q(ended_day__lte=F("due_on"))
    is_kept = Q(state=PromiseState.KEPT)
    told = VisitPromise.objects.annotate(ended_day=TruncDate("ended_at", tzinfo=CITY)).aggregate(
        in_time=Count("pk", filter=is_kept & by_then),
        late=Count("pk", filter=is_kept & ~by_then),
        broken=Count("pk", filter=Q(state=PromiseState.BROKEN)),
        lapsed=Count("pk", filter=Q(state=PromiseState.LAPSED)),
        open=Count("pk", filter=Q(state=PromiseState.OPEN)),
    )
    return Kept(**told)


def late_promises(today: date) -> QuerySet[VisitPromise]:
    """逾期的承诺: whose, to whom, since when."""
    found = VisitPromise.objects.filter(state__in=PENDING, due_on__lt=today)
    related = ("visit__organization", "unit", "owner")
    return found.select_related(*related).order_by("due_on", "id")


def unsettled_handovers() -> QuerySet[Handover]:
    """未了的交接: by their clock."""
    return handovers().filter(state__in=UNSETTLED).order_by("due_at", "id")


def aged_referrals() -> QuerySet[Referral]:
    """未了的转介: of all units, by their clock."""
    found = Referral.objects.filter(contact=None)
    related = ("organization", "unit", "giver_unit")
    return found.select_related(*related).order_by("due_at", "id")


def meetings_of(organ_id: int) -> QuerySet[Meeting]:
    """会议: of a body, the latest first, with what was decided."""
    found = Meeting.objects.filter(organ=organ_id).select_related("recorded_by")
    return found.prefetch_related("decisions__unit").order_by("-held_on", "-id")


def open_decisions() -> QuerySet[Decision]:
    """未办的议定事项: of all bodies, by their day: the list of the leading group."""
    found = Decision.objects.filter(state=DecisionState.OPEN)
    return found.select_related("meeting__organ", "unit").order_by("due_on", "id")


def visits_by_unit(since: date) -> Sequence[tuple[str, int, int]]:
    """各单位的联系: since a day, how many, and of how many firms; the most first."""
    found = Visit.objects.filter(state=VisitState.MADE, made_on__gte=since).order_by()
    told = found.values_list("unit__name").annotate(
        visits=Count("pk"), firms=Count("subject", distinct=True)
    )
    return list(told.order_by("-visits", "unit__name"))
