"""政策库: all programmes together; which answer a firm, one by one and in combination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiqi.rules import lists, say
from huiqi.rules.answer import Answer, answer
from huiqi.rules.choose import Ceiling, Combination, Offer, YearlyCeiling, choose
from huiqi.rules.compile import Rules, compile_policy
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.judged import Judged
from huiqi.rules.names import nearest
from huiqi.rules.notebook import table
from huiqi.rules.policy import Edition, Policy
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.questions import next_questions
from huiqi.rules.stacking import SharedCap
from huiqi.rules.whatif import nearest_change

if TYPE_CHECKING:
    from huiqi.rules.sweep import How

MOST_COMPILED: Final = 5_000  # over a hundred days of the whole library

FactsLike = Facts | Mapping[str, object]


@dataclass(frozen=True)
class OutOfForce:
    """不在有效期: a programme without an edition on the day; neither yes nor no."""

    policy: Policy
    on: date
    selected_by: date | None = None  # the day of a fact, where that day selects the edition

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        spans = [
            {"from": edition.from_.isoformat(), "to": edition.to and edition.to.isoformat()}
            for edition in self.policy.editions
        ]
        return {
            "programme": self.policy.id,
            "title": self.policy.title,
            "verdict": "not_in_force",
            "on": self.on.isoformat(),
            "editions": spans,
        }

    def explained(self) -> dict[str, object]:
        """解释: there is nothing more to explain."""
        return self.to_dict()


@dataclass(frozen=True)
class Match:
    """匹配结果: every programme's answer for one firm on one day, and the best combination."""

    on: date
    facts: Facts
    results: tuple[Answer, ...]
    not_in_force: tuple[OutOfForce, ...]
    best: Combination

    def __getitem__(self, programme: str) -> Answer:
        """The answer of one programme; KeyError for one that did not answer (not in force)."""
        for result in self.results:
            if result.policy.id == programme:
                return result
        raise KeyError(programme)

    def _repr_html_(self) -> str:
        """A notebook shows a match as a table."""
        return table(self.results)

    def to_dict(self) -> dict[str, object]:
        """转为字典: the promised shape of ``match --json``."""
        left_out = [{"programme": one.programme, "why": one.why} for one in self.best.left_out]
        return {
            "on": self.on.isoformat(),
            "firm": {"name": self.facts.name, "credit_code": self.facts.credit_code},
            "results": [result.to_dict() for result in self.results],
            "not_in_force": [one.to_dict() for one in self.not_in_force],
            "next_questions": [one.to_dict() for one in next_questions(self.results)],
            "best_combination": {
                "programmes": [one.programme for one in self.best.programmes],
                "amount_max": say.plain(Fraction(self.best.total, 100)),
                "left_out": left_out,
            },
        }


@dataclass(frozen=True)
class Library:
    """政策库: programmes by id; rules are compiled once for each edition and day."""

    policies: Mapping[str, Policy]
    _compiled: dict[tuple[str, date, date], Rules] = field(default_factory=dict, compare=False)

    def policy(self, programme: str) -> Policy:
        """政策: by id; Refused with the nearest id when there is none."""
        if programme in self.policies:
            return self.policies[programme]
        hint = nearest(programme, list(self.policies))
        fix = f"是否为「{hint}」？" if hint else "用 huiqi library list 查看全部编号。"
        raise Refused([Problem(f"政策库里没有「{programme}」。", fix=fix)])

    def rules(self, programme: str, facts: Facts) -> Rules | None:
        """规则: the edition that the facts select, or None when none is in force."""
        policy = self.policy(programme)
        day = selecting_day(policy, facts)
        edition = policy.edition_on(day)
        return None if edition is None else self.compiled(policy, edition, facts.on, day)

    def compiled(self, policy: Policy, edition: Edition, on: date, valued_on: date) -> Rules:
        """编制好的规则: from the cache or new; ``valued_on`` selects the parameters."""
        key = (policy.id, on, valued_on)
        found = self._compiled.get(key)
        if found is None:
            found = compile_policy(policy, edition, on, self.policy, valued_on)
            # Whoever asks about thousands of days shall not fill the memory of a server. Other
            # threads may do the same meanwhile, so nothing is read from the cache afterwards.
            if len(self._compiled) >= MOST_COMPILED:
                self._compiled.clear()
            self._compiled[key] = found
        return found

    def explain(
        self, programme: str, facts: FactsLike, on: date | None = None
    ) -> Answer | OutOfForce:
        """解释: one programme on one subject's facts, with its nearest change."""
        found = self.answer(programme, facts, on)
        if isinstance(found, OutOfForce) or found.verdict != "no":
            return found
        return replace(found, nearest_change=nearest_change(found.rules, found.facts))

    def answer(
        self, programme: str, facts: FactsLike, on: date | None = None
    ) -> Answer | OutOfForce:
        """答复: as ``explain`` without the nearest change, which costs the most to find."""
        found = self.judge(programme, _read(facts, on))
        return found if isinstance(found, OutOfForce) else answer(found.rules, found.facts)

    def judge(self, programme: str, facts: Facts) -> Judged | OutOfForce:
        """判定: as ``answer`` without saying why, which costs the most of the rest."""
        rules = self.rules(programme, facts)
        if rules is None:
            policy = self.policy(programme)
            day = selecting_day(policy, facts)
            return OutOfForce(policy, facts.on, None if day == facts.on else day)
        return Judged(rules, facts)

    def match(self, facts: FactsLike, on: date | None = None) -> Match:
        """匹配: every programme for firms, claimable first, the largest ceilings first."""
        read = _read(facts, on)
        answers: list[Answer] = []
        absent: list[OutOfForce] = []
        for policy in self.policies.values():
            if policy.subject == "enterprise":
                found = self.explain(policy.id, read)
                if isinstance(found, Answer):
                    answers.append(found)
                else:
                    absent.append(found)
        answers.sort(key=_order)
        return Match(read.on, read, tuple(answers), tuple(absent), best_combination(answers))

    def sweep(
        self,
        population: Path,
        on: date,
        out: Path,
        programmes: Sequence[str] = (),
        how: How | None = None,
    ) -> dict[str, Any]:
        """全库匹配: of a whole register (Parquet) into the new folder ``out``; its manifest.

        As ``huiqi.rules.sweep.sweep``, which needs huiqi[population].
        """
        from huiqi.rules.sweep.run import How, sweep

        return sweep(self, population, on, out, programmes, how or How())


