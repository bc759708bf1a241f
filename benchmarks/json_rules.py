"""JSON 规则: the same clauses as JSON Logic (panzi-json-logic), for complete records only."""

from __future__ import annotations

from typing import Any

import json_logic

from benchmarks.clauses import Work
from benchmarks.peers import Record, Verdicts, linear
from huiqi.rules import expr as x


class JsonLogic:
    """JSON Logic: one tree of JSON for each clause, walked for each record."""

    def __init__(self, work: Work) -> None:
        self.clauses = [truth(tree) for tree in work.trees]

    def judge(self, found: Record) -> Verdicts:
        """判定: every clause of one record."""
        apply = json_logic.jsonLogic
        return tuple([2 if apply(one, found) else 0 for one in self.clauses])


def truth(tree: x.Truth) -> Any:
    """条件: as JSON."""
    match tree:
        case x.And(of):
            return {"and": [truth(part) for part in of]}
        case x.Or(of):
            return {"or": [truth(part) for part in of]}
        case x.Not(of):
            return {"!": [truth(of)]}
        case x.Flag(key):
            return {"var": key}
        case x.Held(kind):
            return {"var": f"holds_{kind}"}
        case x.OneOf(key, codes):
            return {"in": [{"var": key}, list(codes)]}
        case x.Within(key, prefixes):
            starts = [{"substr": [{"var": key}, 0, len(prefix)]} for prefix in prefixes]
            pairs = zip(starts, prefixes, strict=True)
            return {"or": [{"==": [start, prefix]} for start, prefix in pairs]}
        case x.Compare(op, left, right):
            return {op: _sides(left, right)}
    raise AssertionError(tree)


def _sides(left: x.Num, right: x.Num) -> list[Any]:
    """Both sides in whole numbers of one unit."""
    from math import lcm

    sides = [linear(left), linear(right)]
    numbers = [n for terms, constant in sides for n in (*terms.values(), constant)]
    per = lcm(*(number.denominator for number in numbers))
    return [_side(terms, constant, per) for terms, constant in sides]


def _side(terms: Any, constant: Any, per: int) -> Any:
    parts: list[Any] = []
    for key, factor in terms.items():
        times = int(factor * per)
        parts.append({"var": key} if times == 1 else {"*": [{"var": key}, times]})
    if constant or not parts:
        parts.append(int(constant * per))
    return parts[0] if len(parts) == 1 else {"+": parts}
