"""信用代码: what people write as a unified social credit code, and which rule it breaks."""

from __future__ import annotations

import unicodedata
from typing import Final

from stdnum.cn import uscc

from huiqi.kernel.words import worded
from huiqi.rules import credit_code

AUTHORITIES: Final = "123456789ANY"  # GB 32100-2015 and its amendment: who registers the body


def tidy(written: str) -> str:
    """整理: half-width capitals without spaces and hyphens."""
    return uscc.compact(unicodedata.normalize("NFKC", written))


def problem_of(code: str) -> str:
    """错在哪里: which digits break which rule, or an empty string for a valid tidy code."""
    if problem := credit_code.problem_of(code):
        return problem
    if code[0] not in AUTHORITIES:
        return worded(
            "统一社会信用代码第 1 位是登记管理部门，没有「%(code)s」这一类。请核对各位数字。",
            code=code[0],
        )
    if not code[2:8].isdigit():
        return worded(
            "统一社会信用代码第 3 至 8 位是行政区划，应为数字，得到「%(code)s」。请核对各位数字。",
            code=code[2:8],
        )
    return ""
