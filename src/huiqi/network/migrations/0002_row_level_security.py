"""行级安全: a firm sees its commissioner, the visits to it, what it was promised, and its wish.

See 0003 of the parties for the settings. Handovers and referrals are papers of the city.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
OWN = f"{ALL} OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
RULES = (
    *((f"network_{name}", OWN) for name in ("keyfirm", "portfolio", "visit", "visitpromise")),
    ("network_visitwish", OWN),
    ("network_handover", ALL),
    ("network_referral", ALL),
)


def _policy(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {table} USING ({rule})",
        f"DROP POLICY seen_within_scope ON {table}",
    )


def _switch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    )


class Migration(migrations.Migration):
    """行级安全: for the tables of firms in the network."""

    dependencies = (("network", "0001_network"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
