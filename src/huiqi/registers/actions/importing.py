"""导入名册: one transaction for the whole file, so that it is there or it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.enums import Source
from huiqi.parties.scope import everything
from huiqi.registers.access import may_import
from huiqi.registers.actions.firms import create_firms, keep_firms
from huiqi.registers.actions.staging import (
    by_index,
    column_of,
    leave_out,
    nameless_rows,
    repeated_rows,
    stage,
    values_of,
)
from huiqi.registers.batches import Kept, Table
from huiqi.registers.flaws import Flaw
from huiqi.registers.headings import CODE, keys_of
from huiqi.registers.models import RegisterImport
from huiqi.registers.queries import standing_import
from huiqi.registers.rows import RowProblems, RowReader
from huiqi.registers.tables import Opened, open_register
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Problem
from huiqi.rules.problems import Refused as Unusable

LOCK: Final = 4_037_022  # one register at a time; any number that nothing else locks
TOLD_EVERY: Final = 100_000
LONGEST_NAME: Final = 200  # letters
NAME: Final = "名称"
KEPT: Final = 100  # problems that the manifest repeats
PIECE: Final = 50_000  # rows of the file that become facts in one statement

Told = Callable[[str], None]


@dataclass(frozen=True)
class Register:
    """名册: a file, in whose name it speaks and of which day (None: today).

    A ``dry_run`` reads, compares and counts, and leaves no trace; the same file again does
    nothing unless it is ``forced``. ``name`` is what people call the file, where that is not
    the name of its ``path``.
    """

    path: Path
    source: Source
    as_of: date | None = None
    dry_run: bool = False
    forced: bool = False
    name: str = ""

    @property
    def file(self) -> Kept:
        """文件: as problems and the manifest name it."""
        return Kept(self.path, (self.name or self.path.name)[-LONGEST_NAME:])


@dataclass(frozen=True)
class Counts:
    """计数: rows of the file and what became of them."""

    rows: int = 0
    refused: int = 0
    created: int = 0
    known: int = 0
    facts: int = 0
    first_fact: int | None = None
    last_fact: int | None = None


@dataclass(frozen=True)
class Imported:
    """导入结果: the manifest (None for a rehearsal), what was done, and which rows were not.

    ``before`` is the import that brought this very file; then nothing else was done.
    """

    table: Table
    counts: Counts
    problems: RowProblems
    manifest: RegisterImport | None = None
    before: RegisterImport | None = None


def import_register(
    *, register: Register, actor: Actor, now: datetime, told: Told = lambda _text: None
) -> Imported:
    """导入名册: rows without a problem become facts of their firms; the others are told.

    A firm that is not on record is created; of one that is, a fact is recorded only where
    its source said something else by that day. Refused for a file or a heading that cannot be
    used, with all that is wrong.
    """
    require(may_import, actor)
    today, as_of = now.astimezone(CITY).date(), register.as_of
    if as_of is not None and as_of > today:
        raise Refused(
            [
                worded(
                    "截至日期 %(as_of)s 还没有到，不能晚于今天 %(today)s",
                    as_of=as_of.isoformat(),
                    today=today.isoformat(),
                )
            ]
        )
    try:
        told("正在打开文件")  # a long sheet is read into memory at once, which takes its time
        opened = open_register(register.file)
        keys = keys_of(opened.table.headings, register.file.name)
        with everything(), transaction.atomic():
            lock()
            before = standing_import(opened.digest, register.source, as_of)
            if before is not None and not register.forced:
                return Imported(opened.table, Counts(), RowProblems(), before=before)
            return _Work(opened, keys, register, as_of or today, actor, now, told).done()
    except Unusable as unusable:
        raise NotUsable(unusable.problems) from None


class NotUsable(Refused):
    """不能用: of a whole file; ``found`` is what the sentences say, for the error sheet."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(found)
        self.found = found


class Busy(Refused):
    """正忙: another register is being imported or taken back; later it may be tried again."""


