"""更新匹配表: changed firms and changed programmes only; killed anywhere, the next one goes on.

Firms wait in a queue that the database fills; each batch of them is taken out, judged and
written in one transaction. A programme waits where its fingerprint differs from the one its
rows were found by; all firms are then judged by it, batch after batch, and what was gone
through is on record. One writes at a time: each batch begins by locking the table.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiqi.citywide.actions.aiming import begin, locked, take_aim
from huiqi.citywide.actions.keeping import Found, keep, leave, regroup, stand
from huiqi.citywide.aims import SIZE, Aim, aim_on
from huiqi.citywide.enums import Why
from huiqi.citywide.judging import Rows, judged_rows
from huiqi.citywide.models import MatchTable, ProgrammeStanding
from huiqi.citywide.queries.waiting import uncovered, waiting_firms
from huiqi.citywide.registered import Registered, register_for
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.now import now as clock_of_city
from huiqi.kernel.refusals import WrongState
from huiqi.parties import scope
from huiqi.parties.queries import facts_of_many
from huiqi.policies.charge import subjects_of_firms
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused as Unreadable
from huiqi.rules.sweep.question import Question

logger = logging.getLogger("huiqi.citywide")

BATCH: Final = 2_000  # firms whose facts are held at once
FROM_REGISTER: Final = 20_000  # firms from which on a register is opened for a programme
Progress = Callable[[str, int, int], None]  # what is done, how many firms, of how many
Clock = Callable[[], datetime]

# Rows that others are just taking out are theirs; of a firm all that is due goes together.
TAKE: Final = """
WITH picked AS (
    SELECT id, subject_id FROM citywide_dirtyfirm WHERE since <= %(on)s
    ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), rest AS (
    DELETE FROM citywide_dirtyfirm WHERE since <= %(on)s
    AND subject_id IN (SELECT subject_id FROM picked) RETURNING subject_id
) SELECT DISTINCT subject_id FROM rest ORDER BY subject_id
"""
TAKE_OF: Final = """
DELETE FROM citywide_dirtyfirm WHERE since <= %s AND subject_id = ANY(%s)
"""


@dataclass
class Refreshed:
    """更新了什么: firms judged anew because they changed, those that left, programmes judged
    anew for all firms (with the reason), and how many verdicts became others."""

    on: date
    firms: int = 0
    left: int = 0
    programmes: dict[str, str] = field(default_factory=dict)
    recounted: int = 0
    changes: int = 0


def refresh(
    *,
    on: date,
    actor: Actor,
    clock: Clock = clock_of_city,
    told: Progress = lambda *_: None,
) -> Refreshed:
    """更新匹配表: to what a full sweep would say of ``on`` now, by what changed since.

    For the system only. Refused where somebody else has given the table another aim meanwhile:
    what was done until then stands, and theirs goes on.
    """
    require(is_system, actor)
    aim = aim_on(on)
    with scope.everything():
        take_aim(aim)
        run = _Run(aim, clock, told)
        run.all()
    return run.done


class _Run:
    """One refresh: its questions are made once."""

    def __init__(self, aim: Aim, clock: Clock, told: Progress) -> None:
        self.aim, self.clock, self.told = aim, clock, told
        self.done = Refreshed(aim.on)
        self._whole: Question | None = None

    def all(self) -> None:
        pending = self._pending()
        self.done.programmes = {name: str(one.why) for name, one in pending.items()}
        if not ProgrammeStanding.objects.exclude(fingerprint=None).exists():
            # Everything is asked of everybody: whoever waits is among them.
            self._recount(pending, whole=True)
            pending = {}
        self._drain()
        if pending:
            self._recount(pending, whole=False)
            self._drain()
        with transaction.atomic():
            table = self._mine()
            table.refreshed_at = self.clock()
            table.save()

    def _pending(self) -> dict[str, ProgrammeStanding]:
        found = ProgrammeStanding.objects.filter(fingerprint=None)
        return {one.programme: one for one in found}

    def _mine(self) -> MatchTable:
        table = locked()
        if (table.on, table.aim) != (self.aim.on, self.aim.digest):
            raise WrongState([_("匹配表已改按另一天或另一版规则更新，这一次到此为止")])
        return table

    # Changed firms

    def _drain(self) -> None:
        of, done = waiting_firms(self.aim.on), 0
        while several := self._some_drained():
            done += several
            self.told(_("重算有变化的企业"), done, max(done, of))

    @transaction.atomic
    def _some_drained(self) -> int:
        self._mine()
        firms = self._taken()
        if not firms:
            return 0
        standing = ProgrammeStanding.objects.all()
        why = {
            one.programme: str(Why.FACTS if one.fingerprint is not None else one.why)
            for one in standing
        }
        known = self._facts(subjects_of_firms().filter(pk__in=firms).values_list("pk", flat=True))
        rows = judged_rows(self._of_all(), known)
        found = self._found(why, self.clock())
        self.done.changes += keep(rows, found)
        stand(rows, found)
        gone = sorted(set(firms) - set(rows.firms))
        self.done.changes += leave(gone, found.on, found.now)
        self.done.firms += len(rows.firms)
        self.done.left += len(gone)
        return len(firms)

    def _taken(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"on": self.aim.on, "most": BATCH})
            return [firm for (firm,) in cursor.fetchall()]

    def _facts(self, firms: Iterable[int]) -> list[tuple[int, Facts]]:
        return list(facts_of_many(list(firms), self.aim.on))

    def _of_all(self) -> Question | None:
        if self._whole is None:
            self._whole = self.aim.question(self.aim.prints)
        return self._whole

    def _found(self, why: Mapping[str, str], known_at: datetime) -> Found:
        return Found(self.aim.on, self.aim.prints, why, known_at, self.clock())

    # Changed programmes

    def _recount(self, pending: Mapping[str, ProgrammeStanding], *, whole: bool) -> None:
        question = self.aim.question(pending)
        why = {name: str(one.why) for name, one in pending.items()}
        registered = None if whole or question is None else self._registered(question)
        if registered is not None:
            self._through(registered, why)
        self._one_by_one(question, why, registered, whole=whole)
        self._settle(pending)

    def _registered(self, question: Question) -> Registered | None:
        """The register by which this recount goes, or went before it was cut off.

        None where there are few firms, or no register that fits and that the engine can read.
        """
        found = register_for(self.aim.on, question, self.clock())
        if found is None or found.register.firms < FROM_REGISTER:
            return None
        try:
            found.open(lambda done, of: self.told(_("读取名册"), done, of))
        except Unreadable as unreadable:
            logger.warning("名册读不进列存，改从数据库逐批重算：%s", unreadable)
            return None
        with transaction.atomic():
            table = self._mine()
            if table.register_id != found.register.pk:
                begin(table)
                table.register_id = found.register.pk
                table.save()
        return found

    def _through(self, registered: Registered, why: Mapping[str, str]) -> None:
        more = True
        while more:
            with transaction.atomic():
                table = self._mine()
                rows = registered.rows_after(table.rows_done)
                found = registered.judged(rows)
                self._write(found, why, registered.register.known_at, whole=False)
                table.rows_done = rows.stop
                table.save()
            self.told(_("重算有变化的项目"), rows.stop, registered.register.firms)
            more = rows.stop < registered.register.firms

    def _one_by_one(
        self,
        question: Question | None,
        why: Mapping[str, str],
        registered: Registered | None,
        *,
        whole: bool,
    ) -> None:
        """All firms, or those of whom the register does not know what is known now."""
        firms = subjects_of_firms()
        if registered is not None:
            firms = uncovered(registered.register.known_at)
        of, more = firms.count(), True
        done = 0
        while more:
            with transaction.atomic():
                table = self._mine()
                after = firms.filter(pk__gt=table.last_subject)
                several = list(after.order_by("pk").values_list("pk", flat=True)[:BATCH])
                if whole:
                    self._untake(several)
                known = self._facts(several) if question is not None else []
                rows = judged_rows(question, known) if known else Rows(several)
                self._write(rows, why, self.clock(), whole=whole)
                table.last_subject = several[-1] if several else table.last_subject
                table.save()
            done += len(several)
            self.told(_("重算有变化的项目"), done, max(done, of))
            more = len(several) == BATCH

    def _untake(self, firms: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_OF, [self.aim.on, list(firms)])

    def _write(
        self, rows: Rows, why: Mapping[str, str], known_at: datetime, *, whole: bool
    ) -> None:
        found = self._found(why, known_at)
        self.done.changes += keep(rows, found)
        self.done.recounted += len(rows.firms)
        if whole:
            stand(rows, found)
        elif SIZE in why:
            regroup(rows)

    @transaction.atomic
    def _settle(self, pending: Mapping[str, ProgrammeStanding]) -> None:
        table = self._mine()
        begin(table)
        table.save()
        moment = self.clock()
        for one in ProgrammeStanding.objects.filter(programme__in=pending):
            one.fingerprint, one.on, one.judged_at = one.aim, self.aim.on, moment
            one.save()
