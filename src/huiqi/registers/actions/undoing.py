"""撤销导入: facts are only ever added, so what an import said is answered by what held before.

Every fact of the import, and every answer to it on a later day, is looked at again without the
imports that were undone: where something else would hold on that day, a row says so. Therefore
imports may be undone in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, models, transaction

from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import WrongState
from huiqi.kernel.words import worded
from huiqi.parties.enums import Part
from huiqi.parties.models import Organization, Subject
from huiqi.parties.scope import everything
from huiqi.registers.access import may_import
from huiqi.registers.actions.importing import Told, lock
from huiqi.registers.actions.staging import by_index
from huiqi.registers.models import ImportedOrganization, RegisterImport, RegisterUndo

PIECE: Final = 200_000  # numbers of facts that are looked at in one statement
UNDONE: Final = "撤销名册导入"

# ``standing`` is what still holds: no fact of an undone import and no answer to one.
STANDING: Final = "e.note <> ALL(%(undone)s) AND e.note NOT LIKE '" + UNDONE + " %%'"
SAME: Final = (
    "{0}.subject_id = {1}.subject_id AND {0}.key = {1}.key AND {0}.source = %(source)s"
    " AND {0}.period IS NOT DISTINCT FROM {1}.period"
)
RESTORED: Final = f"""
WITH ours AS MATERIALIZED (
    SELECT subject_id, key, period, as_of FROM parties_fact
    WHERE id BETWEEN %(low)s AND %(high)s AND note = %(note)s
), days AS (
    SELECT * FROM ours UNION
    SELECT u.subject_id, u.key, u.period, u.as_of FROM ours
    JOIN parties_fact AS u ON {SAME.format("u", "ours")} AND u.as_of > ours.as_of
    AND u.note LIKE '{UNDONE} %%'
), compared AS (
    SELECT days.*, said.wanted, said.present FROM days
    CROSS JOIN LATERAL (
        SELECT (array_agg(e.value ORDER BY e.as_of DESC, e.id DESC))[1] AS present,
        (array_agg(e.value ORDER BY e.as_of DESC, e.id DESC) FILTER (WHERE {STANDING}))[1] AS wanted
        FROM parties_fact AS e WHERE {SAME.format("e", "days")} AND e.as_of <= days.as_of
    ) AS said
), told AS (
    INSERT INTO parties_fact
    (subject_id, key, value, as_of, period, source, recorded_at, recorded_by_id, note)
    SELECT subject_id, key, wanted, as_of, period, %(source)s, %(now)s, %(person)s, %(answer)s
    FROM compared WHERE wanted IS DISTINCT FROM present RETURNING id
) SELECT count(*) FROM told
"""  # nosec B608 -- our own names

# Who is closed applies for nothing; a part lasts a day at least.
ENDED: Final = """
UPDATE parties_organizationpart AS p SET until = greatest(o.closed_until, p.since + 1)
FROM registers_importedorganization AS c, parties_organization AS o
WHERE o.id = c.organization_id AND p.organization_id = o.id AND p.part = %s
AND c.register_import_id = %s AND p.until IS NULL AND o.closed_until IS NOT NULL
"""


def undo_import(
    *,
    register_import: RegisterImport,
    actor: Actor,
    now: datetime,
    told: Told = lambda _text: None,
    reason: str = "",
) -> RegisterUndo:
    """撤销导入: what its source said before holds again; firms that nothing else uses close.

    WrongState when it was undone already.
    """
    require(may_import, actor, register_import)
    with everything(), transaction.atomic():
        lock()
        if RegisterUndo.objects.filter(register_import=register_import).exists():
            raise WrongState(
                [worded("%(note)s已经撤销，不能再撤销一次", note=register_import.note)]
            )
        restored = _restore(register_import, actor, now, told)
        today = now.astimezone(CITY).date()
        closed = _close(register_import, today)
        undo = RegisterUndo.objects.create(
            register_import=register_import,
            facts_restored=restored,
            firms_closed=closed,
            closed_on=today,
            reason=reason,
            undone_by_id=actor.person_id,
            undone_at=now,
        )
        detail = {"恢复事实": restored, "注销单位": closed, "理由": reason}
        record_write(actor, "撤销导入", register_import, detail=detail)
    return undo


def _undone(register_import: RegisterImport) -> list[str]:
    before = RegisterImport.objects.filter(undo__isnull=False)
    return [one.note for one in (*before, register_import)]


def _restore(one: RegisterImport, actor: Actor, now: datetime, told: Told) -> int:
    if one.first_fact_id is None or one.last_fact_id is None:
        return 0
    restored = 0
    given: dict[str, Any] = {
        "note": one.note,
        "answer": f"{UNDONE} {one.pk}",
        "undone": _undone(one),
        "source": one.source,
        "now": now,
        "person": actor.person_id,
    }
    with by_index(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for low in range(one.first_fact_id, one.last_fact_id + 1, PIECE):
            high = min(low + PIECE - 1, one.last_fact_id)
            cursor.execute(RESTORED, {**given, "low": low, "high": high})
            restored += cursor.fetchone()[0]
            if high < one.last_fact_id:
                told(f"已恢复 {restored:,} 项事实")
    return restored


def _close(one: RegisterImport, today: date) -> int:
    """Close what the import created and nothing refers to; a used one stays as it is."""
    unused = " AND ".join(_unused())
    with by_index(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parties_organization AS o"  # nosec B608 -- our own names
            " SET closed_until = greatest(%(today)s::date, o.registered_on + 1)"
            " FROM registers_importedorganization AS c, parties_subject AS s"
            " WHERE c.register_import_id = %(import)s AND o.id = c.organization_id"
            f" AND s.id = o.subject_id AND o.closed_until IS NULL"
            f" AND s.merged_into_id IS NULL AND {unused}",
            {"today": today, "import": one.pk, "undone": _undone(one)},
        )
        closed = int(cursor.rowcount)
        cursor.execute(ENDED, [Part.APPLICANT, one.pk])
        return closed


def _unused() -> Iterator[str]:
    """One condition for every table that points to an organization or a subject."""
    for model, alias in ((Organization, "o.id"), (Subject, "s.id")):
        for relation in model._meta.related_objects:
            table, field = relation.related_model._meta, relation.field
            if relation.related_model is ImportedOrganization or not isinstance(
                field, models.ForeignKey
            ):
                continue
            more = ""
            if table.label == "parties.Organization":
                more = " AND e.id <> o.id"
            elif table.label == "parties.OrganizationPart":
                more = f" AND e.part <> '{Part.APPLICANT.value}'"  # what the import gave it
            elif table.label == "parties.Fact":
                more = f" AND {STANDING}"
            yield (
                f"NOT EXISTS (SELECT FROM {table.db_table} AS e"  # nosec B608 -- our own names
                f" WHERE e.{field.column} = {alias}{more})"
            )
