"""行级安全: a concern is seen by the firm it is of, by who filed it, and by officers.

See 0003 of the parties for the settings. What hangs on a concern is seen with it; internal
posts, opinions of co-handlers and notes of supervisors by officers only.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
OWN = (
    f"{ALL} OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
    " OR filed_by_id = (SELECT huiqi_person())"
)
# The rule of the concern itself holds inside: whoever does not see it finds none.
SEEN = "EXISTS (SELECT FROM concerns_concern AS c WHERE c.id = concern_id)"
WITH_CASE = f"{ALL} OR {SEEN}"
SAID = f"{ALL} OR (audience <> 'internal' AND {SEEN})"
RULES = (
    ("concerns_concern", OWN),
    ("concerns_post", SAID),
    *(
        (f"concerns_{name}", WITH_CASE)
        for name in (
            *("attachment", "pause", "extension", "objection", "escalation"),
            *("refusal", "promise", "confirmation", "withdrawal", "rating"),
        )
    ),
    ("concerns_cohandling", ALL),
    ("concerns_supervisionnote", ALL),
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
    """行级安全: for the tables of concerns."""

    dependencies = (("concerns", "0001_concerns"), ("parties", "0003_row_level_security"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