def lock() -> None:
    """独占: one register at a time is imported or taken back; Busy while another is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy([_("另一份名册正在导入或撤销，请等它结束再试")])


@dataclass
class _Work:
    """One import: reads, finds out who is who, and writes."""

    opened: Opened
    keys: Sequence[str]
    register: Register
    as_of: date
    actor: Actor
    now: datetime
    told: Told

    def done(self) -> Imported:
        headings = self.opened.table.headings
        reader = RowReader(self.keys, headings, self.now.astimezone(CITY).date())
        self._read(reader)
        if not reader.rows:
            what = "表头下面没有一行数据。"
            raise Unusable([self.register.file.problem(what, fix="请核对后重新导出。", row=2)])
        named = dict(zip(self.keys, headings, strict=True))
        for one in (repeated_rows(named[CODE]), nameless_rows(self.keys, named.get("name", NAME))):
            self._leave_out(one, reader.problems)
        counts = self._counted(reader)
        number = 0 if self.register.dry_run else _next_number()
        counts = self._written(number, counts)
        manifest = None
        if not self.register.dry_run:
            manifest = self._manifest(number, counts, reader.problems)
        return Imported(self.opened.table, counts, reader.problems, manifest)

    def _read(self, reader: RowReader) -> None:
        next_told = TOLD_EVERY
        for staged in stage(reader.read(self.opened.table), self.keys):
            if staged >= next_told:
                self.told(f"已读 {staged:,} 行")
                next_told = staged - staged % TOLD_EVERY + TOLD_EVERY
        self.told(f"读完 {reader.rows:,} 行")

    def _leave_out(self, found: Iterator[tuple[int, Flaw]], problems: RowProblems) -> None:
        rows = list(found)
        for row, flaw in rows:
            problems.add(row, [flaw])
        leave_out([row for row, _ in rows])

    def _counted(self, reader: RowReader) -> Counts:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FILTER (WHERE subject_id IS NULL), count(subject_id)"
                " FROM register_firm WHERE NOT wrong"
            )
            created, known = cursor.fetchone()
        return Counts(reader.rows, reader.rows - created - known, created, known)

    def _written(self, number: int, counts: Counts) -> Counts:
        """The facts that say something new; in a rehearsal they are only counted."""
        if not self.register.dry_run:
            if counts.created:
                self.told(f"正在新建 {counts.created:,} 家单位")
            create_firms(self.keys, self.now)
        with connection.cursor() as cursor:
            # Checked at once, or the checks of the whole file would pile up in memory.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            first = self._next_fact(cursor)
            facts = self._new_facts(cursor, f"名册导入 {number}", counts)
            if counts.known:
                facts += self._changed_facts(cursor, f"名册导入 {number}", facts)
            if not facts or self.register.dry_run:
                return replace(counts, facts=facts)
            cursor.execute("SELECT currval('parties_fact_id_seq')")
            return replace(counts, facts=facts, first_fact=first, last_fact=cursor.fetchone()[0])

    def _next_fact(self, cursor: Any) -> int:
        """No fact of this import has a lower number; other people's may lie between."""
        if self.register.dry_run:
            return 0
        cursor.execute("SELECT nextval('parties_fact_id_seq') + 1")
        first: int = cursor.fetchone()[0]
        return first

    def _new_facts(self, cursor: Any, note: str, counts: Counts) -> int:
        """Of firms that were just created everything is new: nothing has to be compared."""
        if not counts.created:
            return 0
        if self.register.dry_run:
            cells = ", ".join(column_of(key, self.keys) for key in self.keys)
            cursor.execute(
                f"SELECT coalesce(sum(num_nonnulls({cells})), 0) FROM register_incoming"  # nosec B608 -- our own names
                " JOIN register_firm AS f USING (row) WHERE NOT f.wrong AND f.subject_id IS NULL"
            )
            return int(cursor.fetchone()[0])
        values, given = values_of(self.keys, self._years())
        facts = 0
        for low in self._pieces(cursor, "register_new"):
            cursor.execute(
                f"{RECORDED} SELECT n.subject_id, v.key, v.value, %s, v.period, %s, %s, %s, %s"  # nosec B608 -- our own names
                " FROM (SELECT * FROM register_new WHERE row >= %s AND row < %s) AS n"
                " JOIN register_incoming AS i USING (row)"
                f" CROSS JOIN LATERAL (VALUES {values}) AS v (key, period, value)"
                " WHERE v.value IS NOT NULL ORDER BY row",
                [*self._as_recorded(note), low, low + PIECE, *given],
            )
            facts += int(cursor.rowcount)
            self._tell(low, facts)
        return facts

    def _changed_facts(self, cursor: Any, note: str, before: int) -> int:
        """Of firms on record what the source had not said; in a rehearsal it is only counted."""
        facts = 0
        with by_index():
            for low in self._pieces(cursor, "register_firm"):
                cursor.execute(*self._compared(low, note))
                facts += cursor.fetchone()[0] if self.register.dry_run else int(cursor.rowcount)
                self._tell(low, before + facts)
        return facts

    def _pieces(self, cursor: Any, table: str) -> range:
        cursor.execute(f"SELECT coalesce(max(row), 0) FROM {table}")  # nosec B608 -- our own names
        return range(0, cursor.fetchone()[0] + 1, PIECE)

    def _tell(self, low: int, facts: int) -> None:
        if low and low % (2 * PIECE) == 0:
            self.told(f"已比对 {low:,} 行，新记 {facts:,} 项事实")

    def _as_recorded(self, note: str) -> list[Any]:
        return [self.as_of, self.register.source, self.now, self.actor.person_id, note]

    def _compared(self, low: int, note: str) -> tuple[str, list[Any]]:
        values, given = values_of(self.keys, self._years())
        said = (
            " FROM (SELECT row, subject_id FROM register_firm WHERE row >= %s AND row < %s"  # nosec B608 -- our own names
            " AND NOT wrong AND subject_id IS NOT NULL) AS firm"
            " JOIN register_incoming AS i USING (row)"
            f" CROSS JOIN LATERAL ({LAST}) AS last"
            f" CROSS JOIN LATERAL (VALUES {values}) AS v (key, period, value)"
            " WHERE v.value IS NOT NULL"
            " AND v.value IS DISTINCT FROM last.said -> (v.key || '/' || coalesce(v.period, 0))"
        )
        bases = sorted({base for base, _ in self._years().values()})
        asked = [low, low + PIECE, self.register.source, self.as_of, bases, *given]
        if self.register.dry_run:
            return f"SELECT count(*) {said}", asked
        told = "SELECT firm.subject_id, v.key, v.value, %s, v.period, %s, %s, %s, %s"
        return f"{RECORDED} {told} {said}", [*self._as_recorded(note), *asked]

    def _years(self) -> dict[str, tuple[str, int | None]]:
        """Of each key the one it is kept under, and the accounting year of annual figures."""
        found: dict[str, tuple[str, int | None]] = {}
        for key in self.keys:
            annual = FACTS[key].annual if key in FACTS else None
            found[key] = (annual[0], self.as_of.year - 1 - annual[1]) if annual else (key, None)
        return found

    def _manifest(self, number: int, counts: Counts, problems: RowProblems) -> RegisterImport:
        manifest = RegisterImport(
            id=number,
            file_name=self.register.file.name,
            format=self.opened.format,
            digest=self.opened.digest,
            size=self.opened.size,
            source=self.register.source,
            as_of=self.as_of,
            columns=dict(zip(self.opened.table.headings, self.keys, strict=True)),
            rows=counts.rows,
            rows_refused=counts.refused,
            firms_created=counts.created,
            firms_known=counts.known,
            facts_recorded=counts.facts,
            first_fact_id=counts.first_fact,
            last_fact_id=counts.last_fact,
            problems=[[row, flaws] for row, flaws in islice(sorted(problems.told.items()), KEPT)],
            imported_by_id=self.actor.person_id,
            imported_at=self.now,
        )
        manifest.save(force_insert=True)
        keep_firms(number, self.as_of)
        detail = {
            "文件": self.register.file.name,
            "哈希": self.opened.digest,
            "来源": self.register.source.value,
            "行数": counts.rows,
            "有问题": counts.refused,
            "新建": counts.created,
            "新记事实": counts.facts,
        }
        record_write(self.actor, "导入名册", manifest, detail=detail)
        return manifest


RECORDED: Final = (
    "INSERT INTO parties_fact"
    " (subject_id, key, value, as_of, period, source, recorded_at, recorded_by_id, note)"
)
# All that the source said last of a firm, by key and year; a value taken back is a JSON null.
LAST: Final = (
    "SELECT jsonb_object_agg(key || '/' || coalesce(period, 0), value) AS said FROM ("
    " SELECT DISTINCT ON (key, period) key, period, value FROM parties_fact"
    " WHERE subject_id = firm.subject_id AND source = %s AND as_of <= %s AND key = ANY(%s)"
    " ORDER BY key, period, as_of DESC, id DESC) AS latest"
)


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('registers_registerimport_id_seq')")
        number: int = cursor.fetchone()[0]
    return number
