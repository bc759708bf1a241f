"""已领: who surely received a support for this period already, and so gets nothing more.

Whoever asks one firm is told an amount of nothing then; a register shall say the same. Where
nobody has said whether it was received, the amount stays as it is, for one firm and for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from huiqi.rules import lists
from huiqi.rules.answer import PERIODS
from huiqi.rules.facts import Facts
from huiqi.rules.sweep.mapped import Extra

if TYPE_CHECKING:
    from huiqi.rules.compile import Rules

AWARDS: Final = "awards_paid"


@dataclass(frozen=True)
class Received:
    """已领一列: of a programme that pays once for a year (``in_year``), or once for good."""

    programme: str
    in_year: bool
    on: date

    @property
    def name(self) -> str:
        """列名: another one for another year."""
        how = "in" if self.in_year else "by"
        return f"received-{self.programme}-{how}-{self.on.year}"

    def column(self) -> Extra:
        """附加列: true of every row that surely received it."""
        return Extra(self.name, (AWARDS,), self.rows, self.surely)

    def surely(self, facts: Facts) -> bool:
        """是否确已领过: of one firm."""
        day = self.on.toordinal()
        return lists.received(facts, self.programme, day, in_year=self.in_year)[0]

    def rows(self, table: Any) -> np.ndarray[Any, Any]:
        """各行是否确已领过: of a table with the columns that are read."""
        import pyarrow.compute as pc

        found = np.zeros(len(table), dtype=bool)
        if AWARDS not in table.column_names:
            return found
        column = table.column(AWARDS)
        told = pc.fill_null(pc.list_value_length(column), 0).to_numpy() > 0
        for row in np.flatnonzero(told).tolist():
            found[row] = self._told(column[row].as_py())
        return found

    def _told(self, awards: list[Mapping[str, object]]) -> bool:
        return self.surely(Facts.read({AWARDS: awards}, self.on))


def received_of(rules: Rules) -> Received | None:
    """已领一列: that the rules ask for; None where they pay nothing, or not by such a period."""
    recurs = rules.policy.stacking.recurs
    if rules.net is None or recurs is None or recurs.every not in PERIODS:
        return None
    return Received(rules.policy.id, recurs.every == "year", rules.on)
