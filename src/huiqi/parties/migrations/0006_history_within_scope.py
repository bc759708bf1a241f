"""行级安全: what was done and looked at, where it was about a firm or done by its people.

The tables are the kernel's, which knows no firms. Everybody writes history, whatever they see:
rows that are added are not held against the rule. An entry is seen by the firm it is about and
by the person who made it; a move by the person and the firm that made it. What is sealed
and verified as a whole is read with the scope of everything (huiqi.kernel.audit).
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
SEEN = "ANY ((SELECT huiqi_sees())::bigint[])"
OWN = "person_id = (SELECT huiqi_person())"
# What a public body decided is about firms: its administrators, who see no firm, do not see it.
OF_ITS_PEOPLE = (
    "EXISTS (SELECT FROM parties_organization AS o WHERE o.id = organization_id"  # nosec B608
    f" AND o.kind NOT IN ('department', 'district_office') AND o.subject_id = {SEEN})"
)
RULES = (
    ("kernel_auditentry", f"{ALL} OR subject_id = {SEEN} OR {OWN}"),
    ("kernel_movelog", f"{ALL} OR {OWN} OR {OF_ITS_PEOPLE}"),
)


def _policy(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {table} USING ({rule}) WITH CHECK (true)",
        f"DROP POLICY seen_within_scope ON {table}",
    )


def _switch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    )


class Migration(migrations.Migration):
    """行级安全: for the history."""

    dependencies = (("parties", "0005_files_within_scope"), ("kernel", "0002_now"))
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
