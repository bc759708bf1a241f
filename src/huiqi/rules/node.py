"""解释节点: one line of an explanation with its verdict, its value and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["all", "any", "not", "atom", "each", "value"]


@dataclass(frozen=True)
class Node:
    """解释节点: one condition with its verdict, the value used and what is needed.

    ``text`` is the sentence as it stands: what holds, what does not, or what is open.
    ``value`` is said in words, ``raw`` is the same for machines (None: unknown).
    ``fact`` is the key whose value decided; children are the parts of all / any / not / each,
    and of a score or a class the numbers (``value``) it is made of.

    Of a number, ``reached`` is the tier that it reaches and ``next`` the one above, in words;
    ``counts`` says of several of which one is taken whether it is this one (None: still open).
    """

    kind: Kind
    text: str
    verdict: str
    value: str = ""
    needed: str = ""
    fact: str = ""
    raw: object = None
    children: tuple[Node, ...] = ()
    reached: str = ""
    next: str = ""
    counts: bool | None = None

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        told: dict[str, object] = {"kind": self.kind, "text": self.text, "verdict": self.verdict}
        if self.kind in ("atom", "value"):
            told |= {"value": self.raw, "value_text": self.value, "fact": self.fact}
        if self.kind == "atom":
            told |= {"needed": self.needed}
        if self.kind == "value":
            told |= {"reached": self.reached, "next": self.next, "counts": self.counts}
        if self.children:
            told["children"] = [child.to_dict() for child in self.children]
        return told

    def leaves(self) -> Iterator[Node]:
        """叶节点: the atoms below, in the order they are written."""
        if self.kind == "atom":
            yield self
            return
        for child in self.children:
            yield from child.leaves()

    def deciding(self) -> Node:
        """决定项: the first atom that is why this verdict is what it is."""
        leaves = list(self.leaves())
        return next((leaf for leaf in leaves if leaf.verdict == self.verdict), leaves[0])
