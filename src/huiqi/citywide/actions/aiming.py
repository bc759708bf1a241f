"""定下目标: what the table is made for from now on, before any of its rows is.

A programme whose fingerprint differs from the one its rows were found by is marked first; from
then on its rows may be of either rules, and whoever is killed leaves that on record.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from huiqi.citywide.aims import Aim
from huiqi.citywide.enums import Why
from huiqi.citywide.models import MatchTable, ProgrammeStanding

# Where a city's clock is set back, what was recorded of later days does not count any more.
LATER: Final = """
INSERT INTO citywide_dirtyfirm (subject_id, since)
SELECT DISTINCT subject_id, day FROM parties_fact, unnest(ARRAY[date '0001-01-01', as_of]) AS day
WHERE as_of > %s AND as_of <= %s
"""


def locked() -> MatchTable:
    """锁定: the one row by which whoever writes to the table waits for the others."""
    return MatchTable.objects.select_for_update(of=("self",)).get(pk=1)


@transaction.atomic
def take_aim(aim: Aim) -> MatchTable:
    """定下目标: nothing where the table is made for it already."""
    MatchTable.objects.get_or_create(pk=1, defaults={"on": aim.on, "aim": ""})
    table = locked()
    if (table.on, table.aim) == (aim.on, aim.digest):
        return table
    if aim.on < table.on:
        _take_back(aim.on, table.on)
    _mark(aim)
    if table.aim != aim.digest:
        begin(table)
    table.on, table.aim = aim.on, aim.digest
    table.save()
    return table


def begin(table: MatchTable) -> None:
    """从头: a recount has gone through nobody yet."""
    table.register_id, table.rows_done, table.last_subject = None, 0, 0


def _mark(aim: Aim) -> None:
    standing = {one.programme: one for one in ProgrammeStanding.objects.all()}
    for name in sorted({*standing, *aim.prints}):
        text, wanted = aim.texts.get(name, ""), aim.prints.get(name, "")
        one = standing.get(name) or ProgrammeStanding(programme=name, why=Why.FIRST)
        if one.fingerprint != wanted or one.pk is None:
            if one.judged_at is not None:
                one.why = Why.DAY if one.text == text else Why.RULES
            one.fingerprint = None
        one.aim, one.text = wanted, text
        one.save()
    ProgrammeStanding.objects.filter(fingerprint=F("aim")).update(on=aim.on)


def _take_back(earlier: date, later: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LATER, [earlier, later])
