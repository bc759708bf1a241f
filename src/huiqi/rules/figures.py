"""所用数字: which dated numbers of its policy an answer rests on, each with its own citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiqi.rules import expr as x
from huiqi.rules.compile import Rules
from huiqi.rules.oracle import NEVER, SURE, Oracle
from huiqi.rules.policy import Dated, Parameter


@dataclass(frozen=True)
class Figure:
    """数字: a parameter with the dated value that is used; ``unverified`` where that is 待核."""

    parameter: Parameter
    dated: Dated
    unverified: bool


def figures(rules: Rules, expr: x.Expr, oracle: Oracle) -> tuple[Figure, ...]:
    """所用数字: of the policy's own parameters in an expression, each once, as they are read.

    A tier that surely does not apply is not read. Values of other programmes are theirs.
    """
    policy, found = rules.policy, []
    for name in dict.fromkeys(_names(expr, rules, oracle)):
        parameter = policy.parameters.get(name)
        dated = parameter and parameter.dated_on(rules.valued_on)
        if parameter and dated:
            found.append(Figure(parameter, dated, policy.is_unverified(dated)))
    return tuple(found)


def _names(expr: x.Expr, rules: Rules, oracle: Oracle | None) -> Iterator[str]:
    match expr:
        case x.Named(name) if name in rules.policy.uses:
            return
        case x.Const(_, _, name) | x.Scale(_, _, name) if name:
            yield name
        case x.AnyOver() | x.Over():
            oracle = None  # each loan may take another tier
    for part in _read(expr, oracle):
        yield from _names(part, rules, oracle)


def _read(expr: x.Expr, oracle: Oracle | None) -> tuple[x.Expr, ...]:
    """The parts that are read; of tiers those that may apply."""
    if isinstance(expr, x.If) and oracle is not None:
        decided = {SURE: expr.then, NEVER: expr.other}.get(oracle.truth(expr.test))
        if decided is not None:
            return (expr.test, decided)
    return x.children(expr)
