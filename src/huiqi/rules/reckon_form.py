"""所填: what an amount is computed from, as somebody may type it in, and what was typed.

Titles and what was paid before are asked for one by one, not as lists: whoever tries out a sum
says yes or no, and how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import LISTS, Fact, scale
from huiqi.rules.oracle import NEVER, SURE, Oracle
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.read import ENTRIES
from huiqi.rules.say_value import outer
from huiqi.rules.values import BadValue, clean, is_unknown, read_value

YES, NO = "是", "否"
TITLE, PAID = "title", "paid"


@dataclass(frozen=True)
class Blank:
    """空格: one thing to fill in; ``name`` is that of the field, ``fact`` how it is read."""

    name: str
    kind: Literal["fact", "title", "paid"]
    fact: Fact


@dataclass(frozen=True)
class Filled:
    """所填: facts, and the truth values and sums that stand for lists, by their fields' names."""

    facts: Facts
    titles: Mapping[str, bool]
    paid: Mapping[str, Fraction]


def blanks(rules: Rules) -> tuple[Blank, ...]:
    """空格: of a programme's amount, each once, in the order in which they are read."""
    found: dict[str, Blank] = {}
    for number in (rules.net, rules.expense):
        for leaf in _leaves(alone(number)) if number else ():
            blank = _blank(leaf)
            if blank:
                found.setdefault(blank.name, blank)
    return tuple(found.values())


def alone(num: x.Num) -> x.Num:
    """一笔: a sum over loans as that of one loan that meets every condition."""
    made = x.rebuilt(num, lambda one: one.of if isinstance(one, x.Over) else one)
    assert x.is_number(made)
    return made  # type: ignore[return-value]


def name_of(leaf: x.Expr) -> str:
    """字段名: of what a leaf reads; empty for what nobody can fill in by itself."""
    match leaf:
        case x.Held(kind, level) | x.Granted(kind, level):
            return ".".join(filter(None, (TITLE, kind, level)))
        case x.Paid(programme):
            return f"{PAID}.{programme}"
    key = x.own_key(leaf)
    return key if key and FACTS[key].kind not in LISTS else ""


def _leaves(expr: x.Expr) -> Iterator[x.Expr]:
    if not x.children(expr):
        yield expr
    for part in x.children(expr):
        yield from _leaves(part)


def _blank(leaf: x.Expr) -> Blank | None:
    name = name_of(leaf)
    match leaf:
        case x.Held(kind, level):
            text = f"持有「{say.title_name(kind, level)}」"
            return Blank(name, "title", Fact(name, "flag", text, "titles"))
        case x.Granted(kind, level):
            text = f"获得「{say.title_name(kind, level)}」"
            return Blank(name, "title", Fact(name, "flag", text, "titles"))
        case x.Paid():
            paid = replace(ENTRIES["awards"]["amount"], key=name, label="此前已领本项目")
            return Blank(name, "paid", paid)
    return Blank(name, "fact", FACTS[name]) if name else None


def known(rules: Rules, facts: Facts) -> dict[str, str]:
    """已知的: what the facts of somebody already fill in, as people write it."""
    oracle = Oracle(facts)
    told: dict[str, str] = {}
    for number in (rules.net, rules.expense):
        for leaf in _leaves(alone(number)) if number else ():
            value = _value(leaf, oracle)
            if name_of(leaf) and value:
                told[name_of(leaf)] = value
    return told


def _value(leaf: x.Expr, oracle: Oracle) -> str:
    match leaf:
        case x.Held() | x.Granted():
            return {SURE: YES, NEVER: NO}.get(oracle.truth(leaf), "")
        case x.Paid():
            low, high = oracle.number(leaf)
            return str(say.plain(low)) if low == high else ""
    key = x.own_key(leaf)
    facts = oracle.facts
    loans = facts.lists.get("loans")
    value: object = facts.known.get(key)
    if loans is not None and len(loans) == 1 and key in ENTRIES["loans"]:
        value = loans[0].get(key)
    if value is None:
        return ""
    return (YES if value else NO) if isinstance(value, bool) else str(outer(FACTS[key], value))


def read(rules: Rules, given: Mapping[str, str], on: date) -> Filled:
    """读取所填: blank is unknown; Refused with every problem at once."""
    problems: list[Problem] = []
    own, titles, paid = {}, {}, {}
    for blank in blanks(rules):
        text = given.get(blank.name, "")
        if is_unknown(clean(text)):
            continue
        if blank.kind == "fact":
            own[blank.name] = text
            continue
        value = _read(blank, text, problems)
        if isinstance(value, bool):
            titles[blank.name] = value
        elif isinstance(value, int):
            paid[blank.name] = Fraction(value, scale(blank.fact))
    try:
        facts = Facts.read(own, on)
    except Refused as refused:
        raise Refused([*refused.problems, *problems]) from None
    if problems:
        raise Refused(problems)
    return Filled(facts, titles, paid)


def _read(blank: Blank, text: str, problems: list[Problem]) -> object:
    try:
        return read_value(blank.fact, clean(text))
    except BadValue as bad:
        what = f"「{blank.fact.label}」{bad.what}"
        problems.append(Problem(what, fix=bad.fix, key=blank.name))
    return None


def substituted(num: x.Num, filled: Filled) -> x.Num:
    """代入: the number of one loan with titles and earlier payments as they were filled in."""

    def told(one: x.Expr) -> x.Expr:
        name = name_of(one) if isinstance(one, x.Held | x.Granted | x.Paid) else ""
        if name in filled.titles:
            return x.Known(filled.titles[name])
        if name in filled.paid:
            return x.Const(filled.paid[name], "money", text=LABEL_PAID)
        return one

    return x.rebuilt(alone(num), told)  # type: ignore[return-value]


LABEL_PAID: Final = "此前已领"
