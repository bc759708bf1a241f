"""统计: the planner learns what a transaction has written, also where it may not look itself.

Only the owner of a table may analyze it, and the pages are served by another account.
"""

from django.db import migrations

TABLES = (
    "parties_fact, parties_subject, parties_organization, parties_organizationpart,"
    " registers_importedorganization"
)
FUNCTION = f"""
CREATE FUNCTION registers_analyze() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    ANALYZE {TABLES};
END
$$
"""


class Migration(migrations.Migration):
    """统计: a function of the owner's that imports may call."""

    dependencies = (("registers", "0005_cases_within_scope"), ("parties", "0001_initial"))
    operations = (migrations.RunSQL(FUNCTION, "DROP FUNCTION registers_analyze()"),)
