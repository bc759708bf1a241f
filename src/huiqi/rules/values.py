"""读数: one value as people write it, to the exact inner value; everything else is refused."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, TypeGuard

from huiqi.rules import numerals
from huiqi.rules.fields import Fact, scale
from huiqi.rules.names import nearest
from huiqi.rules.problems import shown, visible
from huiqi.rules.say_value import bound
from huiqi.rules.unreadable import ERRORS, Why, special, why_no_day, why_no_number
from huiqi.rules.vocabulary import code_of

UNKNOWN_WORDS: Final = frozenset(
    {
        "",
        "未知",
        "不详",
        "不清楚",
        "-",
        "--",
        "—",
        "无数据",
        "null",
        "/",
        "n/a",
        "nan",
        "none",
        "暂无",
        "暂缺",
    }
)
YES: Final = frozenset({"是", "有", "已", "true", "yes", "y", "1", "对", "√", "✓", "✔"})
NO: Final = frozenset({"否", "无", "没有", "未", "false", "no", "n", "0", "不是", "×"})
MULTIPLES: Final[Mapping[str, int]] = {
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "": 1,
}
NUMBER: Final = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(十万|百万|千万|千|万|亿)?(.*)"
)
MONEY_UNITS: Final = frozenset(
    {"", "元", "人民币", "块", "元整", "圆", "圆整", "元人民币", "元(人民币)"}
)
DAY: Final = re.compile(
    r"(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2}))(?:[T ].*)?"
)
UNITS: Final = frozenset(
    {"", "人", "名", "年", "年度", "项", "个", "家", "天", "级", "平方米", "㎡", "m2"}
)
RATE_UNITS: Final[Mapping[str, int]] = {"": 1, "倍": 1, "%": 100, "个百分点": 100, "百分点": 100}
BARE_RATE: Final = 2 * 10**9  # inner: a debt ratio of 200 % is written as a bare 2, no greater one
# 1,000,000 and, as some Chinese tables have it, 100,0000.
GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?![\d,])|[+-]?\d{1,4}(?:,\d{4})+(?![\d,])")
PREFIX: Final = re.compile(r"^(?:人民币|RMB|CNY)", re.IGNORECASE)
MINUS: Final = str.maketrans({"−": "-", "，": ",", "负": "-"})
EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
LONGEST: Final = 500  # characters of one value
# Numbers between 10⁻⁶⁰ and 10⁶⁰ stay exact in every step; what lies beyond is no fact of a firm,
# and its full digits could keep the machine busy for minutes.
PLACES: Final = 60
EXACT: Final = Context(prec=4 * PLACES)


class BadValue(ValueError):
    """读不懂: ``what`` is wrong with a value, and the ``fix``; the message is both of them."""

    def __init__(self, what: str, fix: str = "") -> None:
        self.what, self.fix = what, fix
        super().__init__(what + fix)


def clean(raw: object) -> object:
    """整理: full-width to half-width, spaces and thousands separators out of text."""
    if not isinstance(raw, str):
        return raw
    return (raw if raw.isascii() else unicodedata.normalize("NFKC", raw)).strip()


def is_unknown(raw: object) -> bool:
    """是否未知: nothing, or a word that says that nobody knows."""
    return raw is None or (isinstance(raw, str) and raw.lower() in UNKNOWN_WORDS)


def read_value(fact: Fact, raw: object) -> int | bool | str:
    """读值: the inner value of one scalar fact; BadValue where it cannot be that fact."""
    if isinstance(raw, str) and len(raw) > LONGEST:
        raise BadValue(f"写了 {len(raw)} 个字，最多 {LONGEST} 个。", "请核对。")
    if isinstance(raw, str) and visible(raw) != raw:
        raise BadValue(f"「{visible(shown(raw))}」含有看不见的控制字符。", "请删去后重新输入。")
    if isinstance(raw, int) and raw.bit_length() > LONGEST:
        raise BadValue("这个数字太长。", "请核对。")
    if isinstance(raw, Fraction):
        raw = _written(raw)
    return READERS[fact.kind](fact, raw)


def _written(ratio: Fraction) -> Decimal | Fraction:
    """A ratio as people wrote it: 11/2 was 5.5; 1/3 stays."""
    number = EXACT.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return number if Fraction(number) == ratio else ratio


def _decimal(raw: object) -> tuple[Decimal, str]:
    """An exact number and what stands behind it (a unit or a percent sign)."""
    if isinstance(raw, bool):
        raise BadValue("应是数字，得到是/否。")
    if isinstance(raw, int | Decimal):
        return _usable(Decimal(raw)), ""
    if isinstance(raw, Fraction):
        return _near(EXACT.divide(Decimal(raw.numerator), Decimal(raw.denominator))), ""
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise BadValue(*why_no_number(raw))
        # Spreadsheets keep 15 significant digits; what lies beyond is noise of the format.
        return _near(Decimal(f"{raw:.15g}")), ""
    text = _plain(raw) if isinstance(raw, str) else ""
    match = NUMBER.fullmatch(text)
    in_words = numerals.split(text) if match is None or match[3][:1].isdigit() else None
    if in_words:
        return _usable(in_words[0]), in_words[1]
    if not match:
        raise BadValue(*why_no_number(raw))
    try:
        number = _usable(Decimal(match[1]))
    except InvalidOperation:
        raise BadValue(*why_no_number(raw)) from None
    return EXACT.multiply(number, Decimal(MULTIPLES[match[2] or ""])), match[3]


def _plain(text: str) -> str:
    """Without spaces, currency and separators; a comma elsewhere than between thousands stays."""
    bare = PREFIX.sub("", re.sub(r"[\s_￥¥]", "", text.translate(MINUS)))
    bare = re.sub(r"^百分之(.+)$", r"\1%", bare)
    found = GROUPED.match(bare)
    return found[0].replace(",", "") + bare[found.end() :] if found else bare


def _usable(number: Decimal) -> Decimal:
    """A number that can be computed with; one beyond every bound is brought back near to them."""
    if not number.is_finite():
        raise BadValue(*why_no_number(number))
    if not number:
        return Decimal(0)
    number = _near(number)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES:
        raise BadValue(f"小数位太多，最多 {PLACES} 位。", "请核对。")
    return number


def _near(number: Decimal) -> Decimal:
    """A number beyond every bound is brought back near to them: it is refused there in words."""
    return Decimal(10**PLACES).copy_sign(number) if number.adjusted() > PLACES else number


def _scaled(fact: Fact, number: Decimal) -> Decimal:
    """In inner units, rounded half to even where the kind allows more places than it keeps."""
    inner = EXACT.multiply(number, Decimal(scale(fact)))
    if fact.kind in ("number", "rate"):
        return EXACT.quantize(inner, Decimal(1))
    return inner


def _whole(fact: Fact, number: Decimal, unit: str, raw: object) -> int:
    if unit not in (MONEY_UNITS if fact.kind == "money" else UNITS):
        if unit[:1] in tuple(".,0123456789"):
            raise BadValue(*why_no_number(raw))
        told = f"「{shown(raw)}」的单位「{unit}」不适用，应为{fact.unit or '数字'}。"
        raise BadValue(*(special(raw) or (told,)))
    inner = _scaled(fact, number)
    if inner != inner.to_integral_value(context=EXACT):
        limit = "金额最多精确到分（两位小数）" if fact.kind == "money" else "应是整数"
        raise BadValue(f"「{shown(raw)}」不能使用：{limit}。")
    return bounded(fact, int(inner), raw)


def bounded(fact: Fact, inner: int, raw: object) -> int:
    """在登记范围内: the value itself; BadValue with the bounds where it lies outside."""
    if fact.lo <= inner <= fact.hi:
        return inner
    low, high = bound(fact, fact.lo), bound(fact, fact.hi)
    if inner < fact.lo == 0:
        raise BadValue(f"「{shown(raw)}」不能是负数。")
    raise BadValue(f"「{shown(raw)}」超出范围，应在 {low} 与 {high} 之间。")


def _number(fact: Fact, raw: object) -> int:
    if type(raw) is int:  # most facts of most firms: nothing to round, no unit to look at
        return bounded(fact, raw * scale(fact), raw)
    number, unit = _decimal(raw)
    return _whole(fact, number, unit, raw)


def most_bare(fact: Fact) -> int:
    """不带单位的最大比例: the largest inner rate that may be written without % or 倍, included.

    Above it a bare 5 is more likely 5 % than five times.
    """
    return min(fact.hi, BARE_RATE)


def _rate(fact: Fact, raw: object) -> int:
    number, unit = _decimal(raw)
    if unit not in RATE_UNITS:
        raise BadValue(*(special(raw) or (f"「{shown(raw)}」不是比例。", "请写 0.05 或 5%。")))
    if not unit and EXACT.multiply(number, Decimal(scale(fact))) > most_bare(fact):
        raise BadValue(*_bare(fact, number, raw))
    number = EXACT.divide(number, Decimal(RATE_UNITS[unit]))
    return bounded(fact, int(_scaled(fact, number)), raw)


def _bare(fact: Fact, number: Decimal, raw: object) -> Why:
    """Why a bare number is no rate, and every way to write what may have been meant."""
    told, meant = f"「{shown(raw)}」超出范围，应在 0 与 {bound(fact, fact.hi)} 之间。", ""
    if number <= 100:
        meant = f"若指百分之 {shown(raw)}，请写 {number / 100} 或 {shown(raw)}%"
    if EXACT.multiply(number, Decimal(scale(fact))) <= fact.hi:
        told = f"「{shown(raw)}」没有写单位，大于 {bound(fact, most_bare(fact))} 时须写明。"
        meant += f"；若指 {shown(raw)} 倍，请写 {number * 100:f}% 或 {shown(raw)}倍"
    return told, f"{meant}。" if meant else ""


def _is_excel_day(raw: object) -> TypeGuard[float | Decimal]:
    """Whether a number is a day as spreadsheets count them, from 1954 to 2119."""
    if isinstance(raw, bool) or not isinstance(raw, float | int | Decimal):
        return False
    finite = raw.is_finite() if isinstance(raw, Decimal) else math.isfinite(raw)
    return finite and 20_000 < raw < 80_000


def _date(fact: Fact, raw: object) -> int:
    if isinstance(raw, datetime):
        return bounded(fact, raw.date().toordinal(), raw.date())
    if isinstance(raw, date):
        return bounded(fact, raw.toordinal(), raw)
    if _is_excel_day(raw):
        return (EXCEL_DAY_ZERO + timedelta(days=int(raw))).toordinal()
    parts = DAY.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", shown(raw)))
    if not parts:
        raise BadValue(*why_no_day(raw))
    year, month, of_month = (int(one) for one in parts.groups() if one is not None)
    try:
        day = date(year, month, of_month)
    except ValueError:
        raise BadValue(f"「{shown(raw)}」这一天不存在。", "请核对年月日。") from None
    return bounded(fact, day.toordinal(), raw)


def _flag(_: Fact, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    # A spreadsheet gives its 1 and 0 as 1.0 and 0.0.
    word = shown(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).lower()
    if word in YES or word in NO:
        return word in YES
    raise BadValue(f"「{shown(raw)}」应是「是」或「否」。")


def _code(fact: Fact, raw: object) -> str:
    text = shown(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
    code = code_of(fact, text)
    if code is not None:
        return code
    known = [*fact.vocabulary, *fact.vocabulary.values()]
    hint = nearest(text, known)
    fix = f"是否为「{hint}」？" if hint else ""
    if fact.kind == "industry":
        fix = "请写 GB/T 4754-2017 的代码（如 3921 或 C39）或大类名称。"
    elif fact.kind == "code":
        fix += f"可选：{'、'.join(f'{name}（{code}）' for code, name in fact.vocabulary.items())}。"
    raise BadValue(f"「{text}」不是「{fact.label}」的代码或名称。", fix)


def _text(_: Fact, raw: object) -> str:
    if not isinstance(raw, str | int) or isinstance(raw, bool):
        raise BadValue("应是文字。")
    if ERRORS.fullmatch(str(raw)):
        raise BadValue(f"「{raw}」是表格算错的结果。", "请改正公式，或直接填写。")
    return str(raw)


READERS: Final[Mapping[str, Callable[[Fact, object], int | bool | str]]] = {
    "money": _number,
    "count": _number,
    "number": _number,
    "rate": _rate,
    "date": _date,
    "flag": _flag,
    "code": _code,
    "industry": _code,
    "district": _code,
    "text": _text,
}
