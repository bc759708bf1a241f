"""算式: a computation with its values, in one line to be followed with a pocket calculator."""

from __future__ import annotations

import re
from fractions import Fraction

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.dims import dim_of
from huiqi.rules.oracle import NEVER, SURE, Oracle

ZERO = Fraction(0)


def amount_text(num: x.Num, oracle: Oracle) -> str:
    """结果说法: a number that is not rounded for the eye: money in 元 to the last 分."""
    low, high = oracle.number(num)
    dim = dim_of(num)
    if low != high or dim not in ("money", "any"):
        return say.ranged(num, oracle)
    exact = (low * 100).denominator == 1
    return say.shown(low, "money") if exact else f"约 {say.shown(round(low, 2), 'money')}"


def computed(num: x.Num, oracle: Oracle) -> str:
    """算式: how a number comes about, with «= result» at its end where anything is computed."""
    told = _computed(num, oracle)
    # A full-width bracket has its space built in.
    return re.sub(r" ([＋－×÷=]) （", r" \1（", re.sub(r"） ([＋－×÷=])", r"）\1", told))


def _computed(num: x.Num, oracle: Oracle) -> str:
    result = amount_text(num, oracle)
    match num:
        case x.Const(_, _, _, unknown, text):
            if unknown:
                return say.named(num)
            return f"{say.short(text)} {result}" if text else result
        case x.Field() | x.Paid() | x.Count() | x.Year():
            return say.after(say.named(num), result)
        case x.Scale(factor, of) if factor == 1:
            return _computed(of, oracle)
        case x.Scale() | x.Product():
            return f"{_factors(num, oracle)} = {result}"
        case x.Sum(terms):
            return f"{_terms(terms, oracle)} = {result}"
        case x.Extreme():
            return _extreme(num, oracle, result)
        case x.Over():
            return _of_loans(num, oracle, result)
        case x.If(test, then, other):
            rails = oracle.truth(test)
            if rails in (SURE, NEVER):
                return _computed(then if rails == SURE else other, oracle)
            return f"要看{say.label(x.first_key(test))}：{result}"
        case x.Rounded(of):
            return f"{_computed(of, oracle)}，取整为 {result}"
    return say.after(say.named(num), result)


def _factors(num: x.Num, oracle: Oracle) -> str:
    """A product as one chain, «贷款金额 3,650,000 元 × 2% ÷ 365»."""
    match num:
        case x.Scale(factor, of):
            head = _factors(of, oracle)
            if factor == 1:
                return head
            if say.divides(factor):
                return f"{head} ÷ {factor.denominator}"
            times = say.shown(factor, "ratio") if 0 < factor < 1 else say.digits(factor)
            return f"{head} × {times}"
        case x.Product(left, right):
            return f"{_factors(left, oracle)} × {_factors(right, oracle)}"
    return _inner(num, oracle)


def _inner(num: x.Num, oracle: Oracle) -> str:
    """A part of a formula: what is computed itself stands in brackets."""
    told = _computed(num, oracle)
    return f"（{told}）" if " = " in told or "，" in told or "；" in told else told


def _terms(terms: tuple[x.Num, ...], oracle: Oracle) -> str:
    told = ""
    for term in terms:
        less = isinstance(term, x.Scale) and term.factor == -1
        part = _factors(term.of if isinstance(term, x.Scale) and less else term, oracle)
        sign = " － " if less else " ＋ "
        told += sign + part if told or less else part
    return told.strip()


def _extreme(num: x.Extreme, oracle: Oracle, result: str) -> str:
    """A number within limits: «…；最多 200,000 元（每年上限），得 200,000 元»; else all of them."""
    limits = [part for part in num.of if isinstance(part, x.Const) and not part.unknown]
    rest = [part for part in num.of if part not in limits]
    if len(rest) != 1 or not limits:
        told = "；".join(_computed(part, oracle) for part in num.of)
        return f"{told}；取{'较小' if num.least else '较大'}的，{say.after('得', result)}"
    inner, limit = rest[0], limits[0]
    told = _computed(inner, oracle)
    if oracle.settled(inner) and oracle.number(inner) == oracle.number(num):
        return told
    if not oracle.settled(num):
        return f"{say.brief(inner)}：{result}"
    if not num.least and limit.value == 0:
        return f"{told}，不足零的按零计"
    name = f"（{say.short(limit.text)}）" if limit.text else ""
    return f"{told}；{'最多' if num.least else '最少'} {_bound(limit, inner)}{name}，得 {result}"


def _bound(limit: x.Const, inner: x.Num) -> str:
    """A limit in the unit of what it limits."""
    dim = dim_of(inner) if limit.dim == "any" else limit.dim
    if dim == "money":
        return say.shown(limit.value, dim)
    return say.spoken(limit.value, dim, say.unit_of(inner))


def _of_loans(num: x.Over, oracle: Oracle, result: str) -> str:
    """Every loan that counts with its own computation; those that surely do not are left out."""
    loans = oracle.of_each()
    counted = [
        (number, loan) for number, loan in enumerate(loans, 1) if loan.truth(num.where) != NEVER
    ]
    if oracle.beyond() is not None:
        return f"各笔贷款的{say.named(num.of)}之和{say.after('', result)}"
    if not counted:
        return "没有符合条件的贷款 = 0 元"
    if len(loans) == 1:
        told = _computed(num.of, loans[0])
        return told if loans[0].truth(num.where) == SURE else f"{told}（贷款是否符合条件未知）"
    told = "；".join(f"第 {number} 笔：{_computed(num.of, loan)}" for number, loan in counted)
    return f"{told}；合计 {result}"
