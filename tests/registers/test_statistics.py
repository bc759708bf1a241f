"""统计: what the database believes of a table decides how it is read; imports set it right."""

from pathlib import Path

import pytest
from django.db import connection

from huiqi.kernel.access import SYSTEM
from huiqi.registers.actions import undo_import
from tests.cast import NOW
from tests.registers.conftest import bring_in
from tests.registers.test_undo_of_many import _written

# What the database notes when a long import was rolled back and its rows were cleaned away.
BELIEVED_EMPTY = "UPDATE pg_class SET reltuples = 0, relpages = %s WHERE relname = %s"
READ = "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = %s"


def _read(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(READ, [table])
        return int(cursor.fetchone()[0])


@pytest.mark.usefixtures("city_clock")
def test_a_table_that_is_believed_empty_is_not_read_whole_for_every_fact(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        for name, pages in (("parties_fact", 9_000), ("parties_fact_pkey", 2_000)):
            cursor.execute(BELIEVED_EMPTY, [pages, name])
        cursor.execute(BELIEVED_EMPTY, [3_000, "fact_of_subject"])
    bring_in(_written(tmp_path / "a.csv", 100, 0))
    done = bring_in(_written(tmp_path / "b.csv", 300, 1))
    assert done.manifest is not None
    before = _read("parties_fact")
    undone = undo_import(register_import=done.manifest, actor=SYSTEM, now=NOW)
    assert undone.facts_restored == done.counts.facts > 800
    # Every fact a few times; every fact for every other would be some 700,000.
    assert _read("parties_fact") - before < 20 * undone.facts_restored
