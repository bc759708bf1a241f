"""中文数字: 壹仟万, 一点五亿 and 3亿5000万 as exact numbers; what is ambiguous is not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

DIGITS: Final[Mapping[str, int]] = {
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    **dict(zip("○壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}
TENS: Final[Mapping[str, int]] = {
    **dict.fromkeys("十拾", 10),
    **dict.fromkeys("百佰", 100),
    **dict.fromkeys("千仟", 1000),
}
_DIGIT: Final = "".join(DIGITS)
_WORD: Final = f"[{_DIGIT}{''.join(TENS)}]"
WRITTEN: Final = re.compile(
    rf"(?:({_WORD}+)[亿億])?(?:({_WORD}+)[万萬])?({_WORD}*)(?:点([{_DIGIT}]+)([千万亿]?))?(.*)"
)
MIXED: Final = re.compile(r"(?:(\d+(?:\.\d+)?)亿)?(?:(\d+(?:\.\d+)?)万)?(?:(\d+(?:\.\d+)?)千)?(.*)")
BEHIND_POINT: Final[Mapping[str, int]] = {"": 1, "千": 10**3, "万": 10**4, "亿": 10**8}
SECTION: Final = 10**4  # what stands before 万, or behind it, is less


def split(text: str) -> tuple[Decimal, str] | None:
    """拆开: the number at the start and what stands behind it; None where there is none."""
    found = _in_words(text.removeprefix("-")) or _mixed(text.removeprefix("-"))
    return found and (-found[0] if text.startswith("-") else found[0], found[1])


def _in_words(text: str) -> tuple[Decimal, str] | None:
    found = WRITTEN.fullmatch(text)
    if found is None or not any(found.group(1, 2, 3)):
        return None
    hundred_millions, ten_thousands, rest, places, times, unit = found.groups()
    parts = [section(part) if part else 0 for part in (hundred_millions, ten_thousands, rest)]
    if None in parts or (len(rest) == 1 and rest in DIGITS and (hundred_millions or ten_thousands)):
        return None  # 三万五 is 35,000 to most and 30,005 to some
    whole = sum(part * size for part, size in zip(parts, (10**8, SECTION, 1), strict=True) if part)
    if places is None:
        return Decimal(whole), unit
    told = "".join(str(DIGITS[one]) for one in places)
    return Decimal(f"{whole}.{told}") * BEHIND_POINT[times], unit


def section(text: str) -> int | None:
    """一节: a number below 10,000 in words; None for one that can be read two ways.

    一百二 is 120 to some and 102 to others, so it is neither; 二〇二一 is digit by digit.
    """
    if all(one in DIGITS for one in text):
        return (
            int("".join(str(DIGITS[one]) for one in text)) if len(text) <= len("二〇二一") else None
        )
    total, digit, last, bridged = 0, None, SECTION, False
    for one in text:
        if one in DIGITS:
            if digit is not None and digit:
                return None
            digit, bridged = DIGITS[one], bridged or DIGITS[one] == 0
            continue
        size = TENS[one]
        if size >= last or (digit is None and (size != 10 or total)):
            return None
        total += (1 if digit is None else digit) * size
        digit, last, bridged = None, size, False
    if digit and last > 10 and not bridged:
        return None
    return total + (digit or 0)


def _mixed(text: str) -> tuple[Decimal, str] | None:
    """Digits with more than one multiple: 3亿5000万, 3万5千."""
    found = MIXED.fullmatch(text)
    if found is None or sum(part is not None for part in found.group(1, 2, 3)) < 2:
        return None
    sizes = (10**8, SECTION, 10**3)
    parts = zip(found.group(1, 2, 3), sizes, strict=True)
    return sum((Decimal(part) * size for part, size in parts if part), Decimal(0)), found[4]
