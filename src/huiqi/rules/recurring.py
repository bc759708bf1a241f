"""逐年享受: whether a firm that was paid in one budget year may be paid in the next.

What the policy file says is used; where it says nothing, that is said and both ends are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from huiqi.rules import expr as x
from huiqi.rules.assumed import with_values
from huiqi.rules.compile import Rules
from huiqi.rules.policy import Policy
from huiqi.rules.say import label


@dataclass(frozen=True)
class Recurring:
    """逐年享受: ``low`` and ``high`` say whether a firm counts again at that end of the cost.

    Where ``counter`` is given, the fact of that name grows by one for every year that was paid,
    and the parameter ``limit`` bounds it. ``told`` is the assumption as a sentence.
    """

    low: bool
    high: bool
    told: str
    limit: str = ""
    counter: str = ""


UNWRITTEN = Recurring(
    low=False,
    high=True,
    told="规则没有写一户能享受几次：至少按一户只付一次算，至多按每年都付算。",
)
ONCE = Recurring(low=False, high=False, told="规则写明一户只付一次：只在最先符合的那一年计入。")
TITLE = Recurring(
    low=False, high=False, told="规则写明每个称号只付一次：以后年度新得的称号不计入。"
)
LOAN = Recurring(
    low=False,
    high=True,
    told="规则写明每笔贷款只付一次：至少按名册上的贷款只付一次算，至多按每年都有同样的贷款算。",
)
YEARLY = Recurring(low=True, high=True, told="规则写明按年享受：每年符合的都计入。")


def recurring(rules: Rules) -> Recurring:
    """逐年享受: as the text that ``rules`` were compiled from says."""
    recurs = rules.policy.stacking.recurs
    if recurs is None:
        return UNWRITTEN
    if recurs.every != "year":
        return {"once": ONCE, "title": TITLE, "loan": LOAN}[recurs.every]
    if not recurs.at_most:
        return YEARLY
    return _limited(rules, recurs.at_most)


def _limited(rules: Rules, name: str) -> Recurring:
    parameter = rules.policy.parameters[name]
    value = parameter.value_on(rules.valued_on)
    called = f"「{parameter.text or name}」"
    if value is None:
        told = f"规则写明按年享受，但{called}待核：至少按一户只付一次算，至多按每年都付算。"
        return Recurring(low=False, high=True, told=told)
    most = int(value)
    counter = _counter(rules, name)
    if not counter:
        told = (
            f"规则写明按年享受，{called}为 {most}，名册上没有已享受几年："
            f"至少按一户只付一次算，至多按每户付满 {most} 年算。"
        )
        return Recurring(low=False, high=True, told=told, limit=name)
    told = (
        f"规则写明按年享受，{called}为 {most}：至少按符合的企业年年享受算，"
        f"「{label(counter)}」逐年加一，满了不再计入；至多按这个数不变、每户最多 {most} 年算。"
    )
    return Recurring(low=True, high=True, told=told, limit=name, counter=counter)


def _counter(rules: Rules, name: str) -> str:
    """The fact that counts the years already paid: the only thing that the limit bounds."""
    trees = [rules.verdict, *(one for one in (rules.gross, rules.net) if one is not None)]
    uses = [one for tree in trees for one in _walk(tree) if _is_named(one, name)]
    bounded = {
        one.left.key
        for one in _walk(rules.verdict)
        if isinstance(one, x.Compare)
        and one.op in ("<", "<=")
        and isinstance(one.left, x.Field)
        and _is_named(one.right, name)
    }
    return bounded.pop() if len(uses) == len(bounded) == 1 else ""


def _is_named(one: x.Expr, name: str) -> bool:
    # A factor is folded into what it multiplies.
    return isinstance(one, x.Const | x.Scale) and one.name == name


def _walk(tree: x.Expr) -> Iterator[x.Expr]:
    yield tree
    for part in x.children(tree):
        yield from _walk(part)


def most_years(rules: Rules, again: Recurring) -> int | None:
    """最多几年: as the parameter says on the day of ``rules``; None without one, or 待核."""
    parameter = rules.policy.parameters.get(again.limit)
    value = parameter.value_on(rules.valued_on) if parameter else None
    return None if value is None else int(value)


def after_years(policy: Policy, rules: Rules, again: Recurring, years: int) -> Policy:
    """已享受若干年: the text as it is for those who were paid in each of the ``years`` before.

    That their years grew by so many is the same as that the limit is so much lower.
    """
    most = most_years(rules, again)
    if not again.counter or most is None:
        return policy
    return with_values(policy, rules.policy, {again.limit: Fraction(max(0, most - years))})
