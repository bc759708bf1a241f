"""重查单据: what was signed against what was booked, and that closed years were left alone.

As in the replay nothing is shared with the triggers that hold to the same rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, Subquery, Sum

from huiqi.ledger.enums import OF_A_CLOSED_YEAR, TWO_SIGNATURES, Deed, Stage, Verdict
from huiqi.ledger.models import Decision, Entry, Leg, Transfer, YearEnd

SHOWN: Final = 5
OF_PAPERS: Final = (Deed.APPROPRIATE, Deed.WITHDRAW, Deed.TRANSFER)
# Whoever tampers may have written a day that stands in no calendar: days are compared by the
# database and not brought here.
READ: Final = (
    *("verdict", "locked_year", "decided_by_id", "transfer__made_by_id"),
    *("year_end__made_by_id", "year_end__year"),
)
SIGNED: Final = ("origin_kind", "origin_id", "made_by_id", "checked_by_id")


def problems_of_papers() -> Iterator[str]:
    """单据的问题: a sentence for each kind, with a few examples."""
    papers = Decision.objects.select_related("transfer", "year_end").only(*READ)
    decisions = list(papers.order_by("id"))
    yield from _told("单据由制单人自己复核：复核", [one.pk for one in decisions if _is_own(one)])
    yield from _told("年度锁定与结转单不符：复核", [one.pk for one in decisions if _is_off(one)])
    signed = {_case(one): one for one in decisions if one.verdict == Verdict.SIGNED}
    yield from _told("签字与凭证不符：凭证", list(_unsigned(signed)))
    booked = set(
        Entry.objects.filter(origin_kind=Transfer._meta.label)
        .order_by("id")
        .values_list("origin_id", flat=True)
    )
    without = [
        one.pk for one in signed.values() if one.transfer_id and one.transfer_id not in booked
    ]
    yield from _told("签了字却没有凭证：复核", without)
    yield from _told("凭证与所签的预算或金额不符：预算单", list(_otherwise_booked()))
    yield from _carried()
    yield from _told("结转以后还动了那一年的钱：凭证", list(_late(decisions)))


Case = tuple[str, int | None]


def _case(one: Decision) -> Case:
    if one.transfer_id is not None:
        return Transfer._meta.label, one.transfer_id
    return YearEnd._meta.label, one.year_end_id


def _paper(one: Decision) -> Transfer | YearEnd | None:
    return one.transfer or one.year_end


def _is_own(one: Decision) -> bool:
    paper = _paper(one)
    return paper is None or paper.made_by_id == one.decided_by_id


def _is_off(one: Decision) -> bool:
    closes = one.year_end.year if one.year_end and one.verdict == Verdict.SIGNED else None
    return one.locked_year != closes


def _unsigned(signed: dict[Case, Decision]) -> Iterator[int]:
    """Entries that need a signature, and have none of that person on that paper."""
    entries = Entry.objects.filter(deed__in=TWO_SIGNATURES).only(*SIGNED)
    for entry in entries.order_by("id").iterator(2_000):
        decision = signed.get((entry.origin_kind, entry.origin_id))
        paper = _paper(decision) if decision else None
        if (
            decision is None
            or paper is None
            or (paper.made_by_id, decision.decided_by_id) != (entry.made_by_id, entry.checked_by_id)
        ):
            yield entry.pk


def _otherwise_booked() -> Iterator[int]:
    """Papers by which a budget got or gave another sum than was signed, or another budget did."""
    label = Transfer._meta.label
    booked: defaultdict[int | None, dict[int, int]] = defaultdict(dict)
    legs = Leg.objects.filter(entry__origin_kind=label, account__stage=Stage.AVAILABLE)
    sums = legs.filter(entry__deed__in=OF_PAPERS).values("entry__origin_id", "account__budget_id")
    for one in sums.annotate(fen=Sum("amount_fen")).order_by("entry__origin_id"):
        booked[one["entry__origin_id"]][one["account__budget_id"]] = one["fen"]
    signed = Transfer.objects.filter(decision__verdict=Verdict.SIGNED).order_by("id")
    for paper in signed.select_related("opens__fund", "opens__budget__fund"):
        said = {paper.giver_id: -paper.amount_fen, _taker(paper): paper.amount_fen}
        said.pop(None, None)
        if paper.pk in booked and booked[paper.pk] != said:
            yield paper.pk


def _taker(paper: Transfer) -> int | None:
    """Which budget was given money; 0, which is none, where not the one that was to be opened."""
    if paper.opens is None:
        return paper.taker_id
    planned, made = paper.opens, getattr(paper.opens, "budget", None)
    if made is None or (made.programme, made.year) != (planned.programme, planned.year):
        return 0
    if planned.fund_id:
        return made.pk if made.fund_id == planned.fund_id else 0
    try:
        fund = made.fund
    except ObjectDoesNotExist:  # whoever tampered has deleted it
        return 0
    told = (planned.code, planned.title, planned.basis, planned.department_id)
    return made.pk if (fund.code, fund.title, fund.basis, fund.department_id) == told else 0


def _carried() -> Iterator[str]:
    """What went on into the next year is no more than was left, for the same use."""
    legs = Leg.objects.filter(entry__deed=Deed.CARRY).exclude(account__stage=Stage.SOURCE)
    uses = ("account__stage", "account__call", "account__subject_id", "account__instalment")
    where = ("account__budget__fund_id", "account__budget__programme")
    sums: defaultdict[tuple[Any, ...], int] = defaultdict(int)
    years: defaultdict[int, set[tuple[int, bool]]] = defaultdict(set)
    told = legs.order_by("id").values_list(
        "entry_id", *where, *uses, "account__budget__year", "amount_fen"
    )
    for entry, *use, year, fen in told.iterator(2_000):
        sums[entry, *use] += fen
        years[entry].add((year, fen > 0))
    yield from _told(
        "结转多于结余，或换了用途：凭证",
        sorted({use[0] for use, fen in sums.items() if fen > 0}),
    )
    yield from _told(
        "结转没有进入下一年：凭证",
        [entry for entry, found in years.items() if len({y - comes for y, comes in found}) != 1],
    )


def _late(decisions: list[Decision]) -> Iterator[int]:
    """Entries on money of a closed year, made after it was closed, that it does not bear."""
    borne = (*OF_A_CLOSED_YEAR, Deed.CARRY)
    legs = Leg.objects.exclude(entry__deed__in=borne)
    legs = legs.exclude(entry__reverses__deed__in=OF_A_CLOSED_YEAR)
    for one in decisions:
        if one.locked_year:
            closed = Decision.objects.filter(pk=one.pk).values("decided_at")
            of_that_year = Q(account__budget__year__lte=one.locked_year) | Q(
                entry__booked_on__lte=date(one.locked_year, 12, 31)
            )
            late = legs.filter(of_that_year, entry__made_at__gt=Subquery(closed))
            yield from late.order_by("entry_id").values_list("entry_id", flat=True).distinct()


def _told(what: str, found: list[int]) -> Iterator[str]:
    if found:
        more = "等" if len(found) > SHOWN else ""
        shown = "、".join(map(str, list(dict.fromkeys(found))[:SHOWN]))
        yield f"{what} {shown}{more}。"
