"""企业规模: computed from the facts on record whenever it is asked for, stored nowhere."""

from __future__ import annotations

from datetime import date

from huiqi.library import load
from huiqi.library.size import classify
from huiqi.parties.models import Subject
from huiqi.parties.queries.facts import facts_of


def size_of(subject: Subject, on: date) -> dict[str, object]:
    """划型: the class on a day, what decided it, by which row of the standard, what is missing."""
    found, _tree = classify(load(), facts_of(subject, on))
    return found
