"""问数: a question for a number («几个月», «多少钱») is answered by a clause that states one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

DIGITS: Final = "0-9零一二两三四五六七八九十百千万亿半"
ASKED: Final = re.compile(r"(?:几|多少)(?:个)?([\u4e00-\u9fff%]{1,3})")
# What is asked for by its first characters, and how a clause writes it after its number.
WRITTEN: Final[Mapping[str, str]] = {
    "月": "个月",
    "年": "年",
    "天": "(?:天|日|个工作日)",
    "日": "(?:天|日|个工作日)",
    "工作日": "个?工作日",
    "人": "(?:人|名)",
    "名": "(?:人|名)",
    "员工": "(?:人|名)",
    "家": "家",
    "次": "次",
    "套": "(?:套|台)",
    "台": "(?:套|台)",
    "间": "间",
    "分": "分",
    "成": "成",
    "倍": "倍",
    "项": "项",
    "小时": "小时",
    "平": "平方米",
    "钱": "元",
    "元": "元",
    "万": "万?元",
}
SHARE: Final = re.compile(rf"百分之[{DIGITS}]+|[{DIGITS}.]+\s*(?:%|成)|一半")
SHARES: Final = ("成", "比例", "百分", "%", "折")


def measure_asked(text: str) -> re.Pattern[str] | None:
    """问的数: how a clause that answers writes it; None when no number is asked for."""
    for found in ASKED.finditer(text):
        told = found.group(1)
        if told.startswith(SHARES):
            return SHARE
        for length in (3, 2, 1):
            if written := WRITTEN.get(told[:length]):
                return re.compile(rf"[{DIGITS}][{DIGITS}.]*\s*{written}")
    return None
