"""行级安全: manifests tell of many firms at once, so only who may see all of them sees one."""

from django.db import migrations

TABLES = (
    "registers_registerimport",
    "registers_importedorganization",
    "registers_registerundo",
)


def _rule(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {table} FOR ALL USING ((SELECT huiqi_sees_all()));"
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
        f"DROP POLICY seen_within_scope ON {table}",
    )


class Migration(migrations.Migration):
    """行级安全: for the manifests of imports."""

    dependencies = (
        ("registers", "0001_initial"),
        ("parties", "0003_row_level_security"),
    )
    operations = tuple(_rule(table) for table in TABLES)
