"""解释: why a condition is met, not met or open, as a tree that keeps «any one of» together."""

from __future__ import annotations

from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say_test
from huiqi.rules.derive import derived, unfolded
from huiqi.rules.node import Kind, Node
from huiqi.rules.oracle import Oracle, verdict_of

TITLES: Final = {"all": "以下须全部满足", "any": "以下满足任一即可"}
# Of a condition that one loan has to meet, and of one that no loan may meet.
LOANS: Final = {True: "至少一笔贷款须满足", False: "每一笔贷款都须满足"}


def explain(truth: x.Truth, oracle: Oracle, *, met: bool = True) -> Node:
    """解释条件: the tree of a condition; ``met`` False explains its opposite."""
    truth = unfolded(truth)
    sure, possible = oracle.truth(truth)
    verdict = verdict_of((sure, possible) if met else (not possible, not sure))
    match truth:
        case x.Not(of):
            return explain(of, oracle, met=not met)
        case x.And(of) | x.Or(of) if say_test.subject(truth) is None:
            every = isinstance(truth, x.And) is met
            parts = tuple(explain(part, oracle, met=met) for part in of)
            kind: Kind = "all" if every else "any"
            return Node(kind, TITLES[kind], verdict, children=parts)
        case x.AnyOver(_, where):
            return _each(where, oracle, met, verdict)
        case x.Known():
            return Node("atom", "无条件" if truth.value is met else "不可能", verdict)
    return _atom(truth, oracle, met, verdict)


def _each(where: x.Truth, oracle: Oracle, met: bool, verdict: str) -> Node:
    loans, beyond = oracle.of_each(), oracle.beyond()
    if loans == (oracle,):
        return explain(where, oracle, met=met)
    if beyond and "loans" not in oracle.facts.lists:
        # Nothing is known of any loan: what would be asked of one.
        part = explain(where, beyond, met=met)
        return Node("each", LOANS[met], verdict, children=(part,))
    if not loans:
        told = "贷款没有列全" if beyond else "没有贷款"
        return Node("atom", told, verdict, "没有列出任何一笔", LOANS[met], "loans")
    parts = tuple(
        _loan(number, explain(where, each, met=met)) for number, each in enumerate(loans, 1)
    )
    return Node("each", LOANS[met], verdict, children=parts)


def _loan(number: int, of: Node) -> Node:
    """One loan, by its place in the list that was given."""
    parts = of.children if of.kind == "all" else (of,)
    return Node("all", f"第 {number} 笔贷款", of.verdict, children=parts)


def _atom(truth: x.Truth, oracle: Oracle, met: bool, verdict: str) -> Node:
    number = say_test.subject(truth)
    need, value = say_test.needed(truth, met, oracle), say_test.value_text(truth, oracle)
    return Node(
        kind="atom",
        text=say_test.sentence(truth, oracle, met, verdict, need, value),
        verdict=verdict,
        value=value,
        needed=need,
        fact=x.first_key(truth),
        raw=say_test.raw_value(truth, oracle),
        children=derived(number, oracle) if isinstance(number, x.Named) else (),
    )


def missing(
    exprs: tuple[x.Expr, ...], oracle: Oracle, *, of_each_loan: bool = True
) -> tuple[str, ...]:
    """缺少的事实: the unknown facts that still matter for what is not settled, each once.

    Without ``of_each_loan`` what is asked of loans is told together, as ``loans``.
    """
    found: dict[str, None] = {}
    for one in exprs:
        _missing(one, oracle, found, of_each_loan=of_each_loan)
    return tuple(found)


def _missing(one: x.Expr, oracle: Oracle, found: dict[str, None], *, of_each_loan: bool) -> None:
    if oracle.settled(one):
        return
    key = x.own_key(one)
    if key:
        found[key] = None
    if isinstance(one, x.If):
        # Which tier applies comes first: only then is it known what the tier itself needs.
        sure, possible = oracle.truth(one.test)
        tier = one.then if sure else one.test if possible else one.other
        _missing(tier, oracle, found, of_each_loan=of_each_loan)
        return
    if isinstance(one, x.AnyOver | x.Over):
        if of_each_loan:
            _missing_each(one, oracle, found)
        else:
            found[one.key] = None
        return
    for child in x.children(one):
        _missing(child, oracle, found, of_each_loan=of_each_loan)


def _missing_each(one: x.AnyOver | x.Over, oracle: Oracle, found: dict[str, None]) -> None:
    loans, beyond = oracle.of_each(), oracle.beyond()
    if beyond or not loans:
        found["loans"] = None
    if beyond and "loans" not in oracle.facts.lists:
        loans = (beyond,)
    for each in loans:
        for child in x.children(one):
            _missing(child, each, found, of_each_loan=True)
