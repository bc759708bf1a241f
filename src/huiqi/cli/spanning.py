"""叠加与互斥: what a programme says of other programmes, for people and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from huiqi.rules import say
from huiqi.rules.answer import clause_of
from huiqi.rules.together import SPANS, THINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huiqi.cli.output import Page
    from huiqi.rules.policy import Policy

EVERY: Final = {"year": "每年", "title": "每个称号", "loan": "每笔贷款", "once": "全期"}


def show(page: Page, policy: Policy) -> None:
    """显示: for people; nothing where the file says nothing."""
    lines = tuple(_lines(policy))
    if lines:
        page.title("与其他项目")
    for line in lines:
        page.line(line, indent=2)


def _lines(policy: Policy) -> Iterator[str]:
    stacking = policy.stacking
    if expense := stacking.expense:
        share = say.shown(expense.share_at_most, "ratio")
        yield f"同一费用（{expense.pool}）的各项扶持合计不超过该费用的 {share}"
    if stacking.not_with:
        yield f"不可同时享受：{'、'.join(stacking.not_with)}"
    if stacking.group:
        yield f"同组（{stacking.group}）的项目只能享受一项"
    if recurs := stacking.recurs:
        yield _recurs(policy, recurs.every, recurs.at_most, once=recurs.once)
    if once := stacking.once_per:
        told = f"{THINGS[once.every]}（{once.object}）只由一个项目扶持"
        yield f"{told}；依据：{clause_of(policy, once.cite)}"
    for cap in stacking.shared_caps:
        span = SPANS[cap.every]
        told = f"{cap.text or cap.id}：与同编号（{cap.id}）的项目{span}合计不超过 {cap.at_most}"
        yield f"{told}；依据：{clause_of(policy, cap.cite)}"


def _recurs(policy: Policy, every: str, at_most: str, *, once: bool) -> str:
    told = f"{EVERY[every]}一次" if once or every == "once" else f"按{EVERY[every]}享受"
    if at_most:
        told += f"，次数上限见参数「{policy.parameters[at_most].text or at_most}」"
    return told
