"""行级安全: the addresses of a person, and what was pushed there, are that person's alone."""

from django.db import migrations

OWN = "(SELECT huiqi_sees_all()) OR person_id = (SELECT huiqi_person())"
# The address is under the rule itself: whose it is, sees what was chosen for it.
OF_ADDRESS = "EXISTS (SELECT FROM inbox_pushaddress AS a WHERE a.id = address_id)"

RULES = (
    ("inbox_pushaddress", OWN),
    ("inbox_push", OWN),
    ("inbox_simulateddelivery", OWN),
    ("inbox_pushchoice", OF_ADDRESS),
)


def _policy(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_by_the_person ON {table} USING ({rule})",
        f"DROP POLICY seen_by_the_person ON {table}",
    )


def _switch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    )


class Migration(migrations.Migration):
    """行级安全: for the tables of pushes."""

    dependencies = (("inbox", "0003_pushes"),)
    operations = (
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table, _ in RULES),
    )
