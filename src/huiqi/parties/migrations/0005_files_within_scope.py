"""行级安全: files that firms handed in; their table is the kernel's, which knows no firms.

A file of no subject is the city's own. Whoever handed a file in sees that it is there.
"""

from django.db import migrations

RULE = (
    "subject_id IS NULL OR (SELECT huiqi_sees_all())"
    " OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
    " OR person_id = (SELECT huiqi_person())"
)
TABLE = "kernel_storedfile"


class Migration(migrations.Migration):
    """行级安全: for the files."""

    dependencies = (("parties", "0003_row_level_security"), ("kernel", "0002_now"))
    operations = (
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON {TABLE} USING ({RULE})",
            f"DROP POLICY seen_within_scope ON {TABLE}",
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        ),
    )
