"""已定的匹配: what the table says of firms and programmes, where it is true of a day already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import F

from huiqi.citywide.aims import aim_on
from huiqi.citywide.enums import Verdict
from huiqi.citywide.models import FirmStanding, Match, MatchTable, ProgrammeStanding
from huiqi.citywide.queries.waiting import waiting_of
from huiqi.library import load
from huiqi.rules.dictionary import FACTS

Pair = tuple[int, str]  # a firm, as a subject, and a programme
NOT_IN_FORCE = ""


def settled_verdicts(pairs: Collection[Pair], on: date) -> dict[Pair, str]:
    """已定的结论: of those pairs of which the table is true on a day; the others are left out.

    A verdict is that of the one-firm engine by the library of this process: ``yes``, ``unknown``,
    ``no``, or ``NOT_IN_FORCE``. Left out are firms that wait to be judged anew or were never
    judged, and programmes whose rules or whose day the table has not reached yet; and, where a
    day of the firm's own selects the edition, whoever has no row: it may be in force for nobody
    like it.
    """
    programmes = _settled_programmes({programme for _firm, programme in pairs}, on)
    # Who waits is asked before the rows are read: whoever is judged in between has new rows.
    firms = _settled_firms({firm for firm, _programme in pairs}, on)
    rows = Match.objects.filter(subject__in=firms, programme__in=programmes)
    found = {(row.subject_id, row.programme): row.verdict for row in rows}
    told = {
        (firm, programme): found.get((firm, programme), _without_a_row(programme, programmes))
        for firm, programme in pairs
        if firm in firms and programme in programmes
    }
    return {pair: str(verdict) for pair, verdict in told.items() if verdict is not None}


def _without_a_row(programme: str, prints: Mapping[str, str]) -> str | None:
    if not prints[programme]:
        return NOT_IN_FORCE
    by_the_firm = load().policy(programme).edition_by in FACTS
    return None if by_the_firm else Verdict.NO


def _settled_programmes(names: Collection[str], on: date) -> dict[str, str]:
    """By programme the fingerprint, of those that the table was made for by today's rules."""
    if not MatchTable.objects.filter(on=on).exists():
        return {}
    prints = aim_on(on).prints
    found = ProgrammeStanding.objects.filter(programme__in=names, on=on, fingerprint=F("aim"))
    return {
        one.programme: prints[one.programme]
        for one in found
        if one.fingerprint == prints.get(one.programme)
    }


def _settled_firms(firms: Collection[int], on: date) -> set[int]:
    judged = FirmStanding.objects.filter(pk__in=firms).values_list("pk", flat=True)
    waiting = waiting_of(list(firms), on)
    return set(judged) - waiting
