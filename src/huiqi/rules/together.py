"""与其他项目: which programmes exclude each other or share a limit, in words, with the clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from huiqi.rules import say
from huiqi.rules.answer import clause_of
from huiqi.rules.policy import Policy

Kind = Literal["exclusive", "limit"]

THINGS: Final = {
    "loan": "同一笔贷款",
    "lease_period": "同一租期",
    "invoice": "同一张发票",
    "equipment": "同一台设备",
}
SPANS: Final = {"year": "同一年", "life": "历年"}


@dataclass(frozen=True)
class Bond:
    """牵连: why a programme and ``others`` bear on one another; ``clause`` may be empty.

    Of those that exclude each other one is chosen; of a limit all pay within it together.
    """

    kind: Kind
    text: str
    others: tuple[str, ...]
    clause: str = ""

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "kind": self.kind,
            "text": self.text,
            "programmes": list(self.others),
            "clause": self.clause or None,
        }


def exclude(one: Policy, other: Policy) -> bool:
    """是否互斥: by either one's word, by a common group, or by the same loan, lease or invoice."""
    if one.id == other.id:
        return False
    return named(one, other) or same_thing(one, other) or group(one, other)


def named(one: Policy, other: Policy) -> bool:
    """点名互斥: by either one's word."""
    return other.id in one.stacking.not_with or one.id in other.stacking.not_with


def same_thing(one: Policy, other: Policy) -> bool:
    """一物一次: whether both support the same loans, lease periods, invoices or equipment."""
    mine, theirs = one.stacking.once_per, other.stacking.once_per
    return bool(mine and theirs and mine.object == theirs.object)


def group(one: Policy, other: Policy) -> bool:
    """同组: whether only one of a group may be received."""
    return bool(one.stacking.group and one.stacking.group == other.stacking.group)


def bonds(policies: Mapping[str, Policy], policy: Policy) -> list[Bond]:
    """牵连: of a programme with all others, those that exclude it first."""
    return [*_exclusive(policies, policy), *_limits(policies, policy)]


def _exclusive(policies: Mapping[str, Policy], policy: Policy) -> Iterator[Bond]:
    rivals = [other for other in policies.values() if exclude(policy, other)]
    by_name = tuple(one.id for one in rivals if named(policy, one))
    if by_name:
        yield Bond("exclusive", "不能同时享受，只能选一个", by_name)
    once = policy.stacking.once_per
    same = tuple(one.id for one in rivals if same_thing(policy, one))
    if once and same:
        clause = clause_of(policy, once.cite)
        yield Bond("exclusive", f"{THINGS[once.every]}只能由一个项目扶持", same, clause)
    grouped = tuple(one.id for one in rivals if group(policy, one))
    if grouped:
        yield Bond("exclusive", f"「{policy.stacking.group}」里只能选一个", grouped)


def _limits(policies: Mapping[str, Policy], policy: Policy) -> Iterator[Bond]:
    expense = policy.stacking.expense
    if expense:
        share = say.shown(expense.share_at_most, "ratio")
        sharing = tuple(
            one.id
            for one in policies.values()
            if one.id != policy.id
            and one.stacking.expense
            and one.stacking.expense.pool == expense.pool
        )
        yield Bond("limit", f"同一笔费用，各项扶持合计不超过它的 {share}", sharing)
    for cap in policy.stacking.shared_caps:
        sharing = tuple(
            one.id
            for one in policies.values()
            if one.id != policy.id and any(cap.id == own.id for own in one.stacking.shared_caps)
        )
        text = f"{cap.text or '这些项目'}，{SPANS[cap.every]}合计有一个共同的上限"
        yield Bond("limit", text, sharing, clause_of(policy, cap.cite))
