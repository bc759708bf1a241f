"""重算: every balance from the first leg on, and every rule of the books, all in one pass.

It shares nothing with the triggers that hold to the same rules: what they let through, it
finds. Numbers are whole and stay so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from huiqi.ledger.enums import FLOWS, OF_CALL, OF_FIRM, TWO_SIGNATURES, Deed, Stage
from huiqi.ledger.proof.fetch import Column, Lines, column_of, columns
from huiqi.ledger.proof.seals import LEGS, Held, shape_of_now

SHOWN: Final = 5  # examples of each kind of fault
DEEDS: Final = tuple(Deed)
STAGES: Final = tuple(Stage)
EPOCH: Final = "2000-01-01"
NEVER: Final = 2**40  # the day of what was booked on none: after everything
DAYS: Final = ("booked_on", "made_at")
LEGIBLE: Final = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}( [0-9:.+]+)?$"
EPOCH_DAY: Final = 10_957  # days of it after 1970-01-01
DAY_US: Final = 86_400_000_000
AHEAD_US: Final = DAY_US // 3  # the city's clock, eight hours before UTC

Mask = NDArray[np.bool_]
Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Books:
    """账册: all of the books as columns of numbers; ``held`` is what seals are compared with."""

    legs: Columns
    entries: Columns
    accounts: Columns
    balances: Columns
    closes: Columns
    held: Held


def read_books() -> Books:
    """读入: everything, in the order of numbers."""
    held = Held(columns("ledger_leg", LEGS))
    entries = held.rows("ledger_entry", shape_of_now()["ledger_entry"])
    return Books(
        held.legs,
        _entries_of(entries.lines),
        columns("ledger_account", _ACCOUNT),
        columns("ledger_balance", _BALANCE, key="account_id"),
        columns("ledger_periodclose", _CLOSE),
        held,
    )


def _entries_of(lines: Lines) -> Columns:
    told = _legible(lines)
    deeds = compute.index_in(told["deed"], pa.array([one.value for one in DEEDS]))
    booked = told["booked_on"].cast(pa.int32()).cast(pa.int64()).fill_null(NEVER)
    made = told["made_at"].cast(pa.int64()).fill_null(0)
    return {
        "id": column_of(told["id"]),
        "lines": column_of(told["lines"]),
        "deed": column_of(deeds.cast(pa.int64()).fill_null(-1)),
        "booked": column_of(booked) - EPOCH_DAY,
        "made_us": column_of(made),
        "reverses": column_of(told["reverses_id"].fill_null(0)),
        "maker": column_of(told["made_by_id"].fill_null(0)),
        "checker": column_of(told["checked_by_id"].fill_null(0)),
    }


def _legible(lines: Lines) -> pa.Table:
    """The columns of entries; a day that stands in no calendar (infinity) is null."""
    try:
        return lines.table(_ENTRY)
    except pa.ArrowInvalid:
        told = lines.table(_ENTRY | dict.fromkeys(DAYS, pa.string()))
    for name in DAYS:
        is_day = compute.match_substring_regex(told[name], LEGIBLE)
        read = compute.if_else(is_day, told[name], None).cast(_ENTRY[name])
        told = told.set_column(told.schema.get_field_index(name), name, read)
    return told


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{one}'" for one in values)
    return f"coalesce(array_position(ARRAY[{listed}]::text[], {column}::text), 0) - 1"


_ENTRY: Final[dict[str, Any]] = {
    **dict.fromkeys(("id", "lines", "reverses_id", "made_by_id", "checked_by_id"), pa.int64()),
    "deed": pa.string(),
    "booked_on": pa.date32(),
    "made_at": pa.timestamp("us", "UTC"),
}
_ACCOUNT: Final = {
    "id": "id",
    "stage": _one_of("stage", tuple(one.value for one in STAGES)),
    "budget": "budget_id",
    "subject": "coalesce(subject_id, 0)",
    "of_call": "dense_rank() OVER (ORDER BY budget_id, call)",
    "of_firm": "dense_rank() OVER (ORDER BY budget_id, call, subject_id, instalment)",
}
_BALANCE: Final = {
    "account": "account_id",
    "amount": "amount_fen",
    "legs": "legs",
    "is_source": "is_source::integer",
}
_CLOSE: Final = {
    "id": "id",
    "ended": f"(month + interval '1 month')::date - date '{EPOCH}'",
    "at_us": "date_part('epoch', closed_at) * 1000000",
}


def problems_of(books: Books) -> Iterator[str]:
    """不符之处: one sentence for each kind of fault, with its first examples."""
    entry = _place(books.entries["id"], books.legs["entry_id"])
    account = _place(books.accounts["id"], books.legs["account_id"])
    lost = (entry < 0) | (account < 0)
    yield from _said("分录没有凭证或账户：分录", books.legs["id"][lost])
    kept = {name: column[~lost] for name, column in books.legs.items()}
    entry, account = entry[~lost], account[~lost]
    yield from _accounts(books, kept, account)
    yield from _entries(books, kept, entry, account)
    yield from _reversals(books, kept, entry)
    yield from _periods(books)
    yield from _signatures(books)


def _place(keys: Column, wanted: Column) -> Column:
    """Where each wanted number stands among the sorted keys; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1).astype(np.int64)
    at[keys[at] != wanted] = -1
    return at


