"""记账: one thing that happened to money, once for ever, in one call to the database.

What can be seen from the slip alone is told before; what only the database knows (a balance, a
closed month, another business under the same key) it refuses, and then everything that stands
in the way is told at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import Error, IntegrityError, ProgrammingError, connection
from django.utils.translation import gettext as _
from psycopg import Cursor

from huiqi.kernel.access import Actor
from huiqi.kernel.money import exact
from huiqi.kernel.refusals import Refused
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance, Budget, Entry, PeriodClose
from huiqi.ledger.models.journal import Account
from huiqi.ledger.saying import broken_rule, sentence
from huiqi.ledger.slips import Line, Slip
from huiqi.parties.models import Subject

# What only the database knows of an entry; the rest of it stands on the slip, word for word, for
# an entry that was booked before has the same fingerprint.
TOLD: Final = ("id", "key", "fingerprint", "made_by_id", "checked_by_id", "made_at")
FIELDS: Final = tuple(str(field.attname) for field in Entry._meta.concrete_fields)
GIVEN: Final = "(%s::jsonb, %s::bigint, %s::bigint)"
CALL: Final = f"SELECT {', '.join(TOLD)} FROM ledger_post{GIVEN}"  # nosec B608
CALL_ALL: Final = f"SELECT {', '.join(TOLD)} FROM ledger_post_all{GIVEN}"  # nosec B608
APART: Final = "SAVEPOINT ledger_post; %s; RELEASE SAVEPOINT ledger_post"
# What was booked under the key of one of them in other words.
OTHER: Final = """
SELECT entry.* FROM ledger_entry entry JOIN unnest(%s::jsonb[]) AS one (told)
    ON entry.key = told->>'key'
