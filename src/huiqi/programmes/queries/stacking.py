"""叠加情况: what else a firm has or asks for that bears on one application, in 元 and sentences.

It refuses nothing: whoever decides reads here what law that spans programmes says, with numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import worded
from huiqi.ledger.queries.support import Received, received_by
from huiqi.ledger.queries.whole import CASH, Kind, Share, whole_support_of
from huiqi.library import load
from huiqi.programmes.enums import ApplicationState
from huiqi.programmes.models import Application
from huiqi.programmes.prefill import facts_for
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.versions import definition_of, rules_for
from huiqi.rules.answer import Answer, clause_of
from huiqi.rules.policy import Policy

S: Final = ApplicationState
# What was never handed in, taken back or refused stands in nobody's way.
COUNTING: Final = (S.ACTIVE, S.RETURNED, S.GRANTED, S.CLOSED)


@dataclass(frozen=True)
class Sentence:
    """一句: what bears on the application; ``clause`` is its basis where the rules cite one.

    ``stops`` where somebody has to look before anything is granted.
    """

    text: str
    clause: str = ""
    stops: bool = False


@dataclass(frozen=True)
class Together:
    """合并情况: the sentences, and what the books say of the firm beside this call; in 分.

    ``besides`` is support of other kinds than cash, as far as the firm has any.
    """

    sentences: tuple[Sentence, ...]
    paid_fen: int
    coming_fen: int
    besides: tuple[tuple[Kind, Share], ...] = ()

    @property
    def stops(self) -> bool:
        """要核对: whether any sentence wants somebody to look first."""
        return any(one.stops for one in self.sentences)


def standing(application: Application, now: datetime) -> Together:
    """叠加情况: of one application, as the books and the other applications stand at ``now``."""
    policy = definition_of(application).policy
    others = [
        one for one in received_by(application.subject) if one.call != application.call.number
    ]
    sentences = (
        *_exclusive(application, policy, others),
        *_repeated(policy, others, now),
        *_shared_caps(policy, others, now),
        *_expense(application, policy, others, now),
    )
    return Together(
        sentences,
        sum(one.paid_fen for one in others),
        sum(one.coming_fen for one in others),
        tuple(one for one in whole_support_of(application.subject_id) if one[0].name != CASH),
    )


def _exclusive(
    application: Application, policy: Policy, others: list[Received]
) -> Iterator[Sentence]:
    """择一享受: programmes that exclude this one, of which the firm asks for or has something."""
    why = _excluded_by(policy)
    for other, (reason, clause) in why.items():
        for asked in _asked_for(application, other):
            yield Sentence(
                worded(
                    "与「%(title)s」%(reason)s；这家企业的 %(number)s %(state)s",
                    title=_title(other),
                    reason=reason,
                    number=asked.number,
                    state=asked.get_state_display(),
                ),
                clause,
                stops=True,
            )
        had = _sum(others, {other})
        if had:
            yield Sentence(
                worded(
                    "与「%(title)s」%(reason)s；账上已核定或已拨付 %(money)s",
                    title=_title(other),
                    reason=reason,
                    money=exact(had),
                ),
                clause,
                stops=True,
            )


def _excluded_by(policy: Policy) -> dict[str, tuple[str, str]]:
    """By programme: why it excludes this one, and on what basis where one is cited."""
    found = {str(one): (_("不得同时享受"), "") for one in policy.stacking.not_with}
    group, once = policy.stacking.group, policy.stacking.once_per
    for other in load().policies.values():
        if other.id == policy.id:
            continue
        if group and other.stacking.group == group:
            found.setdefault(other.id, (_("同组只能享受一项"), ""))
        theirs = other.stacking.once_per
        if once and theirs and theirs.object == once.object:
            clause = clause_of(policy, once.cite)
            found.setdefault(other.id, (_("不得支持同一事项"), clause))
    return found


def _asked_for(application: Application, programme: str) -> Iterator[Application]:
    found = Application.objects.filter(
        subject=application.subject_id, call__programme=programme, state__in=COUNTING
    )
    yield from found.exclude(pk=application.pk).order_by("id")


def _repeated(policy: Policy, others: list[Received], now: datetime) -> Iterator[Sentence]:
    """重复享受: what the firm had of the same programme by other calls."""
    year = day_of(now).year
    recurs = policy.stacking.recurs
    mine = [one for one in others if one.budget.programme == policy.id]
    this_year = sum(one.paid_fen + one.coming_fen for one in mine if one.budget.year == year)
    whole = sum(one.paid_fen + one.coming_fen for one in mine)
    if not whole:
        return
    told = worded(
        "同一项目，本年度另有 %(year)s，历年合计 %(whole)s",
        year=exact(this_year),
        whole=exact(whole),
    )
    once = recurs is not None and recurs.once
    every = recurs.every if recurs else ""
    stops = once and (every == "once" or (every == "year" and this_year > 0))
    if stops:
        told = worded(
            "%(told)s；%(rule)s",
            told=told,
            rule=_("只能享受一次") if every == "once" else _("每年只能享受一次"),
        )
    yield Sentence(told, stops=stops)


def _shared_caps(policy: Policy, others: list[Received], now: datetime) -> Iterator[Sentence]:
    """共同上限: what of it the books leave; one that is 待核 is told and limits nothing."""
    day = day_of(now)
    for cap in policy.stacking.shared_caps:
        sharing = {
            one.id
            for one in load().policies.values()
            if any(each.id == cap.id for each in one.stacking.shared_caps)
        }
        year = day.year if cap.every == "year" else None
        had = _sum(others, sharing, year)
        most = policy.parameters[cap.at_most].yuan_on(day)
        clause = clause_of(policy, cap.cite)
        text = cap.text or _("这些项目合计有上限")
        if most is None:
            told = worded("%(text)s；上限待核，已用 %(had)s", text=text, had=exact(had))
            yield Sentence(told, clause)
            continue
        yield _of_limit(text, _fen(most), had, clause)


def _expense(
    application: Application, policy: Policy, others: list[Received], now: datetime
) -> Iterator[Sentence]:
    """费用池: what programmes that pay the same expense may pay together of it."""
    expense = policy.stacking.expense
    if expense is None:
        return
    sharing = {
        one.id
        for one in load().policies.values()
        if one.stacking.expense and one.stacking.expense.pool == expense.pool
    }
    year = day_of(now).year
    had = _sum(others, sharing, year)
    rules = rules_for(application)
    answer = rules.answer(policy.id, facts_for(application, day_of(now)))
    limit = answer.expense_limit if isinstance(answer, Answer) else None
    text = _("同一笔费用，各项目合计不超过规定的比例")
    if limit is not None:
        yield _of_limit(text, _fen(limit), had, "")
    elif had:
        yield Sentence(worded("%(text)s；本年度已用 %(had)s", text=text, had=exact(had)))


def _of_limit(text: str, most: int, had: int, clause: str) -> Sentence:
    told = worded(
        "%(text)s；上限 %(most)s，账上已用 %(had)s，还剩 %(left)s",
        text=text,
        most=exact(most),
        had=exact(had),
        left=exact(max(most - had, 0)),
    )
    return Sentence(told, clause, stops=had >= most)


def _sum(others: list[Received], programmes: set[str], year: int | None = None) -> int:
    return sum(
        one.paid_fen + one.coming_fen
        for one in others
        if one.budget.programme in programmes and (year is None or one.budget.year == year)
    )


def _fen(yuan: Fraction) -> int:
    return int(yuan * 100)


def _title(programme: str) -> str:
    found = load().policies.get(programme)
    return found.title if found else programme
