"""匹配表命令: the table of what every firm of the city matches, kept up or compared as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output
from huiqi.cli.city import acting
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace

    from huiqi.citywide.actions import Refreshed
    from huiqi.citywide.models import TableCheck
    from huiqi.citywide.queries.matches import TableState
    from huiqi.cli.progress import Progress

# Options of a sweep into a folder, and what stands in them where nobody wrote them.
OF_A_FOLDER: Final[dict[str, Any]] = {
    "population": None,
    "out": None,
    "on": None,
    "programmes": [],
    "engine": "bitmap",
    "processes": None,
    "snapshots": None,
}
WHY: Final = {"first": "首次判断", "rules": "规则变了", "day": "到了新的日子"}


def run(asked: Namespace, progress: Progress) -> int:
    """执行: brought up to date by what changed (``--since``), or compared whole (``--table``)."""
    if problems := list(_problems(asked)):
        raise Refused(problems)
    with acting("匹配表没有更新。"):
        from huiqi.citywide.actions import rebuild, refresh
        from huiqi.citywide.queries import table_state
        from huiqi.kernel.access import SYSTEM
        from huiqi.kernel.now import today
        from huiqi.policies.releases import look_again

        look_again()  # the city's firms are answered as the city answers
        day = today()
        done = refresh(on=day, actor=SYSTEM, told=progress.told)
        check = rebuild(on=day, actor=SYSTEM, told=progress.told) if asked.table else None
        state = table_state()
        told = _told(done, state, check)
    if asked.json:
        output.print_json(told)
    else:
        _show(output.Page(), told)
    return 0


def _problems(asked: Namespace) -> Iterator[Problem]:
    asks = "--table" if asked.table else "--since"
    if asked.since and asked.table:
        fix = "要更新就写 --since，要全表核对（其中包括更新）就写 --table。"
        yield Problem("--since 和 --table 写了两个。", fix=fix)
    if not asked.city:
        what = f"{asks} 更新的是本市的匹配表，"
        yield Problem(what, "只有本市的企业才有。", f"请写 --city {asks}。")
    for name, untold in OF_A_FOLDER.items():
        if getattr(asked, name) != untold:
            word = "名册" if name == "population" else f"--{name}"
            why = "匹配表总是按本市的今天、全部项目和在库的全部企业，存在数据库里。"
            yield Problem(f"{asks} 不能和 {word} 一起用。", why, f"请去掉 {word}。")


def _told(done: Refreshed, state: TableState, check: TableCheck | None) -> dict[str, Any]:
    last = check or next(iter(state.checks), None)
    return {
        "on": done.on.isoformat(),
        "judged": state.firms,
        "waiting": state.waiting,
        "firms": done.firms,
        "left": done.left,
        "programmes": [
            {"programme": name, "why": why} for name, why in sorted(done.programmes.items())
        ],
        "recounted": done.recounted,
        "changes": done.changes,
        "check": last and _checked(last),
    }


def _checked(check: TableCheck) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "on": check.on.isoformat(),
        "at": check.at.isoformat(),
        "firms": check.firms,
        "pairs": check.pairs,
        "different": check.different,
        "differences": check.differences,
    }


def _show(page: output.Page, told: dict[str, Any]) -> None:
    page.row("匹配表", f"按 {told['on']}，判断过 {told['judged']:,} 户")
    page.row("重算有变化的企业", f"{told['firms']:,} 户", indent=2)
    page.row("不再在库的企业", f"{told['left']:,} 户", indent=2)
    recounted = f"{len(told['programmes']):,} 个，逐户 {told['recounted']:,} 次"
    page.row("重算有变化的项目", recounted, indent=2)
    for one in told["programmes"]:
        page.line(f"{one['programme']}：{WHY[one['why']]}", indent=4, style="dim")
    page.row("结论变了的匹配", f"{told['changes']:,} 个", indent=2)
    check = told["check"]
    if check is None:
        page.line("还没有核对过；huiqi sweep --city --table 全表核对。")
        return
    how = "全表核对" if check["kind"] == "whole" else "逐户抽查"
    page.row(f"最近一次{how}", f"{check['firms']:,} 户、{check['pairs']:,} 个匹配")
    page.line(
        f"与表不同的 {check['different']:,} 个。",
        indent=2,
        style="red" if check["different"] else "green",
    )
    for one in check["differences"]:
        page.line(f"主体 {one['subject']}，{one['programme']}", indent=4)
        page.line(f"表中：{one['stored']}", indent=6, style="dim")
        page.line(f"应为：{one['found']}", indent=6, style="dim")
