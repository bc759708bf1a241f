"""推算: how a score or a class comes about, summand by summand and indicator by indicator."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say, say_test
from huiqi.rules.node import Node
from huiqi.rules.oracle import NEVER, SURE, Oracle, compared
from huiqi.rules.tiers import Words, place, table_of

NO_LIMIT: Final = Fraction(10**15)  # yuan or points: more than any number of a policy


def derived(num: x.Num, oracle: Oracle, levels: tuple[x.Level, ...] = ()) -> tuple[Node, ...]:
    """来由: the parts a number is made of; empty where it is read from one fact as it stands.

    ``levels`` are those of the classification that the number belongs to.
    """
    if say.squared(num):
        return ()  # the amounts that are multiplied have been told with the condition
    levels = levels or (num.levels if isinstance(num, x.Named) else ())
    of = _chosen(num, oracle)
    if table_of(of) is not None:
        return (_part(of if table_of(num) is None else num, oracle, levels, None),)
    match of:
        case x.Extreme():
            return _compared(of, oracle, levels)
        case x.Sum(terms):
            return tuple(_part(term, oracle, levels, None) for term in terms)
        case x.If(test):
            return (_open_branch(test, oracle),)
        case x.Named():
            return (_part(of, oracle, levels, None),)
    return ()


def _open_branch(test: x.Truth, oracle: Oracle) -> Node:
    """Which formula applies is not known: for want of a fact, or because one is too coarse."""
    facts = x.fact_keys(test)
    told_of = oracle.known.keys() | oracle.facts.lists.keys()
    unknown = [key for key in facts if key not in told_of]
    names = "、".join(map(say.label, unknown or facts))
    why = f"{names}未知" if unknown else f"{names}写得不够细"
    told = f"{why}，还不知道适用哪一档"
    return Node("value", told, "unknown", "未知", fact=(unknown or list(facts) or [""])[0])


def _chosen(num: x.Num, oracle: Oracle) -> x.Num:
    """What stands behind a name, in the branch that the facts choose."""
    of = num.of if isinstance(num, x.Named) else num
    while isinstance(of, x.If) and table_of(of) is None:
        rails = oracle.truth(of.test)
        if rails not in (SURE, NEVER):
            return of
        of = of.then if rails == SURE else of.other
    return of


def _compared(num: x.Extreme, oracle: Oracle, levels: tuple[x.Level, ...]) -> tuple[Node, ...]:
    """The least or the greatest of several: which of them counted, where that is settled."""
    low, high = oracle.number(num)
    parts = []
    for part in num.of:
        counts: bool | None = None
        if low == high:
            counts = oracle.number(part) == (low, high)
        most = high if num.least else NO_LIMIT
        if low == high and not oracle.settled(part):
            most = low - 1  # whatever it is, it changes nothing
        if isinstance(part, x.Const):
            parts.append(_bound(part, num.least, counts))
            continue
        parts.append(_part(part, oracle, levels, counts, most))
    return tuple(parts)


def _bound(limit: x.Const, least: bool, counts: bool | None) -> Node:
    """A fixed limit among what is compared, «最多 5»."""
    value = say.named(limit)
    told = say.after("最多" if least else "最少", value) + _taken(counts, (), False)
    raw = None if limit.unknown else say.plain(limit.value)
    verdict = "unknown" if limit.unknown else "yes"
    return Node("value", told, verdict, value, raw=raw, counts=counts)


def _part(
    num: x.Num,
    oracle: Oracle,
    levels: tuple[x.Level, ...],
    counts: bool | None,
    most: Fraction = NO_LIMIT,
) -> Node:
    value, raw = _value(num, oracle, levels)
    facts = x.fact_keys(num)
    table, reached, upper = table_of(num), "", ""
    name = say.headline(num.text) if isinstance(num, x.Named) else say.brief(num)
    told = f"{name}：{value}"
    children: tuple[Node, ...] = ()
    if table is not None:
        where = place(table, Words(levels, say.unit_of(num), oracle), oracle, most)
        reached, upper = where.reached, where.next
        told = where.text if levels else f"{name}：{value.split('（')[0]}；{where.text}"
    elif isinstance(num, x.Named):
        children = derived(num, oracle, levels)
    return Node(
        kind="value",
        text=told + _taken(counts, levels, oracle.settled(num)),
        verdict="yes" if oracle.settled(num) else "unknown",
        value=value,
        fact=facts[0] if facts else "",
        raw=raw,
        children=children,
        reached=reached,
        next=upper,
        counts=counts,
    )


def _taken(counts: bool | None, levels: tuple[x.Level, ...], known: bool) -> str:
    """Whether it is this one of several that counts."""
    if counts:
        return "，由它决定" if levels else "，计这一项"
    return "，不计" if counts is False and known and not levels else ""


def _value(num: x.Num, oracle: Oracle, levels: tuple[x.Level, ...]) -> tuple[str, object]:
    if not levels:
        return say.ranged(num, oracle), say_test.raw_number(num, oracle)
    seen = x.Named("", "", num, levels)
    return say_test.level_text(seen, oracle), say.level_of(seen, oracle.number(seen))


def unfolded(truth: x.Truth) -> x.Truth:
    """展开标记: «flag = 1» becomes the test behind a value that is 1 or 0, with the same verdict.

    Files name a test by such a value; people want to see the test and not the number.
    """
    if not (isinstance(truth, x.Compare) and isinstance(truth.right, x.Const)):
        return truth
    of = truth.left.of if isinstance(truth.left, x.Named) else truth.left
    if not isinstance(of, x.If) or truth.right.unknown:
        return truth
    branches = (of.then, of.other)
    if not all(isinstance(one, x.Const) and not one.unknown for one in branches):
        return truth
    then, other = (_holds(truth.op, one, truth.right) for one in branches)
    if then == other:
        return truth
    return unfolded(of.test) if then else x.Not(of.test)


def _holds(op: x.Op, left: x.Num, right: x.Const) -> bool:
    if not isinstance(left, x.Const):
        return False
    return compared(op, (left.value, left.value), (right.value, right.value)) == SURE
