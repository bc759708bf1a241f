"""政策: one programme as written in its rules.yaml, checked in form but not yet parsed as rules.

Plain frozen values. Amounts and parameters are exact fractions in the unit they state;
every item keeps its 1-based ``line`` so that a later error can point to ``file:line``.
``from_`` and ``to`` are days, both included; None means without limit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self, TypeVar

from huiqi.rules.expr import Level
from huiqi.rules.stacking import NO_STACKING, Stacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["subsidy", "award", "recognition", "classification", "duty", "admission", "price"]
Subject = Literal["enterprise", "bid", "loan", "instrument", "platform"]
EditionBy = Literal["application", "call", "loan_contract_on", "loan_drawn_on", "tender_on"]
AmountKind = Literal["at_most", "exact"]
RoundMode = Literal["down", "half_up", "up"]

UNITS: Final = (
    *("元", "万元", "比例", "年", "月", "天", "人", "项", "分", "元/平方米", "平方米", "个"),
    # Beyond the promised list: partners are counted in 家, grants in 次, multiples in 倍.
    *("元/平方米·月", "家", "次", "倍"),
)


Day = date  # for classes with a field of that name


class Lined(str):
    """有行号的文本: ``line`` is where it begins (0: not from a file)."""

    line: int

    def __new__(cls, text: str, line: int = 0) -> Self:
        made = super().__new__(cls, text)
        made.line = line
        return made


class Formula(Lined):
    """公式: an expression as written."""


@dataclass(frozen=True)
class Source:
    """来源: a document that conditions cite; ``unverified`` (待核) shows wherever it is cited.

    ``in_force`` is its first day, ``last`` its last (both included), ``implements`` the name of
    the source it carries out; each is None or empty where nobody has read it anywhere.
    """

    name: str
    title: str
    issuer: str = ""
    document_no: str = ""
    date: date | None = None
    unverified: bool = False
    note: str = ""
    line: int = 0
    in_force: Day | None = None
    last: Day | None = None
    implements: str = ""


@dataclass(frozen=True)
class Cite:
    """出处: the name of a source and the clause in it (empty: the document as a whole)."""

    source: str
    clause: str = ""
    line: int = 0


@dataclass(frozen=True)
class Dated:
    """定期值: a value that holds from ``from_`` (included) until the next; None is 待核.

    ``cite`` is its own citation, that of the parameter where the file gives no other.
    """

    from_: date
    value: Fraction | None
    cite: Cite
    unverified: bool = False
    note: str = ""
    line: int = 0


@dataclass(frozen=True)
class Parameter:
    """参数: a number of the policy in ``unit``, by date; ``values`` ascend strictly by date.

    Where it is ``unverified``, so is each of its values.
    """

    name: str
    unit: str
    values: tuple[Dated, ...]
    cite: Cite
    text: str = ""
    unverified: bool = False
    line: int = 0

    def dated_on(self, day: date) -> Dated | None:
        """当日取值: the entry in force on ``day``, or None before the first one."""
        held = None
        for dated in self.values:
            if dated.from_ > day:
                break
            held = dated
        return held

    def value_on(self, day: date) -> Fraction | None:
        """当日数值: in ``unit``; None when 待核 or not yet set (``dated_on`` tells which)."""
        held = self.dated_on(day)
        return held.value if held else None

    def yuan_on(self, day: date) -> Fraction | None:
        """当日金额: in 元, for a parameter in 元 or 万元; else as ``value_on``."""
        value = self.value_on(day)
        return value * 10_000 if value is not None and self.unit == "万元" else value


@dataclass(frozen=True)
class Step:
    """档: gives ``gives`` where the ratio is at least ``limit`` (``strict``: above it)."""

    limit: Formula
    strict: bool
    gives: Formula
    line: int = 0


@dataclass(frozen=True)
class Bands:
    """分档: the first step reached by the exact ratio ``of`` / ``to`` (``to`` None: of itself).

    Below every step it is ``otherwise``; where ``to`` is zero or less, ``no_ratio``.
    """

    of: Formula
    to: Formula | None
    steps: tuple[Step, ...]
    otherwise: Formula
    no_ratio: Formula
    line: int = 0


@dataclass(frozen=True)
class Value:
    """命名值: a score, class or derived fact that later expressions use by name.

    Exactly one of ``bands``, ``best_of``, ``sum``, ``least_of``, ``formula`` is given.
    ``levels`` orders a classification from 1; ``exact`` allows products beyond int64.
    """

    name: str
    text: str
    cite: Cite | None = None
    unit: str = ""
    levels: tuple[Level, ...] = ()
    formula: Formula | None = None
    bands: Bands | None = None
    best_of: tuple[Formula, ...] = ()
    sum: tuple[Formula, ...] = ()
    least_of: tuple[Formula, ...] = ()
    exact: bool = False
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Item:
    """条目: one numbered provision with its sentence, its citation and days of its own."""

    id: str
    text: str = ""
    cite: Cite
    from_: date | None = None
    to: date | None = None
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Condition(Item):
    """条款: one requirement of a programme; ``text_no`` is its sentence when it is not met."""

    rule: Formula
    text_no: str = ""
    per: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonCheck(Item):
    """人工核查: what a person judges; it never enters the logic.

    ``instead_of`` names the condition for which the source accepts this as well: a firm that
    fails only such conditions is told of the other way, though the verdict stays «no».
    """

    evidence: str = ""
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Part(Item):
    """金额分项: one summand of the amount in 元; ``expense`` names the pool it pays from.

    ``at_most`` limits the sum over all loans (in 元), where ``formula`` counts each of them.
    """

    formula: Formula
    at_most: Formula | None = None
    expense: str = ""
    per: str = ""


@dataclass(frozen=True, kw_only=True)
class Cap(Item):
    """上限: limits the sum of the parts, in 元; caps apply in the order written."""

    formula: Formula


@dataclass(frozen=True, kw_only=True)
class Minus(Item):
    """扣减: what was paid already is taken off (补齐差额), in 元."""

    formula: Formula


@dataclass(frozen=True)
class Rounding:
    """取整: to a multiple of ``to`` 元, once, at the very end."""

    to: Fraction = Fraction(1)
    mode: RoundMode = "down"
    line: int = 0


@dataclass(frozen=True)
class Amount:
    """金额: sum of parts, then caps in order, then minus, then rounding.

    ``unknown`` is the reason why nobody can say the amount yet (empty: it can be computed).
    """

    kind: AmountKind
    parts: tuple[Part, ...] = ()
    caps: tuple[Cap, ...] = ()
    minus: tuple[Minus, ...] = ()
    rounding: Rounding = Rounding()
    unknown: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Output(Item):
    """结果: a named result that is not money to a firm."""

    formula: Formula
    unit: str = ""


@dataclass(frozen=True)
class Edition:
    """版本: a span of days with one text of the policy; ``choice``: the day is our own choice.

    ``gap`` says why there are days between the version before and this one (empty: there are none).
    ``text`` is the policy that it is written in, where that is not the one that lists it.
    """

    from_: date
    to: date | None = None
    note: str = ""
    choice: bool = False
    gap: str = ""
    line: int = 0
    text: Policy | None = field(default=None, repr=False)

    def covers(self, day: date) -> bool:
        """是否在版本内: both ends included."""
        return self.from_ <= day and (self.to is None or day <= self.to)


@dataclass(frozen=True)
class Responsible:
    """主管部门: which department runs the programme from ``from_`` to ``to``, both included."""

    department: str
    from_: date
    cite: Cite
    to: date | None = None
    line: int = 0

    def covers(self, day: date) -> bool:
        """当日是否主管: both ends included."""
        return self.from_ <= day and (self.to is None or day <= self.to)


ItemT = TypeVar("ItemT", bound=Item)


def in_edition(items: Iterable[ItemT], edition: Edition) -> tuple[ItemT, ...]:
    """版本内条目: the items whose own days cover the whole edition, in file order."""
    last = edition.to or date.max
    return tuple(
        item
        for item in items
        if (item.from_ or date.min) <= edition.from_ and last <= (item.to or date.max)
    )


@dataclass(frozen=True)
class Policy:
    """政策: one programme; ``id`` is its folder with dots, ``sha256`` the hash of its text.

    Equal texts hash alike; ``file`` is rules.yaml as shown to people, ``path`` its folder.
    ``written`` is this very text alone, where ``editions`` holds those of other texts as well.
    """

    id: str
    title: str
    payer: str
    kind: Kind
    subject: Subject
    edition_by: EditionBy
    editions: tuple[Edition, ...]
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    uses: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()
    checks: tuple[PersonCheck, ...] = ()
    amount: Amount | None = None
    outputs: tuple[Output, ...] = ()
    stacking: Stacking = NO_STACKING
    responsible: tuple[Responsible, ...] = ()
    summary: str = ""
    file: str = ""
    path: Path = Path()
    sha256: str = ""
    line: int = 0
    written: Policy | None = field(default=None, repr=False, compare=False)

    def __hash__(self) -> int:
        return hash((self.id, self.sha256))

    def edition_on(self, day: date) -> Edition | None:
        """当日版本: the edition that covers ``day``, or None (not in force)."""
        return next((edition for edition in self.editions if edition.covers(day)), None)

    def department_on(self, day: date) -> str:
        """当日主管部门: empty where the file names none for the day."""
        return next((one.department for one in self.responsible if one.covers(day)), "")

    def text_of(self, edition: Edition) -> Policy:
        """所在文本: the policy that an edition is written in, mostly this one."""
        return edition.text or self

    def only(self, edition: Edition) -> Policy:
        """单一版本: the text of an edition with it alone and the items in force in it."""
        text = self.text_of(edition)
        return replace(
            text,
            editions=(edition,),
            when=in_edition(text.when, edition),
            checks=in_edition(text.checks, edition),
            amount=text.amount and _amount_in(text.amount, edition),
            outputs=in_edition(text.outputs, edition),
        )

    def is_unverified(self, cited: Cite | Dated) -> bool:
        """是否待核: whether the cited source is not verified, or the dated value is not."""
        if isinstance(cited, Dated):
            return cited.value is None or cited.unverified or self.is_unverified(cited.cite)
        return self.sources[cited.source].unverified


def _amount_in(amount: Amount, edition: Edition) -> Amount:
    return replace(
        amount,
        parts=in_edition(amount.parts, edition),
        caps=in_edition(amount.caps, edition),
        minus=in_edition(amount.minus, edition),
    )
