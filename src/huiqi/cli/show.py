"""显示: matches, explanations and programmes for people at a terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from huiqi.rules import say
from huiqi.rules.answer import Answer
from huiqi.rules.book import Match, OutOfForce

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from huiqi.rules.answer import Reason
    from huiqi.rules.explain import Node

MARKS: Final = {"yes": "✓", "no": "✗", "unknown": "?"}
STYLES: Final = {"yes": "green", "no": "red", "unknown": "yellow"}
VERDICTS: Final = {"yes": "符合", "no": "不符合", "unknown": "可能符合"}
HUMAN: Final = "对「不符合」有异议，可向主管部门申请人工复核；系统不自行拒绝任何人。"


def match(console: Console, one: Match) -> None:
    """显示匹配: claimable, possible, not met, not in force, and the best combination."""
    name = one.facts.name or "（未写名称）"
    console.print(f"{name}　{one.facts.credit_code or ''}　按 {one.on} 判断", style="bold")
    groups = {verdict: [a for a in one.results if a.verdict == verdict] for verdict in MARKS}
    if groups["yes"]:
        console.print("\n符合条件（金额均为上限，不是承诺）", style="bold green")
        _claimable(console, groups["yes"])
    if groups["unknown"]:
        console.print("\n可能符合，还缺事实", style="bold yellow")
        for answer in groups["unknown"]:
            console.print(f"  ? {answer.policy.title}　[{answer.policy.id}]{_range(answer)}")
            console.print(f"      还缺：{'、'.join(say.label(key) for key in answer.missing)}")
    if groups["no"]:
        console.print("\n不符合", style="bold red")
        for answer in groups["no"]:
            _refused(console, answer)
        console.print(f"  {HUMAN}", style="dim")
    for absent in one.not_in_force:
        console.print(f"\n不在有效期：{absent.policy.title}　[{absent.policy.id}]", style="dim")
    _combination(console, one)


def _claimable(console: Console, answers: Iterable[Answer]) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for answer in answers:
        table.add_row("  ✓", _ceiling(answer), f"{answer.policy.title}　[{answer.policy.id}]")
        for key, value in answer.outputs:
            table.add_row("", "", f"　{_output_text(answer, key)}：{_told(value)}")
        if answer.missing:
            wanted = "、".join(say.label(key) for key in answer.missing)
            table.add_row("", "", f"　还缺：{wanted}")
        if any(reason.unverified for reason in answer.reasons):
            table.add_row("", "", "　依据中有待核之处")
    console.print(table)


def _output_text(answer: Answer, key: str) -> str:
    return next(output.text for output, _ in answer.rules.outputs if output.id == key)


def _told(value: object) -> str:
    return "未知" if value is None else str(value)


def _ceiling(answer: Answer) -> str:
    money = answer.money
    if money is None:
        return "—"
    if money.maximum is None:
        return "金额待核" if money.why_unknown else "金额未知"
    return f"最高 {say.shown(money.maximum, 'money')}" if money.maximum else "已领足"


def _range(answer: Answer) -> str:
    money = answer.money
    if money is None or money.range[1] is None:
        return ""
    return f"　最多可能 {say.shown(money.range[1], 'money')}"


def _refused(console: Console, answer: Answer) -> None:
    console.print(f"  ✗ {answer.policy.title}　[{answer.policy.id}]")
    for reason in answer.reasons:
        if reason.verdict == "no":
            console.print(f"      {_why(reason)}")
    for change in answer.nearest_change:
        console.print(f"      差一点：{change['text']}", style="yellow")


def _why(reason: Reason) -> str:
    return f"{reason.condition}：现为 {reason.value}，要求{reason.needed}（{reason.clause}）"


def _combination(console: Console, one: Match) -> None:
    total = Fraction(one.best.total, 100)
    if one.best.programmes:
        count = len(one.best.programmes)
        console.print(f"\n最优组合：{count} 项，合计最高 {say.shown(total, 'money')}", style="bold")
    for left in one.best.left_out:
        console.print(f"  未选 {left.programme}：{left.why}")
    for question in one.to_dict()["next_questions"][:1]:  # type: ignore[index]
        console.print(f"下一个最值得回答的问题：{question['label']}")


def explanation(console: Console, one: Answer | OutOfForce) -> None:
    """显示解释: the condition tree, the computation, what people check, the nearest change."""
    if isinstance(one, OutOfForce):
        console.print(f"{one.policy.title}：{one.on} 不在有效期，既不是符合也不是不符合。")
        return
    console.print(f"{one.policy.title}　[{one.policy.id}] 版本 {one.rules.version}", style="bold")
    console.print(f"结论：{VERDICTS[one.verdict]}", style=STYLES[one.verdict])
    for reason in one.reasons:
        console.print(
            f"  {MARKS[reason.verdict]} {reason.condition}（{reason.clause}）",
            style=STYLES[reason.verdict],
        )
        _node(console, reason.tree, 3)
    if one.money:
        console.print("\n金额（上限，不是承诺）", style="bold")
        for step in one.money.steps:
            console.print(f"  {step}")
        if one.money.why_unknown:
            console.print(f"  {one.money.why_unknown}")
    for key, value in one.outputs:
        console.print(f"  {_output_text(one, key)}：{_told(value)}")
    _afterwards(console, one)


def _node(console: Console, node: Node, depth: int) -> None:
    console.print(f"{'  ' * depth}{MARKS[node.verdict]} {node.text}", style=STYLES[node.verdict])
    for child in node.children:
        _node(console, child, depth + 1)


def _afterwards(console: Console, one: Answer) -> None:
    if one.missing:
        console.print(f"\n还缺：{'、'.join(say.label(key) for key in one.missing)}")
    if one.nearest_change:
        console.print("\n差一点", style="bold")
        for change in one.nearest_change:
            console.print(f"  {change['text']}")
    if one.checks():
        console.print("\n由人核查", style="bold")
        for check in one.checks():
            console.print(f"  □ {check['text']}（{check['clause']}）")
    if one.verdict == "no":
        console.print(f"\n{HUMAN}", style="dim")
