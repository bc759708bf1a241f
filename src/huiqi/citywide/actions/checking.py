"""核对匹配表: firms judged in another way than the table was made; nothing may differ.

Every night some firms at random are asked one by one. On demand all firms are swept whole, and
what differs is put right; that it differed stays on record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from random import Random
from typing import Final

from django.db import transaction

from huiqi.citywide.actions.aiming import locked
from huiqi.citywide.actions.keeping import Found, keep, stand
from huiqi.citywide.actions.refreshing import BATCH, refresh
from huiqi.citywide.aims import Aim, aim_on
from huiqi.citywide.alone import Told, told_alone
from huiqi.citywide.enums import CheckKind, Why
from huiqi.citywide.judging import Rows, judged_rows
from huiqi.citywide.models import FirmStanding, Match, ProgrammeStanding, TableCheck
from huiqi.citywide.queries.waiting import waiting_of
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.now import now as clock_of_city
from huiqi.parties import scope
from huiqi.parties.queries import facts_of_many
from huiqi.policies.charge import subjects_of_firms

SAMPLE: Final = 1_000  # firms asked one by one every night
LISTED: Final = 50  # differences that a check names
Matches = Mapping[str, Told]
Progress = Callable[[str, int, int], None]


class _Compared:
    """What was compared so far, and what differed."""

    def __init__(self) -> None:
        self.firms = self.pairs = self.different = 0
        self.named: list[dict[str, object]] = []

    def firm(self, subject: int, stored: Matches, found: Matches) -> None:
        self.firms += 1
        for programme in sorted({*stored, *found}):
            self.pairs += 1
            says, is_so = stored.get(programme), found.get(programme)
            if says != is_so:
                self.different += 1
                if len(self.named) < LISTED:
                    self.named.append(_difference(subject, programme, says, is_so))

    def kept(self, kind: CheckKind, on: date, at: datetime) -> TableCheck:
        return TableCheck.objects.create(
            kind=kind,
            on=on,
            firms=self.firms,
            pairs=self.pairs,
            different=self.different,
            differences=self.named,
            at=at,
        )


def check_sample(
    *, on: date, actor: Actor, size: int = SAMPLE, chance: Random | None = None
) -> TableCheck:
    """逐户抽查: so many firms at random, each asked alone, against the table as it stands.

    Firms that wait to be judged anew, and programmes that are being worked out, are passed
    over: the table does not claim anything of them yet. For the system only.
    """
    require(is_system, actor)
    aim, compared = aim_on(on), _Compared()
    with scope.everything():
        judged = list(FirmStanding.objects.order_by("pk").values_list("pk", flat=True))
        drawn = sorted((chance or Random()).sample(judged, min(size, len(judged))))  # nosec B311 -- no secret
        for start in range(0, len(drawn), BATCH):
            _ask_alone(aim, drawn[start : start + BATCH], compared)
        return compared.kept(CheckKind.SAMPLE, on, clock_of_city())


@transaction.atomic
def _ask_alone(aim: Aim, firms: Sequence[int], compared: _Compared) -> None:
    table = locked()  # nobody writes to it meanwhile
    if table.on != aim.on:
        return
    waiting, pending = waiting_of(firms, aim.on), _pending()
    settled = [one for one in firms if one not in waiting]
    stored = stored_matches(settled)
    for subject, facts in facts_of_many(settled, aim.on):
        alone = told_alone(aim.library, facts)
        compared.firm(subject, *(_without(of, pending) for of in (stored[subject], alone)))


def rebuild(
    *,
    on: date,
    actor: Actor,
    clock: Callable[[], datetime] = clock_of_city,
    told: Progress = lambda *_: None,
) -> TableCheck:
    """全表核对: all firms swept whole against the table, which is put right where it differs.

    What has changed is worked out first, as always; so nothing should differ. System only.
    """
    require(is_system, actor)
    refresh(on=on, actor=actor, clock=clock, told=told)
    aim, compared = aim_on(on), _Compared()
    question = aim.question(aim.prints)
    with scope.everything():
        of, after, more = subjects_of_firms().count(), 0, True
        while more:
            with transaction.atomic():
                locked()
                firms = _next(after)
                rows = judged_rows(question, list(facts_of_many(firms, on)))
                _put_right(aim, rows, compared, clock)
            after = firms[-1] if firms else after
            told("全表核对", compared.firms, max(of, compared.firms))
            more = len(firms) == BATCH
        return compared.kept(CheckKind.WHOLE, on, clock())


def _next(after: int) -> list[int]:
    found = subjects_of_firms().filter(pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:BATCH])


def _put_right(aim: Aim, rows: Rows, compared: _Compared, clock: Callable[[], datetime]) -> None:
    stored, swept = stored_matches(rows.firms), _by_firm(rows)
    before, waiting = compared.different, waiting_of(rows.firms, aim.on)
    for subject in rows.firms:
        if subject not in waiting:
            compared.firm(subject, stored[subject], swept[subject])
    if compared.different > before:
        why = dict.fromkeys(aim.prints, str(Why.FACTS))
        found = Found(aim.on, aim.prints, why, clock(), clock())
        keep(rows, found)
        stand(rows, found)


def stored_matches(firms: Sequence[int]) -> dict[int, dict[str, Told]]:
    """表中所存: by firm and programme."""
    found: dict[int, dict[str, Told]] = {one: {} for one in firms}
    for one in Match.objects.filter(subject_id__in=firms).order_by("subject_id", "programme"):
        ends = (one.sure_fen, one.possible_fen)
        told = Told(one.version, one.verdict, *ends, tuple(one.missing))
        found[one.subject_id][one.programme] = told
    return found


def _by_firm(rows: Rows) -> dict[int, dict[str, Told]]:
    found: dict[int, dict[str, Told]] = {one: {} for one in rows.firms}
    columns = (rows.version, rows.verdict, rows.sure, rows.possible, rows.missing)
    for subject, programme, version, verdict, sure, possible, missing in zip(
        rows.subject, rows.programme, *columns, strict=True
    ):
        lacks = tuple(missing.split(",")) if missing else ()
        found[subject][programme] = Told(version, verdict, sure, possible, lacks)
    return found


def _pending() -> frozenset[str]:
    found = ProgrammeStanding.objects.filter(fingerprint=None)
    return frozenset(found.values_list("programme", flat=True))


def _without(matches: Matches, pending: frozenset[str]) -> dict[str, Told]:
    return {name: one for name, one in matches.items() if name not in pending}


def _difference(
    subject: int, programme: str, says: Told | None, is_so: Told | None
) -> dict[str, object]:
    return {
        "subject": subject,
        "programme": programme,
        "stored": _shown(says),
        "found": _shown(is_so),
    }


def _shown(one: Told | None) -> dict[str, object] | None:
    return None if one is None else {**one._asdict(), "missing": list(one.missing)}
