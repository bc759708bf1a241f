"""合计的差: why the total is another one than at an earlier visit, programme by programme.

The total is the sum of what each programme adds to the best combination. So the differences of
all programmes add up to the difference of the totals, whatever changed; what changed is told
beside each: it is new, it ended, its text or a fact it reads is another, or only the day, or
only what else is in the combination.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

NOT_IN_FORCE: Final = ""
Kept = tuple[Any, str]  # a value as files write it, and who says so


@dataclass(frozen=True)
class Standing:
    """一项的状况: ``fen`` it adds to the combination (分), its verdict (empty: not in force).

    ``version`` is the hash of its text, ``edition`` the first day of the edition that answered.
    """

    fen: int
    verdict: str
    version: str
    edition: str = ""
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """全部状况: of one firm on one day."""

    programmes: Mapping[str, Standing]
    facts: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def total_fen(self) -> int:
        """合计上限: in 分."""
        return sum(one.fen for one in self.programmes.values())

    def to_dict(self) -> dict[str, Any]:
        """留底: as a snapshot keeps it, in one order whatever came first."""
        return {
            "programmes": {
                name: [one.fen, one.verdict, one.version, one.edition, list(one.reads)]
                for name, one in sorted(self.programmes.items())
            },
            "facts": {key: list(kept) for key, kept in sorted(self.facts.items())},
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> State:
        """读回: what ``to_dict`` gave."""
        return cls(
            {
                name: Standing(fen, verdict, version, edition, tuple(reads))
                for name, (fen, verdict, version, edition, reads) in kept["programmes"].items()
            },
            {key: (value, source) for key, (value, source) in kept["facts"].items()},
        )


@dataclass(frozen=True)
class FactChange:
    """事实的变化: None is «unknown»; the source is that of the new value."""

    key: str
    old: Any
    new: Any
    old_source: str
    new_source: str


@dataclass(frozen=True)
class Difference:
    """一项的差: what it added before and adds now (分), and every cause there is for that.

    ``causes`` are words of ``CAUSES``; ``facts`` those it reads that changed.
    """

    programme: str
    before_fen: int
    after_fen: int
    causes: tuple[str, ...]
    facts: tuple[FactChange, ...] = ()

    @property
    def fen(self) -> int:
        """差额: in 分; below zero where there is less."""
        return self.after_fen - self.before_fen


CAUSES: Final = ("new", "gone", "began", "ended", "text", "facts", "day", "combination")


def differences(before: State, after: State) -> list[Difference]:
    """各项的差: of each programme that adds another amount than before, the largest first.

    Their sum is the difference of the totals.
    """
    names = sorted({*before.programmes, *after.programmes})
    found = [_difference(name, before, after) for name in names]
    return sorted((one for one in found if one.fen), key=lambda one: (-abs(one.fen), one.programme))


def fact_changes(before: State, after: State, keys: Iterable[str]) -> tuple[FactChange, ...]:
    """事实的变化: of these keys, in order; a new source of the same value is no change."""
    found = []
    for key in dict.fromkeys(keys):
        old, old_source = before.facts.get(key, (None, ""))
        new, new_source = after.facts.get(key, (None, ""))
        if old != new:
            found.append(FactChange(key, old, new, old_source, new_source))
    return tuple(found)


def _difference(name: str, before: State, after: State) -> Difference:
    old, new = before.programmes.get(name), after.programmes.get(name)
    reads = (*(old.reads if old else ()), *(new.reads if new else ()))
    facts = fact_changes(before, after, reads)
    return Difference(
        name,
        old.fen if old else 0,
        new.fen if new else 0,
        tuple(_causes(old, new, is_other=bool(facts))),
        facts,
    )


def _causes(old: Standing | None, new: Standing | None, *, is_other: bool) -> Iterator[str]:
    if old is None or new is None:
        yield "new" if old is None else "gone"
        return
    found = []
    if new.edition != old.edition:
        found.append(_of_edition(new))
    if new.version != old.version:
        found.append("text")
    if is_other:
        found.append("facts")
    if not found:
        found.append("combination" if new.verdict == old.verdict else "day")
    yield from found


def _of_edition(new: Standing) -> str:
    return "ended" if new.verdict == NOT_IN_FORCE else "began"