def _read(facts: FactsLike, on: date | None) -> Facts:
    if isinstance(facts, Facts):
        return facts
    if on is None:
        raise Refused([Problem("缺少评估日期。", fix="请给出 on，例如 date(2021, 10, 20)。")])
    return Facts.read(facts, on)


def selecting_day(policy: Policy, facts: Facts) -> date:
    """选版日期: the fact that selects the edition where it is known, else the day of evaluation.

    Of several loans it is the earliest day that lies in an edition: a loan before the first
    edition must not hide the ones that came in force.
    """
    key = policy.edition_by
    if key not in FACTS:
        return facts.on
    loans = facts.lists.get("loans")
    told = [facts.get(key)] if loans is None else [loan.get(key) for loan in loans]
    days = sorted(date.fromordinal(day) for day in told if isinstance(day, int))
    in_force = (day for day in days if policy.edition_on(day))
    return next(in_force, days[0] if days else facts.on)


def _order(one: Answer) -> tuple[int, Fraction, str]:
    rank = {"yes": 0, "unknown": 1, "no": 2}[one.verdict]
    ceiling = (one.money.maximum if one.money else None) or Fraction(0)
    return rank, -ceiling, one.policy.id


def best_combination(answers: Iterable[Answer]) -> Combination:
    """最优组合: which of the surely claimable programmes together pay most, and why not others."""
    answers = tuple(answers)
    offered = [(offer, one) for one in answers if (offer := offer_of(one))]
    # Every programme of a pool tells the same ceiling; it is one limit all the same.
    ceilings = dict.fromkeys(ceiling for _, one in offered if (ceiling := ceiling_of(one)))
    offers = [_once(offer, one, answers) for offer, one in offered]
    return choose(offers, ceilings=ceilings, yearly=shared_caps(answers))


def _once(offer: Offer, one: Answer, others: Iterable[Answer]) -> Offer:
    """The offer, excluding all others that support the same loan, lease period, invoice, …

    Every programme counts all of its objects, so one of the programmes is chosen for them all.
    """
    once = one.policy.stacking.once_per
    if once is None:
        return offer
    same = {
        other.policy.id
        for other in others
        if (named := other.policy.stacking.once_per) and named.object == once.object
    }
    return replace(offer, not_with=offer.not_with | same - {offer.programme})


def shared_caps(answers: Iterable[Answer]) -> list[YearlyCeiling]:
    """共同上限: what is left of the caps that programmes share; one that is 待核 limits nothing."""
    sharing: dict[str, list[tuple[SharedCap, Answer]]] = {}
    for one in answers:
        for cap in one.policy.stacking.shared_caps:
            sharing.setdefault(cap.id, []).append((cap, one))
    return [found for members in sharing.values() if (found := _shared_cap(members))]


def _shared_cap(members: Sequence[tuple[SharedCap, Answer]]) -> YearlyCeiling | None:
    known = [
        (most, cap)
        for cap, one in members
        if (most := one.policy.parameters[cap.at_most].yuan_on(one.rules.valued_on)) is not None
    ]
    if not known:
        return None
    most, cap = known[0]
    # What was surely received already is used up; the rest is a ceiling and no promise.
    received = sum(
        lists.paid(one.facts, one.policy.id, one.rules.on.toordinal(), in_year=cap.every == "year")[
            0
        ]
        for _, one in members
    )
    span = "同一年" if cap.every == "year" else "历年"
    told = f"{cap.text or '这些项目'}{span}合计不超过 {say.shown(most, 'money')}"
    programmes = frozenset(one.policy.id for _, one in members)
    return YearlyCeiling(programmes, int(max(most - received, Fraction(0)) * 100), told)


def ceiling_of(one: Answer) -> Ceiling | None:
    """费用上限: what all programmes paying the same expense may pay together, where known."""
    expense, limit = one.policy.stacking.expense, one.expense_limit
    if expense is None or limit is None:
        return None
    told = f"同一笔费用合计不超过 {say.shown(limit, 'money')}"
    return Ceiling(expense.pool, int(limit * 100), told)


def offer_of(one: Answer) -> Offer | None:
    """可选项: what a programme offers for sure, for the choice of the best combination."""
    if one.verdict != "yes" or one.money is None or one.money.maximum is None:
        return None
    stacking = one.policy.stacking
    amount = int(one.money.maximum * 100)
    return Offer(
        programme=one.policy.id,
        title=one.policy.title,
        amount=amount,
        not_with=frozenset(stacking.not_with),
        group=stacking.group,
        expense=stacking.expense.pool if stacking.expense else "",
        claimed_of_expense=amount if stacking.expense else 0,
    )
