"""答复的写法: marks, what we know of a condition, and where a fact came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiqi.kernel.days import told as day_told
from huiqi.kernel.pieces import cond, joined
from huiqi.library import load
from huiqi.parties.units import unit_word
from huiqi.policies import advising, asking, beside, matching
from huiqi.policies.addresses import anchor as anchor_of
from huiqi.policies.addresses import query_of
from huiqi.policies.enums import Standing
from huiqi.policies.ways import Way
from huiqi.rules.answer import Answer, Reason, only_once
from huiqi.rules.dictionary import FACTS
from huiqi.rules.diff import Change
from huiqi.rules.facts import Facts
from huiqi.rules.node import Node
from huiqi.rules.policy import Policy

register = template.Library()

SOON_DAYS = 20  # working days
WEIGHTY = ("parameter", "condition", "amount", "stacking")
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


@register.filter
def step(answer: Answer, reason: Reason) -> advising.Step | None:
    """下一步: of one condition that is not met or not known."""
    return advising.step_of(answer, reason)


@register.filter
def department(answer: Answer) -> str:
    """找谁: who is in charge on the day of the answer."""
    return advising.department(answer)


@register.filter
def gaps(answer: Answer) -> list[advising.Gap]:
    """差距: what the nearest change lacks."""
    return list(advising.gaps(answer))


@register.filter
def after_change(answer: Answer) -> Answer:
    """够了以后: the answer once the gap is closed."""
    return advising.after_change(answer)


@register.filter
def in_force(policy: Policy) -> str:
    """何时有效: the days of every edition, the first and the last included."""
    told = []
    for one in policy.editions:
        words = {"first": one.from_.isoformat(), "last": one.to.isoformat() if one.to else ""}
        told.append((_("%(first)s 至 %(last)s") if one.to else _("%(first)s 起")) % words)
    return _("有效期：%(days)s") % {"days": _("；").join(told)}


@register.filter
def other_ways(answer: Answer) -> list[str]:
    """另有途径: what the source accepts instead and only a person can judge."""
    return advising.other_ways(answer)


@register.filter
def standing(answer: Answer) -> str:
    """结论: of one programme, in words."""
    told = {"yes": _("条件都满足"), "no": _("现在不符合"), "unknown": _("还不能定")}
    return told[answer.verdict]


@register.filter
def answer_tone(answer: Answer) -> str:
    """结论的颜色: beside the word."""
    return {"yes": "mal", "no": "cin", "unknown": "dai"}[answer.verdict]


@register.filter
def by_weight(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """变化分两类: what decides and pays first; what a person checks, and the days, folded."""
    told = list(changes)
    return {
        "main": [one for one in told if one.kind in WEIGHTY],
        "rest": [one for one in told if one.kind not in WEIGHTY],
    }


@register.filter
def sign(change: Change) -> str:
    """变化的符号: added, taken away, or altered; the words say it too."""
    return {"新": "+", "取": "-"}.get(change.text[:1], "=")


@register.filter
def once(answer: Answer | None) -> str:
    """只领一次: what to mind where nobody said whether it was received before; else nothing."""
    return only_once(answer.rules, answer.facts) if answer else ""


@register.filter
def may_ask(key: str) -> bool:
    """可问: whether a page asks for the fact."""
    return asking.may_ask(key)


@register.filter
def hints(found: matching.Found | None, answer: Answer) -> list[str]:
    """互斥提示: what the choice of a best combination, if any, means for this programme."""
    if not found:
        return []
    return matching.hints(found.match.best, answer.policy)


@register.filter
def source_of(who: matching.Whom, reason: Reason) -> str:
    """来源: of the fact that decided; empty where nobody is on record."""
    return told_by(who, reason.tree.deciding().fact)


@register.filter
def told_by(who: matching.Whom, fact: str) -> str:
    """来源: who told a fact, and of which day; empty where nobody is on record.

    A stranger's own answer has the stranger as its source, also about a firm on file.
    """
    told = who.known.provenance.get(fact) if who.known else None
    if told is not None:
        return f"{told.source.label} {told.as_of.isoformat()}"
    return _("你的回答") if fact in who.facts.known or fact in who.facts.lists else ""


@register.filter
def node_mark(node: Node) -> str:
    """判断符号: of a line of the tree; a number is known or not, and neither met nor not met."""
    if node.kind == "value" and node.verdict != "unknown":
        return "yes" if node.counts else "todo"
    return {"yes": "yes", "no": "no", "unknown": "ask"}[node.verdict]


@register.filter
def node_value(node: Node) -> str:
    """现值: of a line of the tree, unless its sentence has said it already."""
    return "" if node.value in node.text else node.value


@register.simple_tag(takes_context=True)
def conditions(context: Context, answer: Answer) -> SafeString:
    """逐条: every condition of an answer, with value, source, next step and clause."""
    who, query = context["who"], str(context.get("query") or "")
    lines = []
    for reason in answer.reasons:
        todo = advising.step_of(answer, reason)
        asks = todo.asks if todo else ""
        lines.append(
            cond(
                mark_of(reason),
                reason.condition,
                mine(reason),
                source_of(who, reason),
                reason.clause,
                todo=todo.text if todo else "",
                todo_href=f"{_question_page(asks)}{query}" if asks else "",
            )
        )
    return joined(lines)


@lru_cache(maxsize=1_000)
def _question_page(key: str) -> str:
    return reverse("policies:question", args=[key])


@register.filter
def at(mapping: Mapping[str, str], key: str) -> str:
    """取一项: of a mapping by its key, or nothing."""
    return mapping.get(key, "")


@register.filter
def anchor(number: str) -> str:
    """锚点: of a clause on the page of its document."""
    return anchor_of(number)


@register.simple_tag(takes_context=True)
def query_for(context: Context, wanted: matching.Wanted) -> str:
    """筛选的网址: the same firm and day under another choice."""
    return query_of(str(context.get("code") or ""), context["on"], context["today"], wanted)


@register.filter
def standing_label(value: str) -> str:
    """文件状态: in words."""
    return str(Standing(value).label)


@register.filter
def standing_tone(value: str) -> str:
    """文件状态的颜色: none for 不详, which is neither yes nor no."""
    return {"in_force": "mal", "repealed": "cin", "pending": "azu", "unknown": ""}[value]


@dataclass(frozen=True)
class Deadline:
    """最后一天: how near it is, what is left (empty where there is time), and the day."""

    state: str
    left: str
    due: str


@register.filter
def deadline(answer: Answer) -> Deadline | None:
    """最后一天: of the edition, with the working days left where they are few."""
    last = matching.last_day(answer)
    if last is None:
        return None
    due = _("本版到 %(day)s 为止") % {"day": day_told(last)}
    if not matching.is_urgent(answer):
        return Deadline("ok", "", due)
    left = matching.days_left(answer.facts.on, last)
    return Deadline("soon" if left <= SOON_DAYS else "ok", left_text(left), due)


def left_text(left: int) -> str:
    """还剩几天: in working days, the last one included."""
    return ngettext("剩 %(left)d 个工作日", "剩 %(left)d 个工作日", left) % {"left": left}


@register.simple_tag
def potential(found: matching.Found) -> SafeString:
    """合计条: what may be had, what is nearly so and what is still open, side by side."""
    bars = matching.bars(found)
    whole = sum(width for _, width in bars)
    if not whole:
        return SafeString("")
    pieces, start = [], 0
    for kind, width in bars:
        share = width * 1000 // whole
        pieces.append((f"k{kind}", start, max(share - 3, 1)))
        start += share
    return format_html(
        '<svg class="pbar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="16"/>', pieces),
    )


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
    unit = unit_word(FACTS[key].unit)
    return f"{value:,} {unit}" if isinstance(value, int) else f"{value} {unit}"


@register.simple_tag(takes_context=True)
def found_beside(context: Context, place: str) -> list[beside.Added]:
    """旁边的板块: asked for once, for a page that shows parts of them in two places."""
    shown = {str(key): value for key, value in context.flatten().items()}
    return list(beside.added_to(place, context["request"], shown))


@register.filter
def and_beside(ways: list[Way], found: list[beside.Added]) -> list[Way]:
    """入口: those that the page knows, and those that what stands beside it knows."""
    return [*ways, *(way for _name, values in found for way in values.get(beside.WAYS, ()))]


@register.simple_tag(takes_context=True)
def beside_of(context: Context, place: str, found: list[beside.Added] | None = None) -> SafeString:
    """旁边的板块: what other apps add to this place of a page, found before or now."""
    assert context.template is not None  # while it is being rendered
    told = []
    for name, values in found_beside(context, place) if found is None else found:
        with context.push(**values):
            section = context.template.engine.get_template(name).render(context)
            told.append((mark_safe(section),))  # nosec B308 B703 -- a template escapes
    return format_html_join("", "{}", told)