def _said(what: str, ids: Column) -> Iterator[str]:
    if len(ids):
        shown = "、".join(str(one) for one in np.unique(ids)[:SHOWN])
        yield f"{what} {shown}（共 {len(ids)} 处）。"


def _starts(keys: Column) -> Column:
    """Where each run of equal numbers begins."""
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(first).astype(np.int64)


# Accounts: places without a gap, running balances, the table of balances


def _accounts(books: Books, legs: Columns, account: Column) -> Iterator[str]:
    order = np.lexsort((legs["position"], account))
    of, amount = account[order], legs["amount_fen"][order]
    starts = _starts(of)
    counts = np.diff(np.append(starts, len(of)))
    place = np.arange(len(of)) - np.repeat(starts, counts) + 1
    ids = books.accounts["id"]
    yield from _said("账户的分录序号不连续：账户", ids[of[legs["position"][order] != place]])
    total = np.cumsum(amount)
    base = np.repeat(total[starts] - amount[starts], counts) if len(of) else total
    running = total - base
    yield from _said(
        "分录记下的余额与重算不符：分录",
        legs["id"][order][running != legs["balance_fen"][order]],
    )
    is_source = books.accounts["stage"] == STAGES.index(Stage.SOURCE)
    below = np.where(is_source[of], running > 0, running < 0)
    yield from _said("账户曾经透支：账户", ids[of[below]])
    ends = np.append(starts[1:], len(of)) - 1 if len(of) else starts
    held, many = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64)
    held[of[starts]], many[of[starts]] = running[ends], counts
    yield from _balances(books, held, many, is_source)


def _balances(books: Books, held: Column, many: Column, is_source: Mask) -> Iterator[str]:
    at = _place(books.accounts["id"], books.balances["account"])
    yield from _said("余额没有账户：账户", books.balances["account"][at < 0])
    known = at >= 0
    told = {name: column[known] for name, column in books.balances.items()}
    at = at[known]
    wrong = (
        (told["amount"] != held[at])
        | (told["legs"] != many[at])
        | (told["is_source"] != is_source[at].astype(np.int64))
    )
    yield from _said("余额与重算不符：账户", told["account"][wrong])
    without = np.ones(len(held), np.bool_)
    without[at] = False
    yield from _said("账户没有余额：账户", books.accounts["id"][without])


# Entries: all their legs, sums of zero, moves as their deed does


def _entries(books: Books, legs: Columns, entry: Column, account: Column) -> Iterator[str]:
    ids, deed = books.entries["id"], books.entries["deed"]
    yield from _said("凭证的业务种类无法识别：凭证", ids[deed < 0])
    order = np.lexsort((legs["line"], entry))
    of = entry[order]
    starts = _starts(of)
    counts = np.diff(np.append(starts, len(of)))
    there = np.zeros(len(ids), np.int64)
    there[of[starts]] = counts
    yield from _said("凭证的分录不齐：凭证", ids[there != books.entries["lines"]])
    line = np.arange(len(of)) - np.repeat(starts, counts) + 1
    yield from _said("凭证的行号不连续：凭证", ids[of[line != legs["line"][order]]])
    yield from _sums(books, legs, entry, account)
    yield from _flows(books, legs, entry, account)


