"""项目之间的核对: what programmes say of each other must agree, across all folders."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from huiqi.rules.names import nearest
from huiqi.rules.shape import Log

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from huiqi.rules.policy import Policy
    from huiqi.rules.problems import Problem
    from huiqi.rules.stacking import OncePer, SharedCap


def spanning_problems(policies: Mapping[str, Policy], ids: Collection[str]) -> list[Problem]:
    """项目之间的出入: exclusions one way only, and shared names that do not mean the same.

    ``ids`` are all programmes there are, also those that could not be read.
    """
    return [*_exclusions(policies, ids), *_objects(policies), *_caps(policies)]


def _exclusions(policies: Mapping[str, Policy], ids: Collection[str]) -> Iterator[Problem]:
    for policy in policies.values():
        log = Log(policy.file)
        for other in policy.stacking.not_with:
            if other not in ids:
                what = f"not_with 中的 {other} 没有这个项目。"
                near = nearest(other, list(ids))
                fix = f"是否要写 {near}？" if near else "请核对编号，或删去。"
                log.say(other.line, what, fix=fix, key="not_with")
            elif other in policies and policy.id not in policies[other].stacking.not_with:
                what = f"{policy.id} 不可与 {other} 同享，{other} 却没有写明。"
                fix = f"请在 {policies[other].file} 的 not_with 中补写 {policy.id}，或删去这里的。"
                log.say(other.line, what, fix=fix, key="not_with")
        yield from log.problems


def _objects(policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """Programmes that name one object must mean the same kind of thing."""
    first: dict[str, tuple[Policy, OncePer]] = {}
    for policy in policies.values():
        once = policy.stacking.once_per
        if once is None:
            continue
        other, named = first.setdefault(once.object, (policy, once))
        if named.every != once.every:
            log = Log(policy.file)
            what = f"对象 {once.object} 在这里是 {once.every}，在 {other.id} 是 {named.every}。"
            log.say(once.line, what, fix="同名的对象须是同一种，请改一处。", key="every")
            yield from log.problems


def _caps(policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """Programmes that name one cap must give it the same span and, at any time, the same amount."""
    first: dict[str, tuple[Policy, SharedCap]] = {}
    for policy in policies.values():
        log = Log(policy.file)
        for cap in policy.stacking.shared_caps:
            other, named = first.setdefault(cap.id, (policy, cap))
            if named.every != cap.every:
                what = f"共同上限 {cap.id} 在这里按 {cap.every}，在 {other.id} 按 {named.every}。"
                log.say(cap.line, what, fix="请改一处。", key="every")
            elif told := _unequal(policy, cap, other, named):
                what = f"共同上限 {cap.id} 的数额与 {other.id} 不同：{told}。"
                log.say(cap.line, what, fix="请核对两边的参数。", key="at_most")
        yield from log.problems


def _unequal(policy: Policy, cap: SharedCap, other: Policy, named: SharedCap) -> str:
    one, two = policy.parameters[cap.at_most], other.parameters[named.at_most]
    for dated in sorted(chain(one.values, two.values), key=lambda dated: dated.from_):
        mine, theirs = one.yuan_on(dated.from_), two.yuan_on(dated.from_)
        if mine is not None and theirs is not None and mine != theirs:
            return f"{dated.from_} 起为 {mine} 元，那里为 {theirs} 元"
    return ""
