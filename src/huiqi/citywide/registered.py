"""按名册重算: what the file of the whole city says, for the firms of whom nothing is newer.

Of a firm that was judged after the register was written, or that has no credit code, the file
does not say what is known now; those are judged from the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from huiqi.citywide.judging import Rows, rows_of
from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import path_of, shelf
from huiqi.citywide.queries.registers import latest_register
from huiqi.citywide.queries.waiting import covered
from huiqi.rules.sweep.block import Judge
from huiqi.rules.sweep.mapped import CODES, kept_only, mapped, opened
from huiqi.rules.sweep.population import CODE, Population
from huiqi.rules.sweep.question import Question

BLOCK: Final = 2**15  # rows judged and written in one transaction
MOST_SNAPSHOTS: Final = 4


@dataclass
class Registered:
    """按名册: a register that fits the day, and what is asked of it."""

    register: CityRegister
    question: Question

    def open(self, told: Callable[[int, int], None]) -> None:
        """打开: its columns, made where they are not on the shelf yet; Refused where a value
        in them is none that the engine takes."""
        import pyarrow.parquet as pq

        path = path_of(self.register)
        names = tuple(pq.ParquetFile(path).schema_arrow.names)
        # The city wrote it itself: it need not be checked as somebody's file is.
        population = Population(path, self.register.sha256, self.register.firms, names)
        graph, extra = self.question.lowered.graph, (CODES, *self.question.extra)
        folder = mapped(population, graph, self.question.on, shelf(), extra, told)
        kept_only(shelf(), MOST_SNAPSHOTS, (folder,))
        found = opened(folder, graph)
        self._codes = found.extra[CODE]
        self._judge = Judge(self.question, found, lacks=True)

    def rows_after(self, done: int) -> slice:
        """接着的行: of the next block."""
        return slice(done, min(done + BLOCK, self.register.firms))

    def judged(self, rows: slice) -> Rows:
        """判断一段: as rows of the table, of the firms that the file knows as well as anybody."""
        return rows_of(self.question, self._judge.block(rows), self._subjects(rows), rows.start)

    def _subjects(self, rows: slice) -> list[int | None]:
        """The subject of each row, each once; None where the database knows more."""
        codes = [code.decode() for code in self._codes[rows].tolist()]
        found = covered(codes, self.register.known_at)
        seen: set[int] = set()
        subjects: list[int | None] = []
        for code in codes:
            subject = found.get(code)
            subjects.append(None if subject is None or subject in seen else subject)
            seen.update(() if subject is None else (subject,))
        return subjects


def register_for(on: date, question: Question, now: datetime) -> Registered | None:
    """可用的名册: the latest, if what it says is still said of the day.

    Of another year it counts other annual figures. What was recorded since for a day between
    made its firm wait, and whoever waited is judged from the database.
    """
    found = latest_register()
    if found is None or found.on > on or found.on.year != on.year or found.known_at > now:
        return None
    return Registered(found, question)
