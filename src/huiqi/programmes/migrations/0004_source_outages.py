"""数据源中断: which sources could not be read; told by officers, read by everybody."""

from django.db import migrations

RULE = """
CREATE POLICY seen_within_scope ON programmes_sourceoutage
    USING (true) WITH CHECK ((SELECT huiqi_sees_all()));
ALTER TABLE programmes_sourceoutage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY
"""
UNRULE = """
ALTER TABLE programmes_sourceoutage NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY seen_within_scope ON programmes_sourceoutage
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_rules"),
    ]

    operations = [
        migrations.RunSQL(RULE, UNRULE),
    ]
