"""政策沙盘的页面: what a trial found, for people; every number is a ceiling and no promise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from huiqi import __version__
from huiqi.cli import words
from huiqi.cli.affected import MOST_LISTED, TEXTS, VERDICTS, between, group_name
from huiqi.rules.fair_competition import REMINDER
from huiqi.rules.simulate import AFTER, BEFORE, SIDES, Affected, Group, Shift, Simulated
from huiqi.rules.sweep.block import Tally

if TYPE_CHECKING:
    from huiqi.cli.output import Page
    from huiqi.rules.budget import Budget
    from huiqi.rules.fair_competition import Note
    from huiqi.rules.trial import Comparison, Trial

DIMENSIONS: Final = {"district": "按区", "industry": "按行业门类", "size": "按规模"}
HEADINGS: Final = ("", "户数", "原来符合", "改后符合", "新符合", "不再符合", "已确定的增减")
SIGNS: Final = {True: "+", False: "-"}


def show(page: Page, found: Trial, out: str | None) -> None:
    """显示: the drafts, every comparison, the budget, and what the review would ask."""
    asked = found.asked
    firms = int(str(found.register["firms"]))
    page.row(asked.in_force.policy.title, f"{firms:,} 户，按 {asked.on} 判断")
    for draft in asked.drafts:
        page.title(f"{TEXTS[draft.name]}与现行规则的差异")
        differences = [one.text for one in found.changes(draft)]
        for line in differences or ["判断的结果没有差异。"]:
            page.line(line, indent=2, mark="·")
    for one in found.comparisons:
        _compared(page, one)
    for name, budget in found.budgets.items():
        _budgeted(page, name, budget)
    page.title("测算的前提")
    for assumption in found.assumptions:
        page.line(assumption, indent=2, mark="·")
    for name, note in found.notes.items():
        _reviewed(page, name, note)
    page.line("")
    if out:
        page.line(f"受影响的全部企业在 {out}。")
    digest = str(found.register["sha256"])
    page.line(f"名册 {digest[:16]}，huiqi {__version__}。金额都是上限，不是承诺。", style="dim")


def _compared(page: Page, one: Comparison) -> None:
    found = one.found
    page.title(between(one.before, one.after))
    rows = {
        "新符合": f"{found.winners:,} 户",
        "不再符合": f"{found.losers:,} 户",
        "金额增加": f"{found.raised:,} 户，共 {_money(found.gain)}",
        "金额减少": f"{found.lowered:,} 户，共 {_money(found.loss)}",
        "原来一年的费用（全部申请）": _cost(found.sides[BEFORE].tally),
        "改后一年的费用（全部申请）": _cost(found.sides[AFTER].tally),
    }
    for left, right in rows.items():
        page.row(left, right, indent=2)
    page.line("")
    moves = ((VERDICTS[a], VERDICTS[b], f"{n:,}") for (a, b), n in sorted(found.moves.items()))
    page.table(("原来", "改后", "户数"), moves)
    for dimension, title in DIMENSIONS.items():
        page.title(title)
        page.table(HEADINGS, _groups(found, dimension))
    _listed(page, found)


def _groups(found: Simulated, dimension: str) -> Iterator[tuple[str, ...]]:
    """The groups that any firm of either text is in; the rest has nothing to say."""
    for at, firms in sorted(found.firms.items()):
        tallies = [found.sides[side].groups.get(at, Tally()) for side in SIDES]
        if at[0] == dimension and any(one.yes or one.unknown for one in tallies):
            yield _group(at, firms, tallies, found.shifts.get(at, Shift()))


def _group(at: Group, firms: int, tallies: list[Tally], shift: Shift) -> tuple[str, ...]:
    rise = shift.gain - shift.loss
    return (
        group_name(*at),
        f"{firms:,}",
        *(f"{one.yes:,}" for one in tallies),
        f"{shift.winners:,}",
        f"{shift.losers:,}",
        _money(rise, signed=True) if rise else "0",
    )


def _listed(page: Page, found: Simulated) -> None:
    page.title(f"受影响的企业（{found.changed:,} 户）")
    for firm in found.affected[:MOST_LISTED]:
        page.row(firm.credit_code, _moved(firm), indent=2)
    if found.changed > MOST_LISTED:
        page.line(f"只列前 {MOST_LISTED} 户，全部请用 --out 写进文件。", indent=2, style="dim")


def _moved(firm: Affected) -> str:
    before, after = VERDICTS[firm.before], VERDICTS[firm.after]
    told = before if before == after else f"{before} → {after}"
    return f"{told}　{_money(firm.fen_before)} → {_money(firm.fen_after)}"


def _budgeted(page: Page, name: str, budget: Budget) -> None:
    page.title(f"{TEXTS[name]}：{len(budget.years)} 个预算年度的费用")
    for year in budget.years:
        right = _between(year.low, year.high) if year.in_force else "没有生效的版本"
        page.row(f"{year.on} 起的一年", right, indent=2)
        for told in year.changes:
            page.line(told, indent=4, mark="·", style="dim")
    page.row("合计", _between(budget.low, budget.high), indent=2)
    for told in budget.assumptions:
        page.line(told, indent=2, style="dim")


def _reviewed(page: Page, name: str, note: Note) -> None:
    page.title(f"公平竞争审查提示：{TEXTS[name]}")
    page.line(note.basis, indent=2)
    for point in note.points:
        new = "（草案新增）" if point.is_new else ""
        page.line(f"{point.title}：{point.provision}{new}", indent=2, mark="·")
        page.line(point.question, indent=4)
        page.line(f"出处：{point.clause}；审查依据：{point.standard}", indent=4, style="dim")
    page.line(REMINDER, indent=2, style="dim")


def _cost(tally: Tally) -> str:
    return _between(tally.sure, None if tally.open else tally.possible)


def _between(low: int, high: int | None) -> str:
    if low == high:
        return _money(low)
    return f"{_money(low)} 至 {'上限不详' if high is None else _money(high)}"


def _money(fen: int, *, signed: bool = False) -> str:
    told = words.yuan(Fraction(abs(fen), 100))
    return f"{SIGNS[fen > 0]}{told}" if signed else told
