"""核验账本: replays the journal from nothing, compares every balance, checks every rule and seal.

What it says is told with a hash, and the audit takes note of it: whoever holds the report can
have it looked up in the chain that is anchored outside the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.apps import apps
from django.db import connection

from huiqi.kernel import audit
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.anchors import Anchors
from huiqi.kernel.models import AuditEntry
from huiqi.ledger.proof.papers import problems_of_papers
from huiqi.ledger.proof.replay import Books, problems_of, read_books
from huiqi.ledger.proof.seals import digest, read_seals, sealed_tables
from huiqi.parties import scope

VERIFIED: Final = "ledger.verify"
GUARDS: Final = {
    "ledger_fund": ("ledger_hold",),
    "ledger_budget": ("ledger_hold",),
    "ledger_transfer": ("ledger_hold",),
    "ledger_account": ("ledger_hold", "ledger_opens"),
    "ledger_entry": ("ledger_hold", "ledger_begins", "ledger_is_whole"),
    "ledger_leg": ("ledger_hold", "ledger_counts"),
    "ledger_periodclose": ("ledger_closes",),
    "ledger_decision": ("ledger_decides",),
    "ledger_yearend": ("ledger_hold",),
    "ledger_yearendline": ("ledger_hold",),
    "ledger_sample": ("ledger_hold",),
    "ledger_sampleitem": ("ledger_hold",),
    "ledger_balance": ("ledger_follows", "ledger_follows_whole"),
}


@dataclass(frozen=True)
class Report:
    """核验报告: how much was looked at, what is wrong; ``last`` is the hash of the last seal."""

    at: datetime
    entries: int
    legs: int
    accounts: int
    seals: int
    unsealed: int
    last: str
    problems: tuple[str, ...]

    @property
    def signature(self) -> str:
        """签名: the hash of all that the report says, as the audit has it."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """正文: what is hashed, one line for each thing."""
        told = (
            f"时间 {self.at.isoformat()}",
            f"凭证 {self.entries}，分录 {self.legs}，账户 {self.accounts}",
            f"封存 {self.seals}，未封存的凭证 {self.unsealed}，末次封存 {self.last or '无'}",
            *(self.problems or ("全部相符",)),
        )
        return "\n".join(told)


def verify(now: datetime, anchors: Anchors | None = None) -> Report:
    """核验: everything that can be wrong is told; with ``anchors`` also the chain of the audit."""
    with scope.everything():
        books = read_books()
        seals = read_seals()
        problems = [*problems_of(books), *problems_of_papers()]
        problems += [*_seal_problems(books), *_missing_guards()]
        if anchors is not None:
            problems += [*audit.verify().problems, *anchors.problems()]
        reached = seals[-1].through.get("ledger_entry", 0) if seals else 0
        return Report(
            at=now,
            entries=len(books.entries["id"]),
            legs=len(books.legs["id"]),
            accounts=len(books.accounts["id"]),
            seals=len(seals),
            unsealed=int((books.entries["id"] > reached).sum()),
            last=seals[-1].digest if seals else "",
            problems=tuple(dict.fromkeys(problems)),
        )


def sign(report: Report) -> AuditEntry:
    """签署: the audit takes note of the report, by its hash."""
    detail = {"signature": report.signature, "problems": len(report.problems)}
    return audit.record_write(SYSTEM, VERIFIED, detail=detail | {"entries": report.entries})


def assert_coherent(now: datetime | None = None) -> None:
    """账实相符: AssertionError with everything that is wrong; for tests."""
    from huiqi.kernel.now import now as moment

    problems = verify(now or moment()).problems
    if problems:
        raise AssertionError("\n".join(problems))


def _seal_problems(books: Books) -> Iterator[str]:
    previous, before = audit.GENESIS, dict.fromkeys(sealed_tables(), audit.LOWEST)
    for one in read_seals():
        if one.previous != previous:
            yield f"封存（审计记录 {one.number}）接不上前一个，中间有封存被删改。"
        try:
            found = digest(one.previous, before, one.through, one.shape, books.held)
        except KeyError:
            found = ""
        if found != one.digest:
            yield f"封存（审计记录 {one.number}）所盖的账目与封存时不同。"
        previous, before = one.digest, {**before, **one.through}


def _missing_guards() -> Iterator[str]:
    """Triggers and constraints that are not there, or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname LIKE 'ledger\\_%' AND t.tgenabled IN ('O', 'A')"
        )
        there = set(cursor.fetchall())
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE convalidated"
            " UNION SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid"
            " WHERE indisunique AND indisvalid"
        )
        named = {name for (name,) in cursor.fetchall()}
    for table, guards in GUARDS.items():
        yield from (
            f"{table} 的触发器 {name} 不在，或被停用。"
            for name in guards
            if (table, name) not in there
        )
    for model in apps.get_app_config("ledger").get_models():
        yield from (
            f"{model._meta.db_table} 的规则 {one.name} 不在数据库里。"
            for one in model._meta.constraints
            if one.name not in named
        )
