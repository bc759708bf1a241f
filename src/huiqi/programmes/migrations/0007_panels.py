"""评审: the committed draw of experts, saved sheets, a second review; a title by two people."""

from django.db import migrations


RULE = """
CREATE POLICY seen_within_scope ON programmes_paneldraw
    USING ((SELECT huiqi_sees_all())) WITH CHECK ((SELECT huiqi_sees_all()));
ALTER TABLE programmes_paneldraw ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY
"""
UNRULE = """
ALTER TABLE programmes_paneldraw NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY seen_within_scope ON programmes_paneldraw
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0005_reports"),
    ]

    operations = [
        migrations.RunSQL(RULE, UNRULE),
    ]
