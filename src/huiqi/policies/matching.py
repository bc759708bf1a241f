"""比对: what is known of whom, what may be got, and in which groups people look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.clock import CALENDAR, CalendarUnknown
from huiqi.library import load
from huiqi.parties.access import may_view_for
from huiqi.parties.models import Organization
from huiqi.parties.queries import (
    KnownFacts,
    facts_of,
    organization_by_code,
    public_facts_of,
    root_of,
)
from huiqi.policies.advising import after_change, is_near
from huiqi.policies.asking import Asked, Choice, own_facts, questions, titles_asked
from huiqi.rules.answer import Answer
from huiqi.rules.book import Match
from huiqi.rules.choose import Combination, Taken
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy
from huiqi.rules.together import exclude

SATURDAY: Final = 5
SOON: Final = timedelta(days=183)


@dataclass(frozen=True)
class Wanted:
    """筛选: which programmes to list: of whom, of what kind, only those that pay."""

    payer: str = ""
    kind: str = ""
    is_money_only: bool = False

    def includes(self, answer: Answer) -> bool:
        """是否列出: every one of the choices must fit."""
        policy = answer.policy
        return (
            self.payer in ("", jurisdiction(policy.id))
            and self.kind in ("", policy.kind)
            and (not self.is_money_only or answer.money is not None)
        )


EVERYTHING: Final = Wanted()


def jurisdiction(programme: str) -> str:
    """辖区: the folder of a programme: national, shenzhen, shenzhen_longgang, …"""
    return programme.partition(".")[0]


@dataclass(frozen=True)
class Whom:
    """比对对象: whose facts are used; ``firm`` None for somebody who only answered questions.

    ``is_own`` tells whether the reader may see all that is known: a stranger sees what the
    register tells everybody, and the answers given in this very browser.
    """

    facts: Facts
    firm: Organization | None = None
    known: KnownFacts | None = None
    is_own: bool = False


def firm_of(actor: Actor, code: str) -> Organization | None:
    """哪家企业: the firm of a credit code, else the reader's own; None for nobody on file."""
    return organization_by_code(code) if code else _acting_for(actor)


def whom(actor: Actor, firm: Organization | None, answers: Mapping[str, Any], on: date) -> Whom:
    """比对对象: a firm with what the reader may know of it, else what the answers tell."""
    own = own_facts(answers, on)
    if firm is None:
        return Whom(own)
    is_own = _is_own(actor, firm)
    known = (facts_of if is_own else public_facts_of)(firm.subject, on)
    # What the city knows is not overruled by an answer typed into a page.
    merged = replace(
        own,
        known={**own.known, **known.known},
        lists={**own.lists, **known.lists},
        complete={**own.complete, **known.complete},
    )
    return Whom(merged, firm, known, is_own)


def _is_own(actor: Actor, firm: Organization) -> bool:
    """Whether the firm, or the one it was merged into, lets the actor look at its data.

    An officer reads here what everybody may. What a case needs is read there, and recorded.
    """
    return any(not may_view_for.refusal(actor, one) for one in (firm, root_of(firm.subject)))


def _acting_for(actor: Actor) -> Organization | None:
    if actor.organization_id is None:
        return None
    firm = Organization.objects.select_related("subject").get(pk=actor.organization_id)
    return firm if _is_own(actor, firm) else None


@dataclass(frozen=True)
class Found:
    """比对结果: the answers in the groups of the page, and what to ask next."""

    match: Match
    can: list[Answer]
    unpriced: list[Answer]
    recognized: list[Answer]
    near: list[Answer]
    ask: list[Answer]
    open: list[Answer]
    no: list[Answer]
    questions: list[Asked]
    titles: list[Choice]

    @property
    def total_fen(self) -> int:
        """合计上限: of the best combination, in 分."""
        return self.match.best.total

    @property
    def is_undecided(self) -> bool:
        """还定不下来: nothing is certain and something is open; a total of 0 would be a «no»."""
        return not self.match.best.programmes and bool(self.ask or self.unpriced or self.open)

    @property
    def taken(self) -> list[Taken]:
        """选入项目: of the best combination, the largest first, as the bar shows them."""
        return sorted(self.match.best.programmes, key=lambda one: -one.amount)

    def groups(self) -> list[tuple[str, list[Answer]]]:
        """各组: with the name under which lists show them, in the order of the page."""
        return [
            (_("可享"), self.can),
            (_("条件满足，金额未定"), self.unpriced),
            (_("符合认定或划型"), self.recognized),
            (_("差一点"), self.near),
            (_("待补充"), self.ask),
            (_("要问主管部门"), self.open),
            (_("暂不符合"), self.no),
        ]


