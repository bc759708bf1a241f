"""行级安全: drafts, signatures and samples are for those who handle the books."""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
TABLES = ("decision", "yearend", "yearendline", "sample", "sampleitem")


def _ruled(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON ledger_{table} USING ({ALL}) WITH CHECK ({ALL});"
        f" ALTER TABLE ledger_{table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE ledger_{table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
        f" DROP POLICY seen_within_scope ON ledger_{table}",
    )


class Migration(migrations.Migration):
    """行级安全: for the papers of the ledger."""

    dependencies = (("ledger", "0005_rules_of_years"), ("parties", "0003_row_level_security"))
    operations = tuple(_ruled(table) for table in TABLES)
