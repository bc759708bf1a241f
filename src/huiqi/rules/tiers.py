"""分档: which tier of a table a number reaches, by which limit, and which tier comes next."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.dims import dim_of
from huiqi.rules.oracle import NEVER, SURE, Oracle

ZERO: Final = x.Const(Fraction(0))
REACHED: Final = {">=": "达到", ">": "超过", "<=": "不超过", "<": "低于"}


@dataclass(frozen=True)
class Tier:
    """档: what is reached where ``base`` (divided by ``to``) reaches ``limit``."""

    test: x.Compare
    gives: x.Num
    to: x.Num | None = None

    @property
    def base(self) -> x.Num:
        """所看的数: what is measured against the limit."""
        return self.test.left


@dataclass(frozen=True)
class Table:
    """档位表: tiers from the highest to the lowest, and what is given below all of them.

    ``to`` is the divisor of a ratio; where it is not above zero, ``no_ratio`` is given.
    """

    tiers: tuple[Tier, ...]
    otherwise: x.Num
    to: x.Num | None = None
    no_ratio: x.Num | None = None


def table_of(num: x.Num) -> Table | None:
    """读出档位表: of a number that is chosen by limits alone, or None."""
    if isinstance(num, x.Named):
        return table_of(num.of)
    to = no_ratio = None
    rest: x.Num = num
    if isinstance(num, x.If) and (found := _divisor(num)) is not None:
        to, rest, no_ratio = found, num.then, num.other
    tiers = []
    while isinstance(rest, x.If):
        test = rest.test
        if not (isinstance(test, x.Compare) and test.op in REACHED and _plain(rest.then)):
            return None
        tiers.append(Tier(test, rest.then, to))
        rest = rest.other
    return Table(tuple(tiers), rest, to, no_ratio) if tiers and _plain(rest) else None


def _plain(num: x.Num) -> bool:
    return isinstance(num, x.Const)


def _divisor(num: x.If) -> x.Num | None:
    """The divisor of a table of ratios, which is guarded by «divisor > 0»."""
    test, first = num.test, num.then
    if not (isinstance(test, x.Compare) and test.op == ">" and test.right == ZERO):
        return None
    while isinstance(first, x.If):
        limit = first.test.right if isinstance(first.test, x.Compare) else None
        if isinstance(limit, x.Scale | x.Product) and test.left in x.children(limit):
            return test.left
        first = first.other
    return None


@dataclass(frozen=True)
class Place:
    """所在档: what was measured, what it reached, the next tier, all in words; and the sentence."""

    text: str
    reached: str
    next: str


def place(table: Table, words: Words, oracle: Oracle, most: Fraction) -> Place:
    """定档: where the facts stand in the table; tiers giving more than ``most`` do not matter."""
    if table.to is not None and not oracle.truth(x.Compare(">", table.to, ZERO))[1]:
        told = f"{say.named(table.to)}为零，没有比例，{words.given(table.no_ratio or ZERO)}"
        return Place(told, "", "")
    for number, tier in enumerate(table.tiers):
        rails = oracle.truth(tier.test)
        if rails == SURE:
            return words.reached(tier, table.tiers[number - 1] if number else None)
        if rails != NEVER:
            return words.unknown(table, number, most)
    return words.below(table)


class Words:
    """档位用语: the same table in the words of levels («中型下限») or of points («得 12 分»)."""

    def __init__(self, levels: tuple[x.Level, ...], unit: str, oracle: Oracle) -> None:
        self.levels, self.unit, self.oracle = levels, unit, oracle
        # The sentence of points has its colon already, behind the name of the value.
        self.colon = "：" if levels else "，"

    def given(self, num: x.Num) -> str:
        """所得: «为微型» or «得 12 分»."""
        value = self.oracle.number(num)[0]
        if self.levels:
            return f"为{self.level(value)}"
        return say.after("得", say.spoken(value, dim_of(num), self.unit))

    def level(self, value: Fraction) -> str:
        """等级: the Chinese name of a level by its number, counted from 1; «等级之外» beyond."""
        within = 1 <= value <= len(self.levels)
        return self.levels[int(value) - 1].text if within else "等级之外"

    def limit(self, tier: Tier) -> str:
        """界限: the limit of a tier in its own unit, a share in percent."""
        right = tier.test.right
        if tier.to is not None:
            if isinstance(right, x.Scale) and right.of == tier.to:
                return self._share(right.factor, tier)
            return say.named(right)
        if isinstance(right, x.Const) and not right.unknown:
            dim = dim_of(tier.base) if right.dim == "any" else right.dim
            return say.spoken(right.value, dim, say.unit_of(tier.base))
        return say.named(right)

    def _share(self, value: Fraction, tier: Tier) -> str:
        same = tier.to is not None and dim_of(tier.base) == dim_of(tier.to)
        return say.shown(value, "ratio") if same else say.digits(value)

    def step(self, tier: Tier) -> str:
        """够到: «达到中型下限 2,000 万元» or «达到 20%»."""
        word = REACHED[tier.test.op]
        if self.levels:
            word = f"{word}{self.level(self.oracle.number(tier.gives)[0])}下限"
        return say.after(word, self.limit(tier))

    def measured(self, tier: Tier) -> str:
        """所量: the number and what it is, «研发费用÷营业收入为 6.25%»."""
        oracle = self.oracle
        if tier.to is None:
            return say.after(say.named(tier.base), say.ranged(tier.base, oracle))
        head = f"{say.named(tier.base)}÷{say.named(tier.to)}"
        if not (oracle.settled(tier.base) and oracle.settled(tier.to)):
            return f"{head}未知"
        ratio = oracle.number(tier.base)[0] / oracle.number(tier.to)[0]
        # Rounded down: a share just below a limit must not look as if it reached it.
        shown = Fraction(int(ratio * 10_000), 10_000)
        about = "为" if shown == ratio else "约为"
        return say.after(head + about, self._share(shown, tier))

    def reached(self, tier: Tier, above: Tier | None) -> Place:
        """达到一档: and how far the next one is."""
        reached = self.step(tier)
        told = f"{self.measured(tier)}{self.colon}{reached}"
        if above is None:
            return Place(told, reached, "")
        upper = self.upper(above, tier)
        return Place(f"{told}，{upper}", reached, upper)

    def upper(self, above: Tier, tier: Tier) -> str:
        """上一档: what is not reached, or what the next tier asks for and gives."""
        if self.levels:
            return f"未{self.step(above)}"
        of = "" if above.base == tier.base else say.named(above.base)
        limit = say.after("上一档是" + of, self.limit(above))
        return f"{limit}，{self.given(above.gives)}"

    def below(self, table: Table) -> Place:
        """不到最低一档: what is given all the same, and what the lowest tier asks for."""
        lowest = table.tiers[-1]
        upper = self.upper(lowest, lowest)
        if self.levels:
            told = f"{upper}，{self.given(table.otherwise)}"
            return Place(f"{self.measured(lowest)}：{told}", "", upper)
        told = f"{say.after('没有达到最低一档', self.limit(lowest))}，{self.given(table.otherwise)}"
        return Place(f"{self.measured(lowest)}，{told}", "", upper)

    def unknown(self, table: Table, first: int, most: Fraction) -> Place:
        """未知: what the unknown number would decide, from the highest tier that is possible."""
        tiers = [tier for tier in table.tiers[first:] if self.oracle.number(tier.gives)[0] <= most]
        head = self.measured(table.tiers[first])
        if not tiers:
            return Place(f"{head}，不影响结论", "", "")
        before: list[Tier | None] = [None, *tiers[:-1]]
        told = "，".join(map(self._would, tiers, before))
        return Place(f"{head}：{told}，否则{self.given(table.otherwise)}", "", "")

    def _would(self, tier: Tier, before: Tier | None) -> str:
        """What a tier would give; what is measured and the word are told once for several."""
        limit = self.limit(tier)
        if before is None or before.base != tier.base:
            name = say.named(tier.base) if before else ""
            limit = say.after(f"{name}{REACHED[tier.test.op]}", limit)
        apart = " " if limit[-1].isascii() else ""
        return f"{limit}{apart}{self.given(tier.gives)}"
