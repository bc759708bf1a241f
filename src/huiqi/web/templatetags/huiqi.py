"""组件: icon, mark, money, citation, source, tag, condition, clock, meter and the hills."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiqi.kernel.days import told
from huiqi.kernel.now import CITY, day_of
from huiqi.kernel.pieces import cite, cond, icon, mark, said, src, verdict_word, zh, zh_runs
from huiqi.parties.access import is_system_admin
from huiqi.web import scenery
from huiqi.web.money import shown

register = template.Library()

for piece in (icon, mark, cite, src, cond):
    register.simple_tag(piece)
for word in (zh, zh_runs, said, verdict_word):
    register.filter(word)


@register.simple_tag
def money(fen: int | None, pre: str = "", unit: str = "") -> SafeString:
    """金额: of 分, in 万元 or 元, with the exact yuan on hover and in print.

    ``unit`` «yuan» gives yuan to the fen, however much it is.
    """
    if fen is None:
        return format_html('<span class="money money--open">{}</span>', _("金额待定"))
    amount = shown(fen, unit="元" if unit == "yuan" else unit)
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
def tag(text: str, tone: str = "") -> SafeString:
    """标签: a word in a tint; the tone never says what the word does not."""
    tone_of = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="tag"{}>{}</span>', tone_of, text)


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


@register.inclusion_tag("web/_pages.html", takes_context=True)
def pages(context: Mapping[str, Any], page: Page[Any], at: str = "") -> dict[str, Any]:
    """翻页: which rows are shown, the pages around, how many rows on one; filters are kept.

    ``at`` is where the list is read, where a form was sent somewhere else.
    """
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "request": context["request"],
        "page": page,
        "at": at,
        "sizes": getattr(page, "sizes", ()),
        "numbers": [one if isinstance(one, int) else None for one in shown],
    }


@register.inclusion_tag("web/_unscanned.html", takes_context=True)
def unscanned(context: Mapping[str, Any]) -> dict[str, bool]:
    """没有查杀: the warning of a city in which nobody looks at uploaded files; else nothing.

    Only a system administrator is told which setting does it: to anybody else it says nothing
    but what is inside.
    """
    nobody_looks = settings.ENVIRONMENT.scanner is None
    keeps = nobody_looks and not is_system_admin.refusal(context["request"].actor)
    return {"nobody_looks": nobody_looks, "keeps_the_system": keeps}


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
def on_day(value: datetime | None) -> str:
    """哪一天: of a moment, in the city, without the hour."""
    return "" if value is None else told(day_of(value))
