"""逐户判断: what the one-firm engine says of a firm, in the shape of the table's rows.

It shares nothing with the sweep but the rules: so it is what the table is checked by.
"""

from __future__ import annotations

from typing import NamedTuple

from huiqi.library import Library
from huiqi.rules.book import OutOfForce
from huiqi.rules.explain import missing
from huiqi.rules.facts import Facts
from huiqi.rules.judged import Judged
from huiqi.rules.sweep.question import ENTERPRISE


class Told(NamedTuple):
    """一条匹配: of a firm and a programme, as the table has it; amounts in 分."""

    version: str
    verdict: str
    sure_fen: int | None
    possible_fen: int | None
    missing: tuple[str, ...]


def told_alone(library: Library, facts: Facts) -> dict[str, Told]:
    """逐项判断: by programme; those that it does not meet are left out."""
    found = {}
    for policy in library.policies.values():
        if policy.subject == ENTERPRISE:
            one = library.judge(policy.id, facts)
            if not isinstance(one, OutOfForce) and one.verdict != "no":
                found[policy.id] = _told(one)
    return found


def _told(one: Judged) -> Told:
    low, high = (None, None) if one.money is None else one.money.range
    return Told(
        one.rules.version,
        one.verdict,
        None if low is None else int(low * 100),
        None if high is None else int(high * 100),
        _missing(one) if one.verdict == "unknown" else (),
    )


def _missing(one: Judged) -> tuple[str, ...]:
    return tuple(sorted(missing((one.rules.verdict,), one.oracle, of_each_loan=False)))
