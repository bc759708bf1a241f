"""项目档案: all that can be said of a programme on a day, for a page, a program or a terminal."""

from __future__ import annotations

from datetime import date

from huiqi.library.current import load, remembered
from huiqi.rules.alike import Like, Looks, alike, looks
from huiqi.rules.answer import clause_of
from huiqi.rules.book import OutOfForce
from huiqi.rules.describe import described
from huiqi.rules.facts import Facts
from huiqi.rules.phase import phase_on
from huiqi.rules.policy import Policy
from huiqi.rules.reckon import reckoned, rules_of
from huiqi.rules.reckon_form import known
from huiqi.rules.together import Bond, bonds
from huiqi.rules.versions import Version, versions

Json = dict[str, object]
HEAD = ("id", "title", "summary", "payer", "kind", "subject", "sources")


@remembered(1)
def _looks() -> dict[str, Looks]:
    return dict(looks(load()))


@remembered(1_000)
def similar_to(programme: str) -> tuple[Like, ...]:
    """类似政策: worked out once for each library."""
    return alike(_looks(), programme)


@remembered(1_000)
def versions_of(programme: str) -> tuple[Version, ...]:
    """历次版本: worked out once, the latest first."""
    return versions(load(), load().policy(programme))


@remembered(1_000)
def bonds_of(programme: str) -> tuple[Bond, ...]:
    """牵连: worked out once."""
    return tuple(bonds(load().policies, load().policy(programme)))


def profile(programme: str, facts: Facts) -> Json:
    """项目档案: on the day of the facts, with the answer and the sum for them; for JSON."""
    policy = load().policy(programme)
    found = load().explain(programme, facts)
    rules = rules_of(load(), policy, facts.on)
    told = described(policy)
    return {
        **{key: told[key] for key in HEAD},
        "on": facts.on.isoformat(),
        "phase": phase_on(policy, facts.on),
        "last_day": _last_day(policy, facts.on),
        "department": _department(policy, facts.on),
        "in_force": not isinstance(found, OutOfForce),
        "answer": found.explained(),
        "calculation": reckoned(rules, known(rules, facts)).to_dict() if rules else None,
        "together": [one.to_dict() for one in bonds_of(programme)],
        "versions": [one.to_dict() for one in versions_of(programme)],
        "similar": [one.to_dict() for one in similar_to(programme)],
    }


def _last_day(policy: Policy, day: date) -> str | None:
    edition = policy.edition_on(day)
    return edition.to.isoformat() if edition and edition.to else None


def _department(policy: Policy, day: date) -> Json | None:
    for one in policy.responsible:
        if one.covers(day):
            return {"name": one.department, "clause": clause_of(policy, one.cite)}
    return None
