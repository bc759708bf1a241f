"""审计用 SQL: the verdict and the amounts of programmes as one query, in the dialect of a database.

For people who check the rules with tools of their own, not for speed: the bitmaps are hundreds
of times quicker than this on Spark. The query reads ``subjects``, a table of the inputs as the
register is read into (``table_of`` writes it), where money is 分, days are numbers and lists are
summed up; the comment above the query says which column is which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp, parse_one

from huiqi.rules import ir, say
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import scale
from huiqi.rules.lower import Lowered, lower
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sql import Layers, Sql
from huiqi.rules.vocabulary import SPANS

PLACE_DIGITS: Final = 6  # of a district
Expression = exp.Expression
Divide = Callable[[Expression, Expression], Expression]


@dataclass(frozen=True)
class Dialect:
    """方言: how a database writes exact integers beyond 64 bits, up to ``most``, and divides them.

    The dividend is a multiple of the divisor (see ``sql._floor``), so no rounding is left to it.
    ``is_fenced``: it would write each layer out in the next, twice for every time it is read.
    """

    wide: str
    most: int
    divide: Divide | None = None
    is_fenced: bool = False


def _of_decimals(left: Expression, right: Expression) -> Expression:
    """Spark's ``div`` gives 64 bits; a quotient of decimals keeps 32 digits before the point."""
    ends = [exp.cast(exp.paren(one.copy()), "DECIMAL(38, 0)") for one in (left, right)]
    return exp.cast(exp.Div(this=ends[0], expression=ends[1]), "DECIMAL(38, 0)")


def _of_numerics(left: Expression, right: Expression) -> Expression:
    """PostgreSQL's ``div`` takes numerics, whatever their size."""
    ends = [exp.cast(exp.paren(one.copy()), "NUMERIC") for one in (left, right)]
    return exp.Anonymous(this="div", expressions=ends)


DIALECTS: Final[Mapping[str, Dialect]] = {
    "duckdb": Dialect("INT128", 2**127 - 1),
    "postgres": Dialect("NUMERIC", 2**127 - 1, _of_numerics, is_fenced=True),
    "spark": Dialect("DECIMAL(38, 0)", 10**32 - 1, _of_decimals),
}


def audit_sql(rules: Sequence[Rules], dialect: str) -> str:
    """审计用 SQL: of these rules; Refused with a dialect or a number that cannot be written.

    A row for each subject, in order: by place of the rules, ``s0`` surely meets them, ``p0``
    possibly, ``l0_0`` and ``h0_0`` the ends of the first number, and so on.
    """
    known(dialect)
    lowered = lower(rules).checked()
    legend = "\n".join(f"-- {line}" for line in _legend(rules, lowered))
    return f"{legend}\n{query(lowered, dialect)};\n"


def known(dialect: str) -> Dialect:
    """所选方言: Refused where there is none of this name."""
    if dialect not in DIALECTS:
        fix = f"可用：{'、'.join(DIALECTS)}。"
        raise Refused([Problem(f"没有「{dialect}」这种 SQL。", fix=fix)])
    return DIALECTS[dialect]


def query(lowered: Lowered, dialect: str) -> str:
    """查询: without the legend."""
    _refuse_beyond(lowered, DIALECTS[dialect].most)
    tree = parse_one(_AuditSql(lowered, summed=True).text([()]), read="duckdb")
    for number, subquery in enumerate(tree.find_all(exp.Subquery)):
        subquery.set("alias", exp.to_identifier(f"q{number}"))
        if DIALECTS[dialect].is_fenced:
            subquery.this.set("offset", exp.Offset(expression=exp.Literal.number(0)))
    # Types first: what is put in the place of a division is not looked into again.
    tree = tree.transform(_typed, DIALECTS[dialect]).transform(_divided, DIALECTS[dialect])
    return tree.sql(dialect, identify=True, pretty=True)


def _typed(node: Expression, dialect: Dialect) -> Expression:
    if isinstance(node, exp.DataType) and node.is_type(exp.DataType.Type.INT128):
        return exp.DataType.build(dialect.wide)
    return node


def _divided(node: Expression, dialect: Dialect) -> Expression:
    if isinstance(node, exp.IntDiv) and dialect.divide:
        return dialect.divide(node.this, node.expression)
    return node


