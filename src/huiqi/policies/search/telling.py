"""检索答复: what the command line and the interface answer, in the same words as the page."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.kernel.words import worded
from huiqi.policies.search.finding import Finder, Hit
from huiqi.policies.search.question import credit_code_in
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

LONGEST: Final = 60  # characters in which a credit code may stand
FEWEST: Final = 1
USUAL: Final = 10
MOST: Final = 50

Json = dict[str, Any]


def told(finder: Finder, text: str, *, on: date, limit: int = USUAL) -> Json:
    """检索答复: ``limit`` (1–50) policies at most, best first, each with its best clauses.

    A credit code is not looked for: ``credit_code`` names it, and a match is where it leads.
    """
    if code := credit_code_in(text[:LONGEST]):
        return _answer(code, credit_code=code)
    result = finder.find(text, on=on, per_page=limit)
    question = result.question
    return _answer(
        question.text,
        total=result.total,
        read_as=[{"written": said, "read": meant} for said, meant in question.meant],
        results=[_hit(hit) for hit in result.hits],
        near=list(result.near),
        is_cut=question.is_cut,
    )


def read_limit(given: Given, limit: str | None) -> int:
    """条数: USUAL when it was left out; a problem is kept when it cannot be used."""
    number = given.number(limit, "limit")
    if number is not None and not FEWEST <= number <= MOST:
        what = worded(
            "limit 是 %(number)s，应为 %(fewest)s 至 %(most)s。",
            number=number,
            fewest=FEWEST,
            most=MOST,
        )
        given.problems.append(Problem(what, fix=_("请改小或不写。"), key="limit"))
        return USUAL
    return USUAL if number is None else number


def _answer(query: str, **given: Any) -> Json:
    empty: Json = {"total": 0, "credit_code": None, "read_as": [], "results": [], "near": []}
    return {"query": query, **empty, "is_cut": False, **given}


def _hit(hit: Hit) -> Json:
    entry = hit.entry
    return {
        "programme": entry.id,
        "title": entry.title,
        "summary": entry.summary,
        "payer": entry.district,
        "kind": entry.kind,
        "department": entry.department or None,
        "document_numbers": list(entry.numbers),
        "from": entry.since.isoformat(),
        "to": entry.until.isoformat() if entry.until else None,
        "clauses": [
            {"condition": one.id, "text": one.text, "clause": one.cite} for one in hit.clauses
        ],
    }
