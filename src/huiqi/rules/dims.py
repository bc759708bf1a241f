"""单位推算: what a number is measured in, and a number times a constant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.kept import kept

CALLED: Final[Mapping[x.Dim, str]] = {
    "money": "金额",
    "ratio": "比例",
    "number": "数目",
    "date": "日期",
}


@kept
def dim_of(number: x.Num) -> x.Dim:
    """单位: what a number is measured in; a ratio times money is money; days are ``number``."""
    match number:
        case x.Const(_, dim) | x.Field(_, dim):
            return dim
        case x.Paid():
            return "money"
        case x.Count() | x.Year():
            return "number"
        case x.Sum(terms):
            dims = [dim_of(term) for term in terms]
            if dims.count("date") == 2:
                return "number"
            return next((dim for dim in dims if dim != "any"), "any")
        case x.Product(left, right):
            return _product_dim(dim_of(left), dim_of(right))
        case x.Extreme(_, of):
            return next((dim for part in of if (dim := dim_of(part)) != "any"), "any")
        case x.If(_, then, other):
            return next((dim for part in (then, other) if (dim := dim_of(part)) != "any"), "any")
        case x.Scale(_, of) | x.Rounded(of) | x.Named(_, _, of) | x.Over(_, of):
            return dim_of(of)
    raise AssertionError(number)


def _product_dim(left: x.Dim, right: x.Dim) -> x.Dim:
    if "money" in (left, right):
        return "money"
    return "number" if "number" in (left, right) else left


def clash(*numbers: x.Num) -> str:
    """单位不合: why numbers cannot be compared or chosen from, in Chinese; empty when they can.

    A bare literal takes the unit of what it meets, but no number is a date.
    """
    dims = {dim_of(number) for number in numbers}
    if {"date", "any"} <= dims:
        return (
            "日期不能与不带引号的数字放在一起。"
            "请写成 DATE '2020-02-28'；只看年份的，写 year(日期事实) 与 2020 比较。"
        )
    return mixed(dims)


def mixed(dims: Collection[x.Dim]) -> str:
    """单位混用: why numbers of these units cannot stand together; empty when they can."""
    names = [CALLED[dim] for dim in CALLED if dim in dims]
    return f"单位不同（{'、'.join(names)}）。请检查是否写错了事实。" if len(names) > 1 else ""


def scaled(factor: Fraction, number: x.Num, named: x.Const | None = None) -> x.Num:
    """倍数: ``factor`` times a number, folded where the number is constant too."""
    if named is not None and named.unknown:
        return x.Product(named, number)
    if factor == 1 and named is None:
        return number
    both_named = isinstance(number, x.Const) and number.name and named and named.name
    if isinstance(number, x.Const) and not number.unknown and not both_named:
        dim = number.dim if named is None or number.dim != "any" else named.dim
        return x.Const(factor * number.value, dim, number.name, text=number.text)
    if named is not None and named.dim == "money":
        # 20 元/平方米 times an area is money: the constant keeps its unit as a product.
        return x.Product(named, number)
    return x.Scale(factor, number, named.name if named else "")
