"""用例: the worked examples of a programme, as written in its cases.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from huiqi.rules.scalars import Choice, Money
from huiqi.rules.shape import Free, ListOf, MapOf, Nullable, Record, may, need
from huiqi.rules.shape_parts import DAY, NAME, TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Verdict = Literal["yes", "no", "unknown", "not_in_force"]


class Absent(Enum):
    """未写: the key is not there, so it is not compared; unlike null, which means unknown."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT
_NULLABLE: Final = frozenset({"amount_max", "amount_gross", "amount_range", "expense_limit"})
Yuan: TypeAlias = Fraction | Absent | None


@dataclass(frozen=True)
class Expect:
    """预期: what comes out, amounts in exact 元 (None: unknown); what is absent is not compared.

    ``amount_range`` holds the least and the greatest possible amount, both included;
    ``expense_limit`` is what all programmes paying the same expense may pay together.
    """

    verdict: Verdict | None = None
    amount_max: Yuan = ABSENT
    amount_gross: Yuan = ABSENT
    amount_range: tuple[Fraction | None, Fraction | None] | Absent | None = ABSENT
    expense_limit: Yuan = ABSENT
    failed: frozenset[str] | None = None
    missing: frozenset[str] | None = None
    outputs: Mapping[str, object] | None = None
    checks: frozenset[str] | None = None
    line: int = 0

    def has(self, key: str) -> bool:
        """是否写明: whether the case states this key, be it null; AttributeError if unknown."""
        value = getattr(self, key)
        return value is not ABSENT and (value is not None or key in _NULLABLE)


@dataclass(frozen=True)
class Case:
    """用例: facts in, expectation out; ``given`` overrides the defaults, None means unknown.

    ``needs_human`` is the reason why the edge is disputed (empty: it is not).
    """

    name: str
    on: date
    given: Mapping[str, Any] = field(default_factory=dict)
    expect: Expect = Expect()
    needs_human: str = ""
    line: int = 0


@dataclass(frozen=True)
class Cases:
    """用例集: all cases of a programme; fact values are plain, as ``Facts.read`` takes them."""

    cases: tuple[Case, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    def facts(self, case: Case) -> dict[str, Any]:
        """事实: the defaults with what the case gives instead."""
        return {**self.defaults, **case.given}


def _expect(
    failed: tuple[str, ...] | None = None,
    missing: tuple[str, ...] | None = None,
    checks: tuple[str, ...] | None = None,
    **rest: Any,
) -> Expect:
    return Expect(failed=_set(failed), missing=_set(missing), checks=_set(checks), **rest)


def _set(names: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


_FACTS: Final[MapOf[str, Any]] = MapOf(NAME, Free())
_AMOUNT: Final = Nullable(Money())
EXPECT: Final = Record(
    "expect",
    {
        "verdict": may(Choice(get_args(Verdict)), "结论"),
        "amount_max": may(_AMOUNT, "还可得的金额上限（元）；null 表示未知"),
        "amount_gross": may(_AMOUNT, "扣减已发之前的金额（元）；null 表示未知"),
        "amount_range": may(Nullable(ListOf(_AMOUNT, 2, 2)), "金额的下限与上限（元）"),
        "expense_limit": may(_AMOUNT, "同一笔费用各项目合计的上限（元）；null 表示未知"),
        "failed": may(ListOf(NAME), "不满足的条件编号"),
        "missing": may(ListOf(NAME), "缺少的事实"),
        "outputs": may(MapOf(NAME, Free()), "金额以外的结果"),
        "checks": may(ListOf(NAME), "须由人核查的事项编号"),
    },
    _expect,
)
CASE: Final = Record(
    "case",
    {
        "name": need(TEXT, "名称，不重复"),
        "on": need(DAY, "评估日期"),
        "given": may(_FACTS, "不同于默认的事实；null 表示未知"),
        "expect": may(EXPECT, "预期；只有写了 needs_human 才可以不写"),
        "needs_human": may(TEXT, "有争议、须由人判断的原因"),
    },
    Case,
)
CASES: Final = Record(
    "cases",
    {
        "defaults": may(_FACTS, "各用例共同的事实"),
        "cases": need(ListOf(CASE, at_least=1), "用例，至少一个"),
    },
    Cases,
)
