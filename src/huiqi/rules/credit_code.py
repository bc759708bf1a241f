"""统一社会信用代码: the check digit of GB 32100-2015."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(first17: str) -> str:
    """校验码: the 18th character for the first 17; ValueError for a character outside the set."""
    total = sum(ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(first17))
    return ALPHABET[-total % 31]


def problem_of(code: str) -> str:
    """错在哪里: a Chinese sentence, or an empty string for a valid code."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，得到 {len(code)} 位。"
    wrong = sorted({char for char in code if char not in ALPHABET})
    if wrong:
        return f"统一社会信用代码不应含有「{'、'.join(wrong)}」（不用字母 I、O、S、V、Z）。"
    right = check_digit(code[:17])
    if code[17] != right:
        return (
            f"统一社会信用代码校验位不符：末位应为「{right}」，得到「{code[17]}」。请核对各位数字。"
        )
    return ""
