"""解释命令: one programme in full: the tree of its conditions and the way to its amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.cli import words
from huiqi.cli.each import Asked, for_each_firm
from huiqi.cli.programme import shown_value
from huiqi.cli.tree import show_tree
from huiqi.library import load
from huiqi.rules.answer import Answer, clause_of
from huiqi.rules.book import OutOfForce
from huiqi.rules.dictionary import FACTS
from huiqi.rules.say import headline

if TYPE_CHECKING:
    from huiqi.cli.output import Page
    from huiqi.rules.answer import Reason


def explain(programme: str, firm: str, on: str | None, *, of_city: bool, as_json: bool) -> int:
    """解释: one programme for every subject of a file."""
    asked = Asked[Answer | OutOfForce](
        ask=lambda facts: load().explain(programme, facts),
        to_dict=lambda one: one.explained(),
        show=show_answer,
        first=lambda: load().policy(programme),
        of_city=of_city,
    )
    return for_each_firm(asked, firm, on, as_json=as_json)


def show_answer(page: Page, one: Answer | OutOfForce) -> None:
    """显示解释: the whole page of one programme for one firm."""
    if isinstance(one, OutOfForce):
        _absent(page, one)
    else:
        _show(page, one)


def _absent(page: Page, one: OutOfForce) -> None:
    page.row(one.policy.title, f"{one.on}", style="bold")
    page.line(f"{one.policy.id}，出资：{one.policy.payer}")
    day = one.selected_by
    told = f"{FACTS[one.policy.edition_by].label} {day} " if day else "当日"
    page.line(f"结论：{told}不在有效期，既非符合，也非不符合。有效期：{words.spans(one.policy)}")
    page.line("")


def _show(page: Page, one: Answer) -> None:
    page.row(one.policy.title, f"按 {one.facts.on} 判断", style="bold")
    told = f"{one.policy.id}，{one.rules.version} 版，出资：{one.policy.payer}"
    page.row(told, one.facts.name, style="dim")
    verdict = f"结论：{words.VERDICTS[one.verdict]}"
    page.row(verdict, words.ceiling(one) if one.verdict != "no" else "", style="bold")
    page.title("条件（须全部满足）")
    for number, reason in enumerate(one.reasons, start=1):
        _reason(page, number, reason)
    _money(page, one)
    _figures(page, one)
    for text in words.outputs(one):
        page.line(text, style="bold")
    _afterwards(page, one)
    page.line("")


def _reason(page: Page, number: int, reason: Reason) -> None:
    mark, style = words.MARKS[reason.verdict], words.STYLES[reason.verdict]
    page.line(reason.condition, indent=2, mark=f"{mark} {number}.", mark_style=style)
    page.line(f"依据：{reason.clause}", indent=7, style="dim")
    show_tree(page, reason.tree, 7)


def _money(page: Page, one: Answer) -> None:
    if one.money is None or one.verdict == "no":
        return
    page.title("金额（上限，不是承诺）")
    for number, step in enumerate(one.money.steps, start=1):
        page.line(step, indent=2, mark=f"{number}.")
    if one.money.why_unknown:
        page.line(one.money.why_unknown, indent=2, mark="?", mark_style="yellow")


def _figures(page: Page, one: Answer) -> None:
    if one.figures:
        page.title("所用数字")
    for figure in one.figures:
        dated, name = figure.dated, figure.parameter.text or figure.parameter.name
        value = shown_value(dated, figure.parameter.unit)
        mark = "（待核）" if dated.unverified and dated.value is not None else ""
        clause = clause_of(one.policy, dated.cite)
        page.line(f"{headline(name)}：{value}{mark}，{dated.from_} 起（{clause}）", indent=2)


def _afterwards(page: Page, one: Answer) -> None:
    if one.missing:
        page.title("还缺的事实")
        page.line(words.listed(one.missing), indent=2)
    if one.nearest_change:
        page.title("差一点（其他事实不变时）", "bold yellow")
        for change in one.nearest_change:
            page.line(str(change["text"]), indent=2)
    if checks := one.checks():
        page.title("由人核查")
        for check in checks:
            evidence = f"，凭{check['evidence']}" if check["evidence"] else ""
            page.line(f"{check['text']}{evidence}（{check['clause']}）", indent=2, mark="□")
    if one.verdict == "no":
        page.title(words.APPEAL, "dim")
