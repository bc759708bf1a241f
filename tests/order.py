"""次序: a query that asks for no order gets the rows backwards, so nothing leans on luck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.expressions import OrderBy, RawSQL
from django.db.models.sql.compiler import SQLCompiler


def _may_be_turned(compiler: SQLCompiler) -> bool:
    """Whether rows of one table are asked for, and PostgreSQL lets them be ordered freely."""
    query = compiler.query
    counted = any(each.contains_aggregate for each in query.annotations.values())
    joined = query.combinator or query.distinct or query.group_by is not None
    return bool(query.base_table) and not counted and not joined


@pytest.fixture(autouse=True, scope="session")
def _rows_without_an_order_come_backwards() -> Iterator[None]:
    """``ctid`` is where a row lies: backwards is the opposite of what one sees by accident."""
    asked = SQLCompiler.get_order_by

    def get_order_by(self: SQLCompiler) -> list[Any]:
        order = asked(self)
        if order or not _may_be_turned(self):
            return order
        table = self.quote_name_unless_alias(self.query.base_table)
        sql = f"{table}.ctid DESC"
        return [(OrderBy(RawSQL(f"{table}.ctid", ())), (sql, (), False))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "get_order_by", get_order_by)
        yield
