"""组件的写法: the small pieces that stand on a page a hundred times, written straight away.

A template puts each together from a dozen parts; where a page has a hundred of them, that takes
longer than working out what they say. Everything that comes from outside is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.days import is_english
from huiqi.kernel.sayings import SaidAnew

VERDICTS: Final = {
    "yes": gettext_lazy("满足"),
    "no": gettext_lazy("不满足"),
    "near": gettext_lazy("差一点"),
    "ask": gettext_lazy("待补充"),
    "unknown": gettext_lazy("待补充"),
    "todo": gettext_lazy("未开始"),
}
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
# From the first Chinese character to the last, with the figures and spaces between them.
WIDE: Final = r"\u3000-\u9fff\uff00-\uffef"
RUN: Final = re.compile(rf"[{WIDE}](?:[{WIDE}\d ]*[{WIDE}])?")
KEPT: Final = 2_000  # pieces that recur: clauses, marks, icons


def _safe(html: str) -> SafeString:
    return SafeString(html)  # nosec B308 B703 -- whatever came from outside is escaped in it


def joined(pieces: Iterable[SafeString]) -> SafeString:
    """接起来: pieces one after another."""
    return _safe("".join(pieces))


@lru_cache(maxsize=KEPT)
def icon(name: str, css: str = "") -> SafeString:
    """图标: one of the sprite, always beside a word."""
    css = escape(f" {css}") if css else ""
    return _safe(f'<svg class="i{css}" aria-hidden="true"><use href="#i-{escape(name)}"/></svg>')


@lru_cache(maxsize=KEPT)
def mark(verdict: str) -> SafeString:
    """判断符号: a shape for each of the answers; the word stands beside or follows hidden."""
    shape = escape("ask" if verdict == "unknown" else verdict)
    return _safe(
        f'<svg class="mark" data-v="{shape}" aria-hidden="true"><use href="#m-{shape}"/></svg>'
    )


def verdict_word(verdict: str) -> str:
    """判断的词: 满足, 不满足, 差一点, 待补充, 未开始."""
    return str(VERDICTS[verdict])


def zh(text: object) -> SafeString | str:
    """中文原文: on an English page, marked as Chinese for whoever hears it; else as it is."""
    if not (is_english() and CHINESE.search(str(text))):
        return str(text)
    return _safe(_marked(str(text), english=True))


def zh_runs(text: object) -> SafeString:
    """夹在英文里的中文: names and clauses within an English sentence, each marked as Chinese."""
    found, start = [], 0
    for run in RUN.finditer(str(text)):
        found += [escape(str(text)[start : run.start()]), _marked(run[0], english=True)]
        start = run.end()
    return _safe("".join([*found, escape(str(text)[start:])]))


def said(row: SaidAnew, field: str) -> SafeString | str:
    """存句: a text of the row in the reader's language; names within English marked as Chinese.

    What was kept as text is as ``zh`` would have it.
    """
    if row.is_said(field):
        return zh_runs(row.told(field)) if is_english() else row.told(field)
    return zh(row.told(field))


def cite(text: str, href: str = "") -> SafeString:
    """依据: document and clause, in the law's own typeface."""
    return _cite(str(text), href, english=is_english())


@lru_cache(maxsize=KEPT)
def _cite(text: str, href: str, *, english: bool) -> SafeString:
    told = _marked(text, english=english)
    if href:
        return _safe(f'<a class="cite" href="{escape(href)}">{told}</a>')
    return _safe(f'<span class="cite">{told}</span>')


def src(text: str) -> SafeString:
    """来源: who sent a fact and when."""
    return _safe(f'<span class="src">{_marked(str(text), english=is_english())}</span>')


def _marked(text: str, *, english: bool) -> str:
    told = escape(text)
    return f'<span lang="zh-Hans">{told}</span>' if english and CHINESE.search(text) else told


def cond(  # noqa: PLR0913, PLR0917 -- what stands in one line
    verdict: str,
    need: str,
    mine: str = "",
    source: str = "",
    clause: str = "",
    href: str = "",
    todo: str = "",
    todo_href: str = "",
) -> SafeString:
    """条件: one line: what is needed, what we know, who says so, what next, which clause."""
    english = is_english()
    told = [
        f'<li class="cond" data-v="{escape(verdict)}">{mark(verdict)}',
        f'<span class="vh">{escape(verdict_word(verdict) + _("："))}</span> ',
        f'<span class="cond__need">{_marked(need, english=english)}</span> ',
    ]
    if mine or todo:
        told.append(f'<span class="cond__mine">{_marked(mine, english=english)}')
        told.append(f" {src(source)}" if source else "")
        told.append(_todo(todo, todo_href, english=english) if todo else "")
        told.append("</span> ")
    told.append(cite(clause, href) if clause else "")
    return _safe("".join([*told, "</li>"]))


def _todo(text: str, href: str, *, english: bool) -> str:
    told = _marked(text, english=english)
    link = f'<a href="{escape(href)}">{told}</a>' if href else told
    return f'<span class="cond__do">{link}</span>'
