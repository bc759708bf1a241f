"""行级安全: a firm sees what is paid to itself and its receipts; orders are for who handles them.

Only who sees everything may add or change: no firm pays itself.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
OWN = ALL + " OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
RULES = (
    ("payments_paymentorder", ALL),
    ("payments_paymentline", OWN),
    ("payments_bankfile", ALL),
    ("payments_bankanswer", ALL),
    ("payments_receipt", OWN),
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
    """行级安全: for the tables of payments."""

    dependencies = (("payments", "0002_rules"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
