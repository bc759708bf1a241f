"""行级安全: to-dos and messages are seen by those they are addressed to, by the database's own rule.

See 0003 of the parties for the settings; tasks and notifying actions see everything.
"""

from django.db import migrations

ADDRESSED = (
    "(SELECT huiqi_sees_all()) OR person_id = (SELECT huiqi_person()) OR EXISTS"
    " (SELECT FROM parties_organization AS o WHERE o.id = organization_id"
    " AND o.subject_id = ANY ((SELECT huiqi_sees())::bigint[]))"
)
# A message is its recipient's alone, whichever organization it speaks of.
RECEIVED = "(SELECT huiqi_sees_all()) OR person_id = (SELECT huiqi_person())"

RULES = (("inbox_todo", ADDRESSED), ("inbox_message", RECEIVED))


def _policy(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_by_addressees ON {table} USING ({rule})",
        f"DROP POLICY seen_by_addressees ON {table}",
    )


def _switch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    )


class Migration(migrations.Migration):
    """行级安全: for the tables of the inbox."""

    dependencies = (("inbox", "0001_initial"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
