"""答复的写法: marks, what we know of a condition, and where a fact came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiqi.library import load
from huiqi.policies import matching
from huiqi.rules.answer import Answer, Reason
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts

register = template.Library()

USED = ("employees", "revenue", "rd_spend", "assets", "class1_ip", "loan_amount")


@register.filter
def fen(yuan: Fraction | None) -> int:
    """分: of yuan, rounded down."""
    return matching.fen(yuan)


@register.filter
def fact_label(key: str) -> str:
    """事实名称: what a fact is called."""
    return FACTS[key].label if key in FACTS else key


@register.filter
def programme_title(programme: str) -> str:
    """项目名称: of an id."""
    return load().policy(programme).title


@register.filter
def doubtful(answer: Answer) -> bool:
    """是否有待核: whether a condition or the amount rests on something nobody has verified."""
    amount = answer.money is not None and bool(answer.money.why_unknown)
    return amount or any(reason.unverified for reason in answer.reasons)


@register.filter
def mark_of(reason: Reason) -> str:
    """判断符号: of one condition."""
    return {"yes": "yes", "no": "no", "unknown": "ask"}[reason.verdict]


@register.filter
def group_mark(answer: Answer) -> str:
    """判断符号: of one programme; one change away is «nearly»."""
    if answer.verdict == "no" and answer.nearest_change:
        return "near"
    return {"yes": "yes", "no": "no", "unknown": "ask"}[answer.verdict]


@register.filter
def mine(reason: Reason) -> str:
    """现值与要求: what we know of a condition, and what it asks for where that decides."""
    if reason.verdict == "yes":
        return reason.value
    return reason.tree.deciding().text


@register.filter
def conditions_met(answer: Answer) -> str:
    """满足几条: of how many."""
    total = len(answer.reasons)
    met = sum(reason.verdict == "yes" for reason in answer.reasons)
    if met == total:
        told = ngettext("%(total)d 条全部满足", "%(total)d 条全部满足", total)
    else:
        told = ngettext("%(total)d 条满足 %(met)d 条", "%(total)d 条满足 %(met)d 条", total)
    return told % {"total": total, "met": met}


@dataclass(frozen=True)
class Used:
    """用到的数据: one fact with its value and who sent it, of which day."""

    label: str
    value: str
    source: str


@register.filter
def facts_used(who: matching.Whom) -> Iterator[Used]:
    """用了这些数据: those that most programmes read, with their source."""
    known = who.known
    if known is None:
        return
    for key in USED:
        value, told = _written(known, key), known.provenance.get(key)
        if value and told:
            source = _("来源 %(source)s %(day)s") % {
                "source": told.source.label,
                "day": told.as_of.isoformat(),
            }
            yield Used(FACTS[key].label, value, source)


def _written(facts: Facts, key: str) -> str:
    value = facts.outer(key)
    if value is None:
        return ""
    unit = FACTS[key].unit
    return f"{value:,} {unit}" if isinstance(value, int) else f"{value} {unit}"
