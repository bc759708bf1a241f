"""匹配命令: what one firm, or each of several, may have, and why not the rest."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from huiqi.cli import words
from huiqi.cli.each import Asked, for_each_firm
from huiqi.library import load
from huiqi.rules import say
from huiqi.rules.book import Match
from huiqi.rules.questions import next_questions

if TYPE_CHECKING:
    from huiqi.cli.output import Page
    from huiqi.rules.answer import Answer, Reason


def match(firm: str, on: str | None, *, of_city: bool, as_json: bool) -> int:
    """匹配: every firm of a file against every programme for firms."""
    asked = Asked(lambda facts: load().match(facts), Match.to_dict, show_match, of_city=of_city)
    return for_each_firm(asked, firm, on, as_json=as_json)


def show_match(page: Page, one: Match) -> None:
    """显示匹配: what may be claimed first, then what is open, refused and not in force."""
    name = "　".join(filter(None, (one.facts.name or "（未写名称）", one.facts.credit_code)))
    page.row(name, f"按 {one.on} 判断", style="bold")
    yes = [answer for answer in one.results if answer.verdict == "yes"]
    no = [answer for answer in one.results if answer.verdict == "no"]
    paying = [answer for answer in yes if answer.money]
    _claimable(page, one, [answer for answer in paying if answer.is_priced])
    _unpriced(page, [answer for answer in paying if not answer.is_priced])
    _recognised(page, [answer for answer in yes if not answer.money])
    _possible(page, [answer for answer in one.results if answer.verdict == "unknown"])
    _refused(page, "差一点（其他事实不变时）", [answer for answer in no if answer.nearest_change])
    _refused(page, "不符合", [answer for answer in no if not answer.nearest_change])
    if no:
        page.line(words.APPEAL, indent=2, style="dim")
    _absent(page, one)
    page.line("")


def _claimable(page: Page, one: Match, answers: list[Answer]) -> None:
    if not answers:
        page.title("没有已经确定可以申领的项目")
        return
    page.title(f"可以申领：{len(answers)} 项（金额都是上限，不是承诺）", "bold green")
    for answer in answers:
        _head(page, answer, words.ceiling(answer))
    best = one.best
    if best.programmes:
        total = words.yuan(Fraction(best.total, 100))
        count = len(best.programmes)
        page.row(f"最优组合：同时申领 {count} 项", f"合计最高 {total}", indent=2, style="bold")
    titles = {answer.policy.id: answer.policy.title for answer in answers}
    for taken in best.programmes:
        if taken.cut_by:
            paid = words.yuan(Fraction(taken.amount, 100))
            page.line(f"「{titles[taken.programme]}」只计 {paid}：{taken.cut_by}", indent=4)
    for left in best.left_out:
        page.line(f"未选「{titles[left.programme]}」：{left.why}", indent=4)


def _unpriced(page: Page, answers: list[Answer]) -> None:
    if answers:
        page.title(f"已知条件都满足，金额还不能定：{len(answers)} 项", "bold yellow")
    for answer in answers:
        _head(page, answer, words.ceiling(answer))
        if answer.missing:
            page.line(f"还缺：{words.listed(answer.missing)}", indent=4)


def _head(page: Page, answer: Answer, right: str = "") -> None:
    mark, style = words.MARKS[answer.verdict], words.STYLES[answer.verdict]
    page.row(answer.policy.title, right, indent=2, mark=mark, mark_style=style)
    told = [f"{answer.policy.id}，{answer.rules.version} 版"]
    if answer.verdict != "no" and (checks := len(answer.checks())):
        told.append(f"另有 {checks} 项由人核查")
    if words.is_unverified(answer):
        told.append(words.UNVERIFIED)
    page.line("；".join(told), indent=4, style="dim")


def _recognised(page: Page, answers: list[Answer]) -> None:
    if answers:
        page.title(f"符合条件：{len(answers)} 项（不涉及资金）", "bold green")
    for answer in answers:
        _head(page, answer, "　".join(words.outputs(answer)))


def _possible(page: Page, answers: list[Answer]) -> None:
    if not answers:
        return
    page.title(f"可能符合：{len(answers)} 项，还缺事实", "bold yellow")
    for answer in answers:
        _head(page, answer, words.ceiling(answer))
        page.line(_open(answer), indent=4)
    for question in next_questions(answers)[:1]:
        told = f"先补这一项最有用：{words.listed([question.fact])}"
        if question.possible:
            told += f"，关系到最多 {words.yuan(question.possible)}"
        page.line(told, indent=2, style="bold")


def _open(answer: Answer) -> str:
    """What a firm can tell to settle it; else what the sources leave open."""
    if answer.missing:
        return f"还缺：{words.listed(answer.missing)}"
    told = (reason.tree.deciding().text for reason in answer.reasons if reason.verdict == "unknown")
    return f"政策原文待核，请向主管部门咨询：{'；'.join(told)}"


def _refused(page: Page, title: str, answers: list[Answer]) -> None:
    if answers:
        page.title(f"{title}：{len(answers)} 项", "bold red")
    for answer in answers:
        _head(page, answer)
        for reason in answer.reasons:
            if reason.verdict == "no":
                page.line(_why(reason), indent=4)
                page.line(f"依据：{reason.clause}", indent=6, style="dim")
        if answer.nearest_change:
            told = "；".join(str(change["text"]) for change in answer.nearest_change)
            page.line(f"最近的改变：{told}", indent=4, style="yellow")


def _why(reason: Reason) -> str:
    """The clause's own sentence, the value used and what is needed, once each."""
    leaf = reason.tree.deciding()
    told = f"{reason.condition}：{leaf.text}"
    if leaf.value and leaf.value not in leaf.text:
        told += say.after("，现为", leaf.value)
    if leaf.needed and leaf.needed not in leaf.text:
        told += f"，要求{leaf.needed}"
    if reason.tree.kind == "any":
        told += f"（共 {len(reason.tree.children)} 种情形，满足任一即可）"
    return told


def _absent(page: Page, one: Match) -> None:
    if one.not_in_force:
        page.title(f"当日不在有效期：{len(one.not_in_force)} 项（既非符合，也非不符合）", "bold")
    for absent in one.not_in_force:
        page.row(absent.policy.title, words.spans(absent.policy), indent=2, mark="–")
        page.line(absent.policy.id, indent=4, style="dim")
