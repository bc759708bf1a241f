"""行级安全: drafts are for who handles them; an award taken off a list is seen with the award.

An extension names no firm and is as public as the notice, which alone says when it ends.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
# The award itself is under its own rule within this one.
SEEN = "EXISTS (SELECT FROM publicity_publicaward AS a WHERE a.id = award_id)"
RULES = (
    ("publicity_noticedraft", ALL),
    ("publicity_draftaward", ALL),
    ("publicity_awardwithdrawal", f"{ALL} OR {SEEN}"),
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
    """行级安全: for the tables of the desk."""

    dependencies = (("publicity", "0002_row_level_security"),)
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
