"""改写的条件: a programme as it would be with other conditions; nothing of it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from huiqi.rules.assumed import instead
from huiqi.rules.book import Library
from huiqi.rules.compile import compile_policy
from huiqi.rules.names import nearest
from huiqi.rules.policy import Condition, Formula, Policy, in_edition
from huiqi.rules.problems import Problem, Refused

LONGEST_RULE: Final = 2_000  # characters; the longest that ships has a fifth of it


def reworded(library: Library, policy: Policy, on: date, rules: Mapping[str, str]) -> Policy:
    """改写: ``policy`` with the conditions named judged by other rules; an empty rule drops one.

    In the edition of ``on`` only. Refused with every condition that there is not, and every rule
    that cannot be read, each under the condition's name as ``key``.
    """
    edition = policy.edition_on(on)
    if edition is None:
        raise Refused([Problem(f"「{policy.id}」在 {on} 没有生效的版本。", fix="请换一个日期。")])
    text = policy.text_of(edition)
    held = {one.id: one for one in in_edition(text.when, edition)}
    problems: list[Problem] = []
    for name, rule in rules.items():
        problems += _of_one(library, policy, on, held, name, rule)
    if not problems and rules and all(not rules.get(name, "kept").strip() for name in held):
        what = "条件全部去掉了，"
        problems.append(Problem(what, "那就是人人都有。", "请至少留一条。"))
    if problems:
        raise Refused(problems)
    return _with(policy, text, {held[name]: rule.strip() for name, rule in rules.items()})


def _of_one(
    library: Library,
    policy: Policy,
    on: date,
    held: Mapping[str, Condition],
    name: str,
    rule: str,
) -> list[Problem]:
    if name not in held:
        hint = nearest(name, [*held])
        fix = f"是否为「{hint}」？" if hint else f"这一版的条件：{'、'.join(held)}。"
        return [Problem(f"没有条件「{name}」。", fix=fix, key=name)]
    if len(rule) > LONGEST_RULE:
        what = f"条件「{name}」有 {len(rule):,} 个字，"
        return [Problem(what, fix=f"最多 {LONGEST_RULE:,} 个。", key=name)]
    edition = policy.edition_on(on)
    assert edition is not None
    tried = _with(policy, policy.text_of(edition), {held[name]: rule.strip()})
    try:
        compile_policy(tried, tried.edition_on(on) or edition, on, library.policy)
    except Refused as refused:
        return [replace(one, file="", line=0, key=name) for one in refused.problems]
    except RecursionError:
        return [Problem(f"条件「{name}」里括号嵌套得太深。", fix="请写简单一些。", key=name)]
    return []


def _with(policy: Policy, text: Policy, rules: Mapping[Condition, str]) -> Policy:
    when = tuple(
        replace(one, rule=Formula(rules[one], one.line)) if rules.get(one) else one
        for one in text.when
        if rules.get(one, "kept")
    )
    return instead(policy, text, replace(text, when=when))
