"""组件: icon, mark, money, citation, source, tag, condition, clock, meter and the hills."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.days import is_english, told
from huiqi.kernel.now import CITY
from huiqi.web import scenery
from huiqi.web.money import shown

register = template.Library()

VERDICTS = {
    "yes": gettext_lazy("满足"),
    "no": gettext_lazy("不满足"),
    "near": gettext_lazy("差一点"),
    "ask": gettext_lazy("待补充"),
    "unknown": gettext_lazy("待补充"),
    "todo": gettext_lazy("未开始"),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """图标: one of the sprite, always beside a word."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>', css and f" {css}", name
    )


@register.simple_tag
def mark(verdict: str) -> SafeString:
    """判断符号: a shape for each of the answers; the word stands beside or follows hidden."""
    shape = "ask" if verdict == "unknown" else verdict
    return format_html(
        '<svg class="mark" data-v="{}" aria-hidden="true"><use href="#m-{}"/></svg>', shape, shape
    )


@register.filter
def verdict_word(verdict: str) -> str:
    """判断的词: 满足, 不满足, 差一点, 待补充, 未开始."""
    return str(VERDICTS[verdict])


@register.simple_tag
def money(fen: int | None, pre: str = "", unit: str = "") -> SafeString:
    """金额: of 分, in 万元 or 元, with the exact yuan on hover and in print."""
    if fen is None:
        return format_html('<span class="money money--open">{}</span>', _("金额待定"))
    amount = shown(fen, unit=unit)
    head = format_html('<span class="money__pre">{}</span>', pre) if pre else ""
    return format_html(
        '<data class="money" value="{}" title="{}" data-exact="{}">{}{}'
        '<span class="money__unit">{}</span></data>',
        amount.value,
        amount.exact,
        amount.exact,
        head,
        amount.figure,
        amount.unit,
    )


@register.simple_tag
def cite(text: str, href: str = "") -> SafeString:
    """依据: document and clause, in the law's own typeface."""
    if href:
        return format_html('<a class="cite" href="{}">{}</a>', href, zh(text))
    return format_html('<span class="cite">{}</span>', zh(text))


@register.simple_tag
def src(text: str) -> SafeString:
    """来源: who sent a fact and when."""
    return format_html('<span class="src">{}</span>', zh(text))


@register.simple_tag
def tag(text: str, tone: str = "") -> SafeString:
    """标签: a word in a tint; the tone never says what the word does not."""
    tone_of = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="tag"{}>{}</span>', tone_of, text)


@register.inclusion_tag("web/_cond.html")
def cond(
    verdict: str, need: str, mine: str = "", source: str = "", clause: str = "", href: str = ""
) -> dict[str, Any]:
    """条件: one line of a list: what is needed, what we know, who says so, which clause."""
    return {
        "verdict": verdict,
        "need": need,
        "mine": mine,
        "source": source,
        "clause": clause,
        "href": href,
    }


@register.simple_tag
def clock(  # noqa: PLR0913, PLR0917 -- a clock has a state, a sentence and four kinds of days
    state: str,
    left: str,
    due: str = "",
    done: int = 0,
    pause: int = 0,
    rest: int = 0,
    over: int = 0,
) -> SafeString:
    """时钟: one box for each working day: used, paused, left, over."""
    kinds = [*["d"] * done, *["p"] * pause, *[""] * rest, *["o"] * over]
    boxes = format_html_join("", "<i{}></i>", ((_css(kind),) for kind in kinds))
    bar = (
        format_html(
            '<span class="clock__bar u{}" aria-hidden="true">{}</span>', done + pause, boxes
        )
        if kinds
        else ""
    )
    end = format_html('<span class="clock__due">{}</span>', due) if due else ""
    return format_html(
        '<span class="clock" data-state="{}"><span class="clock__left">{}</span>{}{}</span>',
        state,
        left,
        bar,
        end,
    )


def _css(kind: str) -> SafeString | str:
    return format_html(' class="{}"', kind) if kind else ""


@register.simple_tag
def meter(share: Fraction | float | int, start: Fraction | float | int = 0) -> SafeString:
    """量条: a share of the whole, from ``start``; both from 0 to 1. The words beside it say it."""
    return format_html(
        '<svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar__bg" width="1000" height="8"/>'
        '<rect class="bar__fg" x="{}" width="{}" height="8"/></svg>',
        round(start * 1000),
        round((share - start) * 1000),
    )


@register.simple_tag
def hills() -> SafeString:
    """远山: the ridges behind the front page."""
    return scenery.hills()


@register.filter
def day(value: date | datetime | None) -> str:
    """日期: 10月29日 周五, with the year when it is not this one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.astimezone(CITY)
        return f"{day(local.date())} {local:%H:%M}"
    return told(value)


@register.filter
def zh(text: object) -> SafeString | str:
    """中文原文: on an English page, marked as Chinese for whoever hears it; else as it is."""
    if not (is_english() and CHINESE.search(str(text))):
        return str(text)
    return format_html('<span lang="zh-Hans">{}</span>', text)