def _sums(books: Books, legs: Columns, entry: Column, account: Column) -> Iterator[str]:
    deed = books.entries["deed"][entry]
    of_call, of_firm = (
        np.isin(deed, [DEEDS.index(one) for one, flow in FLOWS.items() if flow.keeps == keeps])
        for keeps in (OF_CALL, OF_FIRM)
    )
    group = books.accounts["budget"][account]
    group = np.where(of_call, books.accounts["of_call"][account], group)
    group = np.where(of_firm, books.accounts["of_firm"][account], group)
    ids = books.entries["id"]
    yield from _said("凭证借贷不平：凭证", ids[_off(entry, group, legs["amount_fen"])])
    stage = books.accounts["stage"][account]
    given = (deed == DEEDS.index(Deed.TRANSFER)) & (stage == STAGES.index(Stage.AVAILABLE))
    off = _off(entry[given], np.zeros(int(given.sum()), np.int64), legs["amount_fen"][given])
    yield from _said("调出与调入不等：凭证", ids[off])
    order = np.lexsort((account, entry))
    twice = (np.diff(entry[order]) == 0) & (np.diff(account[order]) == 0)
    yield from _said("凭证在同一账户记了两次：凭证", ids[entry[order][1:][twice]])


def _off(entry: Column, group: Column, amount: Column) -> Column:
    """The entries with a group that does not add up to nothing."""
    if not len(entry):
        return entry
    order = np.lexsort((group, entry))
    of, within = entry[order], group[order]
    first = np.ones(len(of), np.bool_)
    first[1:] = (of[1:] != of[:-1]) | (within[1:] != within[:-1])
    starts = np.flatnonzero(first)
    off: Mask = np.add.reduceat(amount[order], starts) != 0
    return of[starts][off]


def _flows(books: Books, legs: Columns, entry: Column, account: Column) -> Iterator[str]:
    allowed = np.zeros((len(DEEDS), len(STAGES), 2), np.bool_)
    allowed[DEEDS.index(Deed.REVERSE)] = True
    for deed, flow in FLOWS.items():
        for way, stages in ((0, flow.out_of), (1, flow.into)):
            allowed[DEEDS.index(deed), [STAGES.index(one) for one in stages], way] = True
    did, stage = books.entries["deed"][entry], books.accounts["stage"][account]
    comes = (legs["amount_fen"] > 0).astype(np.int64)
    nobody = (stage == STAGES.index(Stage.PAID)) & (books.accounts["subject"][account] == 0)
    apart = [DEEDS.index(one) for one in (Deed.OPENING, Deed.REVERSE)]
    astray = ~allowed[did, stage, comes] | (nobody & ~np.isin(did, apart))
    astray |= legs["amount_fen"] == 0
    yield from _said("凭证不按业务种类转钱：凭证", books.entries["id"][entry[astray]])


# Reversals, periods, signatures


def _reversals(books: Books, legs: Columns, entry: Column) -> Iterator[str]:
    ids, reverses = books.entries["id"], books.entries["reverses"]
    is_reversal = books.entries["deed"] == DEEDS.index(Deed.REVERSE)
    yield from _said("冲正与原凭证对不上：凭证", ids[is_reversal != (reverses > 0)])
    found, times = np.unique(reverses[reverses > 0], return_counts=True)
    yield from _said("凭证被冲正不止一次：凭证", found[times > 1])
    order = np.lexsort((legs["account_id"], entry))
    of = entry[order]
    for at in np.flatnonzero(reverses > 0).tolist():
        first = int(_place(ids, reverses[at : at + 1])[0])
        one, other = (
            order[np.searchsorted(of, each) : np.searchsorted(of, each, side="right")]
            for each in (at, first)
        )
        if (
            first < 0
            or is_reversal[first]
            or not np.array_equal(legs["account_id"][one], legs["account_id"][other])
            or not np.array_equal(legs["amount_fen"][one], -legs["amount_fen"][other])
        ):
            yield f"冲正凭证 {ids[at]} 不是凭证 {reverses[at]} 的逐笔相反。"


def _periods(books: Books) -> Iterator[str]:
    entries = books.entries
    made = (entries["made_us"] + AHEAD_US) // DAY_US - EPOCH_DAY
    early = entries["booked"] > made
    yield from _said("记账日期晚于制单：凭证", entries["id"][early])
    late = np.zeros(len(entries["id"]), np.bool_)
    for end, at in zip(books.closes["ended"], books.closes["at_us"], strict=True):
        late |= (entries["booked"] < end) & (entries["made_us"] > at)
    yield from _said("结账以后还记进了那个月：凭证", entries["id"][late])


def _signatures(books: Books) -> Iterator[str]:
    maker, checker = books.entries["maker"], books.entries["checker"]
    by_two = np.isin(books.entries["deed"], [DEEDS.index(one) for one in TWO_SIGNATURES])
    alone = (checker == maker) & (checker > 0) | by_two & ((maker == 0) | (checker == 0))
    yield from _said("没有两个人签字：凭证", books.entries["id"][alone])
