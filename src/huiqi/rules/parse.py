"""解析: the text of one rule to a typed tree; whatever is not on the whitelist is refused.

sqlglot reads the text, nothing else of it is used: every node is rebuilt from our own types,
with names resolved, dates folded to day numbers and decimals kept as exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Final, NoReturn

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from huiqi.rules import expr as x
from huiqi.rules.dims import clash, dim_of, mixed, scaled
from huiqi.rules.fields import Fact
from huiqi.rules.months import add_months
from huiqi.rules.names import nearest

NUMERIC: Final[Mapping[str, x.Dim]] = {
    "money": "money",
    "rate": "ratio",
    "count": "number",
    "number": "number",
    "date": "date",
}
MONTHS: Final[Mapping[str, int]] = {"DAY": 0, "MONTH": 1, "YEAR": 12}
CODED: Final = ("code", "industry", "district")
OPS: Final[Mapping[type[exp.Expr], x.Op]] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


class BadRule(ValueError):
    """规则有误: the text of a rule cannot be used; the message says what, why and what to do."""


@dataclass(frozen=True)
class Scope:
    """名称范围: what a rule may refer to, on one day.

    ``facts`` is the registry, ``code`` turns a written code or Chinese name of a fact into its
    code (None: no such code), ``names`` are parameters and named values of the policy.
    """

    facts: Mapping[str, Fact]
    code: Callable[[Fact, str], str | None]
    on: date
    names: Mapping[str, x.Num] = field(default_factory=dict)


@lru_cache(maxsize=20_000)
def _tree(text: str) -> exp.Expr:
    try:
        return sqlglot.parse_one(text, dialect="duckdb")
    except SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        near = str(details[0].get("highlight") or "").strip()
        raise BadRule(
            f"规则「{text}」读不懂" + (f"，问题在「{near}」附近" if near else "") + "。"
            "请检查括号、引号和 AND/OR 是否成对。"
        ) from None


def parse_truth(text: str, scope: Scope) -> x.Truth:
    """解析条件: the tree of a condition; BadRule where it is not one."""
    return _Parser(text, scope).truth(_tree(text))


def parse_number(text: str, scope: Scope) -> x.Num:
    """解析数值: the tree of an amount, score or other number; BadRule where it is not one."""
    return _Parser(text, scope).number(_tree(text))


class _Parser:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text, self.scope = text, scope

    def fail(self, why: str) -> NoReturn:
        raise BadRule(f"规则「{self.text}」不能使用：{why}")

    # Conditions

    def truth(self, node: exp.Expr) -> x.Truth:
        match node:
            case exp.Paren():
                return self.truth(node.this)
            case exp.And():
                return x.And(tuple(self.truth(part) for part in node.flatten()))
            case exp.Or():
                return x.Or(tuple(self.truth(part) for part in node.flatten()))
            case exp.Not():
                return x.Not(self.truth(node.this))
            case exp.Boolean():
                return x.Known(bool(node.this))
            case exp.Column():
                return self.flag(self.name(node))
            case exp.Between():
                value = self.number(node.this)
                low, high = self.number(node.args["low"]), self.number(node.args["high"])
                return x.And((self.compared(">=", value, low), self.compared("<=", value, high)))
            case exp.In():
                return self.one_of(node)
            case exp.Any():
                return self.items(node.this, every=False)
            case exp.Anonymous():
                return self.called(node)
            case _ if type(node) in OPS:
                return self.comparison(OPS[type(node)], node.this, node.expression)
        self.fail(f"「{node.sql()}」不是条件。条件由比较、IN、AND、OR、NOT 和 holds() 等组成。")

    def flag(self, name: str) -> x.Truth:
        if self.fact(name).kind != "flag":
            self.fail(f"「{name}」不是是/否事实，请写成比较，例如 {name} >= 1。")
        return x.Flag(name)

    def comparison(self, op: x.Op, left: exp.Expr, right: exp.Expr) -> x.Truth:
        for one, other, turned in ((left, right, op), (right, left, x.MIRRORED[op])):
            key = self.coded(one)
            if key:
                if turned not in ("=", "<>"):
                    self.fail(f"「{key}」是代码，只能用 =、<> 或 IN 比较。")
                test = x.OneOf(key, (self.code_of(key, self.literal(other)),))
                return test if turned == "=" else x.Not(test)
        if isinstance(right, exp.Literal) and right.is_string:
            return self.against_text(op, self.number(left), str(right.this))
        if isinstance(left, exp.Literal) and left.is_string:
            return self.against_text(x.MIRRORED[op], self.number(right), str(left.this))
        return self.compared(op, self.number(left), self.number(right))

    def against_text(self, op: x.Op, value: x.Num, text: str) -> x.Truth:
        """Compare with 'small' (a level of a classification) or '2020-02-28' (a date)."""
        if isinstance(value, x.Named) and value.levels:
            return x.Compare(op, value, self.level(value, text))
        return self.compared(op, value, self.day(text))

    def level(self, value: x.Named, text: str) -> x.Const:
        if text not in value.levels:
            self.fail(f"「{text}」不是「{value.text}」的等级，可选：{'、'.join(value.levels)}。")
        place = value.levels.index(x.Level(text))
        return x.Const(Fraction(place + 1), "number", value.levels[place])

    def compared(self, op: x.Op, left: x.Num, right: x.Num) -> x.Truth:
        self.alike((left, right))
        return x.Compare(op, left, right)

    def one_of(self, node: exp.In) -> x.Truth:
        texts = [self.literal(item) for item in node.expressions]
        key = self.coded(node.this)
        if key:
            codes = (self.code_of(key, text) for text in texts)
            return x.OneOf(key, tuple(dict.fromkeys(codes)))
        value = self.number(node.this)
        if not (isinstance(value, x.Named) and value.levels):
            self.fail("IN 只用于代码类事实或分级。数值请用 BETWEEN 或比较。")
        return x.Or(tuple(x.Compare("=", value, self.level(value, text)) for text in texts))

    def called(self, node: exp.Anonymous) -> x.Truth:
        name, args = str(node.this).lower(), node.expressions
        on = self.scope.on.toordinal()
        match name:
            case "holds" if len(args) in (1, 2):
                level = self.title_level(args[1]) if len(args) == 2 else ""
                return x.Held(self.title(args[0]), level, on)
            case "granted_since" if len(args) in (2, 3):
                level = self.title_level(args[1]) if len(args) == 3 else ""
                since = self.number(args[-1])
                if not isinstance(since, x.Const) or since.dim != "date":
                    self.fail("granted_since 的最后一个参数必须是确定的日期。")
                return x.Granted(self.title(args[0]), level, int(since.value), on)
            case "within" if len(args) >= 2:
                key = self.coded(args[0])
                if not key or self.fact(key).kind != "industry":
                    self.fail("within() 的第一个参数必须是行业类事实。")
                return x.Within(
                    key, tuple(self.code_of(key, self.literal(arg)) for arg in args[1:])
                )
            case "every" if len(args) == 1:
                return self.items(args[0], every=True)
        self.fail(f"没有「{name}」这个函数，或参数个数不对。")

    def items(self, node: exp.Expr, *, every: bool) -> x.Truth:
        node = node.unnest()
        if not isinstance(node, exp.In) or self.fact(self.name(node.this)).kind != "codes":
            self.fail("every() 和 any() 里应是「清单类事实 IN (…)」。")
        key = self.name(node.this)
        codes = tuple(self.code_of(key, self.literal(item)) for item in node.expressions)
        return x.Items(key, codes, every)

    # Numbers

    def number(self, node: exp.Expr) -> x.Num:
        match node := node.unnest():
            case exp.Literal():
                if node.is_string:
                    return self.day(str(node.this))
                return x.Const(Fraction(str(node.this)))
            case exp.Cast() if node.to.is_type("date"):
                return self.day(self.literal(node.this))
            case exp.Neg():
                return scaled(Fraction(-1), self.number(node.this))
            case exp.Column():
                return self.named(self.name(node))
            case exp.Add():
                return self.added(node, Fraction(1))
            case exp.Sub():
                return self.added(node, Fraction(-1))
            case exp.Mul():
                return self.multiplied(self.number(node.this), self.number(node.expression))
            case exp.Div() | exp.IntDiv():
                return self.divided(node)
            case exp.Least() | exp.Greatest():
                of = tuple(self.number(part) for part in [node.this, *node.expressions])
                self.alike(of)
                return x.Extreme(isinstance(node, exp.Least), of)
            case exp.Floor() | exp.Ceil():
                down = isinstance(node, exp.Floor)
                return x.Rounded(self.number(node.this), Fraction(1), "down" if down else "up")
            case exp.Case():
                return self.case(node)
            case exp.Year() | exp.Count() | exp.Anonymous():
                return self.function(node)
        self.fail(f"「{node.sql()}」不是数值。可用加减乘、除以常数、least、greatest、floor、CASE。")

    def named(self, name: str) -> x.Num:
        if name == "as_of":
            return x.Const(Fraction(self.scope.on.toordinal()), "date", "as_of")
        if name in self.scope.names:
            return self.scope.names[name]
        fact = self.fact(name)
        if fact.kind not in NUMERIC:
            self.fail(f"「{name}」（{fact.label}）不是数值，不能参加计算。")
        return x.Field(name, NUMERIC[fact.kind])

    def added(self, node: exp.Binary, sign: Fraction) -> x.Num:
        left = self.number(node.this)
        if isinstance(node.expression, exp.Interval):
            return self.shifted(left, node.expression, int(sign))
        right = self.number(node.expression)
        dims = [dim_of(left), dim_of(right)]
        if dims == ["date", "date"] and sign < 0:
            return x.Sum((left, scaled(sign, right)))
        # Days may be added to a date, so a bare number is as good as a unit here.
        if why := mixed(dims):
            self.fail(why)
        return x.Sum((left, scaled(sign, right)))

    def shifted(self, day: x.Num, interval: exp.Interval, sign: int) -> x.Num:
        if not isinstance(day, x.Const) or day.dim != "date":
            self.fail("月份推算只能写在常数一侧，例如 as_of - INTERVAL '12' MONTH。")
        written, unit = self.literal(interval.this), str(interval.unit).upper()
        if unit not in MONTHS or not written.isdecimal():
            self.fail(f"间隔「{written} {unit}」不可用，应是整数和 DAY、MONTH 或 YEAR。")
        count, start = sign * int(written), date.fromordinal(int(day.value))
        months = MONTHS[unit] * count
        moved = add_months(start, months) if months else start + timedelta(days=count)
        return x.Const(Fraction(moved.toordinal()), "date")

    def multiplied(self, left: x.Num, right: x.Num) -> x.Num:
        if isinstance(left, x.Const):
            return scaled(left.value, right, left)
        if isinstance(right, x.Const):
            return scaled(right.value, left, right)
        return x.Product(left, right)

    def divided(self, node: exp.Binary) -> x.Num:
        right = self.number(node.expression)
        if not isinstance(right, x.Const) or right.unknown:
            self.fail("不能除以事实。请改写成乘法，例如 rd_spend >= 0.05 * revenue。")
        if not right.value:
            self.fail("除数是零。")
        return scaled(1 / right.value, self.number(node.this))

    def case(self, node: exp.Case) -> x.Num:
        if node.args.get("default") is None or node.this is not None:
            self.fail("CASE 必须写成 CASE WHEN 条件 THEN 值 … ELSE 值 END。")
        result = self.number(node.args["default"])
        for branch in reversed(node.args["ifs"]):
            then = self.number(branch.args["true"])
            self.alike((then, result))
            result = x.If(self.truth(branch.this), then, result)
        return result

    def year(self, day: x.Num) -> x.Num:
        match day:
            case x.Const(value, "date"):
                return x.Const(Fraction(date.fromordinal(int(value)).year), "number")
            case x.Field(_, "date"):
                return x.Year(day)
        self.fail("year() 的参数必须是日期事实，例如 year(loan_contract_on)。")

    def function(self, node: exp.Year | exp.Count | exp.Anonymous) -> x.Num:
        if isinstance(node, exp.Year):
            return self.year(self.number(node.this))
        if isinstance(node, exp.Count):
            return x.Count(self.title(node.this), self.scope.on.toordinal())
        name, args = str(node.this).lower(), node.expressions
        if name == "paid" and len(args) == 1:
            return x.Paid(self.literal(args[0]), self.scope.on.toordinal())
        self.fail(f"没有「{name}」这个函数，或参数个数不对。")

    # Names and literals

    def alike(self, numbers: tuple[x.Num, ...]) -> None:
        if why := clash(*numbers):
            self.fail(why)

    def name(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Column):
            self.fail(f"这里应是一个名称，得到「{node.sql()}」。")
        return str(node.name)

    def coded(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Column):
            return ""
        fact = self.scope.facts.get(str(node.name))
        return fact.key if fact and fact.kind in CODED else ""

    def fact(self, name: str) -> Fact:
        fact = self.scope.facts.get(name)
        if fact is None:
            hint = nearest(name, [*self.scope.facts, *self.scope.names])
            self.fail(f"没有名为「{name}」的事实或参数。" + (f"是否为「{hint}」？" if hint else ""))
        return fact

    def title(self, node: exp.Expr) -> str:
        kind = self.literal(node)
        known = self.scope.facts["titles"].vocabulary
        if kind not in known:
            hint = nearest(kind, list(known))
            self.fail(f"没有称号「{kind}」。" + (f"是否为「{hint}」？" if hint else ""))
        return kind

    def title_level(self, node: exp.Expr) -> str:
        level, known = self.literal(node), self.scope.facts["park_level"].vocabulary
        if level not in known:
            self.fail(f"没有级别「{level}」，可选：{'、'.join(known)}。")
        return level

    def code_of(self, key: str, text: str) -> str:
        code = self.scope.code(self.fact(key), text)
        if code is None:
            self.fail(f"「{text}」不是「{self.fact(key).label}」的代码或名称。")
        return code

    def literal(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Literal):
            self.fail(f"这里应是带引号的文字，得到「{node.sql()}」。")
        return str(node.this)

    def day(self, text: str) -> x.Const:
        try:
            return x.Const(Fraction(date.fromisoformat(text).toordinal()), "date", text)
        except ValueError:
            self.fail(f"「{text}」不是日期（应为 2020-02-28 的形式）。")
