"""行级安全: what a firm asks about its data is seen by itself; its copies by who asked for them.

See 0003 of the parties for the settings.
"""

from django.db import migrations

OWN = "(SELECT huiqi_sees_all()) OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
ASKED = OWN + " OR asked_by_id = (SELECT huiqi_person())"
PACKED = (
    "(SELECT huiqi_sees_all()) OR EXISTS (SELECT FROM rights_datarequest AS r"
    " WHERE r.id = request_id AND r.asked_by_id = (SELECT huiqi_person()))"
)
RULES = (
    ("rights_lookquestion", OWN),
    ("rights_correctionfile", OWN),
    ("rights_datarequest", ASKED),
    ("rights_datapackage", PACKED),
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
    """行级安全: for the tables of the rights."""

    dependencies = (("rights", "0001_initial"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
