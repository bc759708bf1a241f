"""划型: the size class of a firm, which indicator decided it and by which row of the standard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.answer import clause_of
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.derive import derived
from huiqi.rules.explain import missing
from huiqi.rules.facts import Facts
from huiqi.rules.node import Node
from huiqi.rules.oracle import NEVER, SURE, Interval, Oracle, Rails

STANDARD: Final = "national.sme_size"
INDICATORS: Final = ("employees", "revenue", "assets")
HIGHEST: Final = 4  # levels are counted from 1, and 5 is outside the table

Json = dict[str, object]


def sized(library: Library, facts: Facts) -> Json:
    """划型答复: what ``classify`` found, with the tree of its indicators, for JSON."""
    found, tree = classify(library, facts)
    return found | {"tree": [node.to_dict() for node in tree]}


def classify(library: Library, facts: Facts) -> tuple[Json, tuple[Node, ...]]:
    """划型结果: class, decided_by (indicators joined by commas, or null), standard, missing.

    With it comes every indicator of the row with the limit it reaches; none where the standard
    does not cover the industry.
    """
    rules = library.rules(STANDARD, facts)
    if rules is None:
        raise LookupError(f"{facts.on} 没有生效的划型标准。")
    oracle, number = Oracle(facts), rules.outputs[0][1]
    covered = oracle.truth(rules.verdict)
    told: Json = {
        "class": "unknown",
        "decided_by": None,
        "standard": _standard(rules, _row(number, oracle), covered),
        "missing": [],
    }
    if covered == NEVER:
        return told | {"class": "not_covered", "decided_by": "industry"}, ()
    tree = derived(number, oracle)
    low, high = oracle.number(number)
    if covered != SURE or low != high or not isinstance(number, x.Named):
        return told | {"missing": list(missing((rules.verdict, number), oracle))}, tree
    deciding = ",".join(_deciding(number, facts, (low, high)))
    return told | {"class": say.level_of(number, (low, high)), "decided_by": deciding}, tree


def _row(number: x.Num, oracle: Oracle) -> x.Num:
    """The row of the table for this industry; the whole table while it may be several."""
    found = number.of if isinstance(number, x.Named) else number
    while isinstance(found, x.If):
        rails = oracle.truth(found.test)
        if rails not in (SURE, NEVER):
            return number
        found = found.then if rails == SURE else found.other
    return found


def _standard(rules: Rules, row: x.Num, covered: Rails) -> str:
    """The document and the row of its table, as the policy cites them."""
    if covered != SURE:
        return clause_of(rules.policy, rules.policy.when[0].cite)
    names = {part.name for part in _named(row)}
    cites = [
        clause_of(rules.policy, value.cite)
        for value, _ in rules.values
        if value.name in names and value.cite
    ]
    return cites[0]


def _named(number: x.Num) -> Iterator[x.Named]:
    if isinstance(number, x.Named):
        yield number
    elif isinstance(number, x.Extreme):
        for part in number.of:
            yield from _named(part)


def _deciding(number: x.Num, facts: Facts, level: Interval) -> list[str]:
    """The known indicators that alone keep the class from being higher.

    Where no single one does (an industry of several rows), all that were used together did.
    """
    known = [key for key in INDICATORS if key in facts.known]
    # An indicator that the row does not use leaves even the highest class open.
    used = [key for key in known if _alone(number, facts, key, 0)[1] < HIGHEST]
    return [key for key in used if _alone(number, facts, key)[1] == level[1]] or used


def _alone(number: x.Num, facts: Facts, key: str, value: object = None) -> Interval:
    """The class when only one indicator is known: as it is, or with another value."""
    kept = {"industry": facts.known["industry"], key: facts.known[key] if value is None else value}
    return Oracle(Facts(facts.on, kept)).number(number)
