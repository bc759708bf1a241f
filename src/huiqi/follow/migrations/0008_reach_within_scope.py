"""行级安全: how far a firm came, and what it said of it, is seen by its people.

Counts are made within the scope of everything and leave it as numbers only.

See 0003 of the parties for the settings.
"""

from django.db import migrations

OWN = "(SELECT huiqi_sees_all()) OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
RULES = (
    ("follow_reachstep", OWN),
    ("follow_dropreason", OWN),
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
    """行级安全: for the tables of what is followed."""

    dependencies = (("follow", "0006_links_within_scope"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
