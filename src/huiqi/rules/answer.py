"""答复: what one programme says to one subject: verdict, ceiling, reasons, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import lists, say
from huiqi.rules.compile import Rules
from huiqi.rules.explain import explain, missing
from huiqi.rules.facts import Facts
from huiqi.rules.figures import Figure, figures
from huiqi.rules.node import Node
from huiqi.rules.oracle import NEVER, SURE, UNKNOWN, Interval, Numbers, Oracle, Rails, verdict_of
from huiqi.rules.outputs import outputs_of, ranges_of
from huiqi.rules.policy import Cite, Policy
from huiqi.rules.say_amount import amount_text, computed

# A range that ends beyond a billion yuan comes from a fact without a limit and says nothing.
MEANINGLESS_ABOVE: Final = Fraction(10**9)
NOTHING: Final[Interval] = (Fraction(0), Fraction(0))
# Supports that are paid once for such a period; of a title or a loan ``minus`` takes off the rest.
PERIODS: Final = {"year": "本年度", "once": "此前"}


@dataclass(frozen=True)
class Reason:
    """理由: one condition with its verdict, value used, need and clause (文号 条款).

    ``value`` is said in words, ``raw`` is the same for machines (None: unknown). It is
    ``unverified`` where its clause is, or one of the ``figures`` of the policy that it reads.
    """

    id: str
    condition: str
    verdict: str
    value: str
    needed: str
    clause: str
    fact: str
    unverified: bool
    tree: Node
    raw: object = None
    figures: tuple[Figure, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON, without the tree."""
        return {
            "id": self.id,
            "condition": self.condition,
            "verdict": self.verdict,
            "value": self.raw,
            "value_text": self.value,
            "needed": self.needed,
            "clause": self.clause,
            "fact": self.fact,
            "unverified": self.unverified,
        }


@dataclass(frozen=True)
class Money:
    """金额: yuan, each None unless surely known; ``range`` is (sure, possible), None = no limit.

    ``maximum`` is what is still payable after what was paid and a ceiling, never a promise.
    """

    maximum: Fraction | None
    gross: Fraction | None
    range: tuple[Fraction, Fraction | None]
    steps: tuple[str, ...] = ()
    why_unknown: str = ""


