"""检索页上的知识: answers that were given before, above the policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from huiqi.kernel.now import today
from huiqi.knowledge.here import find_answers
from huiqi.knowledge.indexing import ask_for_index
from huiqi.policies import beside

MOST: Final = 3


def register() -> None:
    """登记: on the page of the search."""
    beside.register("answers", on_search)


def on_search(request: HttpRequest, shown: Mapping[str, Any]) -> beside.Added | None:
    """检索页: on its first page, what was answered to this question; nothing where nothing was."""
    del request
    if not shown["text"] or shown["before"]:
        return None
    found = find_answers(shown["text"], on=today(), most=MOST)
    if not found.is_fresh:
        ask_for_index()
    return ("knowledge/_on_search.html", {"answers": found.editions}) if found.editions else None
