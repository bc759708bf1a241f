"""版本对比: what changed between two versions of a programme, in sentences, with the clause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from huiqi.rules.answer import clause_of
from huiqi.rules.compile import Rules
from huiqi.rules.policy import Cite, Condition, Item, Parameter, Policy, Value
from huiqi.rules.say_policy import computation, dated_value

Kind = Literal["programme", "parameter", "condition", "check", "amount", "value", "stacking"]
Named = TypeVar("Named")


@dataclass(frozen=True)
class Change:
    """变化: one difference; ``text`` says it whole, ``clause`` is that of the later version.

    ``brief`` says it without formulas, for people who read no code; empty where it is ``text``.
    """

    kind: Kind
    text: str
    clause: str = ""
    brief: str = ""

    @property
    def plain(self) -> str:
        """白话: without formulas."""
        return self.brief or self.text

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {"kind": self.kind, "text": self.plain, "clause": self.clause or None}


def changes(before: Rules | None, after: Rules | None) -> list[Change]:
    """变化: of one programme between two versions; None where there is no version in force."""
    if before is None or after is None:
        if before is after:
            return []
        one, word = (after, "开始施行") if after else (before, "不再施行")
        assert one is not None
        return [Change("programme", f"「{one.policy.title}」{word}")]
    return list(_Comparison(before, after).all())


class _Comparison:
    def __init__(self, before: Rules, after: Rules) -> None:
        self.before, self.after = before, after
        self.old = before.policy.only(before.edition)
        self.new = after.policy.only(after.edition)

    def all(self) -> Iterator[Change]:
        yield from self.programme()
        yield from self.parameters()
        yield from self.items("condition", "条件", self.old.when, self.new.when, _rule)
        yield from self.items("check", "人工核查", self.old.checks, self.new.checks, _evidence)
        yield from self.amounts()
        yield from self.items("value", "结果", self.old.outputs, self.new.outputs, _formula)
        yield from self.values()
        yield from self.stacking()

    def programme(self) -> Iterator[Change]:
        for name, word in (("title", "名称"), ("payer", "付款方"), ("summary", "摘要")):
            old, new = getattr(self.old, name), getattr(self.new, name)
            if old != new:
                yield Change("programme", f"{word}由「{old}」改为「{new}」")
        if (old_to := self.before.edition.to) != (new_to := self.after.edition.to):
            told = f"有效期至 {new_to}" if new_to else "没有止期"
            was = f"原至 {old_to}" if old_to else "原没有止期"
            yield Change("programme", f"{told}（{was}）")

    def parameters(self) -> Iterator[Change]:
        for old, new in _pairs(self.old.parameters, self.new.parameters):
            told_old = _held(old, self.before)
            told_new = _held(new, self.after)
            if told_old == told_new:
                continue
            one = new or old
            assert one is not None
            text = _moved(one.text or one.name, told_old, told_new)
            yield Change("parameter", text, self.clause(one, new is not None))

    def clause(self, parameter: Parameter, is_new: bool) -> str:
        rules = self.after if is_new else self.before
        dated = parameter.dated_on(rules.valued_on)
        return clause_of(rules.policy, dated.cite if dated else parameter.cite)

    def items(
        self,
        kind: Kind,
        word: str,
        old: Sequence[Item],
        new: Sequence[Item],
        detail: Callable[[Item], str],
    ) -> Iterator[Change]:
        by_id = {one.id: one for one in old}, {one.id: one for one in new}
        for before, after in _pairs(*by_id):
            if after is None and before is not None:
                yield Change(kind, f"取消{word}「{before.text or before.id}」")
            elif before is None and after is not None:
                text = f"新增{word}「{after.text or after.id}」"
                yield Change(kind, text, clause_of(self.new, after.cite))
            elif before and after and (text := _rewritten(word, before, after, detail)):
                brief = "" if before.text != after.text else f"{word}「{after.text}」的算法有变"
                yield Change(kind, text, clause_of(self.new, after.cite), brief)

    def amounts(self) -> Iterator[Change]:
        old, new = self.old.amount, self.new.amount
        if (old is None) != (new is None):
            yield Change("amount", "开始给付资金" if new else "不再给付资金")
        for name, word in (("parts", "金额分项"), ("caps", "上限"), ("minus", "扣减")):
            yield from self.items(
                "amount", word, getattr(old, name, ()), getattr(new, name, ()), _formula
            )
        if old and new and old.kind != new.kind:
            told = "改为最高额" if new.kind == "at_most" else "改为确定额"
            yield Change("amount", told)

    def values(self) -> Iterator[Change]:
        for old, new in _pairs(self.old.values, self.new.values):
            if old is None or new is None:
                one, word = (new, "新增") if new else (old, "取消")
                assert one is not None
                yield Change("value", f"{word}算法「{one.text}」", _cited(self.new, new))
            elif computation(old) != computation(new):
                text = f"算法「{new.text}」由 {computation(old)} 改为 {computation(new)}"
                yield Change("value", text, _cited(self.new, new), f"「{new.text}」的算法有变")

    def stacking(self) -> Iterator[Change]:
        old, new = set(self.old.stacking.not_with), set(self.new.stacking.not_with)
        for name in sorted(new - old):
            yield Change("stacking", f"不得与 {name} 同时享受")
        for name in sorted(old - new):
            yield Change("stacking", f"可以与 {name} 同时享受")
        if self.old.stacking.group != self.new.stacking.group:
            group = self.new.stacking.group
            yield Change("stacking", f"列入「{group}」，只能享受一项" if group else "不再择一享受")


def _pairs(
    old: Mapping[str, Named], new: Mapping[str, Named]
) -> Iterator[tuple[Named | None, Named | None]]:
    for name in dict.fromkeys([*old, *new]):
        yield old.get(name), new.get(name)


def _rule(item: Item) -> str:
    return str(item.rule) if isinstance(item, Condition) else ""


def _formula(item: Item) -> str:
    return str(getattr(item, "formula", ""))


def _evidence(item: Item) -> str:
    return str(getattr(item, "evidence", ""))


def _rewritten(word: str, old: Item, new: Item, detail: Callable[[Item], str]) -> str:
    if old.text != new.text:
        return f"{word}「{old.text or old.id}」改为「{new.text or new.id}」"
    if detail(old) != detail(new):
        return f"{word}「{new.text or new.id}」由 {detail(old)} 改为 {detail(new)}"
    return ""


def _held(parameter: Parameter | None, rules: Rules) -> str | None:
    """The value in force, or None where there is none (yet)."""
    dated = parameter and parameter.dated_on(rules.valued_on)
    return dated_value(parameter, dated) if parameter and dated else None


def _moved(what: str, old: str | None, new: str | None) -> str:
    if old is None:
        return f"新增「{what}」：{new}"
    if new is None:
        return f"取消「{what}」（原为 {old}）"
    return f"「{what}」由 {old} 改为 {new}"


def _cited(policy: Policy, value: Value | None) -> str:
    cite: Cite | None = value.cite if value else None
    return clause_of(policy, cite) if cite else ""