@dataclass(frozen=True)
class Answer:
    """答复: the result of one programme for one subject on one day."""

    rules: Rules
    facts: Facts
    verdict: str
    money: Money | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    outputs: tuple[tuple[str, object], ...]
    outputs_range: tuple[tuple[str, tuple[object, object]], ...] = ()
    nearest_change: tuple[dict[str, object], ...] = ()

    @property
    def policy(self) -> Policy:
        """政策: the programme that answers."""
        return self.rules.policy

    @property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """逐条结论: each condition's id with its own verdict."""
        return tuple((reason.id, reason.verdict) for reason in self.reasons)

    @property
    def is_priced(self) -> bool:
        """金额是否已定: whether it pays and how much at most is surely known."""
        return self.money is not None and self.money.maximum is not None

    @property
    def failed(self) -> tuple[str, ...]:
        """未满足条款: ids of the conditions that are surely not met."""
        return tuple(name for name, verdict in self.verdicts if verdict == "no")

    @property
    def expense_limit(self) -> Fraction | None:
        """费用上限: yuan that all programmes paying the same expense may pay together.

        None where the programme shares no expense, or where its ceiling is not surely known.
        """
        return expense_limit_of(self.rules, Oracle(self.facts).number)

    def checks(self) -> list[dict[str, object]]:
        """人工核查项: what a person still has to judge, with clause and evidence.

        One of them is whether it was received before, where that would leave nothing to pay
        and nobody has said; its clause is that of the amount.
        """
        policy = self.policy.only(self.rules.edition)
        found: list[dict[str, object]] = [
            {
                "id": check.id,
                "text": check.text,
                "clause": clause_of(policy, check.cite),
                "evidence": check.evidence,
            }
            for check in policy.checks
        ]
        text = only_once(self.rules, self.facts)
        if text and self.rules.parts and self.verdict != "no":
            clause = clause_of(policy, self.rules.parts[0][0].cite)
            own = {"id": "received_before", "text": text, "clause": clause}
            found.append({**own, "evidence": "资金拨付台账"})
        return found

    def to_dict(self) -> dict[str, object]:
        """转为字典: the promised shape of one result of ``match --json``."""
        money = self.money
        low, high = money.range if money else (Fraction(0), None)
        return {
            "programme": self.policy.id,
            "version": self.rules.version,
            "title": self.policy.title,
            "payer": self.policy.payer,
            "verdict": self.verdict,
            "amount_max": money and _plain(money.maximum),
            "amount_gross": money and _plain(money.gross),
            "amount_range": money and [say.plain(low), _plain(high)],
            "is_ceiling": self.policy.amount is not None and self.policy.amount.kind == "at_most",
            "amount_unknown": money.why_unknown if money else "",
            "reasons": [reason.to_dict() for reason in self.reasons],
            "missing": list(self.missing),
            "nearest_change": list(self.nearest_change),
            "deadline": None,
            "outputs": dict(self.outputs),
            "outputs_range": {name: list(ends) for name, ends in self.outputs_range},
            "checks": self.checks(),
        }

    def explained(self) -> dict[str, object]:
        """解释: as ``to_dict`` with the whole tree and the amount's computation."""
        tree = [reason.to_dict() | {"tree": reason.tree.to_dict()} for reason in self.reasons]
        steps = list(self.money.steps) if self.money else []
        root = {"kind": "all", "verdict": self.verdict, "children": tree}
        told = {"tree": root, "amount_steps": steps}
        return self.to_dict() | told | {"figures": [self._figure(one) for one in self.figures]}

    @property
    def figures(self) -> tuple[Figure, ...]:
        """所用数字: what the conditions rest on, and unless the verdict is no the amount."""
        used = [one for reason in self.reasons for one in reason.figures]
        if self.rules.net and self.verdict != "no":
            used += figures(self.rules, self.rules.net, Oracle(self.facts))
        return tuple(dict.fromkeys(used))

    def _figure(self, one: Figure) -> dict[str, object]:
        return {
            "name": one.parameter.name,
            "text": one.parameter.text,
            "unit": one.parameter.unit,
            "value": _plain(one.dated.value),
            "from": one.dated.from_.isoformat(),
            "clause": clause_of(self.policy, one.dated.cite),
            "unverified": one.unverified,
            "note": one.dated.note,
        }


def _plain(value: Fraction | None) -> object:
    return None if value is None else say.plain(value)


def clause_of(policy: Policy, cite: Cite) -> str:
    """条款号: document number (or title) and clause of a citation, marked 待核 if unverified."""
    source = policy.sources[cite.source]
    told = " ".join(part for part in (source.document_no or source.title, cite.clause) if part)
    return f"{told}（待核）" if source.unverified else told


def answer(rules: Rules, facts: Facts) -> Answer:
    """答复: evaluate one programme on one subject's facts."""
    oracle = Oracle(facts)
    reasons = tuple(_reasons(rules, oracle))
    verdict = verdict_of(oracle.truth(rules.verdict))
    money = _money(rules, oracle, verdict)
    return Answer(
        rules,
        facts,
        verdict,
        money,
        reasons,
        missing_of(rules, oracle, verdict),
        tuple(outputs_of(rules, oracle.number)),
        tuple(ranges_of(rules, oracle)),
    )


def missing_of(rules: Rules, oracle: Oracle, verdict: str) -> tuple[str, ...]:
    """缺少的事实: that verdict, amount and outputs still need; none where the verdict is no."""
    if verdict == "no":
        return ()
    numbers = [number for _, number in rules.outputs]
    return missing((rules.verdict, *([rules.net] if rules.net else []), *numbers), oracle)


def expense_limit_of(rules: Rules, number: Numbers) -> Fraction | None:
    """费用上限: in yuan, as ``Answer.expense_limit`` tells it."""
    if rules.expense is None:
        return None
    low, high = number(rules.expense)
    return low if low == high else None


