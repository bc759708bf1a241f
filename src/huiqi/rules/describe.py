"""描述: what is on file about a programme and about a fact, for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from huiqi.rules import say
from huiqi.rules.answer import clause_of
from huiqi.rules.fields import Fact
from huiqi.rules.policy import Cap, Dated, Item, Minus, Parameter, Part, Policy
from huiqi.rules.say_value import outer

Json = dict[str, object]
Sum = Part | Cap | Minus
FINITE: Final = {2, 5}
LISTED: Final = ("id", "title", "summary", "payer", "kind", "subject", "editions")


def listed(policy: Policy) -> Json:
    """目录项: what a list of programmes tells of each."""
    told = described(policy)
    return {key: told[key] for key in LISTED}


def described(policy: Policy) -> Json:
    """描述: for JSON; dates and clauses as the file states them, 待核 as null."""
    return {
        "id": policy.id,
        "title": policy.title,
        "summary": policy.summary,
        "payer": policy.payer,
        "kind": policy.kind,
        "subject": policy.subject,
        "edition_by": policy.edition_by,
        "editions": [
            {"version": str(one.from_)}
            | _days(one.from_, one.to)
            | {"note": one.note, "choice": one.choice}
            for one in policy.editions
        ],
        "sources": _sources(policy),
        "parameters": [_parameter(policy, one) for one in policy.parameters.values()],
        "values": _values(policy),
        "conditions": [_item(policy, one) | {"rule": str(one.rule)} for one in policy.when],
        "checks": [_item(policy, one) | {"evidence": one.evidence} for one in policy.checks],
        "amount": _amount(policy),
        "outputs": [_item(policy, one) | {"unit": one.unit} for one in policy.outputs],
        "stacking": _stacking(policy),
        "responsible": [
            {"department": one.department, "clause": clause_of(policy, one.cite)}
            | _days(one.from_, one.to)
            for one in policy.responsible
        ],
        "sha256": policy.sha256,
    }


def _sources(policy: Policy) -> list[Json]:
    return [
        {
            "title": one.title,
            "issuer": one.issuer,
            "document_no": one.document_no,
            "date": one.date and str(one.date),
            "unverified": one.unverified,
        }
        for one in policy.sources.values()
    ]


def _values(policy: Policy) -> list[Json]:
    return [
        {
            "name": one.name,
            "text": one.text,
            "unit": one.unit,
            "levels": list(one.levels),
            "clause": clause_of(policy, one.cite) if one.cite else "",
        }
        for one in policy.values.values()
    ]


def _amount(policy: Policy) -> Json | None:
    amount = policy.amount
    if amount is None:
        return None

    def items(found: Iterable[Sum]) -> list[Json]:
        return [_item(policy, one) | {"formula": str(one.formula)} for one in found]

    return {
        "kind": amount.kind,
        "parts": items(amount.parts),
        "caps": items(amount.caps),
        "minus": items(amount.minus),
        "unknown": amount.unknown,
    }


def _days(first: date | None, last: date | None) -> Json:
    return {"from": first and str(first), "to": last and str(last)}


def _item(policy: Policy, one: Item) -> Json:
    head: Json = {"id": one.id, "text": one.text, "clause": clause_of(policy, one.cite)}
    return head | _days(one.from_, one.to)


def _parameter(policy: Policy, one: Parameter) -> Json:
    return {
        "name": one.name,
        "text": one.text,
        "unit": one.unit,
        "values": [_dated(policy, dated) for dated in one.values],
        "clause": clause_of(policy, one.cite),
        "unverified": one.unverified or policy.is_unverified(one.cite),
    }


def _dated(policy: Policy, one: Dated) -> Json:
    return {
        "from": str(one.from_),
        "value": _exact(one.value),
        "clause": clause_of(policy, one.cite),
        "unverified": policy.is_unverified(one),
        "note": one.note,
    }


def _exact(value: Fraction | None) -> object:
    """A number where decimals can say it exactly, else a fraction as text."""
    if value is None or value.denominator == 1:
        return value and int(value)
    rest = value.denominator
    for prime in FINITE:
        while rest % prime == 0:
            rest //= prime
    return Decimal(value.numerator) / value.denominator if rest == 1 else str(value)


def _stacking(policy: Policy) -> Json:
    # null where the file says nothing
    stacking = policy.stacking
    expense, recurs, once = stacking.expense, stacking.recurs, stacking.once_per
    return {
        "expense": expense
        and {"pool": expense.pool, "share_at_most": say.plain(expense.share_at_most)},
        "not_with": list(map(str, stacking.not_with)),
        "recurs": recurs
        and {
            "every": recurs.every,
            "at_most": recurs.at_most,
            "consecutive": recurs.consecutive,
            "once": recurs.once,
        },
        "group": stacking.group,
        "once_per": once
        and {"every": once.every, "object": once.object, "clause": clause_of(policy, once.cite)},
        "shared_caps": [
            {
                "id": cap.id,
                "every": cap.every,
                "at_most": cap.at_most,
                "text": cap.text,
                "clause": clause_of(policy, cap.cite),
            }
            for cap in stacking.shared_caps
        ],
    }


def described_fact(fact: Fact) -> Json:
    """事实描述: one entry of the dictionary; bounds in the units people write, both inclusive."""
    return {
        "key": fact.key,
        "label": fact.label,
        "type": fact.kind,
        "unit": fact.unit,
        "group": fact.group,
        "sources": list(fact.sources),
        "values": dict(fact.vocabulary),
        "least": outer(fact, fact.lo) if fact.hi else None,
        "most": outer(fact, fact.hi) if fact.hi else None,
        "note": fact.note,
    }
