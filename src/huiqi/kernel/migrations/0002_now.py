"""此刻: the database's own function, so that SQL and Python agree on the moment."""

from django.db import migrations

CREATE = """
CREATE FUNCTION huiqi_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT clock_timestamp()
        + coalesce((SELECT "offset" FROM kernel_clockoffset), interval '0')
$$
"""


class Migration(migrations.Migration):
    """此刻: creates ``huiqi_now()``."""

    dependencies = (("kernel", "0001_initial"),)
    operations = (migrations.RunSQL(CREATE, "DROP FUNCTION huiqi_now()"),)
