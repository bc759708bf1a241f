"""行级安全: a call back is seen with its concern; how a week was drawn, by the city."""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
SEEN = "EXISTS (SELECT FROM concerns_concern AS c WHERE c.id = concern_id)"
WITH_CASE = f"{ALL} OR {SEEN}"
RULES = (("concerns_callround", ALL), ("concerns_callback", WITH_CASE))


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
    """行级安全: for the tables of calls back."""

    dependencies = (("concerns", "0008_spot_calls"),)
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
