"""行级安全: everybody sees a notice from its first day on; objections are for who answers them.

Whoever is not named to everybody is seen by those who handle the matter, and by itself.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
SEEN = "ANY ((SELECT huiqi_sees())::bigint[])"
TODAY = "(SELECT (huiqi_now() AT TIME ZONE 'Asia/Shanghai')::date)"
# The notice itself is under its own rule within this one: before its first day nobody sees it.
BEGUN = "EXISTS (SELECT FROM publicity_publicity AS p WHERE p.id = publicity_id)"
NAMED = (
    "withheld = '' AND NOT EXISTS (SELECT FROM publicity_withdrawal AS w"
    " WHERE w.publicity_id = publicity_publicaward.publicity_id)"
)
RULES = (
    ("publicity_publicity", f"{ALL} OR begins_on <= {TODAY}"),
    ("publicity_publicaward", f"{ALL} OR ({BEGUN} AND (subject_id = {SEEN} OR ({NAMED})))"),
    ("publicity_objection", ALL),
    ("publicity_objectionanswer", ALL),
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
    """行级安全: for the tables of publicity."""

    dependencies = (("publicity", "0001_initial"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
