"""行级安全: that a firm joined a common problem is seen by the firm, and by the city."""

from django.db import migrations

OWN = "(SELECT huiqi_sees_all()) OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"


class Migration(migrations.Migration):
    """行级安全: for joined firms."""

    dependencies = (("concerns", "0010_joinings"),)
    operations = (
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON concerns_joining USING ({OWN})",
            "DROP POLICY seen_within_scope ON concerns_joining",
        ),
        migrations.RunSQL(
            "ALTER TABLE concerns_joining ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "ALTER TABLE concerns_joining NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        ),
    )
