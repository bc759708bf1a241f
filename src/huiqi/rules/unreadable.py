"""读不懂的值: what is wrong with a text that should be a number or a day, and the fix."""

from __future__ import annotations

import re
from typing import Final

from huiqi.rules.problems import shown

ERRORS: Final = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!|SPILL!)", re.IGNORECASE)
RANGE: Final = re.compile(
    r"[\d一二三四五六七八九十百万亿千%元人]\s*(?:-|~|至|到|—|–)\s*[\d一二三四五六七八九十两百]"
)
DAY_LIKE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
ABOUT: Final = re.compile(
    r"约|大概|左右|上下|[0-9十百千万亿]多|余|近|不到|超过?|以上|以下|几|数[十百千万亿]|[<>≥≤]"
)
LETTERS: Final = re.compile(r"(?=.*[OoIl])[\d.,OoIl]+(?:[千万亿元人%].*)?")
BRACKETED: Final = re.compile(r"\(([\d.,]+[万亿]?元?)\)|[△▲]([\d.,]+[万亿]?元?)")
COMMA: Final = re.compile(r"[+-]?[\d,，]*\d[,，]\d.*")
NO_NUMBER: Final = "请写成 1000000 或 100万 的形式。"
NO_DAY: Final = "请写成 2021-10-20。"


Why = tuple[str, str]  # what is wrong, and what to do


def why_no_number(raw: object) -> Why:
    """为何不是数字: the special mistake, or that it is just text."""
    return special(raw) or (f"「{shown(raw)}」不是数字。", NO_NUMBER)


def special(raw: object) -> Why | None:
    """特别的错: a spreadsheet's error, a range, a guess, a letter for a digit; None for none."""
    text = shown(raw)
    if ERRORS.fullmatch(text):
        return f"「{text}」是表格算错的结果。", "请改正公式，或直接填写数值。"
    if text.startswith("="):
        return f"「{text}」是没有算出的公式。", "请在表格里算出后，另存为数值。"
    if RANGE.search(text) and not DAY_LIKE.fullmatch(text):
        return f"「{text}」是一个范围。", "请写一个确切的数。"
    if ABOUT.search(text):
        return f"「{text}」不是确切的数。", "请写一个确切的数。"
    if LETTERS.fullmatch(text):
        return f"「{text}」里有字母 O 或 I，像是数字 0 或 1。", "请改成数字。"
    if found := BRACKETED.fullmatch(text):
        return f"「{text}」不是数字。", f"负数请写成 -{found[1] or found[2]}。"
    if COMMA.fullmatch(text):
        return f"「{text}」的逗号不在千位上。", "小数点请写成「.」，或去掉逗号。"
    return None


def why_no_day(raw: object) -> Why:
    """为何不是日期: no day of the month, a year of two digits, the day first, or just text."""
    text = shown(raw)
    if ERRORS.fullmatch(text):
        return f"「{text}」是表格算错的结果。", "请改正公式，或直接填写日期。"
    if re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", text):
        return f"「{text}」像是表格的日期序号。", "请把这一列的格式改成日期，重新导出。"
    if re.fullmatch(r"\d{4}(?:年|年度)?", text):
        return f"「{text}」只写到年。", NO_DAY
    if re.fullmatch(r"\d{4}[-/.年]\d{1,2}月?|\d{4}(?:0[1-9]|1[0-2])", text):
        return f"「{text}」只写到月，不知道是哪一天。", NO_DAY
    if re.fullmatch(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", text):
        return f"「{text}」的年份只有两位，分不清年月日。", NO_DAY
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", text):
        return f"「{text}」分不清月和日。", NO_DAY
    return f"「{text}」不是日期。", NO_DAY
