"""可见范围设置: what the database lets the present connection see of firms' data.

The second wall behind the scoped queries (migration 0003): a query that forgot its scope sees
nothing foreign. It does not stop somebody who can run SQL of their own. Unset means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import Error, connection

from huiqi.kernel.access import Actor
from huiqi.kernel.now import CITY
from huiqi.kernel.sight import ALL, SCOPE, everything, set_scope, within
from huiqi.parties.queries.scoped import sees_everything, subject_ids_in_sight

__all__ = ["everything", "forget", "narrow", "recognize", "scope_of", "subjects"]

PERSON: Final = "huiqi.person"


def scope_of(actor: Actor) -> str:
    """可见范围: of an actor, as the setting writes it: 'all', or subject ids and commas."""
    if sees_everything(actor):
        return ALL
    return ",".join(str(one) for one in subject_ids_in_sight(actor))


def recognize(person_id: int) -> datetime:
    """认出人员: the mandates this person was given can be read, before anything else can.

    Returns the moment, for one question to the database is enough.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false), huiqi_now()", [PERSON, str(person_id)])
        moment: datetime = cursor.fetchone()[1]
    return moment.astimezone(CITY)


def narrow(actor: Actor) -> None:
    """限定范围: from now on this connection sees what the actor may."""
    set_scope(scope_of(actor))


def forget() -> None:
    """清除范围: nothing of it stays on the connection, or the connection itself goes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"RESET {SCOPE}; RESET {PERSON}")
    except Error:
        connection.close()


@contextmanager
def subjects(ids: Iterable[int]) -> Iterator[None]:
    """可见这些主体: for tasks that act for certain firms; restored afterwards."""
    with within(",".join(str(one) for one in ids)):
        yield
