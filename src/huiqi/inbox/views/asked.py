"""办理端的筛选: what an address asks for, and every part of it that cannot be understood."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiqi.inbox.queries.desk import LONGEST, SORTS, STATES, WHO, Wanted

SIZES: Final = ("100", "300")
FILTERS: Final = ("who", "state", "day", "owner", "q", "sort", "per")
USUAL: Final = {"who": "all", "sort": "due", "per": SIZES[0]}
DIGITS: Final = 18  # every number of this length fits where numbers of rows are kept


def wanted_of(request: HttpRequest) -> tuple[Wanted, int, list[str]]:
    """筛选: as asked, rows on a page, and a sentence for each part that was left out of it."""
    problems: list[str] = []
    ask = request.GET

    def one_of(name: str, choices: Iterable[str], usual: str) -> str:
        given = ask.get(name, "").strip()
        if not given or given in choices:
            return given or usual
        problems.append(_("没有「%(given)s」这种筛选，这一项按不筛选显示") % {"given": given[:20]})
        return usual

    who = one_of("who", (*WHO, "done"), "all")
    wanted = Wanted(
        who="all" if who == "done" else who,
        state=one_of("state", STATES, ""),
        sort=one_of("sort", SORTS, "due"),
        text=ask.get("q", "").replace("\0", "").strip()[:LONGEST],
        day=_day(ask.get("day", ""), problems),
        owner=number(ask.get("owner", "")),
        done=who == "done",
    )
    return wanted, int(one_of("per", SIZES, SIZES[0])), problems


def query_of(request: HttpRequest) -> str:
    """筛选的写法: as addresses carry it, without what is of one moment or of no filter."""
    given = [(name, request.GET.get(name, "").strip()) for name in FILTERS]
    return urlencode([(name, told) for name, told in given if told and told != USUAL.get(name)])


def _day(text: str, problems: list[str]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(
            _("日期要写成 2021-10-20 这样，现在写的是「%(text)s」，这一项按不筛选显示")
            % {"text": text[:20]}
        )
        return None


def number(text: str) -> int | None:
    """编号: None for what is none."""
    found = text.strip()
    return int(found) if found.isascii() and found.isdecimal() and len(found) <= DIGITS else None
