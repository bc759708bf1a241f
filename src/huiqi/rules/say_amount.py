"""算式: a computation with its values, in one line to be followed with a pocket calculator."""

from __future__ import annotations

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
    return say.shown(low, "money")


def computed(num: x.Num, oracle: Oracle) -> str:
    """算式: how a number comes about, with «= result» at its end where anything is computed."""
    result = amount_text(num, oracle)
    match num:
        case x.Const(_, _, _, unknown, text):
            return unknown or (f"{say.short(text)} {result}" if text else result)
        case x.Field() | x.Paid() | x.Count() | x.Year():
            return say.after(say.named(num), result)
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
                return computed(then if rails == SURE else other, oracle)
        case x.Rounded(of):
            return f"{computed(of, oracle)}，取整为 {result}"
    return say.after(say.named(num), result)


def _factors(num: x.Num, oracle: Oracle) -> str:
    """A product as one chain, «贷款金额 3,650,000 元 × 2% ÷ 365»."""
    match num:
        case x.Scale(factor, of):
            head = _factors(of, oracle)
            if say.divides(factor):
                return f"{head} ÷ {factor.denominator}"
            times = say.shown(factor, "ratio") if 0 < factor < 1 else say.digits(factor)
            return f"{head} × {times}"
        case x.Product(left, right):
            return f"{_factors(left, oracle)} × {_factors(right, oracle)}"
    return _inner(num, oracle)


def equals(told: str, result: str) -> str:
    """等号: with a space before it, but not behind a full-width bracket."""
    return f"{told}{'' if told.endswith('）') else ' '}= {result}"


def _inner(num: x.Num, oracle: Oracle) -> str:
    """A part of a formula: what is computed itself stands in brackets."""
    told = computed(num, oracle)
    return f"（{told}）" if " = " in told or "，" in told else told


def _terms(terms: tuple[x.Num, ...], oracle: Oracle) -> str:
    told = ""
    for term in terms:
        less = isinstance(term, x.Scale) and term.factor == -1
        part = _inner(term.of if isinstance(term, x.Scale) and less else term, oracle)
        sign = " － " if less else " ＋ "
        told += sign + part if told or less else part
    return told.strip()


def _extreme(num: x.Extreme, oracle: Oracle, result: str) -> str:
    """A number within limits: «…，以「每年封顶」200,000 元为限»; else all that are compared."""
    limits = [part for part in num.of if isinstance(part, x.Const) and not part.unknown]
    rest = [part for part in num.of if part not in limits]
    if len(rest) != 1 or not limits:
        told = "；".join(computed(part, oracle) for part in num.of)
        return equals(f"取{'较小' if num.least else '较大'}的（{told}）", result)
    inner, limit = rest[0], limits[0]
    told = computed(inner, oracle)
    if oracle.settled(inner) and oracle.number(inner) == oracle.number(num):
        return told
    if not num.least and limit.value == 0:
        return f"{told}，不足零的按零计 = {result}"
    bound = "最多" if num.least else "最少"
    name = f"（{say.short(limit.text)}）" if limit.text else ""
    return equals(f"{told}，{bound} {amount_text(limit, oracle)}{name}", result)


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
        told = computed(num.of, loans[0])
        return told if loans[0].truth(num.where) == SURE else f"{told}（贷款是否符合条件未知）"
    told = "；".join(f"第 {number} 笔：{computed(num.of, loan)}" for number, loan in counted)
    return f"{told}；合计 {result}"
