"""地基: the city's tables, its clock, and what the application's role may not do."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from django.test import Client

from huiqi.config.grants import append_only_tables, apply
from huiqi.config.postgres import APP
from huiqi.kernel.models import ClockOffset, MoveLog
from huiqi.kernel.now import now, today


@pytest.fixture
def line(db: None) -> MoveLog:
    MoveLog.objects.create(kind="test", object_id=1, move="go", source="a", target="b", at=now())
    return MoveLog.objects.get()  # whoever writes history is not told its number


def test_front_page_is_served(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


def test_health_says_only_whether_the_database_answers(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_clock_of_the_city_stands_where_the_demonstration_sets_it(db: None) -> None:
    before = today()
    ClockOffset.objects.create(pk=1, offset=timedelta(days=-365))
    assert (before - today()).days == 365


def test_history_cannot_be_changed_even_by_the_owner(line: MoveLog) -> None:
    lines = MoveLog.objects.filter(pk=line.pk)
    for change in (partial(lines.update, move="stay"), lines.delete, line.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert MoveLog.objects.get().move == "go"


@pytest.mark.parametrize("statement", ["UPDATE {} SET move = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_application_has_no_right_to_touch_history(line: MoveLog, statement: str) -> None:
    apply()
    table = MoveLog._meta.db_table
    assert table in append_only_tables()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement.format(table))
