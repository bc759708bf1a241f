"""条件: rules in the language of the policies, judged on the facts of one firm, three-valued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.explain import missing
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import Oracle, verdict_of
from huiqi.rules.parse import BadRule, Scope, parse_truth
from huiqi.rules.policy import Formula
from huiqi.rules.shape import Log
from huiqi.rules.vocabulary import code_of

ANY_DAY: Final = date(2021, 10, 20)  # whether a rule can be read does not depend on the day


@dataclass(frozen=True)
class Verdict:
    """判断: yes, no or unknown; ``missing`` names the facts that would settle it."""

    answer: str
    missing: tuple[str, ...] = ()

    @property
    def missing_labels(self) -> tuple[str, ...]:
        """缺少的事实: by the names people know."""
        return tuple(FACTS[key].label for key in self.missing)


def judge(rule: str, facts: Facts) -> Verdict:
    """判断: a rule on the facts of one firm, on their day; BadRule when it cannot be read."""
    truth, oracle = _tree(str(rule), facts.on), Oracle(facts)
    answer = verdict_of(oracle.truth(truth))
    return Verdict(answer, missing((truth,), oracle) if answer == "unknown" else ())


def check_rules(rules: Iterator[Formula], log: Log) -> None:
    """核对公式: every rule can be read; each that cannot is a problem at its line."""
    for rule in rules:
        try:
            _tree(str(rule), ANY_DAY)
        except BadRule as bad:
            log.say(rule.line, str(bad), fix="请按政策公式的写法改正。", key="rule")


@lru_cache(maxsize=1024)
def _tree(rule: str, on: date) -> x.Truth:
    return parse_truth(rule, Scope(FACTS, code_of, on, {}))
