"""行级安全: firms' data is seen within the scope of the request, by the database's own rule.

``huiqi.scope`` is 'all' or subject ids with commas; unset or empty lets nothing through.
``huiqi.person`` is who asks: a mandate is also seen by the person it was given to. What the
register of firms publishes is seen by everybody. The rule binds the owner of the tables too;
its connections set the scope to 'all' (see the settings). A superuser is never bound.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION huiqi_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('huiqi.scope', true), '') = 'all'
$$;
CREATE FUNCTION huiqi_sees() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN scope ~ '^[0-9]+(,[0-9]+)*$' THEN string_to_array(scope, ',')::bigint[]
                ELSE '{}'::bigint[] END
    FROM (SELECT coalesce(current_setting('huiqi.scope', true), '') AS scope) AS setting
$$;
CREATE FUNCTION huiqi_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('huiqi.person', true), '')::bigint
$$
"""
NO_FUNCTIONS = """
DROP FUNCTION huiqi_person();
DROP FUNCTION huiqi_sees();
DROP FUNCTION huiqi_sees_all()
"""

# In parentheses with SELECT the setting is read once for a statement, not once for a row.
OF_SUBJECT = "(SELECT huiqi_sees_all()) OR {} = ANY ((SELECT huiqi_sees())::bigint[])"
OWN = OF_SUBJECT.format("subject_id")
OF_ORGANIZATION = (
    "(SELECT huiqi_sees_all()) OR EXISTS (SELECT FROM parties_organization AS o"
    " WHERE o.id = organization_id AND o.subject_id = ANY ((SELECT huiqi_sees())::bigint[]))"
)
# Not by the rule of the fact itself: published facts are seen by all, but who asks to have them
# corrected is nobody else's business.
OF_FACT = (
    "(SELECT huiqi_sees_all()) OR EXISTS (SELECT FROM parties_fact AS f"
    " WHERE f.id = fact_id AND f.subject_id = ANY ((SELECT huiqi_sees())::bigint[]))"
)
PUBLISHED = (
    "source = 'registry' AND key IN ('name', 'credit_code', 'entity_kind', 'registered_on',"
    " 'district', 'industry', 'blacklisted')"
)

RULES = (
    ("parties_fact", "seen_within_scope", "ALL", OWN),
    ("parties_fact", "published_by_the_register", "SELECT", PUBLISHED),
    ("parties_factcorrection", "seen_within_scope", "ALL", OF_FACT),
    ("parties_consent", "seen_within_scope", "ALL", OWN),
    ("parties_bankaccount", "seen_within_scope", "ALL", OF_ORGANIZATION),
    ("parties_mandate", "seen_within_scope", "ALL", OF_ORGANIZATION),
    ("parties_mandate", "seen_by_its_agent", "SELECT", "agent_id = (SELECT huiqi_person())"),
    ("parties_mandate", "given_back_by_its_agent", "UPDATE", "agent_id = (SELECT huiqi_person())"),
    ("parties_relation", "seen_within_scope", "ALL", OF_ORGANIZATION),
)
TABLES = tuple(dict.fromkeys(table for table, *_ in RULES))


def _policy(table: str, name: str, command: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {table} FOR {command} USING ({rule})",
        f"DROP POLICY {name} ON {table}",
    )


def _switch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    )


class Migration(migrations.Migration):
    """行级安全: for every table with firms' data."""

    dependencies = (("parties", "0001_initial"),)
    operations = (
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(_policy(*rule) for rule in RULES),
        *(_switch(table) for table in TABLES),
    )
