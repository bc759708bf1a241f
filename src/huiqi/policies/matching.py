"""比对: what is known of whom, what may be got, and in which groups people look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from huiqi.kernel.access import Actor
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.parties.queries import (
    KnownFacts,
    facts_of,
    organization_by_code,
    public_facts_of,
    subjects_in_sight,
)
from huiqi.policies.asking import Asked, Choice, own_facts, questions, titles_asked
from huiqi.rules.answer import Answer
from huiqi.rules.book import Match
from huiqi.rules.facts import Facts


@dataclass(frozen=True)
class Whom:
    """比对对象: whose facts are used; ``firm`` None for somebody who only answered questions.

    ``is_own`` tells whether the reader may see all that is known: a stranger sees what the
    register tells everybody, and the answers given in this very browser.
    """

    facts: Facts
    firm: Organization | None = None
    known: KnownFacts | None = None
    is_own: bool = False


def whom(actor: Actor, code: str, answers: Mapping[str, Any], on: date) -> Whom:
    """比对对象: the firm of a credit code, else the reader's own, else nobody on file."""
    own = own_facts(answers, on)
    firm = organization_by_code(code) if code else _acting_for(actor)
    if firm is None:
        return Whom(own)
    is_own = subjects_in_sight(actor).filter(pk=firm.subject_id).exists()
    known = (facts_of if is_own else public_facts_of)(firm.subject, on)
    # What the city knows is not overruled by an answer typed into a page.
    merged = replace(
        own,
        known={**own.known, **known.known},
        lists={**own.lists, **known.lists},
        complete={**own.complete, **known.complete},
    )
    return Whom(merged, firm, known, is_own)


def _acting_for(actor: Actor) -> Organization | None:
    if actor.organization_id is None or actor.area or actor.subject_id is None:
        return None
    return Organization.objects.select_related("subject").get(pk=actor.organization_id)


@dataclass(frozen=True)
class Found:
    """比对结果: the answers in the groups of the page, and what to ask next."""

    match: Match
    can: list[Answer]
    unpriced: list[Answer]
    recognized: list[Answer]
    near: list[Answer]
    ask: list[Answer]
    open: list[Answer]
    no: list[Answer]
    questions: list[Asked]
    titles: list[Choice]

    @property
    def total_fen(self) -> int:
        """合计上限: of the best combination, in 分."""
        return self.match.best.total

    @property
    def near_fen(self) -> int:
        """差一点的上限: the largest of the ceilings that one change would open, in 分."""
        return max((fen(_possible(one)) for one in self.near), default=0)


def find(facts: Facts) -> Found:
    """比对: all programmes for firms, on the day of the facts."""
    match = load().match(facts)
    by = {
        verdict: [one for one in match.results if one.verdict == verdict]
        for verdict in ("yes", "no", "unknown")
    }
    waiting = [one for one in by["unknown"] if one.missing]
    return Found(
        match=match,
        can=[one for one in by["yes"] if one.is_priced],
        unpriced=[one for one in by["yes"] if one.money and not one.is_priced],
        recognized=[one for one in by["yes"] if not one.money],
        near=[one for one in by["no"] if one.nearest_change],
        ask=waiting,
        open=[one for one in by["unknown"] if not one.missing],
        no=[one for one in by["no"] if not one.nearest_change],
        questions=questions(waiting),
        titles=titles_asked(waiting),
    )


def _possible(one: Answer) -> Fraction:
    return one.money.range[1] or Fraction(0) if one.money else Fraction(0)


def fen(yuan: Fraction | None) -> int:
    """分: of yuan, rounded down; 0 for an amount that is not known."""
    return int(yuan * 100) if yuan else 0
