"""授权: what the application's role may do in the database, set anew after every migration.

It reads and writes rows; it never changes tables. In the tables marked append-only it may
only read and add: whoever breaks into the application cannot rewrite what happened.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from huiqi.config.postgres import APP


def append_only_tables() -> list[str]:
    """只增表: the tables of all models marked append-only, in order."""
    marked = (model for model in apps.get_models() if getattr(model, "append_only", False))
    return sorted(model._meta.db_table for model in marked)


def statements(role: str = APP) -> Iterator[str]:
    """授权语句: for ``role``, as the owner of all tables runs them."""
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}"
    for table in (*append_only_tables(), "django_migrations"):
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {role}"


def apply(role: str = APP) -> None:
    """授权: in the database Django is connected to, which must be as the owner."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
