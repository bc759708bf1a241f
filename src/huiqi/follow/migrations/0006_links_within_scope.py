"""行级安全: the links of a firm, and when they were opened, are seen by its people.

See 0003 of the parties for the settings. Whoever opens a link is within the scope of its firm.
"""

from django.db import migrations

OWN = "(SELECT huiqi_sees_all()) OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
OPENED = (
    "(SELECT huiqi_sees_all()) OR EXISTS (SELECT FROM follow_accountantlink AS l"
    " WHERE l.id = link_id AND l.subject_id = ANY ((SELECT huiqi_sees())::bigint[]))"
)
RULES = (("follow_accountantlink", OWN), ("follow_linkopening", OPENED))


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
    """行级安全: for the tables of links."""

    dependencies = (
        ("follow", "0004_snapshots_within_scope"),
        ("parties", "0003_row_level_security"),
    )
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
