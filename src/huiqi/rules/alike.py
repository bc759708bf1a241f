"""类似政策: which other programmes look at the same things, with the reasons; nothing is learnt.

What an amount is counted from says what a programme is for. Facts that nearly every programme
asks for (where a firm is, what it is, its record) say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.book import Library
from huiqi.rules.policy import Policy
from huiqi.rules.together import THINGS, same_thing

COMMON: Final = {
    *("district", "entity_kind", "blacklisted", "registered_on", "industry"),
    *("titles", "awards_paid"),  # which titles, is looked at by itself
}
KINDS: Final = {
    "subsidy": "资助",
    "award": "奖励",
    "recognition": "认定",
    "classification": "划分",
    "duty": "义务",
    "admission": "准入",
    "price": "价格评审",
}
FOR_THING, FOR_MONEY, FOR_TITLE, FOR_CONDITION = 6, 4, 3, 1  # points for each thing that is shared
FOR_DEPARTMENT, FOR_KIND = 1, 1
NAMED: Final = 3  # things that a reason names


@dataclass(frozen=True)
class Looks:
    """所看: what a programme reads for its amount and its conditions, and the titles it names."""

    policy: Policy
    money: frozenset[str]
    conditions: frozenset[str]
    titles: frozenset[str]


@dataclass(frozen=True)
class Like:
    """类似: another programme and why, the weightiest reason first."""

    programme: str
    title: str
    score: int
    why: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {"programme": self.programme, "title": self.title, "why": list(self.why)}


def looks(library: Library) -> Mapping[str, Looks]:
    """所看: of every programme, over all editions of each."""
    return {one.id: _looks(library, one) for one in library.policies.values()}


def _looks(library: Library, policy: Policy) -> Looks:
    held = [library.compiled(policy, one, one.from_, one.from_) for one in policy.editions]
    trees = [tree for rules in held for _, tree in rules.conditions]
    sums = [number for rules in held for _, number in rules.parts]
    keys = {key for tree in trees for key in x.fact_keys(tree)}
    money = {key for number in sums for key in _numbers(number)}
    return Looks(
        policy,
        frozenset(money - COMMON),
        frozenset(keys - COMMON),
        frozenset(_titles([*trees, *sums])),
    )


def _numbers(number: x.Expr) -> list[str]:
    """What a sum is counted from; the conditions on each loan are no part of it."""
    if isinstance(number, x.Over):
        return _numbers(number.of)
    own = x.own_key(number)
    return [*([own] if own else []), *(key for one in x.children(number) for key in _numbers(one))]


def _titles(todo: list[x.Expr]) -> Iterator[str]:
    while todo:
        one = todo.pop()
        if isinstance(one, x.Held | x.Granted | x.Count):
            yield one.title
        todo += x.children(one)


def alike(known: Mapping[str, Looks], programme: str, most: int = 4) -> tuple[Like, ...]:
    """类似政策: those with the most in common, of the same subject; never by the names alone."""
    mine = known[programme]
    found = [
        _like(mine, other)
        for other in known.values()
        if other.policy.id != programme and other.policy.subject == mine.policy.subject
    ]
    ranked = sorted((one for one in found if one), key=lambda one: (-one.score, one.programme))
    return tuple(ranked[:most])


def _like(mine: Looks, other: Looks) -> Like | None:
    money, titles = mine.money & other.money, mine.titles & other.titles
    conditions = (mine.conditions & other.conditions) - money
    thing = _thing(mine.policy, other.policy)
    if not (money or titles or conditions or thing):
        return None
    score = len(money) * FOR_MONEY + len(titles) * FOR_TITLE + len(conditions) * FOR_CONDITION
    why = []
    if thing:
        score += FOR_THING
        why.append(f"扶持的是{thing}")
    if money:
        why.append(f"都按{_named(money)}算钱")
    if titles:
        names = "、".join(f"「{say.title_name(one)}」" for one in sorted(titles)[:NAMED])
        why.append(f"都看{names}称号")
    if conditions:
        why.append(f"条件都看{_named(conditions)}")
    same = _department(mine.policy) and _department(mine.policy) == _department(other.policy)
    if same:
        score += FOR_DEPARTMENT
        why.append(f"都由{_department(mine.policy)}主管")
    if mine.policy.kind == other.policy.kind:
        score += FOR_KIND
        why.append(f"都是{KINDS[mine.policy.kind]}")
    return Like(other.policy.id, other.policy.title, score, tuple(why))


def _thing(mine: Policy, other: Policy) -> str:
    """The loan, lease period, invoice or equipment that both support, in words."""
    once = mine.stacking.once_per
    return THINGS[once.every] if once and same_thing(mine, other) else ""


def _named(keys: frozenset[str]) -> str:
    ordered = sorted(keys)
    told = "、".join(say.label(key) for key in ordered[:NAMED])
    return f"{told}等 {len(ordered)} 项" if len(ordered) > NAMED else told


def _department(policy: Policy) -> str:
    return policy.responsible[-1].department if policy.responsible else ""
