"""行级安全: whose concerns a common problem is of, and what officers think of it.

A concern in a problem, and that a firm was told, is seen with the concern; what officers wrote
for each other by officers only. Everybody reads what is published, and the city reads it for them.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
SEEN = "EXISTS (SELECT FROM concerns_concern AS c WHERE c.id = concern_id)"
WITH_CASE = f"{ALL} OR {SEEN}"
RULES = (
    ("concerns_problemcase", WITH_CASE),
    ("concerns_problemtold", WITH_CASE),
    *(
        (f"concerns_{name}", ALL)
        for name in (
            *("assessment", "milestone", "progress", "duechange"),
            *("remedy", "publicsummary"),
        )
    ),
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
    """行级安全: for the tables of common problems."""

    dependencies = (("concerns", "0004_common_problems"),)
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
