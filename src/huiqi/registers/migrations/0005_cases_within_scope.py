"""行级安全: a file on its way tells of many firms, like the manifest of an import."""

from django.db import migrations

TABLE = "registers_registercase"


class Migration(migrations.Migration):
    """行级安全: for files on their way."""

    dependencies = (
        ("registers", "0002_row_level_security"),
        ("parties", "0003_row_level_security"),
    )
    operations = (
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON {TABLE} FOR ALL"
            " USING ((SELECT huiqi_sees_all()));"
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
            f"DROP POLICY seen_within_scope ON {TABLE}",
        ),
    )
