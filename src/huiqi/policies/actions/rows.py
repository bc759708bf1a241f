"""装入的行: rows become what the library says; what it says no longer is kept, with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models

from huiqi.policies.models import (
    Basis,
    Clause,
    DocumentRelation,
    LibraryChange,
    Responsibility,
)

What, Change = LibraryChange.What, LibraryChange.Change
KINDS: Final[Mapping[type[models.Model], LibraryChange.What]] = {
    Basis: What.BASIS,
    Clause: What.CLAUSE,
    DocumentRelation: What.RELATION,
    Responsibility: What.CHARGE,
}
LONGEST: Final = 700
Key = tuple[Any, ...]


@dataclass
class Book:
    """装入簿: what was written on the day ``on``; ``close`` adds the history of it."""

    on: date
    written: int = 0
    changes: list[LibraryChange] = field(default_factory=list)

    def set(self, row: models.Model, columns: Mapping[str, Any]) -> None:
        """写入: what differs, if anything does."""
        if row.pk and all(getattr(row, name) == value for name, value in columns.items()):
            return
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        self.written += 1

    def match(
        self,
        model: type[models.Model],
        key: tuple[str, ...],
        wanted: Mapping[Key, Mapping[str, Any]],
        among: models.Q | None = None,
    ) -> None:
        """对齐: the rows of a table, or those ``among`` them, become those that are wanted."""
        held = model._default_manager.filter(among or models.Q())
        rows = {tuple(getattr(row, name) for name in key): row for row in held}
        new = [
            model(**dict(zip(key, place, strict=True)), **columns)
            for place, columns in wanted.items()
            if place not in rows
        ]
        model._default_manager.bulk_create(new)
        self.written += len(new)
        for place, row in rows.items():
            if place in wanted:
                self._keep(row, wanted[place])
            elif row.withdrawn_on is None:  # type: ignore[attr-defined]
                self._withdraw(row)

    def _keep(self, row: Any, columns: Mapping[str, Any]) -> None:
        before, was_gone = str(row), row.withdrawn_on is not None
        self.set(row, {**columns, "withdrawn_on": None})
        if was_gone:
            self._tell(row, Change.RETURNED, before, str(row))
        elif str(row) != before:
            self._tell(row, Change.CHANGED, before, str(row))

    def _withdraw(self, row: Any) -> None:
        self.set(row, {"withdrawn_on": self.on})
        self._tell(row, Change.WITHDRAWN, str(row), "")

    def _tell(self, row: Any, change: LibraryChange.Change, before: str, after: str) -> None:
        document, programme = _about(row)
        self.changes.append(
            LibraryChange(
                what=KINDS[type(row)],
                change=change,
                document_id=document,
                programme=programme,
                before=before[:LONGEST],
                after=after[:LONGEST],
                on=self.on,
            )
        )

    def close(self) -> None:
        """记入历史: in one go, for most of it comes at once or not at all."""
        LibraryChange.objects.bulk_create(self.changes)


def _about(row: Any) -> tuple[int | None, str]:
    """Of which document a row is, and of which programme."""
    if isinstance(row, Clause):
        return row.basis.document_id, row.basis.programme
    if isinstance(row, Responsibility):
        return None, row.programme
    return row.document_id, getattr(row, "programme", "")
