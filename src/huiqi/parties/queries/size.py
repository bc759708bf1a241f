"""企业规模: computed from the facts on record whenever it is asked for, stored nowhere."""

from __future__ import annotations

from datetime import date

from huiqi.library import load
from huiqi.library.size import classify
from huiqi.parties.models import Subject
from huiqi.parties.queries.facts import facts_of
from huiqi.rules.facts import Facts


def size_of(subject: Subject, on: date) -> dict[str, object]:
    """划型: the class on a day, what decided it, by which row of the standard, what is missing."""
    return size_from(facts_of(subject, on))


def size_from(known: Facts) -> dict[str, object]:
    """划型: the same, from facts that were read already."""
    found, _tree = classify(load(), known)
    return found
