"""整数节点: what the machines compute with: exact integers, every distinct node once.

A number is an integer node and a denominator (``Number``). Every node has static bounds, so
it is proved beforehand which ones stay within int64. A truth value has two rails: surely and
possibly. NOT stays where it is written; only it crosses the rails.

What is asked of every loan is a graph of its own (``Graph.loans``) over a row for each loan.
The sum or the «any» of one of its nodes over a subject's loans is an input of the subject's
graph like every other list, so the machines know nothing of loans but how to add up columns,
and a subject whose programmes ask for no loan pays nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from huiqi.rules import expr as x

INT64: Final = (-(2**63), 2**63 - 1)

SlotKind = Literal["number", "flag", "code", "rails", "range"]


@dataclass(frozen=True)
class Slot:
    """输入位: one input of a row.

    ``number``, ``flag`` and ``code`` read the fact ``key`` in inner units, None when unknown;
    ``loan`` says that it is read from the loan of the row. ``rails`` and ``range`` are prepared
    from lists for each row, (surely, possibly) or (lo, hi): of the test ``leaf``, or of ``each``,
    a node of the graph of loans, any or the sum of it over the rows of loans. ``TOLD`` is neither:
    of a loan, whether there surely is one (only possibly: one that nobody told of).
    """

    kind: SlotKind
    key: str
    loan: bool = False
    leaf: x.Expr | None = None
    each: int | None = None


AS_IS: Final = ("number", "flag", "code")
TOLD: Final = Slot("rails", "loans")


# Numbers: children are node ids.


@dataclass(frozen=True)
class Range:
    """常数或待核: a constant (``lo`` equals ``hi``) or a number that the sources leave open."""

    lo: int
    hi: int


@dataclass(frozen=True)
class Read:
    """读取: the integer in a slot."""

    slot: int


@dataclass(frozen=True)
class Add:
    """和: terms plus a constant."""

    terms: tuple[int, ...]
    plus: int


@dataclass(frozen=True)
class Times:
    """倍: a non-zero constant times a number."""

    factor: int
    of: int


@dataclass(frozen=True)
class Multiply:
    """积: a number times a number."""

    left: int
    right: int


@dataclass(frozen=True)
class Pick:
    """取小/取大: the least or the greatest."""

    least: bool
    of: tuple[int, ...]


@dataclass(frozen=True)
class Floor:
    """整除: divided by a positive constant, rounded towards minus infinity."""

    of: int
    by: int


@dataclass(frozen=True)
class Choose:
    """分档: ``then`` where the truth node ``test`` holds, else ``other``; both where unsure."""

    test: int
    then: int
    other: int


# Truth values: children are node ids.


@dataclass(frozen=True)
class Always:
    """定论: settled without any fact."""

    value: bool


@dataclass(frozen=True)
class AtLeast:
    """不低于: the integer in a slot is at least ``limit``; unknown when the slot is."""

    slot: int
    limit: int


@dataclass(frozen=True)
class AtMost:
    """不高于: the integer in a slot is at most ``limit``; unknown when the slot is."""

    slot: int
    limit: int


@dataclass(frozen=True)
class Flagged:
    """为是: the flag in a slot is set; unknown when the slot is."""

    slot: int


@dataclass(frozen=True)
class Among:
    """属于: the code in a slot is one of ``codes``; unknown when the slot is."""

    slot: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Inside:
    """属于某类: the industry or district in a slot lies in a code; a coarse one may be open."""

    slot: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """清单条件: the two rails in a slot."""

    slot: int


@dataclass(frozen=True)
class NotLess:
    """不小于: ``left >= right + by``, the two sides varying independently."""

    left: int
    right: int
    by: int


@dataclass(frozen=True)
class All:
    """并且: all of them."""

    of: tuple[int, ...]


@dataclass(frozen=True)
class Some:
    """或者: any one of them."""

    of: tuple[int, ...]


@dataclass(frozen=True)
class Opposite:
    """非: surely where ``of`` is not possible, possibly where ``of`` is not sure."""

    of: int


NumberNode = Range | Read | Add | Times | Multiply | Pick | Floor | Choose
TruthNode = (
    Always
    | AtLeast
    | AtMost
    | Flagged
    | Among
    | Inside
    | Prepared
    | NotLess
    | All
    | Some
    | Opposite
)
Node = NumberNode | TruthNode
NUMBER_NODES: Final = (Range, Read, Add, Times, Multiply, Pick, Floor, Choose)
SLOT_ATOMS: Final = (AtLeast, AtMost, Flagged, Among, Inside, Prepared)
ATOMS: Final = (*SLOT_ATOMS, NotLess)


@dataclass(frozen=True)
class Number:
    """数: the integer node ``node`` divided by ``per`` (positive)."""

    node: int
    per: int


def within_int64(bounds: tuple[int, int]) -> bool:
    """是否在 int64 内: whether both ends, which are included, fit a 64-bit integer."""
    return INT64[0] <= bounds[0] and bounds[1] <= INT64[1]


def parts(node: Node) -> tuple[int, ...]:
    """子节点: ids of the direct parts of a node."""
    match node:
        case Add(of) | Pick(_, of) | All(of) | Some(of):
            return of
        case Times(_, of) | Floor(of) | Opposite(of):
            return (of,)
        case Multiply(left, right) | NotLess(left, right):
            return (left, right)
        case Choose(test, then, other):
            return (test, then, other)
        case _:
            return ()


@dataclass
class Graph:
    """节点图: every distinct node once; an id is larger than the ids of its parts.

    ``bounds`` are those of number nodes, both inclusive. ``origin`` is the expression an atom
    came from, for explanations. ``loans`` is what is asked of each loan.
    """

    slots: list[Slot] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    bounds: dict[int, tuple[int, int]] = field(default_factory=dict)
    origin: dict[int, x.Truth] = field(default_factory=dict)
    slot_bounds: list[tuple[int, int]] = field(default_factory=list)
    loans: Graph | None = None
    _ids: dict[Node, int] = field(default_factory=dict)
    _slot_ids: dict[Slot, int] = field(default_factory=dict)

    def slot(self, slot: Slot, bounds: tuple[int, int] = (0, 1)) -> int:
        """输入位: the id of a slot, new or the one there is."""
        found = self._slot_ids.setdefault(slot, len(self.slots))
        if found == len(self.slots):
            self.slots.append(slot)
            self.slot_bounds.append(bounds)
        return found

    def add(self, node: Node) -> int:
        """加入: the id of a node, new or the one there is."""
        found = self._ids.setdefault(node, len(self.nodes))
        if found == len(self.nodes):
            self.nodes.append(node)
            if isinstance(node, NUMBER_NODES):
                self.bounds[found] = self._bounds(node)
        return found

    @property
    def gathered(self) -> tuple[tuple[int, int], ...]:
        """逐笔汇总: every slot that sums up the loans, with its node of the graph of loans."""
        return tuple((i, slot.each) for i, slot in enumerate(self.slots) if slot.each is not None)

    def fits(self, node: int) -> bool:
        """是否在 int64 内: whether a number node surely fits a 64-bit integer."""
        return within_int64(self.bounds[node])

    def needed(self, roots: tuple[int, ...]) -> list[int]:
        """所需节点: the roots and all their parts, parts first."""
        seen: set[int] = set()
        todo = list(roots)
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += parts(self.nodes[one])
        return sorted(seen)

    def reads(self, node: Node) -> tuple[int, ...]:
        """所读输入位: the slots that a node reads itself."""
        if isinstance(node, (Read, *SLOT_ATOMS)):
            return (node.slot,)
        return ()

    def _bounds(self, node: NumberNode) -> tuple[int, int]:
        of = [self.bounds[part] for part in parts(node) if part in self.bounds]
        lows, highs = [low for low, _ in of], [high for _, high in of]
        match node:
            case Range(low, high):
                return low, high
            case Read(slot):
                return self.slot_bounds[slot]
            case Add(_, plus):
                return sum(lows) + plus, sum(highs) + plus
            case Times(factor):
                ends = (factor * lows[0], factor * highs[0])
                return min(ends), max(ends)
            case Multiply():
                corners = [a * b for a in of[0] for b in of[1]]
                return min(corners), max(corners)
            case Pick(least):
                pick = min if least else max
                return pick(lows), pick(highs)
            case Floor(_, by):
                return lows[0] // by, highs[0] // by
            case Choose():
                return min(lows), max(highs)
