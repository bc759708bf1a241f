"""待算队列与行级安全: who writes a fact puts the firm into the queue, without knowing of it.

Statements of any kind, from any program: the rows that were added are looked through once, so a
register of a million firms costs a few statements more. Rows are only ever added to the queue
here, so writers neither wait for each other nor for whoever takes firms out of it.

Everybody's facts go into the queue, whatever the writer sees: rows that are added are not held
against the rule. Nobody but the city reads it. A firm's matches are seen by its people.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION citywide_facts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO citywide_dirtyfirm (subject_id, since)
    SELECT DISTINCT subject_id, as_of FROM added;
    RETURN NULL;
END $$;
CREATE FUNCTION citywide_firms_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO citywide_dirtyfirm (subject_id, since)
    SELECT DISTINCT subject_id, date '0001-01-01' FROM added;
    RETURN NULL;
END $$;
CREATE FUNCTION citywide_firms_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO citywide_dirtyfirm (subject_id, since)
    SELECT DISTINCT unnest(ARRAY[was.subject_id, now.subject_id]), date '0001-01-01'
    FROM taken AS was JOIN added AS now USING (id)
    WHERE (was.subject_id, was.kind, was.closed_until, was.credit_code)
    IS DISTINCT FROM (now.subject_id, now.kind, now.closed_until, now.credit_code);
    RETURN NULL;
END $$;
CREATE FUNCTION citywide_firms_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO citywide_dirtyfirm (subject_id, since)
    SELECT DISTINCT subject_id, date '0001-01-01' FROM taken;
    RETURN NULL;
END $$
"""
NO_FUNCTIONS = """
DROP FUNCTION citywide_firms_taken();
DROP FUNCTION citywide_firms_changed();
DROP FUNCTION citywide_firms_added();
DROP FUNCTION citywide_facts_added()
"""
# name, event, table, rows that the function looks through
TRIGGERS = (
    ("citywide_facts_added", "INSERT", "parties_fact", "NEW TABLE AS added"),
    ("citywide_firms_added", "INSERT", "parties_organization", "NEW TABLE AS added"),
    (
        "citywide_firms_changed",
        "UPDATE",
        "parties_organization",
        "OLD TABLE AS taken NEW TABLE AS added",
    ),
    ("citywide_firms_taken", "DELETE", "parties_organization", "OLD TABLE AS taken"),
)

ALL = "(SELECT huiqi_sees_all())"
OWN = f"{ALL} OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
RULES = (
    ("citywide_match", f"USING ({OWN})"),
    ("citywide_matchchange", f"USING ({OWN})"),
    ("citywide_firmstanding", f"USING ({OWN})"),
    ("citywide_dirtyfirm", f"USING ({ALL}) WITH CHECK (true)"),
)


def _trigger(name: str, event: str, table: str, rows: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER {name} ON {table}",
    )


def _policy(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {table} {rule};"
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
        f"DROP POLICY seen_within_scope ON {table}",
    )


class Migration(migrations.Migration):
    """待算队列与行级安全: for the table of matches."""

    dependencies = (("citywide", "0001_registers"), ("parties", "0008_account_rules"))
    operations = (
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(_trigger(*one) for one in TRIGGERS),
        *(_policy(*rule) for rule in RULES),
    )
