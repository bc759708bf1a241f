"""建立单位: firms that a register brings and nobody knows yet, all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection

from huiqi.parties.enums import Kind, Part
from huiqi.registers.actions.staging import by_index, column_of

KINDS: Final[Mapping[str, Kind]] = {
    "enterprise": Kind.ENTERPRISE,
    "sole_trader": Kind.SOLE_TRADER,
    "maker_team": Kind.MAKER_TEAM,
    "institute": Kind.INSTITUTE,
    "association": Kind.ASSOCIATION,
    "other": Kind.OTHER,
}
# The first two digits tell who registers a body and what it is (GB 32100-2015).
KIND_BY_CODE: Final = (
    "CASE WHEN n.code LIKE '92%%' THEN 'sole_trader'"
    " WHEN n.code LIKE '9%%' THEN 'enterprise' ELSE 'other' END"
)
# What an undone import had closed is open again when another register knows it.
REOPENED: Final = """
UPDATE parties_organization AS o SET closed_until = NULL
FROM register_firm AS f, registers_importedorganization AS c, registers_registerundo AS u
WHERE f.organization_id = o.id AND NOT f.wrong AND c.organization_id = o.id
AND u.register_import_id = c.register_import_id
AND o.closed_until = greatest(u.closed_on, o.registered_on + 1)
RETURNING o.id
"""
# Whoever an import creates or opens again may apply, like whoever an officer registers: from
# the day of its registration, or, where that is unknown or an earlier part ended, a later one.
NEW_APPLICANTS: Final = """
INSERT INTO parties_organizationpart (organization_id, part, since)
SELECT o.id, %s, coalesce(o.registered_on, %s)
FROM register_new AS n JOIN parties_organization AS o ON o.id = n.organization_id ORDER BY o.id
"""
APPLICANTS_AGAIN: Final = """
INSERT INTO parties_organizationpart (organization_id, part, since)
SELECT o.id, %s, greatest(coalesce(o.registered_on, %s), max(before.until))
FROM parties_organization AS o
LEFT JOIN parties_organizationpart AS before
ON before.organization_id = o.id AND before.part = 'applicant'
WHERE o.id = ANY(%s) AND NOT EXISTS (
    SELECT FROM parties_organizationpart AS p
    WHERE p.organization_id = o.id AND p.part = %s AND p.until IS NULL
)
GROUP BY o.id ORDER BY o.id
"""


def create_firms(keys: Sequence[str], now: datetime) -> None:
    """新建单位: every firm of the file that nobody knows, with a subject of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE register_new ON COMMIT DROP AS"
            " SELECT row, code, nextval('parties_subject_id_seq') AS subject_id,"
            " nextval('parties_organization_id_seq') AS organization_id"
            " FROM (SELECT row, code FROM register_firm"
            " WHERE subject_id IS NULL AND NOT wrong ORDER BY row) AS firm"
        )
        cursor.execute("CREATE UNIQUE INDEX ON register_new (row)")
        cursor.execute("ANALYZE register_new")
        cursor.execute(
            "INSERT INTO parties_subject (id, created_at) SELECT subject_id, %s FROM register_new",
            [now],
        )
        cursor.execute(_organizations(keys), [])


def keep_firms(number: int, as_of: date) -> None:
    """记下单位: which firms an import created or opened again; they may apply from now on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registers_importedorganization (register_import_id, organization_id)"
            " SELECT %s, organization_id FROM register_new ORDER BY row",
            [number],
        )
        cursor.execute(NEW_APPLICANTS, [Part.APPLICANT, as_of])
        # From the few imports that were undone, not from the many firms of this one.
        cursor.execute(REOPENED)
        reopened = sorted({one for (one,) in cursor.fetchall()})
        cursor.execute(
            "INSERT INTO registers_importedorganization (register_import_id, organization_id)"
            " SELECT %s, unnest(%s::bigint[])",
            [number, reopened],
        )
        with by_index():
            cursor.execute(APPLICANTS_AGAIN, [Part.APPLICANT, as_of, reopened, Part.APPLICANT])


def _organizations(keys: Sequence[str]) -> str:
    def text(key: str) -> str:
        return f"i.{column_of(key, keys)} #>> '{{}}'" if key in keys else "NULL"

    kinds = " ".join(f"WHEN '{word}' THEN '{kind}'" for word, kind in KINDS.items())
    return (
        "INSERT INTO parties_organization"  # nosec B608 -- our own names
        " (id, subject_id, name, kind, credit_code, district, address, registered_on)"
        f" SELECT n.organization_id, n.subject_id, {text('name')},"
        f" CASE {text('entity_kind')} {kinds} ELSE {KIND_BY_CODE} END, n.code,"
        f" coalesce({text('district')}, ''), '', ({text('registered_on')})::date"
        " FROM register_new AS n JOIN register_incoming AS i USING (row)"
    )
