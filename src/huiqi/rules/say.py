"""说明: numbers, units and names as people read them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.dims import dim_of
from huiqi.rules.industries import DIVISIONS, GROUPS, SECTIONS
from huiqi.rules.kept import kept
from huiqi.rules.oracle import Interval, Oracle
from huiqi.rules.vocabulary import LEVELS

LARGE: Final = ((Fraction(10**8), "亿元"), (Fraction(10**4), "万元"))
UNSAID: Final = frozenset({"项", "元", "万元", "比例"})
LISTED_AT_MOST: Final = 3
BRIEF_AT_MOST: Final = 24  # characters
WIDE: Final = Context(prec=100)  # ends of products of open numbers have many digits


def plain(value: Fraction) -> int | Decimal:
    """数值: a whole number as int, any other as an exact or six-place decimal; never a float."""
    if value.denominator == 1:
        return value.numerator
    exact = round(value, 6)
    return WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator)).normalize(WIDE)


def digits(value: Fraction) -> str:
    """数字: with thousands separators, decimals only where there are any."""
    number = plain(value)
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def shown(value: Fraction, dim: x.Dim) -> str:
    """显示: a number with its unit, money in 元 to the last 分."""
    match dim:
        case "date":
            return date.fromordinal(int(value)).isoformat()
        case "money":
            return f"{digits(value)} 元"
        case "ratio":
            return f"{digits(round(value * 100, 4))}%"
        case _:
            # A year is a number too: 2020 is written without a separator.
            return str(value) if value.denominator == 1 and abs(value) < 10_000 else digits(value)


def spoken(value: Fraction, dim: x.Dim, unit: str = "") -> str:
    """口语: a number as people say it: «2 亿元», «4,286 万元», «300 人»; nothing is rounded off."""
    if dim == "money":
        for per, name in LARGE:
            # Two decimals at most, otherwise the digits in 元 are easier to read.
            if abs(value) >= per and (value / per * 100).denominator == 1:
                return f"{digits(value / per)} {name}"
        return shown(value, "money")
    if dim in ("date", "ratio"):
        return shown(value, dim)
    # Nobody writes the year 2,020.
    number = str(plain(value)) if unit == "年" else digits(round(value, 2))
    return f"{number} {unit}" if unit else number


def after(word: str, told: str) -> str:
    """接数: a word and what follows it, with a space between it and a number."""
    apart = told[:1].isascii() and not word.endswith(("：", "（", "，", "「"))
    return f"{word} {told}" if apart else f"{word}{told}"


def ranged(num: x.Num, oracle: Oracle) -> str:
    """显示区间: one number, or «未知» with those of its ends that say something."""
    low, high = oracle.number(num)
    dim, unit = dim_of(num), unit_of(num)
    if low == high:
        return spoken(low, dim, unit)
    least, most = meaningful(num, oracle)
    if dim == "date" or not (least or most):
        return "未知"
    lowest, highest = spoken(low, dim, unit), spoken(high, dim, unit)
    if least and most:
        return f"未知（{lowest} 至 {highest}）" if low else f"未知（最多 {highest}）"
    if most:
        return f"未知（最多 {highest}）"
    return f"未知（至少 {lowest}）" if low else "未知"


def meaningful(num: x.Num, oracle: Oracle) -> tuple[bool, bool]:
    """两端有无意义: whether each end of a range is more than the limit of what a fact may be."""
    if oracle.settled(num):
        return True, True
    match num:
        case x.Field() | x.Year() | x.Paid() | x.Count() | x.Const():
            # Nothing is known; but that an amount or a number is not negative is not news.
            return oracle.number(num)[0] == 0, False
        case x.Scale(factor, of):
            least, most = meaningful(of, oracle)
            return (least, most) if factor >= 0 else (most, least)
        case x.Extreme(_, of):
            return _ends_of_extreme(num, of, oracle)
        case x.If(test, then, other):
            sure, possible = oracle.truth(test)
            open_ones = [one for one, may in ((then, possible), (other, not sure)) if may]
            return _both([meaningful(one, oracle) for one in open_ones])
        case x.Named(_, _, of) | x.Rounded(of):
            return meaningful(of, oracle)
        case x.Sum(of):
            return _both([meaningful(part, oracle) for part in of])
        case x.Product(left, right):
            return _both([meaningful(part, oracle) for part in (left, right)])
        case x.Over(_, of) if oracle.beyond() is None:
            return _both([meaningful(of, loan) for loan in oracle.of_each()])
    return oracle.number(num)[0] == 0, False


def _both(ends: list[tuple[bool, bool]]) -> tuple[bool, bool]:
    return all(least for least, _ in ends), all(most for _, most in ends)


def _ends_of_extreme(num: x.Extreme, of: tuple[x.Num, ...], oracle: Oracle) -> tuple[bool, bool]:
    """An end is told where one of the parts that reach it tells it."""
    found = oracle.number(num)
    ends = [(oracle.number(part), meaningful(part, oracle)) for part in of]
    least, most = (
        any(told[end] for number, told in ends if number[end] == found[end]) for end in (0, 1)
    )
    return least, most


# Names


def label(key: str) -> str:
    """名称: what a fact is called."""
    return FACTS[key].label if key in FACTS else key


def title_name(kind: str, level: str = "") -> str:
    """称号名称: a kind of title with its level, as people say it."""
    of_level = LEVELS[level] if level in LEVELS and level != "other" else ""
    return of_level + FACTS["titles"].vocabulary.get(kind, kind)


def industry_name(code: str) -> str:
    """行业名称: of a section, division or group; a finer class names its division as well."""
    digits_only = code.lstrip("ABCDEFGHIJKLMNOPQRST")
    for names in (SECTIONS, GROUPS, DIVISIONS):
        if (digits_only or code) in names:
            return names[digits_only or code]
    name = GROUPS.get(digits_only[:3]) or DIVISIONS.get(digits_only[:2], "未知行业")
    return f"{name}（{digits_only}）"


def code_name(key: str, code: str) -> str:
    """代码名称: what a code of a fact stands for."""
    if FACTS[key].kind == "industry":
        return industry_name(code)
    return FACTS[key].vocabulary.get(code, code)


def one_of(names: tuple[str, ...], most: int = LISTED_AT_MOST) -> str:
    """列举: names of which one is meant; a long list is cut and counted."""
    quoted = [f"「{name}」" if "、" in name else name for name in names]
    if len(quoted) > most:
        return f"{'、'.join(quoted[:most])}等 {len(quoted)} 类"
    *first, last = quoted
    apart = " " if last[:1].isascii() else ""
    return f"{'、'.join(first)}{apart}或{apart}{last}" if first else last


def short(text: str) -> str:
    """短名: what a parameter or a value is called, without what is said of it after «：»."""
    return re.split("[：；]", text, maxsplit=1)[0]


def headline(text: str) -> str:
    """标题: the text of a value where something is said of it: «评分（两种算法取高）»."""
    head, colon, rest = text.partition("：")
    return f"{head}（{rest}）" if colon else text


@kept
def unit_of(num: x.Num) -> str:
    """单位: what a number that is not money, a share or a day is counted in, or nothing."""
    match num:
        case x.Field(key):
            return FACTS[key].unit
        case x.Year():
            return "年"
        case x.Count():
            return "个"
        case x.Named(unit=unit):
            # Rows and levels of a table are written in 项, which nobody says of them.
            return "" if unit in UNSAID else unit
        case x.Sum(terms):
            if [dim_of(term) for term in terms].count("date") == 2:
                return "天"
            return next((unit for term in terms if (unit := unit_of(term))), "")
        case x.Scale(_, of) | x.Rounded(of) | x.Over(_, of):
            return unit_of(of)
        case x.Extreme(_, of):
            return next((unit for part in of if (unit := unit_of(part))), "")
        case x.If(_, then, other):
            return unit_of(then) or unit_of(other)
        case _:
            return ""


@kept
def brief(num: x.Num) -> str:
    """简称: what a number is called, or where that is long, the facts it is made of."""
    told = named(num)
    if isinstance(num, x.Named) or (len(told) <= BRIEF_AT_MOST and "分档" not in told):
        return told
    return f"按{'、'.join(map(label, x.fact_keys(num)[:LISTED_AT_MOST]))}计算的数"


@kept
def named(num: x.Num) -> str:
    """写法: what a number is called: a fact's label, a parameter, a computation in words."""
    if isinstance(num, x.Scale | x.Product) and (value := fixed(num)) is not None:
        return spoken(value, dim_of(num))
    match num:
        case x.Const(value, dim, _, unknown):
            return f"「{open_name(unknown)}」（待核）" if unknown else spoken(value, dim)
        case x.Field(key):
            return label(key)
        case x.Paid():
            return "此前已领金额"
        case x.Count(title):
            return f"「{title_name(title)}」个数"
        case x.Year(of):
            return f"{label(of.key)}的年份"
        case x.Named(_, text):
            return short(text)
        case x.Scale(factor, of):
            return _multiple(factor, of)
        case x.Sum(terms):
            return "＋".join(named(term) for term in terms).replace("＋－", "－")
        case x.Product(left, right):
            return f"{_inner(left)}×{_inner(right)}"
        case x.Extreme(least, of):
            return f"{'、'.join(named(part) for part in of)}中{'较小' if least else '较大'}的"
        case x.Rounded(of):
            return named(of)
        case x.Over(_, of):
            return f"各笔贷款的{named(of)}之和"
        case x.If(test):
            return f"按{label(x.first_key(test))}分档的数"
    raise AssertionError(num)