def find(facts: Facts, wanted: Wanted = EVERYTHING) -> Found:
    """比对: all programmes for firms, on the day of the facts, most urgent first.

    What is not ``wanted`` is not listed; the best combination is of everything all the same.
    """
    match = load().match(facts)
    listed = [one for one in match.results if wanted.includes(one)]
    by = {
        verdict: [one for one in listed if one.verdict == verdict]
        for verdict in ("yes", "no", "unknown")
    }
    waiting = [one for one in by["unknown"] if one.missing]
    return Found(
        match=match,
        can=sorted((one for one in by["yes"] if one.is_priced), key=_urgency),
        unpriced=[one for one in by["yes"] if one.money and not one.is_priced],
        recognized=[one for one in by["yes"] if not one.money],
        near=[one for one in by["no"] if is_near(one)],
        ask=waiting,
        open=[one for one in by["unknown"] if not one.missing],
        no=[one for one in by["no"] if not is_near(one)],
        questions=questions([*waiting, *(one for one in by["yes"] if one.missing)]),
        titles=titles_asked(waiting),
    )


def last_day(answer: Answer) -> date | None:
    """最后一天: of the edition that answers, included; None where no source names one."""
    return answer.rules.edition.to


def is_urgent(answer: Answer) -> bool:
    """是否紧急: whether the edition ends within half a year of the day."""
    last = last_day(answer)
    return last is not None and last - answer.facts.on <= SOON


@lru_cache(maxsize=1_000)
def days_left(on: date, last: date) -> int:
    """剩余工作日: from the day to the last one, both included; weekdays where none is known."""
    days = ((on + timedelta(days=n)) for n in range((last - on).days + 1))
    try:
        return sum(CALENDAR.guess_workday(one) for one in days)
    except CalendarUnknown:
        return sum(
            (on + timedelta(days=n)).weekday() < SATURDAY for n in range((last - on).days + 1)
        )


def _urgency(answer: Answer) -> tuple[date, Fraction, str]:
    """What ends soon first, then the largest ceilings."""
    last = last_day(answer) if is_urgent(answer) else None
    ceiling = (answer.money.maximum if answer.money else None) or Fraction(0)
    return last or date.max, -ceiling, answer.policy.id


def bars(found: Found) -> list[tuple[str, int]]:
    """合计条: kind and 分 of each piece: the programmes taken, nearly, still to be told."""
    pieces = [(str(min(place, 3)), one.amount) for place, one in enumerate(found.taken, 1)]
    nearly = sum(near_fen(one) for one in found.near)
    return [(kind, amount) for kind, amount in (*pieces, ("near", nearly)) if amount]


def near_fen(answer: Answer) -> int:
    """够了以后的上限: at most, in 分, once the nearest change has come about."""
    money = after_change(answer).money
    return fen(money.range[1]) if money else 0


def hints(best: Combination, policy: Policy) -> list[str]:
    """互斥提示: why this one was left out, or which ones stand back for it."""
    told = [one.why for one in best.left_out if one.programme == policy.id]
    if told:
        return told
    taken = next((one for one in best.programmes if one.programme == policy.id), None)
    if taken is None:
        return []
    others = [load().policy(one.programme) for one in best.left_out]
    rivals = [other.title for other in others if exclude(policy, other)]
    found = [_("与“%(other)s”只能选一个，已按合计多的算。") % {"other": one} for one in rivals]
    return [*found, *([taken.cut_by] if taken.cut_by else [])]


def fen(yuan: Fraction | None) -> int:
    """分: of yuan, rounded down; 0 for an amount that is not known."""
    return int(yuan * 100) if yuan else 0
