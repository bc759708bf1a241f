"""写过的: what stood in a form that was refused, shown again in that form and in no other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict

from huiqi.kernel.words import kept
from huiqi.programmes.views.typed import day_in


class Form:
    """一张表: as it was sent, less what no database keeps; of one not sent every field is empty."""

    def __init__(self, data: QueryDict) -> None:
        self._data = data

    def __getitem__(self, name: str) -> str:
        return kept(str(self._data.get(name, "")))

    def number(self, name: str, otherwise: int = 0) -> int:
        """编号: a whole number that a row can have; 0, which no row has, for anything else."""
        text = self[name]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise

    def day(self, name: str) -> date | None:
        """日期: as a field for days sends it; None for anything else and for a slip of the hand."""
        return day_in(self[name])


class Written:
    """一页上的各张表: by their names; ``step`` is the one that was sent, empty where none was."""

    def __init__(self, step: str, data: QueryDict) -> None:
        self._step, self._sent = step, Form(data)

    def __getitem__(self, step: str) -> Form:
        return self._sent if step == self._step else Form(QueryDict())


def written(request: HttpRequest, step: str, problems: Iterable[str]) -> dict[str, Any]:
    """上下文: for a page that is drawn again with what stood in the way of one of its forms.

    ``refused_form`` is its name; its element has the id ``f-`` and that name, to which each of
    the problems leads.
    """
    return {
        "written": Written(step, request.POST),
        "refused_form": step,
        "problems": list(problems),
    }
