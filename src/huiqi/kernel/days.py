"""日期的写法: one way of telling a day to people, in the language of the page; days around one."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import get_language

WEEKDAYS: Final = "一二三四五六日"
ENGLISH_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def is_english() -> bool:
    """是否英文页: whether the reader asked for English."""
    return (get_language() or "").startswith("en")


def weekday(day: date) -> str:
    """星期几: 周五, in English Fri."""
    return ENGLISH_WEEKDAYS[day.weekday()] if is_english() else f"周{WEEKDAYS[day.weekday()]}"


def told(day: date, *, year: bool = True) -> str:
    """日期: 2021年10月29日 周五, in English Fri 29 Oct 2021; ``year`` False leaves it out."""
    if is_english():
        months, weekdays = ENGLISH_MONTHS, ENGLISH_WEEKDAYS
        text = f"{weekdays[day.weekday()]} {day.day} {months[day.month - 1]}"
        return f"{text} {day.year}" if year else text
    text = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    return f"{day.year}年{text}" if year else text


def around(day: date, days: int) -> tuple[date, date]:
    """前后几天: the first and the last day, both included, as far as the calendar reaches."""
    first, last = day.toordinal() - days, day.toordinal() + days
    return date.fromordinal(max(first, 1)), date.fromordinal(min(last, date.max.toordinal()))
