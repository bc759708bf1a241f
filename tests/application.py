"""应用的权利: in tests, too, a request runs with the rights of the application's role.

Tests connect as the owner of the tables, whom no rule binds. Without this a page that forgot
its scope, or a task that forgot to ask for one, would fail in the running city only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.http import HttpRequest
from django.test.client import ClientHandler

from huiqi.config.grants import apply
from huiqi.config.postgres import APP


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The rights are given once, after the tables are made."""
    with django_db_blocker.unblock():
        apply()


@pytest.fixture(autouse=True, scope="session")
def _requests_run_as_the_application() -> Iterator[None]:
    answer = ClientHandler.get_response

    def as_application(self: ClientHandler, request: HttpRequest) -> Any:
        with as_the_application():
            return answer(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "get_response", as_application)
        yield


@contextmanager
def as_the_application() -> Iterator[None]:
    """一如后台: with the rights of the application and, like a task that begins, no scope yet."""
    _run(f"SET ROLE {APP}", "SELECT set_config('huiqi.scope', '', false)")
    try:
        yield
    finally:
        _run("RESET ROLE", "RESET huiqi.scope")


def _run(*statements: str) -> None:
    # Past Django's cursor, for tests count the queries of a page; and only where there is a
    # connection, for not every test has a database.
    raw = connection.connection
    if raw is None or raw.closed:
        return
    if raw.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
        return  # its rollback takes the role back
    for statement in statements:
        raw.execute(statement)
