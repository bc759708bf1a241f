"""授权: what the application's role may do in the database, set anew after every migration.

It reads and writes rows; it never changes tables. In the tables marked append-only it may
only read and add: whoever breaks into the application cannot rewrite what happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db import connection, transaction

from huiqi.config.postgres import APP

MIGRATIONS: Final = "django_migrations"
_EXCESS: Final = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relname = ANY(%s)
  AND has_table_privilege(%s, c.oid, 'UPDATE, DELETE, TRUNCATE')
ORDER BY 1
"""


def append_only_tables() -> list[str]:
    """只增表: the tables of all models marked append-only, in order."""
    return _marked("append_only")


def derived_tables() -> list[str]:
    """推算表: the tables that triggers alone write, in order."""
    return _marked("derived")


def _marked(mark: str) -> list[str]:
    marked = (model for model in apps.get_models() if getattr(model, mark, False))
    return sorted(model._meta.db_table for model in marked)


def statements(role: str = APP) -> Iterator[str]:
    """授权语句: for ``role``, as the owner of all tables runs them."""
    quoted = connection.ops.quote_name(role)
    yield f"GRANT USAGE ON SCHEMA public TO {quoted}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {quoted}"
    for table in (*append_only_tables(), MIGRATIONS):
        named = connection.ops.quote_name(table)
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {named} FROM {quoted}"
    for table in derived_tables():
        named = connection.ops.quote_name(table)
        yield f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {named} FROM {quoted}"


def apply(role: str = APP) -> None:
    """授权: in the database Django is connected to, which must be as the owner.

    All at once: a city that is upgraded serves pages meanwhile, and what is given and taken
    back must never be seen as given.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)


def can_be_rewritten(role: str = APP) -> list[str]:
    """可改的历史: the tables whose rows ``role`` may change all the same, in order.

    It may be a member of another role, or everybody may do it.
    """
    with connection.cursor() as cursor:
        history = [*append_only_tables(), *derived_tables(), MIGRATIONS]
        cursor.execute(_EXCESS, [history, role])
        return [table for (table,) in cursor.fetchall()]
