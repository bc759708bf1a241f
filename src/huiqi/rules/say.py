"""说明: Chinese sentences for conditions and computations, in both polarities, with values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.dims import dim_of
from huiqi.rules.oracle import Interval, Oracle

WORDS: Final[Mapping[x.Op, str]] = {
    ">=": "不低于",
    ">": "高于",
    "<=": "不超过",
    "<": "低于",
    "=": "等于",
    "<>": "不等于",
}
DATE_WORDS: Final[Mapping[x.Op, str]] = {
    ">=": "不早于",
    ">": "晚于",
    "<=": "不晚于",
    "<": "早于",
    "=": "是",
    "<>": "不是",
}
OPEN_ENDED: Final = Fraction(10**9)  # a range that ends above a billion says nothing


def plain(value: Fraction) -> int | Decimal:
    """数值: a whole number as int, any other as an exact or six-place decimal; never a float."""
    if value.denominator == 1:
        return value.numerator
    return round(Decimal(value.numerator) / Decimal(value.denominator), 6).normalize()


def digits(value: Fraction) -> str:
    """数字: with thousands separators, decimals only where there are any."""
    number = plain(value)
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def shown(value: Fraction, dim: x.Dim) -> str:
    """显示: a number with its unit as people read it."""
    match dim:
        case "date":
            return date.fromordinal(int(value)).isoformat()
        case "money":
            return f"{digits(value)} 元"
        case "ratio":
            return f"{digits(value * 100)}%"
        case _:
            # A year is a number too: 2020 is written without a separator.
            return str(value) if value.denominator == 1 and abs(value) < 10_000 else digits(value)


def ranged(interval: Interval, dim: x.Dim) -> str:
    """显示区间: one number, or «未知» with the range where the range says something."""
    low, high = interval
    if low == high:
        return shown(low, dim)
    if dim == "date" or high >= OPEN_ENDED:
        return "未知"
    return f"未知（{shown(low, dim)}至{shown(high, dim)}）"


def _divides(factor: Fraction) -> bool:
    """A division that no percentage tells exactly, such as by the 365 days of a year."""
    return factor.numerator == 1 and 10**6 % factor.denominator != 0


def label(key: str) -> str:
    """名称: what a fact is called."""
    return FACTS[key].label if key in FACTS else key


def title_name(kind: str, level: str = "") -> str:
    """称号名称: a kind of title with its level, as people say it."""
    levels = {"national": "国家级", "provincial": "省级", "city": "市级", "district": "区级"}
    return levels.get(level, "") + FACTS["titles"].vocabulary.get(kind, kind)


def named(num: x.Num) -> str:
    """写法: what a number is called: a fact's label, a parameter, a computation in words."""
    match num:
        case x.Const(value, dim, name, unknown):
            return unknown or (name if name == "as_of" else shown(value, dim))
        case x.Field(key):
            return label(key)
        case x.Paid(programme):
            return f"已领「{programme}」金额"
        case x.Count(title):
            return f"「{title_name(title)}」个数"
        case x.Year(of):
            return f"{label(of.key)}的年份"
        case x.Named(_, text):
            return text
        case x.Scale(factor, of) if _divides(factor):
            return f"{named(of)}÷{factor.denominator}"
        case x.Scale(factor, of):
            return f"{shown(factor, 'ratio')}×{named(of)}" if 0 < factor < 1 else _times(factor, of)
        case x.Sum(terms):
            return "＋".join(named(term) for term in terms).replace("＋－", "－")
        case x.Product(left, right):
            return f"{named(left)}×{named(right)}"
        case x.Extreme(least, of):
            return f"{'较小者' if least else '较大者'}（{'，'.join(named(part) for part in of)}）"
        case x.Rounded(of):
            return named(of)
        case x.Over(_, of):
            return f"各笔贷款的{named(of)}之和"
        case x.If(_, then, other):
            return f"分档（{named(then)}／{named(other)}）"
    raise AssertionError(num)


def _times(factor: Fraction, of: x.Num) -> str:
    if factor == -1:
        return f"－{named(of)}"
    return f"{plain(factor)}×{named(of)}"


def needed(truth: x.Truth, met: bool = True) -> str:
    """要求: what a leaf asks for (``met``), or its opposite."""
    match truth:
        case x.Compare(op, _, right):
            dim = dim_of(truth.left)
            words = DATE_WORDS if dim == "date" else WORDS
            word = words[op if met else x.NEGATED[op]]
            return word + _level_or_number(truth, right)
        case x.Flag():
            return "是" if met else "否"
        case x.OneOf(key, codes):
            names = "、".join(FACTS[key].vocabulary.get(code, code) for code in codes)
            return ("属于" if met else "不属于") + names
        case x.Within(_, prefixes):
            return ("属于" if met else "不属于") + "、".join(prefixes)
        case x.Held(title, level):
            return ("持有有效的" if met else "未持有有效的") + title_name(title, level)
        case x.Granted(title, since):
            day = date.fromordinal(since).isoformat()
            return f"自 {day} 以来{'' if met else '未'}获得{title_name(title)}"
        case x.Items(key, codes, every):
            names = "、".join(FACTS[key].vocabulary.get(code, code) for code in codes)
            head = "每一项都" if every else "至少一项"
            return f"{head if met else '并非' + head}属于{names}"
    return ""


