"""后台任务的可见范围: whatever a task asks of firms' rows, it asks for within a scope.

Without one the database shows nothing and complains of nothing: a task that forgot would find
nothing to do for ever. Asked as in the running city, with the rights of the application.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tests.application import as_the_application

# A published call is everybody's, and is seen without a scope.
OF_EVERYBODY: Final = frozenset({"programmes_call"})
PERIODIC: Final = sorted(one.task.name for one in app.periodic_registry.periodic_tasks.values())

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files", "city_clock")]


def _tables_within_scope() -> frozenset[str]:
    """Those of which nothing at all is seen without a scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY relname")
        return frozenset(name for (name,) in cursor.fetchall()) - OF_EVERYBODY


def _asked_blindly(tables: frozenset[str], blind: list[str]) -> Callable[..., Any]:
    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raw = connection.connection
        assert raw is not None
        scope = raw.execute("SELECT coalesce(current_setting('huiqi.scope', true), '')").fetchone()
        named = set(re.findall(r'(?:FROM|JOIN|UPDATE) "?(\w+)"?', sql)) & tables
        if named and scope[0] == "":
            blind.append(sql)
        return execute(sql, params, many, context)

    return look


@pytest.mark.parametrize("name", PERIODIC)
def test_a_task_asks_for_rows_of_firms_within_a_scope_only(name: str) -> None:
    blind: list[str] = []
    look = _asked_blindly(_tables_within_scope(), blind)
    with as_the_application(), connection.execute_wrapper(look):
        app.tasks[name].func(timestamp=0)
    assert blind == []
