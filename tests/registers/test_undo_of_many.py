"""撤销大名册: what was on record before is there afterwards, row by row, and holds again."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from huiqi.kernel.access import SYSTEM
from huiqi.registers.actions import undo_import
from huiqi.rules.credit_code import check_digit
from tests.cast import NOW
from tests.registers.conftest import bring_in

ROWS = 20_000
KNOWN = 5_000  # of which the source had said something before
# Where an import and its undoing leave rows; rows that were there before stay as they were.
ADDED_TO = {
    "citywide_dirtyfirm",
    "kernel_auditentry",
    "parties_fact",
    "parties_organization",
    "parties_organizationpart",
    "parties_subject",
    "registers_importedorganization",
    "registers_registerimport",
    "registers_registerundo",
}
# What each source says of each subject, a value taken back being none at all.
HOLDS = """
SELECT md5(coalesce(string_agg(said::text, '|' ORDER BY said::text), '')), count(*) FROM (
    SELECT DISTINCT ON (subject_id, key, source, period) subject_id, key, source, period, value
    FROM parties_fact WHERE as_of <= '2021-10-20'
    ORDER BY subject_id, key, source, period, as_of DESC, id DESC
) AS said WHERE value IS NOT NULL AND value <> 'null'::jsonb
"""
OPEN = "SELECT count(*) FROM parties_organization WHERE closed_until IS NULL"
APPLICANTS = "SELECT count(*) FROM parties_organizationpart WHERE until IS NULL"


def _written(path: Path, rows: int, more: int) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("credit_code,name,district,employees\n")
        for number in range(rows):
            code = f"91999998{number:09}"
            people = number % 900 + more * (number % 3)
            out.write(f"{code}{check_digit(code)},第{number}号公司,南山区,{people}\n")
    return path


def _asked(question: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        found: tuple[Any, ...] = cursor.fetchone()
        return found


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({one._meta.db_table for one in models if one._meta.managed})


def _copied(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TEMPORARY TABLE before_{table} AS SELECT * FROM {table}")


def _missing(table: str) -> int:
    """Rows of before that are no more, or are not as they were."""
    gone = f"SELECT t::text FROM before_{table} AS t EXCEPT ALL SELECT t::text FROM {table} AS t"
    found: int = _asked(f"SELECT count(*) FROM ({gone}) AS gone")[0]
    return found


def _added(table: str) -> int:
    new = f"SELECT t::text FROM {table} AS t EXCEPT ALL SELECT t::text FROM before_{table} AS t"
    found: int = _asked(f"SELECT count(*) FROM ({new}) AS new")[0]
    return found


@pytest.mark.verify
@pytest.mark.usefixtures("city_clock")
def test_an_import_and_its_undoing_leave_everything_as_it_was(tmp_path: Path) -> None:
    bring_in(_written(tmp_path / "a.csv", KNOWN, 0))
    tables = _tables()
    _copied(tables)
    holds, opened, applicants = _asked(HOLDS), _asked(OPEN), _asked(APPLICANTS)

    done = bring_in(_written(tmp_path / "b.csv", ROWS, 1))
    assert (done.counts.created, done.counts.known) == (ROWS - KNOWN, KNOWN)
    assert _asked(HOLDS) != holds
    assert done.manifest is not None
    undone = undo_import(register_import=done.manifest, actor=SYSTEM, now=NOW)

    assert undone.facts_restored == done.counts.facts
    assert undone.firms_closed == ROWS - KNOWN
    assert (_asked(HOLDS), _asked(OPEN), _asked(APPLICANTS)) == (holds, opened, applicants)
    assert {one: _missing(one) for one in tables} == dict.fromkeys(tables, 0)
    assert {one for one in tables if _added(one)} == ADDED_TO
