"""说明的写法: what the library's file of a programme says, in the six parts of a summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from huiqi.rules.answer import clause_of
from huiqi.rules.policy import Edition, Policy

PARTS: Final = ("gist", "who", "how_much", "how", "when", "basis")
LONGEST: Final = 600


def summary_of(policy: Policy, edition: Edition | None = None) -> dict[str, str]:
    """六部分: of an edition (default: the latest), from the reviewed file; empty where it is."""
    held = policy.only(edition or policy.editions[-1])
    amount = held.amount
    parts = [*amount.parts, *amount.caps, *amount.minus] if amount else []
    cites = [clause_of(policy, item.cite) for item in (*held.when, *parts)]
    return {
        "gist": (policy.summary or policy.title)[:LONGEST],
        "who": _lines(item.text for item in held.when),
        "how_much": _lines([item.text for item in parts] + _why_unknown(policy)),
        "how": _lines(_check(one.text, one.evidence) for one in held.checks),
        "when": _lines([_span(edition) for edition in policy.editions]),
        "basis": _lines(cites),
    }


def _why_unknown(policy: Policy) -> list[str]:
    return [policy.amount.unknown] if policy.amount and policy.amount.unknown else []


def _check(text: str, evidence: str) -> str:
    return f"{text}（备：{evidence}）" if evidence else text


def _span(edition: Edition) -> str:
    if edition.to is None:
        return f"{edition.from_.isoformat()} 起"
    return f"{edition.from_.isoformat()} 至 {edition.to.isoformat()}"


def _lines(texts: Iterable[str]) -> str:
    """Whole lines only, each once, as many as a part can hold."""
    found = ""
    for text in dict.fromkeys(text for text in texts if text):
        if len(found) + len(text) + 1 > LONGEST:
            break
        found += ("\n" if found else "") + text
    return found