WHERE fingerprint <> encode(sha256(convert_to(told::text, 'UTF8')), 'hex') ORDER BY entry.id
"""
OTHER_WORDS: Final = "entry_is_booked_in_the_same_words"
TOLD_ALONE: Final = ("entry_is_reversed_once", "entry_is_of_an_open_year")
FUTURE: Final = "entry_is_not_of_the_future"


class OtherContent(Refused):
    """内容不同: the business is booked already, and not as it is asked for now."""


def book(slip: Slip, maker: Actor, checker: Actor | None = None) -> Entry:
    """记账: the entry, the same one whenever the same slip comes again.

    The permission is the caller's business. OtherContent when the key has been used for
    something else; Refused with everything else that stands in the way.
    """
    if problems := list(slip.problems()):
        raise Refused(problems)
    return _post(CALL, slip.written(), (slip,), maker, checker)[slip.key]


def book_all(slips: Sequence[Slip], maker: Actor, checker: Actor | None = None) -> list[Entry]:
    """一次记多张: all of them in one transaction or none; the entries as the slips come.

    Whoever needs several entries at once books them here and not one by one: the database locks
    keys and accounts in one order whatever order they come in, so that two who book wait for
    each other one after the other and never both. Refused as for ``book``.
    """
    problems = [problem for slip in slips for problem in slip.problems()]
    if len({slip.key for slip in slips}) < len(slips):
        problems.append(_("一次记的凭证里，业务凭据不能重复"))
    if problems:
        raise Refused(list(dict.fromkeys(problems)))
    written = f"[{', '.join(slip.written() for slip in slips)}]"
    found = _post(CALL_ALL, written, slips, maker, checker)
    return [found[slip.key] for slip in slips]


def _post(
    call: str, written: str, slips: Sequence[Slip], maker: Actor, checker: Actor | None
) -> dict[str, Entry]:
    given = [written, maker.person_id, checker.person_id if checker else None]
    try:
        rows = _called(call, given)
    except (IntegrityError, ProgrammingError) as error:
        raise _refusal(slips, error) from error
    told = {str(row[1]): row for row in rows}
    return {slip.key: _entry(slip, told[slip.key]) for slip in slips}


def _entry(slip: Slip, told: tuple[object, ...]) -> Entry:
    """The entry as it stands, without asking for it again."""
    known = {
        "deed": slip.deed.value,
        "booked_on": slip.booked_on,
        "memo": slip.memo,
        "lines": len(slip.lines),
        "reverses_id": slip.reverses_id,
        "origin_kind": slip.origin.kind,
        "origin_id": slip.origin.id,
        "source": slip.source,
        "grants": slip.grants,
        "is_rounded": slip.is_rounded,
    } | dict(zip(TOLD, told, strict=True))
    return Entry.from_db(connection.alias, FIELDS, [known[name] for name in FIELDS])


def _called(call: str, given: list[str | int | None]) -> list[tuple[object, ...]]:
    """One journey to the database, all of it or nothing.

    Alone the statement is a transaction by itself. Within another one it is kept apart by a
    savepoint that travels with it, so that what stands in the way can still be asked for.
    """
    if not connection.in_atomic_block:
        return _alone(call, given)
    with connection.cursor() as cursor:
        try:
            cursor.execute(APART % call, given)
        except Error:
            cursor.execute("ROLLBACK TO SAVEPOINT ledger_post")
            raise
        cursor.nextset()
        return list(cursor.fetchall())


def _alone(call: str, given: list[str | int | None]) -> list[tuple[object, ...]]:
    """The statement that is a transaction by itself, planned once for each connection.

    Django's own cursor writes every value into the text of the statement, which is then parsed
    anew each time; it is used where somebody listens to what is asked.
    """
    if connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(call, given)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as quick:
        quick.execute(call, given, prepare=True)
        return list(quick.fetchall())


def _refusal(slips: Sequence[Slip], error: Error) -> Refused:
    if broken_rule(error) == OTHER_WORDS:
        before = Entry.objects.raw(OTHER, [[slip.written() for slip in slips]])[0]
        told = _("原凭证 %(number)s：%(memo)s") % {"number": before.number, "memo": before.memo}
        return OtherContent([f"{sentence(error)}（{told}）"])
    if broken_rule(error) in TOLD_ALONE:
        return Refused([sentence(error)])
    found = list(_obstacles(slips))
    if not found or broken_rule(error) == FUTURE:
        found.insert(0, sentence(error))
    return Refused(found)


def _obstacles(slips: Sequence[Slip]) -> Iterator[str]:
    """Everything in the database that stands in the way, not only what it met first."""
    last = PeriodClose.objects.order_by("-month").first()
    if last and any(
        slip.booked_on < (last.month + timedelta(days=31)).replace(day=1) for slip in slips
    ):
        yield _("%(month)s 已经结账，请记在以后的月份") % {"month": f"{last.month:%Y-%m}"}
    lines = tuple(_together(slips))
    yield from _unknown(lines)
    for line in lines:
        if line.amount_fen < 0 and (short := _short(line)):
            yield short


def _together(slips: Sequence[Slip]) -> Iterator[Line]:
    """What all of them do to each account."""
    sums: defaultdict[Line, int] = defaultdict(int)
    for line in (line for slip in slips for line in slip.lines):
        sums[replace(line, amount_fen=0)] += line.amount_fen
    return (replace(line, amount_fen=fen) for line, fen in sums.items())


def _unknown(lines: tuple[Line, ...]) -> Iterator[str]:
    budgets = {line.budget_id for line in lines}
    if Budget.objects.filter(pk__in=budgets).count() < len(budgets):
        yield _("没有这笔预算")
    subjects = {line.subject_id for line in lines if line.subject_id is not None}
    if Subject.objects.filter(pk__in=subjects).count() < len(subjects):
        yield _("没有这家企业")


def _short(line: Line) -> str:
    if line.stage is Stage.SOURCE:
        return ""
    held = Balance.objects.filter(
        account__budget_id=line.budget_id,
        account__stage=line.stage,
        account__call=line.call,
        account__subject=line.subject_id,
        account__instalment=line.instalment,
    ).first()
    there = held.amount_fen if held else 0
    if there + line.amount_fen >= 0:
        return ""
    place = Account(stage=line.stage, call=line.call)
    return _("余额不足：%(place)s只有 %(there)s，需要 %(needed)s") % {
        "place": place,
        "there": exact(there),
        "needed": exact(-line.amount_fen),
    }
