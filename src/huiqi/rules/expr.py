"""表达式: the typed tree of a rule, in exact numbers and with everything dated folded in.

Numbers are in the units people write: yuan, fractions, days. A date is its day number.
The tree is what the explanation walks; ``lower`` turns it into integers for the machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import Literal, Self

from huiqi.rules.kept import kept

Dim = Literal["money", "ratio", "number", "date", "any"]
Op = Literal[">=", ">", "<=", "<", "=", "<>"]

NEGATED: dict[Op, Op] = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "=": "<>", "<>": "="}
MIRRORED: dict[Op, Op] = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "<>": "<>"}


class Level(str):
    """等级: one level of a classification by its code; ``text`` is what people call it."""

    text: str

    def __new__(cls, code: str, text: str = "") -> Self:
        made = super().__new__(cls, code)
        made.text = text or code
        return made


@dataclass(frozen=True)
class Const:
    """常数: an exact number; ``name`` is the parameter it came from, ``unknown`` says 待核.

    ``dim`` of a bare literal is ``any``: it takes the unit of what it meets. ``text`` is what
    people call the parameter.
    """

    value: Fraction
    dim: Dim = "any"
    name: str = ""
    unknown: str = ""
    text: str = ""


@dataclass(frozen=True)
class Field:
    """数值事实: the value of one numeric or date fact."""

    key: str
    dim: Dim


@dataclass(frozen=True)
class Flag:
    """是否事实: a yes/no fact."""

    key: str


@dataclass(frozen=True)
class OneOf:
    """属于: a coded fact is one of these codes; a district or an industry may lie in one."""

    key: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Within:
    """行业属于: the industry lies in one of these sections, divisions, groups or classes."""

    key: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """持有称号: a title of ``kind`` (and ``level``) is valid on the day ``on``."""

    title: str
    level: str
    on: int


@dataclass(frozen=True)
class Granted:
    """获得称号: a title of ``kind`` (and ``level``) was granted from day ``since`` to day ``on``.

    Both days count.
    """

    title: str
    level: str
    since: int
    on: int


@dataclass(frozen=True)
class Paid:
    """已领金额: yuan already paid under a programme, to the end of the year of ``on``."""

    programme: str
    on: int


@dataclass(frozen=True)
class Count:
    """称号个数: how many titles of ``kind`` are valid on the day ``on``."""

    title: str
    on: int


@dataclass(frozen=True)
class Items:
    """清单检查: every (or any) entry of a list of codes is one of ``codes``."""

    key: str
    codes: tuple[str, ...]
    every: bool


@dataclass(frozen=True)
class Year:
    """年份: the calendar year of a date fact."""

    of: Field


@dataclass(frozen=True)
class Sum:
    """和: terms added."""

    terms: tuple[Num, ...]


@dataclass(frozen=True)
class Scale:
    """倍数: a number times an exact constant; ``name`` is the parameter it came from."""

    factor: Fraction
    of: Num
    name: str = ""


@dataclass(frozen=True)
class Product:
    """积: two numbers that are both not constant."""

    left: Num
    right: Num


@dataclass(frozen=True)
class Extreme:
    """取小/取大: the least or the greatest of several numbers."""

    least: bool
    of: tuple[Num, ...]


@dataclass(frozen=True)
class Rounded:
    """取整: down or up to a whole multiple of ``step``; ``half_up`` to the nearest."""

    of: Num
    step: Fraction
    mode: Literal["down", "up", "half_up"]


@dataclass(frozen=True)
class If:
    """分档: ``then`` where the condition holds, else ``other``."""

    test: Truth
    then: Num
    other: Num


@dataclass(frozen=True)
class Named:
    """命名值: a number with a name of its own (a score, a class), counted in ``unit``."""

    name: str
    text: str
    of: Num
    levels: tuple[Level, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Over:
    """逐笔合计: the sum of ``of`` over the loans that meet ``where``."""

    key: str
    of: Num
    where: Truth


@dataclass(frozen=True)
class AnyOver:
    """至少一笔: one of the loans meets ``where``."""

    key: str
    where: Truth


@dataclass(frozen=True)
class Compare:
    """比较: two numbers of one unit compared exactly."""

    op: Op
    left: Num
    right: Num


@dataclass(frozen=True)
class And:
    """并且: all of them."""

    of: tuple[Truth, ...]


@dataclass(frozen=True)
class Or:
    """或者: any one of them."""

    of: tuple[Truth, ...]


@dataclass(frozen=True)
class Not:
    """非: the opposite."""

    of: Truth


@dataclass(frozen=True)
class Known:
    """定论: a truth value that is settled without any fact."""

    value: bool


Num = (
    Const
    | Field
    | Paid
    | Count
    | Year
    | Sum
    | Scale
    | Product
    | Extreme
    | Rounded
    | If
    | Named
    | Over
)
Truth = Flag | OneOf | Within | Held | Granted | Items | AnyOver | Compare | And | Or | Not | Known
Expr = Num | Truth

NUMBERS = (
    Const,
    Field,
    Paid,
    Count,
    Year,
    Sum,
    Scale,
    Product,
    Extreme,
    Rounded,
    If,
    Named,
    Over,
)


def is_number(expr: Expr) -> bool:
    """是否数值: whether the expression stands for a number rather than a truth value."""
    return isinstance(expr, NUMBERS)


def children(expr: Expr) -> tuple[Expr, ...]:
    """子式: the direct parts of an expression, in the order they are written."""
    match expr:
        case Sum(of) | Extreme(_, of) | And(of) | Or(of):
            return of
        case Scale(_, of) | Rounded(of) | Named(_, _, of) | Not(of) | Year(of):
            return (of,)
        case Product(left, right) | Compare(_, left, right):
            return (left, right)
        case If(test, then, other):
            return (test, then, other)
        case Over(_, of, where):
            return (of, where)
        case AnyOver(_, where):
            return (where,)
        case _:
            return ()


@kept
def fact_keys(expr: Expr) -> tuple[str, ...]:
    """所需事实: the keys of the facts an expression reads, each once, in order."""
    return tuple(dict.fromkeys(_keys(expr)))


def first_key(expr: Expr) -> str:
    """首个事实: the first of the ``fact_keys``, or an empty string."""
    return next(_keys(expr), "")


def _keys(expr: Expr) -> Iterator[str]:
    todo = [expr]
    while todo:
        one = todo.pop()
        if key := own_key(one):
            yield key
        todo += reversed(children(one))


def own_key(expr: Expr) -> str:
    """本节点事实: the key of the fact that a leaf reads itself, or an empty string."""
    match expr:
        case Field(key) | Flag(key) | OneOf(key) | Within(key) | Items(key):
            return key
        case Held() | Granted() | Count():
            return "titles"
        case Paid():
            return "awards_paid"
        case _:
            return ""


def rebuilt(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """改写: the same expression with every node put through ``change``, the parts first."""
    parts = {field.name: _rebuilt_part(getattr(expr, field.name), change) for field in fields(expr)}
    return change(replace(expr, **parts))  # type: ignore[arg-type]


def _rebuilt_part(part: object, change: Callable[[Expr], Expr]) -> object:
    if isinstance(part, tuple) and part and is_dataclass(part[0]):
        return tuple(rebuilt(one, change) for one in part)
    return rebuilt(part, change) if is_dataclass(part) else part  # type: ignore[arg-type]
