"""公示的命令: lists notices, shows one with its list, sets how long notices have to run.

Notices are drawn up and published by people, on pages; no command does either.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

from huiqi.cli import output
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.publicity.models import Publicity
    from huiqi.publicity.saying import Line, Told

NUMBER: Final = "公示编号，如 GS-2021-000001"
FAILED: Final = "没有办成，什么也没有改动。"
MOST_DAYS: Final = 60


class Commands(Protocol):
    """命令组: of the command line, to which commands are added."""

    def add(self, name: str, about: str, *, answers: bool = True) -> Any:
        """加入命令: see huiqi.cli.run."""


def add_to(commands: Commands) -> None:
    """加入公示的命令: with their arguments."""
    from huiqi.cli.run import Commands as Shelf

    notice = commands.add("notice", "公示：列出公示，看一份的名单，设定公示期", answers=False)
    shelf = Shelf(notice, "what")
    listed = shelf.add("list", "列出已经开始的公示")
    listed.options.add_argument(
        "--phase",
        metavar="PHASE",
        help="只列 running（公示中）、ended（期满）或 withdrawn（撤回）的",
    )
    show = shelf.add("show", "一份公示的名单、公示期和异议情况，同公开的页面")
    show.needed.add_argument("number", metavar="NUMBER", help=NUMBER)
    period = shelf.add("period", "设定公示期至少几个工作日（首日算在内），从某天开始的公示起")
    period.needed.add_argument("days", metavar="DAYS", help="几个工作日，1 至 60")
    period.options.add_argument("--since", metavar="DATE", required=True, help="从哪一天起")
    period.options.add_argument("--basis", metavar="TEXT", required=True, help="依据：文号和条款")


def run(asked: argparse.Namespace) -> int:
    """执行: one of the commands."""
    from huiqi.cli.city import acting

    with acting(FAILED):
        match asked.what:
            case "list":
                _list(asked.phase, as_json=asked.json)
            case "show":
                _show(asked.number, as_json=asked.json)
            case _:
                _period(asked)
    return 0


def _list(phase: str | None, *, as_json: bool) -> None:
    from huiqi.kernel.now import today
    from huiqi.publicity.queries import Asked, chosen, heard_of
    from huiqi.publicity.queries.notices import sums_of
    from huiqi.publicity.saying import told
    from huiqi.publicity.views.public import PHASES

    if phase is not None and phase not in [one.value for one in PHASES]:
        known = "、".join(f"{one.value}（{one.label}）" for one in PHASES)
        raise Refused([Problem(f"没有进展「{phase}」。", fix=f"可选：{known}。")])
    found = list(chosen(Asked(phase=phase or ""), today()))
    rows = told(found, today(), sums_of(found), heard_of(found))
    if as_json:
        output.print_json([_brief(one) for one in rows])
        return
    page = output.Page()
    for one in rows:
        page.line(f"{one.notice.number}　{one.phase.label}　{_sum(one)}　{one.notice.title}")
    if not rows:
        page.line("没有公示。")


def _show(number: str, *, as_json: bool) -> None:
    from huiqi.kernel.now import today
    from huiqi.publicity.enums import Phase
    from huiqi.publicity.queries import awards_of, heard_of
    from huiqi.publicity.queries.notices import sums_of
    from huiqi.publicity.saying import line_of, told

    one, day = _notice(number), today()
    (found,) = told([one], day, sums_of([one]), heard_of([one]))
    is_gone = found.phase is Phase.WITHDRAWN
    lines = [] if is_gone else [line_of(each, day) for each in awards_of(one)]
    if as_json:
        output.print_json(_brief(found) | {"awards": [_line(each) for each in lines]})
        return
    page = output.Page()
    page.line(f"{one.number}　{found.phase.label}　{one.title}")
    page.row("公示单位", one.department.name)
    page.row("公示期", f"{one.begins_on} 至 {one.last_day}（含）")
    page.row("依据", one.basis or "没有写")
    page.row(
        "异议",
        f"收到 {found.heard.raised} 件，已答复 {found.heard.answered} 件，"
        f"成立 {found.heard.upheld} 件",
    )
    if is_gone:
        page.row("撤回", one.withdrawal.reason)
    for each in lines:
        gone = f"（{each.gone_on} 撤下：{each.why_gone}）" if each.gone_on else ""
        page.line(f"{each.place}. {each.shown}　{_yuan(each.amount_fen)} 元{gone}")


def _period(asked: argparse.Namespace) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.publicity.actions import set_notice_period

    problems = []
    text = str(asked.days)
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= days <= MOST_DAYS:
        problems.append(Problem(f"「{text}」不是 1 至 60 的整数。", fix="请写几个工作日，如 7。"))
    try:
        since = date.fromisoformat(asked.since)
    except ValueError:
        since = date.min
        problems.append(Problem(f"「{asked.since}」不是日期。", fix="请写成 2021-10-20。"))
    if not asked.basis.strip():
        problems.append(Problem("没有写依据。", fix="请写文号和条款。"))
    if problems:
        raise Refused(problems)
    made = set_notice_period(
        since=since, working_days=days, basis=asked.basis, actor=SYSTEM, now=now()
    )
    if asked.json:
        told = {"since": made.since.isoformat(), "working_days": days, "basis": made.basis}
        output.print_json(told)
    else:
        text = f"从 {since} 开始的公示起，公示期至少 {days} 个工作日。"
        output.Page().line(text, style="green")


def _notice(number: str) -> Publicity:
    from huiqi.kernel.now import today
    from huiqi.publicity.queries import notices

    known = notices().filter(begins_on__lte=today())
    found = known.filter(number=number).first() if "\x00" not in number else None
    if found is None:
        problem = Problem(
            f"没有公示「{number}」，或者还没有开始。", fix="编号见 huiqi notice list。"
        )
        raise Refused([problem])
    return found


def _brief(one: Told) -> dict[str, object]:
    notice, heard = one.notice, one.heard
    told: Mapping[str, object] = {
        "number": notice.number,
        "title": notice.title,
        "department": notice.department.name,
        "programme": notice.programme,
        "call": notice.call,
        "basis": notice.basis,
        "phase": one.phase.value,
        "begins_on": notice.begins_on.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "count": one.count,
        "total": Decimal(one.total_fen) / 100,
        "objections": {
            "named": heard.named,
            "anonymous": heard.clues,
            "answered": heard.answered,
            "upheld": heard.upheld,
        },
    }
    gone = getattr(notice, "withdrawal", None)
    return {**told, "withdrawn_for": gone.reason if gone else None}


def _line(one: Line) -> dict[str, object]:
    return {
        "row": one.place,
        "name": one.name or None,
        "withheld": one.withheld or None,
        "amount": Decimal(one.amount_fen) / 100,
        "standing": one.standing.value,
        "gone_on": one.gone_on.isoformat() if one.gone_on else None,
        "gone_for": one.why_gone or None,
    }


def _sum(one: Told) -> str:
    return f"{one.count} 家　{_yuan(one.total_fen)} 元"


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"