def _refuse_beyond(lowered: Lowered, most: int) -> None:
    for low, high in lowered.graph.bounds.values():
        if low < -most or high > most:
            what, why = "有数值太大，", "这种数据库不能精确计算。"
            raise Refused([Problem(what, why, "请换一种 SQL，或用位图核对。")])


# Codes: of a register nobody has seen


class _Prefixes(Layers):
    """As ``Layers``, but a code is found within another by its digits, whatever codes occur."""

    def _truth(self, node: ir.Node, words: Sequence[Sequence[str]]) -> tuple[str, str]:
        if not isinstance(node, ir.Inside):
            return super()._truth(node, words)
        column = f"c{node.slot}"
        kind = FACTS[self.graph.slots[node.slot].key].kind
        of = _industries if kind == "industry" else _districts
        sure, coarse = zip(*(of(column, code) for code in node.codes), strict=True)
        surely = " OR ".join(sure)
        perhaps = " OR ".join((surely, *(one for one in coarse if one)))
        return f"coalesce({surely}, FALSE)", f"coalesce({perhaps}, TRUE)"


class _AuditSql(Sql):
    @property
    def layers(self) -> type[Layers]:
        return _Prefixes


def _industries(column: str, code: str) -> tuple[str, str]:
    """Surely within a class of GB/T 4754, and the coarser codes that may be; see ``vocabulary``."""
    digits = code.upper().lstrip("ABCDEFGHIJKLMNOPQRST")
    if not digits:
        letter = code.upper()
        low, high = SPANS[letter]
        within = f"substr({column}, 1, 2) BETWEEN '{low:02}' AND '{high:02}'"
        return f"({column} = '{letter}' OR {within})", ""
    letters = [one for one, (low, high) in SPANS.items() if low <= int(digits[:2]) <= high]
    coarser = [*letters, *(digits[:size] for size in range(2, len(digits)))]
    return f"{column} LIKE '{digits}%'", f"{column} IN ({_listed(coarser)})"


def _districts(column: str, code: str) -> tuple[str, str]:
    """Surely within an area of GB/T 2260, and the areas that hold it."""
    area = code.removesuffix("00").removesuffix("00")
    coarser = [area[:size].ljust(PLACE_DIGITS, "0") for size in range(2, len(area), 2)]
    return f"{column} LIKE '{area}%'", f"{column} IN ({_listed(coarser)})" if coarser else ""


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


# Legend


def _legend(rules: Sequence[Rules], lowered: Lowered) -> Iterator[str]:
    yield "subjects 每行一户：row 是行号，从 0 起；空值是未知。"
    for place, slot in enumerate(lowered.graph.slots):
        yield f"{_columns(place, slot)}：{_input(slot)}"
    for place, one in enumerate(rules):
        yield f"结果 s{place}、p{place}：「{one.policy.title}」{one.version} 版，必然符合、可能符合"
        names = _numbers(one)
        for number, found in enumerate(lowered.programmes[place].numbers):
            ends = f"结果 l{place}_{number}、h{place}_{number}"
            yield f"{ends}：{names[number]}，至少、至多，以 1/{found.per} 计"


def _numbers(rules: Rules) -> list[str]:
    names = ["还可以给的上限（元）"] if rules.net else []
    names += ["不减去已给的上限（元）"] if rules.gross else []
    return [
        *names,
        *(f"{item.text}（{item.unit}）" if item.unit else item.text for item, _ in rules.outputs),
    ]


def _columns(place: int, slot: ir.Slot) -> str:
    ends = {"rails": "sp", "range": "lh"}.get(slot.kind)
    return "、".join(f"c{place}_{end}" for end in ends) if ends else f"c{place}"


def _input(slot: ir.Slot) -> str:
    fact = FACTS[slot.key]
    if slot.kind in ("rails", "range"):
        ends = "必然、可能" if slot.kind == "rails" else "至少、至多"
        return f"由「{fact.label}」（{slot.key}）逐项算出的，{ends}"
    unit = ""
    if fact.kind == "date":
        unit = "，日期的序号，0001-01-01 是 1"
    elif slot.kind == "number" and scale(fact) > 1:
        unit = f"，{fact.unit}的 1/{scale(fact)}"
    return f"「{say.label(slot.key)}」（{slot.key}）{unit}"
