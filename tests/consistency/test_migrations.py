"""迁移: none is missing, each can be taken back, and what locks a table for long is known."""

from collections.abc import Iterator
from typing import Final

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from pgtrigger import migrations as triggers

# Rewrite a table, or look through all of it, while nobody else may write to it.
HEAVY: Final = (
    ops.AddConstraint,
    ops.AddIndex,
    ops.AlterField,
    ops.AlterUniqueTogether,
    ops.RemoveField,
    ops.RenameField,
    ops.RenameModel,
    ops.AlterModelTable,
    ops.DeleteModel,
    ops.RunPython,
    ops.RunSQL,
)

# Heavy operations on tables that may hold rows: migration -> why the city bears it.
BORNE: Final = {
    "api.0002_concerns_scope": "a few tokens are looked at; the rule gains one scope",
    "citywide.0003_queue_and_scope": "functions, triggers and rules; reads no row",
    "concerns.0002_row_level_security": "switches rules on, reads no row",
    "concerns.0004_common_problems": "a few problems, and one rule of answers that were counted",
    "concerns.0005_problems_within_scope": "switches rules on, reads no row",
    "concerns.0006_rungs_of_each_life": "some rungs are filled in and looked at; one rule of them",
    "concerns.0007_settled_objections": "one more word for an outcome, touches no table",
    "concerns.0009_calls_within_scope": "switches rules on, reads no row",
    "concerns.0010_joinings": "one column may be empty, reads no row",
    "concerns.0011_joinings_within_scope": "switches rules on, reads no row",
    "concerns.0012_superseded_summaries": "a few summaries: one column, one check, one index",
    "concerns.0013_draft_files": "makes a table and switches rules on",
    "concerns.0015_quick_lists": "nine indexes; a few seconds at a million concerns",
    "concerns.0016_day_counts": "counts all concerns once; two seconds at a million",
    "network.0002_row_level_security": "switches rules on, reads no row",
    "network.0003_firms_are_with_who_serves": "a function and a trigger; reads no row",
    "follow.0002_row_level_security": "switches rules on, reads no row",
    "follow.0004_snapshots_within_scope": "switches rules on, reads no row",
    "follow.0006_links_within_scope": "switches rules on, reads no row",
    "follow.0008_reach_within_scope": "switches rules on, reads no row",
    "inbox.0002_row_level_security": "switches rules on, reads no row",
    "inbox.0005_address_gone": "one more choice of a column; changes nothing in the table",
    "inbox.0004_pushes_within_scope": "switches rules on, reads no row",
    "ledger.0002_rules": "makes functions and triggers on tables that are empty yet",
    "ledger.0005_rules_of_years": "functions in other words; triggers on tables that are empty",
    "ledger.0006_papers_within_scope": "switches rules on, reads no row",
    "ledger.0007_quicker_booking": "functions in other words, touches no table",
    "ledger.0008_new_budgets": "a few papers; two columns that are empty; rules switched on",
    "ledger.0009_accounts_at_once": "functions in other words, touches no table",
    "ledger.0003_row_level_security": "switches rules on, reads no row",
    "kernel.0002_now": "makes a function, touches no table",
    "parties.0003_row_level_security": "switches rules on, reads no row",
    "parties.0005_files_within_scope": "switches rules on, reads no row",
    "parties.0006_history_within_scope": "switches rules on, reads no row",
    "parties.0008_account_rules": "a function, a trigger and a rule; reads no row",
    "payments.0002_rules": "makes functions and triggers on tables that are empty yet",
    "payments.0003_row_level_security": "switches rules on, reads no row",
    "policies.0006_effects_within_scope": "switches rules on, reads no row",
    "rosters.0002_firms_within_scope": "switches rules on, reads no row",
    "publicity.0002_row_level_security": "switches rules on, reads no row",
    "publicity.0004_desk_within_scope": "switches rules on, reads no row",
    "publicity.0005_objectors_and_referrals": "a few objections; two columns go, rules switched on",
    "rights.0002_row_level_security": "switches rules on, reads no row",
    "programmes.0002_row_level_security": "switches rules on, reads no row",
    "programmes.0003_rules": "makes functions and triggers on tables that are empty yet",
    "programmes.0004_source_outages": "a new table, and its rule",
    "programmes.0005_reports": "replaces a function, reads no row",
    "programmes.0008_recoveries": "new tables, their rules and triggers",
    "programmes.0007_panels": "a few seats that nobody took yet; a new table, and its rule",
    "programmes.0010_comparisons": "a new table, and its rule",
    "programmes.0009_two_signatures": "tables of calls and lists, thousands of rows at most",
    "registers.0002_row_level_security": "switches rules on, reads no row",
    "registers.0007_statistics": "makes a function, reads no row",
    "registers.0005_cases_within_scope": "switches rules on, reads no row",
    "sandbox.0002_firms_within_scope": "switches rules on, reads no row",
}


@pytest.fixture(scope="module")
def ours() -> list[Migration]:
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [
        migration
        for _, migration in sorted(found.items())
        if type(migration).__module__.startswith("huiqi.")
    ]


def _name(migration: Migration) -> str:
    return f"{migration.app_label}.{migration.name}"


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_can_be_taken_back(ours: list[Migration]) -> None:
    stuck = [
        f"{_name(migration)} {operation.describe()}"
        for migration in ours
        for operation in migration.operations
        if not operation.reversible
    ]
    assert stuck == []


def _heavy(migration: Migration) -> Iterator[Operation]:
    """Operations on tables that the same migration did not make, which are empty yet."""
    made: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, ops.CreateModel):
            made.add(operation.name_lower)
        table = getattr(operation, "model_name", getattr(operation, "name", ""))
        is_new = isinstance(operation, ops.CreateModel | triggers.AddTrigger)
        if isinstance(operation, HEAVY) and not is_new and str(table).lower() not in made:
            yield operation


def test_every_operation_that_locks_for_long_is_known(ours: list[Migration]) -> None:
    heavy = {_name(migration) for migration in ours if any(_heavy(migration))}
    assert sorted(heavy - set(BORNE)) == []
    assert sorted(set(BORNE) - heavy) == []


class _Risky(Migration):
    operations = (
        ops.RunSQL("UPDATE parties_fact SET value = value"),
        ops.RemoveField("fact", "note"),
    )


def test_migration_that_locks_or_cannot_be_taken_back_would_be_found() -> None:
    risky = _Risky("risky", "parties")
    assert [one.reversible for one in risky.operations] == [False, True]
    assert list(_heavy(risky)) == list(risky.operations)


def test_every_migration_has_been_applied_to_the_database_of_the_tests(db: None) -> None:
    loader = MigrationLoader(connection)
    assert set(loader.disk_migrations) - set(loader.applied_migrations) == set()
