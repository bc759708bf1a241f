"""政策命令: one programme as its page shows it: status, conditions, the sum, versions, the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.cli import output
from huiqi.cli.explain import show_answer
from huiqi.cli.given import firms, today
from huiqi.library import load
from huiqi.library.profile import bonds_of, profile, similar_to, versions_of
from huiqi.rules import say
from huiqi.rules.facts import Facts
from huiqi.rules.given import Given
from huiqi.rules.phase import phase_on
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.reckon import Limit, Line, reckoned, rules_of
from huiqi.rules.reckon_form import blanks, known

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

PHASES = {
    "now": "在有效期内",
    "ended": "已经结束",
    "ahead": "还没有开始",
    "between": "两版之间，没有生效的版本",
}


def policy(programme: str, firm: str | None, on: str | None, *, as_json: bool) -> int:
    """政策: for a firm of a file or on file, or for nobody, whose facts are all unknown."""
    given = Given(today())
    day = given.day(on, "--on")
    given.attempt(lambda: load().policy(programme))
    facts = given.attempt(lambda: _facts(firm, day, is_given=on is not None))
    given.refuse()
    assert facts is not None
    if as_json:
        output.print_json(profile(programme, facts))
        return 0
    page = output.Page()
    _show(page, programme, facts)
    return 0


def _facts(firm: str | None, day: date, *, is_given: bool) -> Facts:
    if firm is None:
        return Facts(day)
    found = firms(firm, day if is_given else None)
    if len(found) != 1:
        what = f"文件里有 {len(found)} 户企业，这里一次只看一户。"
        raise Refused([Problem(what, fix="请写只有一户的文件，或信用代码。", key="firm")])
    return found[0]


def _show(page: output.Page, programme: str, facts: Facts) -> None:
    found = load().policy(programme)
    department = found.department_on(facts.on) or "主管部门没有查到"
    page.line(f"{PHASES[phase_on(found, facts.on)]}；{department}")
    if found.summary:
        page.line(found.summary)
    show_answer(page, load().explain(programme, facts))
    _reckoning(page, programme, facts)
    _versions(page, programme)
    _others(page, programme)


def _reckoning(page: output.Page, programme: str, facts: Facts) -> None:
    rules = rules_of(load(), load().policy(programme), facts.on)
    if rules is None:
        return
    found = reckoned(rules, known(rules, facts))
    page.title("算一算（先当作条件都满足；上限，不是承诺）")
    for number, line in enumerate(found.lines, start=1):
        page.row(line.text, _amount(line), indent=2, mark=f"{number}.")
        for told in filter(None, (line.working, *map(_limit, line.limits), line.clause)):
            page.line(told, indent=5, style="dim")
    for limit in found.shared:
        page.line(f"和别的项目合计：{_limit(limit)}", indent=2)
    if found.missing:
        labels = {one.name: one.fact.label for one in blanks(rules)}
        page.line(f"还缺：{'、'.join(labels[name] for name in found.missing)}", indent=2)


def _amount(line: Line) -> str:
    low = say.shown(line.low, "money")
    if line.low == line.high:
        return low
    return f"{low} 至 {say.shown(line.high, 'money') if line.high is not None else '不知道'}"


def _limit(limit: Limit) -> str:
    value = "未知" if limit.value is None else say.shown(limit.value, "money")
    bites = {True: "碰到了", False: "没碰到", None: ""}[limit.bites]
    told = "，".join(filter(None, (say.after("封顶", value), bites, limit.text)))
    return f"{told}（{limit.clause}）" if limit.clause else told


def _versions(page: output.Page, programme: str) -> None:
    page.title("历次版本")
    for one in versions_of(programme):
        page.line(f"{one.from_} 至 {one.to}" if one.to else f"{one.from_} 起", indent=2)
        for change in one.changes:
            clause = f"（{change.clause}）" if change.clause else ""
            page.line(f"{change.plain}{clause}", indent=4, mark="·")


def _others(page: output.Page, programme: str) -> None:
    for title, lines in (
        ("与其他项目", _bonds(programme)),
        ("类似政策", (f"{one.title}：{'；'.join(one.why)}" for one in similar_to(programme))),
    ):
        told = list(lines)
        if told:
            page.title(title)
        for line in told:
            page.line(line, indent=2)


def _bonds(programme: str) -> Iterator[str]:
    policies = load().policies
    for bond in bonds_of(programme):
        names = "、".join(policies[one].title for one in bond.others)
        yield f"{bond.text}：{names}" if names else bond.text
