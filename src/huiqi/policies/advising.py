"""下一步: after every «no» and «unknown» what it turns on, how to mend it, by when, and who helps.

Facts, never advice to acquire a status: what business brings, what days bring, what the firm can
tell, and where a person looks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.library import load
from huiqi.policies.asking import may_ask
from huiqi.rules.answer import Answer, Reason
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import scale

NEAR: Final = Fraction(1, 2)  # growing by no more than half is «nearly»
NEAR_DAYS: Final = 366
REGISTERED: Final = ("district", "industry", "entity_kind", "registered_on")


@dataclass(frozen=True)
class Step:
    """下一步: of one condition: what to do, and the question to answer, if that is it."""

    text: str
    asks: str = ""


@dataclass(frozen=True)
class Gap:
    """差距: one fact that is short: what it is, must be and lacks; ``share`` of the need is there.

    ``on`` is the day from which waiting alone suffices.
    """

    text: str
    share: Fraction
    on: date | None = None


def department(answer: Answer) -> str:
    """找谁: the department in charge on the day, else whoever pays."""
    policy = answer.policy
    return policy.department_on(answer.facts.on) or policy.payer


def step_of(answer: Answer, reason: Reason) -> Step | None:
    """下一步: of one condition; None where it is met."""
    if reason.verdict == "yes":
        return None
    if reason.verdict == "unknown":
        return _told_by_firm(answer, reason)
    return _when_changed(answer, reason) or _when_not(answer, reason)


def _told_by_firm(answer: Answer, reason: Reason) -> Step:
    for leaf in reason.tree.leaves():
        if leaf.verdict == "unknown" and leaf.fact in answer.missing and may_ask(leaf.fact):
            return Step(_("说出“%(fact)s”就能判断。") % {"fact": FACTS[leaf.fact].label}, leaf.fact)
    for key in answer.missing:
        if may_ask(key):
            return Step(_("先说出“%(fact)s”。") % {"fact": FACTS[key].label}, key)
    return Step(_("政策原文待核，要问%(who)s。") % {"who": department(answer)})


def _when_changed(answer: Answer, reason: Reason) -> Step | None:
    facts = {leaf.fact for leaf in reason.tree.leaves() if leaf.verdict != "yes"}
    told = [str(one["text"]) for one in answer.nearest_change if one["fact"] in facts]
    return Step("；".join(told) + "。") if told else None


def _when_not(answer: Answer, reason: Reason) -> Step:
    leaf = reason.tree.deciding()
    if leaf.fact == "titles":
        return Step(_("取得所列资格之后再比对；已经取得的，更正记录即可。"))
    if leaf.fact in REGISTERED:
        return Step(_("这一条由登记信息决定；登记有误的，先到市场监管部门更正。"))
    if leaf.fact == "blacklisted":
        return Step(_("信用修复完成后再比对；记录有误的，向列入的部门申请更正。"))
    return Step(
        _("按现有数据不符合；数据有误或有变化的，更正后重新比对，或请%(who)s复核。")
        % {"who": department(answer)}
    )


def other_ways(answer: Answer) -> list[str]:
    """另有途径: for every condition that fails, what the source accepts instead of it.

    Only a person can judge that, so it never enters the verdict. Empty unless there is a way
    around every one of them: then the «no» is not the last word.
    """
    policy = answer.policy.only(answer.rules.edition)
    ways = {check.instead_of: check.text for check in policy.checks if check.instead_of}
    if answer.verdict != "no" or not all(name in ways for name in answer.failed):
        return []
    return [ways[name] for name in answer.failed]


# Nearly


def is_near(answer: Answer) -> bool:
    """是否差一点: whether growing by at most half, or waiting a year, would do."""
    return is_small_change(answer.nearest_change)


def is_small_change(change: Sequence[dict[str, Any]]) -> bool:
    """是否小改变: whether there is one at all, and every part of it is small."""
    return bool(change) and all(_is_small(one) for one in change)


def _is_small(change: dict[str, Any]) -> bool:
    if "wait_days" in change:
        return int(change["wait_days"]) <= NEAR_DAYS
    return Fraction(change["gap"]) <= max(Fraction(change["from"]) * NEAR, Fraction(1))


def gaps(answer: Answer) -> Iterator[Gap]:
    """差距: of each fact that the nearest change names."""
    for one in answer.nearest_change:
        if "wait_days" in one:
            yield Gap(str(one["text"]), Fraction(0), date.fromisoformat(str(one["on"])))
        else:
            need = Fraction(str(one["to"]))
            share = Fraction(str(one["from"])) / need if need > 0 else Fraction(0)
            yield Gap(str(one["text"]), min(max(share, Fraction(0)), Fraction(1)))


def after_change(answer: Answer) -> Answer:
    """够了以后: the answer if the facts of the nearest change were as it says."""
    changed = {str(one["fact"]): _inner(one, answer.facts) for one in answer.nearest_change}
    found = load().answer(answer.policy.id, answer.facts.replace(**changed))
    return found if isinstance(found, Answer) else answer


def _inner(change: dict[str, Any], facts: Facts) -> int:
    key = str(change["fact"])
    if "wait_days" in change:
        return int(str(facts.known[key])) - int(change["wait_days"])
    return int(Fraction(str(change["to"])) * scale(FACTS[key]))
