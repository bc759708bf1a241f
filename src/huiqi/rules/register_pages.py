"""登记页: the registers of the library as pages of docs/reference (Markdown)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from huiqi.rules.answer import clause_of
from huiqi.rules.book import Library
from huiqi.rules.policy import Policy
from huiqi.rules.registers import (
    Noted,
    Number,
    noted,
    numbers,
    open_notes,
    open_numbers,
    stakes,
)
from huiqi.rules.say import spoken
from huiqi.rules.say_policy import computation, dated_value

GENERATED: Final = "由 `make docs` 从政策库生成，不要手改。"
TIMELINE: Final = f"""# 参数时间表

{GENERATED}每个数字自「起」日（含）至「止」日（含）有效；「待核」表示未见原文或无人知道。
得分表和分档列在各项目的参数之后，界限「达到」含本数、「超过」不含。
"""
UNVERIFIED: Final = f"""# 待核清单

{GENERATED}按牵涉的金额从大到小排列：一户在该项目的案例里最多得到的金额；
认定类项目本身不发钱，按凭其称号能申请的项目计。金额为零的，是不发钱或金额本身待核的项目。

## 数字

| 每户最多牵涉 | 项目 | 数字 | 取值 | 依据 |
|---|---|---|---|---|
"""
NOTES: Final = """
## 事项

| 每户最多牵涉 | 项目 | 待核 |
|---|---|---|
"""
CONFLICTS: Final = f"""# 冲突登记

{GENERATED}来源相互矛盾之处，以及政策库取了哪一种；出自各项目 source.md 的「来源之间的冲突」一节。

| 项目 | 冲突与取法 |
|---|---|
"""


def pages(library: Library) -> Mapping[str, str]:
    """全部登记页: file name to text."""
    return {
        "parameters.md": timeline_page(library),
        "unverified.md": unverified_page(library),
        "conflicts.md": conflicts_page(library),
    }


def timeline_page(library: Library) -> str:
    """参数时间表: every dated number, then the point tables, programme by programme."""
    by_programme: dict[str, list[Number]] = {name: [] for name in library.policies}
    for number in numbers(library):
        by_programme[number.policy.id].append(number)
    parts = [TIMELINE]
    for name, policy in library.policies.items():
        parts.append(f"\n## {policy.title}\n\n`{name}`　付款：{policy.payer}\n")
        parts += [
            *_table("参数 | 起 | 止 | 数值 | 依据", map(_number, by_programme[name])),
            *_table("得分与分档 | 界限与结果 | 依据", _values(policy)),
        ] or ["\n本项目没有数字。\n"]
    return "".join(parts)


def _table(head: str, rows: Iterable[str]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield f"\n| {head} |\n|{'---|' * (head.count('|') + 1)}\n"
        yield from found


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |\n"


def _number(number: Number) -> str:
    return _row(
        number.parameter.text or f"`{number.parameter.name}`",
        number.dated.from_.isoformat(),
        number.to.isoformat() if number.to else "",
        told_value(number),
        number.clause,
    )


def told_value(number: Number) -> str:
    """数值写法: with its unit, marked where it is 待核."""
    told = dated_value(number.parameter, number.dated)
    return f"{told}（待核）" if number.is_open and number.dated.value is not None else told


def _values(policy: Policy) -> Iterator[str]:
    for value in policy.values.values():
        cite = clause_of(policy, value.cite) if value.cite else ""
        yield _row(value.text, computation(value, policy), cite)


def unverified_page(library: Library) -> str:
    """待核清单: numbers, then points, each by the money that hangs on them."""
    at_stake = stakes(library)
    told = "".join(_open_number(*one) for one in open_numbers(library, at_stake))
    notes = "".join(_open_note(*one) for one in open_notes(library, at_stake))
    return UNVERIFIED + told + NOTES + notes


def _open_number(number: Number, stake: Fraction) -> str:
    what = number.parameter.text or number.parameter.name
    since = f"{what}（{number.dated.from_} 起）"
    return _row(
        spoken(stake, "money"), number.policy.title, since, told_value(number), number.clause
    )


def _open_note(note: Noted, stake: Fraction) -> str:
    return _row(spoken(stake, "money"), note.policy.title, note.entry.text)


def conflicts_page(library: Library) -> str:
    """冲突登记: where sources contradict each other, programme by programme."""
    rows = (_row(one.policy.title, one.entry.text) for one in noted(library, "conflicts"))
    return CONFLICTS + "".join(rows)
