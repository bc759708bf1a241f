"""审阅命令: what the cases of the library leave unseen, and what nobody has verified yet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from typing import Final

from huiqi.cli import output
from huiqi.cli.given import today
from huiqi.library import load
from huiqi.rules.coverage import Covered, coverage
from huiqi.rules.given import Given
from huiqi.rules.mutation import Score, score, share_of
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.register_pages import told_value
from huiqi.rules.registers import Number, open_numbers, stakes
from huiqi.rules.say import plain, shown

VERDICTS: Final = {"yes": "满足", "no": "不满足", "unknown": "未知"}


def cover(programmes: Sequence[str], *, as_json: bool) -> int:
    """覆盖: how often cases saw each condition met, failed and open; Refused with every hole."""
    library = load()
    wanted = _ids(programmes)
    rows = [row for programme in wanted for row in coverage(library, programme)]
    if holes := [_hole(row) for row in rows if row.unseen]:
        raise Refused(holes)
    if as_json:
        output.print_json(_covered(rows))
        return 0
    page = output.Page()
    for programme in wanted:
        mine = sum(row.programme == programme for row in rows)
        page.row(programme, f"条款×版本 {mine} 项，三种结论齐全")
    return 0


def _covered(rows: Sequence[Covered]) -> list[dict[str, object]]:
    return [
        {
            "programme": row.programme,
            "edition": row.edition.isoformat(),
            "condition": row.condition,
            "seen": dict(zip(VERDICTS, row.seen, strict=True)),
            "settled_by_nobody": row.settled_by_nobody,
        }
        for row in rows
    ]


def _hole(row: Covered) -> Problem:
    unseen = "、".join(VERDICTS[verdict] for verdict in row.unseen)
    what = f"条款 {row.condition}（{row.edition} 起的版本）没有案例得出：{unseen}。"
    return Problem(what, fix="请在 cases.yaml 补写。", file=row.file, line=row.line)


def mutate(programmes: Sequence[str], at_least: str | None, *, as_json: bool) -> int:
    """变异检验: how many small changes the cases notice; Refused below ``at_least`` per cent."""
    given = Given(today())
    least = given.number(at_least, "--at-least")
    given.refuse()
    page = output.Page()
    scores: list[Score] = []
    for one in _scores(_ids(programmes)):
        scores.append(one)
        if not as_json:
            page.row(one.programme, f"{one.noticed}／{one.tried}  {_percent(one.share):>6}")
            for mutant in one.survivors if programmes else ():
                page.line(f"第 {mutant.line} 行：{mutant.what}", indent=2, mark="·")
    total = share_of(scores)
    if least is not None and total < Fraction(least, 100):
        what = f"变异检出率 {_percent(total)}，低于要求的 {least}%。"
        raise Refused([Problem(what, fix="请为未检出的改动补写案例。")])
    if as_json:
        output.print_json({"share": plain(total), "programmes": [_scored(one) for one in scores]})
    else:
        page.line(f"共检出 {_percent(total)}；逐条查看：huiqi library mutate 项目", style="bold")
    return 0


def _scored(one: Score) -> dict[str, object]:
    return {
        "programme": one.programme,
        "tried": one.tried,
        "noticed": one.noticed,
        "survivors": [{"line": each.line, "what": each.what} for each in one.survivors],
    }


def _percent(share: Fraction) -> str:
    return shown(Fraction(int(share * 1000), 1000), "ratio")


def _scores(programmes: Sequence[str]) -> Iterator[Score]:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(_score, programmes)


def _score(programme: str) -> Score:
    return score(load(), programme)


def unverified(top: str | None, *, as_json: bool) -> int:
    """待核: the numbers that nobody has verified, those with the most money at stake first."""
    given = Given(today())
    most = given.number(top, "--top")
    given.refuse()
    found = open_numbers(load(), stakes(load()))[: most if most is None else max(most, 0)]
    if as_json:
        output.print_json([_open(number, stake) for number, stake in found])
        return 0
    page = output.Page()
    for number, stake in found:
        what = number.parameter.text or number.parameter.name
        page.row(f"{number.policy.title}：{what}", f"每户最多牵涉 {shown(stake, 'money')}")
        page.line(f"{number.dated.from_} 起，{told_value(number)}；{number.clause}", indent=2)
    page.line("全部清单和待核事项见 docs/reference/unverified.md。", style="dim")
    return 0


def _open(number: Number, stake: Fraction) -> dict[str, object]:
    value = number.dated.value
    return {
        "programme": number.policy.id,
        "parameter": number.parameter.name,
        "text": number.parameter.text,
        "unit": number.parameter.unit,
        "from": number.dated.from_.isoformat(),
        "to": number.to and number.to.isoformat(),
        "value": None if value is None else plain(value),
        "clause": number.clause,
        "stake": plain(stake),
    }


def _ids(programmes: Sequence[str]) -> list[str]:
    library = load()
    return [library.policy(one).id for one in programmes] or list(library.policies)
