"""行级安全: a firm sees what is booked for itself; budgets are for those who handle them.

Only who sees everything may add: no firm books anything.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
OWN = ALL + " OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
OF_ACCOUNT = (
    "(SELECT huiqi_sees_all()) OR EXISTS (SELECT FROM ledger_account AS a WHERE a.id = account_id"
    " AND a.subject_id = ANY ((SELECT huiqi_sees())::bigint[]))"
)
# Within the policy of the legs the accounts are seen by their own.
OF_ENTRY = (
    "(SELECT huiqi_sees_all()) OR EXISTS (SELECT FROM ledger_leg AS l JOIN ledger_account AS a"
    " ON a.id = l.account_id WHERE l.entry_id = ledger_entry.id"
    " AND a.subject_id = ANY ((SELECT huiqi_sees())::bigint[]))"
)

RULES = (
    ("ledger_account", OWN),
    ("ledger_place", OWN),
    ("ledger_balance", OF_ACCOUNT),
    ("ledger_leg", OF_ACCOUNT),
    ("ledger_entry", OF_ENTRY),
    ("ledger_transfer", ALL),
)


def _policy(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {table} USING ({rule}) WITH CHECK ({ALL})",
        f"DROP POLICY seen_within_scope ON {table}",
    )


def _switch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    )


class Migration(migrations.Migration):
    """行级安全: for the tables of the ledger."""

    dependencies = (("ledger", "0002_rules"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
