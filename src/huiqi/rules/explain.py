"""解释: why a condition is met, not met or open, as a tree that keeps «any one of» together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.oracle import Oracle, verdict_of

Kind = Literal["all", "any", "not", "atom", "each"]


@dataclass(frozen=True)
class Node:
    """解释节点: one condition with its verdict, the value used and what is needed.

    ``text`` is the sentence as it stands: what holds, what does not, or what is open.
    ``value`` is said in words, ``raw`` is the same for machines (None: unknown).
    ``fact`` is the key whose value decided; children are the parts of all / any / not / each.
    """

    kind: Kind
    text: str
    verdict: str
    value: str = ""
    needed: str = ""
    fact: str = ""
    raw: object = None
    children: tuple[Node, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        told: dict[str, object] = {"kind": self.kind, "text": self.text, "verdict": self.verdict}
        if self.kind == "atom":
            told |= {"value": self.raw, "value_text": self.value}
            told |= {"needed": self.needed, "fact": self.fact}
        if self.children:
            told["children"] = [child.to_dict() for child in self.children]
        return told

    def leaves(self) -> Iterator[Node]:
        """叶节点: the atoms below, in the order they are written."""
        if self.kind == "atom":
            yield self
            return
        for child in self.children:
            yield from child.leaves()

    def deciding(self) -> Node:
        """决定项: the first atom that is why this verdict is what it is."""
        leaves = list(self.leaves())
        return next((leaf for leaf in leaves if leaf.verdict == self.verdict), leaves[0])


TITLES = {"all": "以下全部满足", "any": "以下任一满足", "each": "至少一笔贷款满足"}


def explain(truth: x.Truth, oracle: Oracle, *, met: bool = True) -> Node:
    """解释条件: the tree of a condition; ``met`` False explains its opposite."""
    sure, possible = oracle.truth(truth)
    verdict = verdict_of((sure, possible) if met else (not possible, not sure))
    match truth:
        case x.Not(of):
            return explain(of, oracle, met=not met)
        case x.And(of) | x.Or(of):
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
        loans = (beyond,)
    if not loans:
        told = "贷款没有列全" if beyond else "没有贷款"
        return Node("atom", told, verdict, "无", TITLES["each"], "loans")
    parts = tuple(explain(where, each, met=met) for each in loans)
    return Node("each", TITLES["each"], verdict, children=parts)


def _atom(truth: x.Truth, oracle: Oracle, met: bool, verdict: str) -> Node:
    need, value = say.needed(truth, met), say.value_text(truth, oracle)
    told = _sentence(truth, need, value, met, verdict)
    return Node(
        kind="atom",
        text=told,
        verdict=verdict,
        value=value,
        needed=need,
        fact=x.first_key(truth),
        raw=say.raw_value(truth, oracle),
        children=_inside(truth, oracle),
    )


def _sentence(truth: x.Truth, need: str, value: str, met: bool, verdict: str) -> str:
    if isinstance(truth, x.Held | x.Granted):
        return {
            "yes": need,
            "no": say.needed(truth, not met),
            "unknown": f"是否{say.needed(truth)}未知",
        }[verdict]
    head = say.named(truth.left) if isinstance(truth, x.Compare) else say.label(x.own_key(truth))
    return {
        "yes": f"{head}{need}",
        "no": f"{head}为 {value}，要求{need}",
        "unknown": f"{head}未知，要求{need}"
        if value.startswith("未知")
        else f"{head}为 {value}，是否{need}未知",
    }[verdict]


def _inside(truth: x.Truth, oracle: Oracle) -> tuple[Node, ...]:
    """For a score: every summand with its points, so that the total can be followed."""
    if not (isinstance(truth, x.Compare) and isinstance(truth.left, x.Named)):
        return ()
    return tuple(_points(part, oracle) for part in _summands(truth.left))


def _summands(value: x.Named) -> list[x.Named]:
    of = value.of.terms if isinstance(value.of, x.Sum) else x.children(value.of)
    return [part for part in of if isinstance(part, x.Named)]


def _points(value: x.Named, oracle: Oracle) -> Node:
    points = say.ranged(oracle.number(value), "number")
    verdict = "yes" if oracle.settled(value) else "unknown"
    return Node("atom", f"{value.text}：{points}", verdict, points, "", x.first_key(value))


def missing(exprs: tuple[x.Expr, ...], oracle: Oracle) -> tuple[str, ...]:
    """缺少的事实: the unknown facts that still matter for what is not settled, each once."""
    found: dict[str, None] = {}
    for one in exprs:
        _missing(one, oracle, found)
    return tuple(found)


def _missing(one: x.Expr, oracle: Oracle, found: dict[str, None]) -> None:
    if oracle.settled(one):
        return
    key = x.own_key(one)
    if key:
        found[key] = None
    if isinstance(one, x.If):
        # Which tier applies comes first: only then is it known what the tier itself needs.
        sure, possible = oracle.truth(one.test)
        _missing(one.then if sure else one.test if possible else one.other, oracle, found)
        return
    if isinstance(one, x.AnyOver | x.Over):
        _missing_each(one, oracle, found)
        return
    for child in x.children(one):
        _missing(child, oracle, found)


def _missing_each(one: x.AnyOver | x.Over, oracle: Oracle, found: dict[str, None]) -> None:
    loans, beyond = oracle.of_each(), oracle.beyond()
    if beyond or not loans:
        found["loans"] = None
    if beyond and "loans" not in oracle.facts.lists:
        loans = (beyond,)
    for each in loans:
        for child in x.children(one):
            _missing(child, each, found)
