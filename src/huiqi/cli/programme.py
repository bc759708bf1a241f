"""项目页: one programme as its file states it: editions, parameters, conditions, money."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from huiqi.cli import spanning, words
from huiqi.rules import say
from huiqi.rules.answer import clause_of
from huiqi.rules.policy import Dated, Item, Parameter, Policy

if TYPE_CHECKING:
    from huiqi.cli.output import Page


def show_policy(page: Page, policy: Policy) -> None:
    """显示项目: for people."""
    page.row(policy.title, f"{policy.payer}，{words.KINDS[policy.kind]}", style="bold")
    page.line(f"{policy.id}，对象：{words.SUBJECTS[policy.subject]}", style="dim")
    if policy.summary:
        page.line(policy.summary)
    page.title("版本（首尾两天都算）")
    for edition in policy.editions:
        choice = "（起止日为本系统选定，待核）" if edition.choice else ""
        page.line(f"{words.span(edition)}{choice}", indent=2)
        if edition.note:
            page.line(edition.note, indent=4, style="dim")
    if policy.parameters:
        page.title("参数")
    for parameter in policy.parameters.values():
        _show_parameter(page, policy, parameter)
    if policy.values:
        page.title("计算项")
    for value in policy.values.values():
        page.line(value.text, indent=2)
        if value.cite:
            page.line(f"依据：{clause_of(policy, value.cite)}", indent=4, style="dim")
    _show_items(page, policy, "条件（须全部满足）", policy.when)
    if policy.amount:
        amount = policy.amount
        _show_items(page, policy, "金额（上限，不是承诺）", amount.parts)
        _show_items(page, policy, "金额上限", amount.caps)
        _show_items(page, policy, "扣除", amount.minus)
        if amount.unknown:
            page.line(amount.unknown, indent=2)
    _show_items(page, policy, "其他结果", policy.outputs)
    spanning.show(page, policy)
    _show_items(page, policy, "由人核查", policy.checks)
    if policy.responsible:
        page.title("主管部门")
    for one in policy.responsible:
        page.line(f"{one.from_} 至 {one.to or '今'}：{one.department}", indent=2)
        page.line(f"依据：{clause_of(policy, one.cite)}", indent=4, style="dim")
    page.title("依据")
    for source in policy.sources.values():
        parts = (source.document_no, f"《{source.title}》", source.issuer, str(source.date or ""))
        mark = "（待核）" if source.unverified else ""
        page.line("，".join(filter(None, parts)) + mark, indent=2)


def _show_parameter(page: Page, policy: Policy, one: Parameter) -> None:
    page.line(one.text or one.name, indent=2)
    cites = {dated.cite for dated in one.values}
    for dated in one.values:
        # 待核 of the source stands with the citation below.
        mark = "（待核）" if dated.unverified and dated.value is not None else ""
        note = f"；{dated.note}" if dated.note else ""
        page.line(f"{dated.from_} 起：{shown_value(dated, one.unit)}{mark}{note}", indent=4)
        if len(cites) > 1:
            page.line(f"依据：{clause_of(policy, dated.cite)}", indent=6, style="dim")
    if len(cites) == 1:
        page.line(f"依据：{clause_of(policy, one.values[0].cite)}", indent=4, style="dim")


def shown_value(dated: Dated, unit: str) -> str:
    """数值显示: with its unit, or 待核."""
    if dated.value is None:
        return "待核"
    if unit == "比例":
        return say.shown(dated.value, "ratio")
    # Years are numbers too, and nobody writes 2,020.
    return f"{say.plain(dated.value) if unit == '年' else say.digits(dated.value)} {unit}"


def _show_items(page: Page, policy: Policy, title: str, items: Iterable[Item]) -> None:
    items = tuple(items)
    if items:
        page.title(title)
    for number, one in enumerate(items, start=1):
        page.line(one.text or one.id, indent=2, mark=f"{number}.")
        when = f"；{one.from_ or ''} 至 {one.to or '今'}" if one.from_ or one.to else ""
        page.line(f"依据：{clause_of(policy, one.cite)}{when}", indent=5, style="dim")