@kept
def fixed(num: x.Num) -> Fraction | None:
    """定值: of a number that is made of known constants by multiplying only; else None.

    So people read «4.5 元» for a share of 9 元; the tree keeps both of its parameters.
    """
    match num:
        case x.Const(value, unknown=unknown):
            return None if unknown else value
        case x.Scale(factor, of):
            value_of = fixed(of)
            return None if value_of is None else factor * value_of
        case x.Product(left, right):
            one, two = fixed(left), fixed(right)
            return None if one is None or two is None else one * two
    return None


def open_name(unknown: str) -> str:
    """待核之名: what a number that the sources leave open is called."""
    return unknown.removeprefix("待核：")


@kept
def squared(num: x.Num) -> bool:
    """是否金额之积: money times money, which is compared but has no unit that people know."""
    match num:
        case x.Product(left, right):
            return dim_of(left) == dim_of(right) == "money"
        case x.Named(_, _, of) | x.Scale(_, of) | x.Rounded(of):
            return squared(of)
        case x.Sum(of) | x.Extreme(_, of):
            return any(map(squared, of))
    return False


def divides(factor: Fraction) -> bool:
    """是否除法: what no percentage tells exactly, such as a division by the 365 days of a year."""
    return factor.numerator == 1 and 10**6 % factor.denominator != 0


def _multiple(factor: Fraction, of: x.Num) -> str:
    if factor in (1, -1):
        return f"{'－' if factor < 0 else ''}{_inner(of)}"
    if divides(factor):
        return f"{_inner(of)}÷{factor.denominator}"
    if 0 < factor < 1:
        return f"{_inner(of)}的 {shown(factor, 'ratio')}"
    return f"{_inner(of)}的 {digits(factor)} 倍"


def _inner(num: x.Num) -> str:
    return f"（{named(num)}）" if isinstance(num, x.Sum) else named(num)


def level_of(value: x.Named, ends: Interval) -> x.Level | None:
    """等级: the level of a classification; None where it is not known or outside of it."""
    low, high = ends
    within = low == high and 1 <= low <= len(value.levels)
    return value.levels[int(low) - 1] if within else None
