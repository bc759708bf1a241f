"""判定而不解释: an answer without its sentences, each part worked out only when it is asked.

To say why costs many times what it costs to judge; who only compares need not pay for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from huiqi.rules.answer import Money, expense_limit_of, missing_of, money_of
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import Oracle, verdict_of
from huiqi.rules.outputs import outputs_of
from huiqi.rules.policy import Policy


@dataclass(frozen=True)
class Judged:
    """判定: what one programme says to one subject on one day, and nothing about why."""

    rules: Rules
    facts: Facts

    @property
    def policy(self) -> Policy:
        """政策: the programme that answers."""
        return self.rules.policy

    @cached_property
    def oracle(self) -> Oracle:
        """判定者: on the facts of the subject."""
        return Oracle(self.facts)

    @cached_property
    def verdict(self) -> str:
        """结论: yes, no or unknown."""
        return verdict_of(self.oracle.truth(self.rules.verdict))

    @cached_property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """逐条结论: each condition's id with its own verdict."""
        truths = ((item.id, self.oracle.truth(truth)) for item, truth in self.rules.conditions)
        return tuple((name, verdict_of(rails)) for name, rails in truths)

    @property
    def failed(self) -> tuple[str, ...]:
        """未满足条款: ids of the conditions that are surely not met."""
        return tuple(name for name, verdict in self.verdicts if verdict == "no")

    @cached_property
    def money(self) -> Money | None:
        """金额: in yuan, without the steps; None for a programme without money."""
        return money_of(self.rules, self.facts, self.verdict, self.oracle.number)

    @property
    def expense_limit(self) -> Fraction | None:
        """费用上限: yuan that all programmes paying the same expense may pay together."""
        return expense_limit_of(self.rules, self.oracle.number)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """缺少的事实: that still matter; none where the answer is no."""
        return missing_of(self.rules, self.oracle, self.verdict)

    @cached_property
    def outputs(self) -> tuple[tuple[str, object], ...]:
        """结果: every output with what it says, None where that is open."""
        return tuple(outputs_of(self.rules, self.oracle.number))