def _level_or_number(truth: x.Compare, right: x.Num) -> str:
    if isinstance(truth.left, x.Named) and truth.left.levels and isinstance(right, x.Const):
        return right.name.text if isinstance(right.name, x.Level) else right.name
    if isinstance(right, x.Const) and not right.unknown:
        dim = dim_of(truth.left) if right.dim == "any" else right.dim
        return _as_year(truth, shown(right.value, dim))
    return named(right)


def _as_year(truth: x.Compare, told: str) -> str:
    """A known number beside the year of a date is a year too: «2020 年»."""
    is_year = isinstance(truth.left, x.Year) or isinstance(truth.right, x.Year)
    return f"{told} 年" if is_year and told.isdecimal() else told


def value_text(truth: x.Truth, oracle: Oracle) -> str:
    """现值: the value a leaf looked at, in words."""
    match truth:
        case x.Compare(_, left, _):
            if isinstance(left, x.Named) and left.levels:
                level = level_of(left, oracle.number(left))
                return level.text if level else "未知"
            return _as_year(truth, ranged(oracle.number(left), dim_of(left)))
        case x.Flag(key):
            value = oracle.known.get(key)
            return "未知" if value is None else "是" if value else "否"
        case x.OneOf(key) | x.Within(key):
            value = oracle.known.get(key)
            return "未知" if value is None else FACTS[key].vocabulary.get(str(value), str(value))
        case x.Held() | x.Granted() | x.Items():
            sure, possible = oracle.truth(truth)
            return "有" if sure else "未知" if possible else "无"
    return ""


def raw_value(truth: x.Truth, oracle: Oracle) -> object:
    """原值: the value a leaf looked at as JSON has it: yuan, fraction, date, code, true or false.

    None where it is not known.
    """
    if isinstance(truth, x.Compare):
        low, high = oracle.number(truth.left)
        if low != high:
            return None
        if isinstance(truth.left, x.Named) and truth.left.levels:
            return level_of(truth.left, (low, high))
        is_date = dim_of(truth.left) == "date"
        return date.fromordinal(int(low)).isoformat() if is_date else plain(low)
    if isinstance(truth, x.Flag | x.OneOf | x.Within):
        return oracle.known.get(truth.key)
    sure, possible = oracle.truth(truth)
    return sure if sure == possible else None


def level_of(value: x.Named, ends: Interval) -> x.Level | None:
    """等级: the level of a classification; None where it is not known or outside of it."""
    low, high = ends
    within = low == high and 1 <= low <= len(value.levels)
    return value.levels[int(low) - 1] if within else None


def computed(num: x.Num, oracle: Oracle) -> str:
    """算式: a computation with its values, as one line a person can follow."""
    result = ranged(oracle.number(num), dim_of(num))
    match num:
        case x.Const() | x.Field() | x.Paid() | x.Count() | x.Year():
            return result if isinstance(num, x.Const) else f"{named(num)} {result}"
        case x.Scale(factor, of) if factor == -1:
            return f"减去 {computed(of, oracle)}"
        case x.Scale(factor, of) if _divides(factor):
            return f"{computed(of, oracle)} ÷ {factor.denominator} = {result}"
        case x.Scale(factor, of):
            head = plain(factor) if factor > 1 or factor < 0 else shown(factor, "ratio")
            return f"{head} × {computed(of, oracle)} = {result}"
        case x.Product(left, right):
            return f"{computed(left, oracle)} × {computed(right, oracle)} = {result}"
        case x.Extreme(least, of):
            inside = "；".join(computed(part, oracle) for part in of)
            return f"取{'小' if least else '大'}（{inside}）= {result}{_cap_named(num, oracle)}"
        case x.If(test, then, other):
            rails = oracle.truth(test)
            if rails[0] == rails[1]:
                return computed(then if rails[0] else other, oracle)
            return f"{named(num)} = {result}"
        case x.Sum(terms):
            return f"{' ＋ '.join(computed(term, oracle) for term in terms)} = {result}"
        case x.Rounded(of):
            return f"{computed(of, oracle)}，取整为 {result}"
    return f"{named(num)} = {result}"


def _cap_named(num: x.Extreme, oracle: Oracle) -> str:
    """The parameter that cut the number, by name: «封顶 annual_cap»."""
    result = oracle.number(num)
    for part in num.of:
        if isinstance(part, x.Const) and part.name and oracle.number(part) == result:
            others = [oracle.number(other) for other in num.of if other is not part]
            if result[0] == result[1] and all(other[0] > result[1] for other in others):
                return f"（以「{part.name}」封顶）" if num.least else f"（以「{part.name}」保底）"
    return ""
