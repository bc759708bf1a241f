"""行级安全: which firms a draft affects tells of many firms at once."""

from django.db import migrations

TABLE = "policies_effectfirm"


class Migration(migrations.Migration):
    """行级安全: for the firms of an effect."""

    dependencies = (("policies", "0001_initial"), ("parties", "0003_row_level_security"))
    operations = (
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON {TABLE} FOR ALL"
            " USING ((SELECT huiqi_sees_all()));"
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
            f"DROP POLICY seen_within_scope ON {TABLE}",
        ),
    )