def _reasons(rules: Rules, oracle: Oracle) -> Iterator[Reason]:
    for condition, truth in rules.conditions:
        tree = explain(truth, oracle)
        leaf = tree.deciding()
        used = figures(rules, truth, oracle)
        text = condition.text
        if tree.verdict == "no" and condition.text_no:
            text = condition.text_no
        yield Reason(
            condition.id,
            text,
            tree.verdict,
            leaf.value,
            leaf.needed,
            clause_of(rules.policy, condition.cite),
            leaf.fact,
            rules.policy.is_unverified(condition.cite) or any(one.unverified for one in used),
            tree,
            leaf.raw,
            used,
        )


def _money(rules: Rules, oracle: Oracle, verdict: str) -> Money | None:
    money = money_of(rules, oracle.facts, verdict, oracle.number)
    if money is None or verdict == "no" or (rules.policy.amount and rules.policy.amount.unknown):
        return money
    return replace(money, steps=tuple(_steps(rules, oracle)))


def money_of(rules: Rules, facts: Facts, verdict: str, number: Numbers) -> Money | None:
    """金额: of a verdict, without the steps; ``number`` gives the ends of net and gross in yuan.

    None for a programme without money. Every way to judge a firm tells its amount by this.
    """
    amount = rules.policy.amount
    if amount is None or rules.net is None or rules.gross is None:
        return None
    if verdict == "no":
        return Money(None, None, NOTHING)
    if amount.unknown:
        return Money(None, None, (Fraction(0), None), (), amount.unknown)
    gross = number(rules.gross)
    net = NOTHING if received(rules, facts) == SURE else number(rules.net)
    sure = net[0] if verdict == "yes" else Fraction(0)
    return Money(
        maximum=net[0] if verdict == "yes" and net[0] == net[1] else None,
        gross=gross[0] if gross[0] == gross[1] else None,
        range=(sure, None if net[1] > MEANINGLESS_ABOVE else net[1]),
        why_unknown=rules.open_number,
    )


def _steps(rules: Rules, oracle: Oracle) -> Iterator[str]:
    for part, number in rules.parts:
        yield f"{say.headline(part.text or '金额')}：{computed(number, oracle)}"
    for cap, number in rules.caps:
        yield f"上限「{say.headline(cap.text)}」：{_limit(number, oracle)}"
    for item, number in rules.minus:
        yield f"扣除「{say.headline(item.text)}」：{computed(number, oracle)}"
    if rules.net:
        yield f"可得（取整后，最高不超过）：{amount_text(rules.net, oracle)}"
    if received(rules, oracle.facts) == SURE:
        yield f"{PERIODS[_every(rules)]}已经领取过本项目，不再重复发给 = 0 元"
    if told := only_once(rules, oracle.facts):
        yield told


def _limit(number: x.Num, oracle: Oracle) -> str:
    """A fixed cap says its number only: its sentence has said the rest."""
    fixed = isinstance(number, x.Const) and not number.unknown
    return amount_text(number, oracle) if fixed else computed(number, oracle)


def only_once(rules: Rules, facts: Facts) -> str:
    """只领一次: what to mind where nobody said whether it was received before; else nothing.

    The amount stays as it is: a firm that tells of no award would otherwise be promised nothing.
    """
    if received(rules, facts) != UNKNOWN:
        return ""
    return f"若{PERIODS[_every(rules)]}已经领取过，不再重复发给"


def _every(rules: Rules) -> str:
    recurs = rules.policy.stacking.recurs
    return recurs.every if recurs else ""


def received(rules: Rules, facts: Facts) -> Rails:
    """是否已领: whether a yearly (or one-off) support was received for this period already.

    Surely and possibly; who surely did gets nothing more, whatever the amount comes to.
    """
    every = _every(rules)
    if every not in PERIODS:
        return NEVER
    return lists.received(facts, rules.policy.id, rules.on.toordinal(), in_year=every == "year")
