"""数字和条次: what an editor writes in plain sentences keeps the mark of what is not verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from huiqi.matters.matter import OPEN
from huiqi.rules.shape import Log

FIGURE: Final = re.compile(
    r"[0-9]|第[一二三四五六七八九十百]+条|(?<![上下])[一二三四五六七八九十]+个?(?:工作日|小时|[年月日天])"
)


def open_figure(text: str) -> str:
    """没有标明待核的数字: the first figure or clause of a text without the mark; empty for none."""
    found = FIGURE.search(text)
    return found.group() if found and OPEN not in text else ""


def check_figures(name: str, line: int, texts: Mapping[str, str], log: Log) -> None:
    """核对数字: sentences beside a doubtful citation; every figure in them says so too."""
    for key, text in texts.items():
        if figure := open_figure(text):
            what = f"{name} 的 {key} 中有「{figure}」，出处还待核。"
            log.say(line, what, fix="请在数字旁写上「待核」，或者核对原文后改出处。", key=key)
