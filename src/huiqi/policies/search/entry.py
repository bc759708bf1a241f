"""条目: what can be found, made from the library; the index is made from these and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huiqi.library import load, remembered
from huiqi.policies.search.sizes import SIZES, sizes_of
from huiqi.rules.answer import clause_of
from huiqi.rules.policy import Policy


@dataclass(frozen=True)
class Clause:
    """条款: one sentence of a policy with its place (文号 条款)."""

    id: str
    text: str
    cite: str


@dataclass(frozen=True)
class Entry:
    """条目: one policy as it is searched; ``since`` and ``until`` are days, both included.

    ``sizes`` are the classes of firms it is open to, ``until`` None means without an end.
    """

    id: str
    title: str
    summary: str
    district: str
    kind: str
    department: str
    sizes: tuple[str, ...]
    numbers: tuple[str, ...]
    clauses: tuple[Clause, ...]
    since: date
    until: date | None = None

    @property
    def body(self) -> str:
        """正文: every clause."""
        return "\n".join(clause.text for clause in self.clauses)


@remembered(1)
def library_entries() -> tuple[Entry, ...]:
    """政策库条目: one for each programme, by id."""
    policies = load().policies
    return tuple(_entry(policies[name]) for name in sorted(policies))


def _entry(policy: Policy) -> Entry:
    last = policy.editions[-1]
    department = policy.department_on(last.from_)
    return Entry(
        id=policy.id,
        title=policy.title,
        summary=policy.summary,
        district=policy.payer,
        kind=policy.kind,
        department=department,
        sizes=sizes_of(policy),
        numbers=tuple(
            dict.fromkeys(one.document_no for one in policy.sources.values() if one.document_no)
        ),
        clauses=tuple(_clauses(policy)),
        since=policy.editions[0].from_,
        until=last.to,
    )


def _clauses(policy: Policy) -> Iterator[Clause]:
    amount = policy.amount
    items = (*policy.when, *policy.checks, *(amount.parts + amount.caps if amount else ()))
    for item in items:
        if item.text:
            yield Clause(item.id, item.text, clause_of(policy, item.cite))


__all__ = ["SIZES", "Clause", "Entry", "library_entries"]
