"""诉求的命令: lists what is open with its clocks, shows one, the figures, and does what is due.

Concerns are dispatched, answered and confirmed by people, on pages; no command does either. Of a
confidential one only the clock is shown: what it says is for whoever handles it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from huiqi.cli import output
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.concerns.models import Concern
    from huiqi.concerns.queries.figures import Figures

NUMBER: Final = "诉求编号，如 SQ-2021-000001"
FAILED: Final = "没有办成，什么也没有改动。"
CLOSE: Final = "（保密）"
DAY: Final = "请写成 2021-10-20。"


class Commands(Protocol):
    """命令组: of the command line, to which commands are added."""

    def add(self, name: str, about: str, *, answers: bool = True) -> Any:
        """加入命令: see huiqi.cli.run."""


def add_to(commands: Commands) -> None:
    """加入诉求的命令: with their arguments."""
    from huiqi.cli.run import Commands as Shelf

    concerns = commands.add(
        "concerns", "诉求：列出在办的和时钟，看一件，统计，推进到时的", answers=False
    )
    shelf = Shelf(concerns, "what")
    listed = shelf.add("list", "列出在办的诉求：由谁办、到什么时候，期限早的在前")
    listed.options.add_argument(
        "--state", metavar="STATE", help="只列这种状态的，如 working（办理中）"
    )
    listed.options.add_argument("--late", action="store_true", help="只列在市里、已经超期的")
    show = shelf.add("show", "一件诉求：由谁办、各个时钟、经过；保密的只有时钟")
    show.needed.add_argument("number", metavar="NUMBER", help=NUMBER)
    figures = shelf.add("figures", "统计：这段时间提交的，同公开的统计页")
    figures.options.add_argument(
        "--since", metavar="DATE", help="从哪一天起提交的（含）；不写为一年前"
    )
    figures.options.add_argument("--until", metavar="DATE", help="到哪一天（含）；不写为今天")
    shelf.add("tick", "现在就做后台任务每十分钟做的事：提醒、逾期、提级、归档")


def run(asked: argparse.Namespace) -> int:
    """执行: one of the commands; 1 where a case could not be moved on."""
    from huiqi.cli.city import acting

    with acting(FAILED):
        match asked.what:
            case "list":
                _list(asked.state, only_late=asked.late, as_json=asked.json)
            case "show":
                _show(asked.number, as_json=asked.json)
            case "figures":
                _figures(asked.since, asked.until, as_json=asked.json)
            case _:
                return _tick(as_json=asked.json)
    return 0


def _list(state: str | None, *, only_late: bool, as_json: bool) -> None:
    from huiqi.concerns.enums import OPEN
    from huiqi.concerns.looking import looked
    from huiqi.concerns.models import Concern
    from huiqi.concerns.queries.standing import overdue_at
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now

    if state is not None and state not in OPEN:
        known = "、".join(f"{one.value}（{one.label}）" for one in OPEN)
        raise Refused([Problem(f"在办的诉求没有状态「{state}」。", fix=f"可选：{known}。")])
    moment = now()
    found = Concern.objects.filter(state__in=[state] if state else OPEN)
    if only_late:
        found = found.filter(overdue_at(moment))
    cases = list(found.select_related("organization", "unit", "lead").order_by("due_at", "id"))
    looked(SYSTEM, "命令行列出在办的诉求", [one for one in cases if not one.is_close])
    if as_json:
        output.print_json([_brief(one, moment) for one in cases])
        return
    page = output.Page()
    for one in cases:
        page.line(f"{one.number}　{one.get_state_display()}　{_unit(one)}　{_title(one)}")
        page.line(_clock(one, moment), indent=2)
    page.line(f"共 {len(cases)} 件。" if cases else "没有在办的诉求。")


def _show(number: str, *, as_json: bool) -> None:
    from huiqi.concerns.looking import looked
    from huiqi.concerns.queries.course import course_of
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now

    one, moment = _found(number), now()
    steps = [] if one.is_close else course_of(one)
    if not one.is_close:
        looked(SYSTEM, f"命令行查看诉求 {one.number}", [one])
    if as_json:
        told = [
            {"at": each.at, "what": each.title, "office": each.office or None, "text": each.text}
            for each in steps
        ]
        output.print_json(_brief(one, moment) | _clocks(one) | {"course": _plain(told)})
        return
    page = output.Page()
    page.line(f"{one.number}　{one.get_state_display()}　{_title(one)}")
    for label, text in _rows(one, moment):
        page.row(label, text)
    for each in steps:
        page.line(f"{_moment(each.at)}　{each.title}　{each.office}".rstrip("　"))
        if each.text:
            page.line(each.text, indent=2)
    if one.is_close:
        page.line("保密的诉求，内容和经过只在办理端给承办的人看。")


def _rows(one: Concern, moment: datetime) -> Iterable[tuple[str, str]]:
    yield "现在由谁办", _unit(one)
    if one.is_open:
        yield "期限", _clock(one, moment)
    yield "提级", one.get_level_display()
    yield "首次答复", _moment(one.first_due_at) or "没有期限，或停表"
    yield "最后答复", _moment(one.last_due_at) or "没有期限，或停表"
    if one.next_rung_at:
        yield "阶梯", f"{_moment(one.next_rung_at)}（已走 {one.rung} 级）"
    if one.resolution:
        yield "办理结果", one.get_resolution_display()


def _figures(since: str | None, until: str | None, *, as_json: bool) -> None:
    from huiqi.concerns.queries.figures import figures_of
    from huiqi.kernel.now import now, today, year_to

    problems: list[Problem] = []
    last = _day(until, today(), problems)
    first = _day(since, year_to(last), problems)
    if not problems and first > last:
        problems.append(Problem(f"{first} 晚于 {last}。", fix="--since 不能晚于 --until。"))
    if not problems and last == date.max:
        problems.append(Problem(f"{last} 太晚。", fix="请写今天或以前的日子。"))
    if problems:
        raise Refused(problems)
    found = figures_of(first, last, now())
    if as_json:
        period = {"since": first.isoformat(), "until": last.isoformat()}
        percents = {
            "solved_percent": found.solved_percent,
            "closed_percent": found.closed_percent,
            "said": found.said,
        }
        output.print_json(period | asdict(found) | percents)
        return
    page = output.Page()
    page.line(f"{first} 至 {last}（含）提交的诉求，按现在的状态：")
    for label, text in _told(found):
        page.row(label, text)


def _told(found: Figures) -> Iterable[tuple[str, str]]:
    from huiqi.concerns.enums import Ground, Resolution

    yield "提交", f"{found.handed_in} 件"
    yield "在办", f"{found.open_now} 件，其中超期 {found.overdue} 件"
    yield "部门办结", f"{found.closed} 件{_percent(found.closed_percent)}"
    solved = f"{found.solved} 件{_percent(found.solved_percent)}"
    yield "企业说解决了", f"{solved}；说过话的 {found.said} 件"
    yield "不受理", f"{found.refused} 件"
    yield "撤回", f"{found.withdrawn} 件"
    for one in Resolution:
        if count := found.by_resolution.get(one.value):
            yield f"结果：{one.label}", f"{count} 件"
    for ground in Ground:
        if count := found.by_ground[ground.value]:
            yield f"不受理：{ground.label}", f"{count} 件"
    yield "看答案解决", f"{found.answered_by_knowledge} 次"


def _tick(*, as_json: bool) -> int:
    from huiqi.concerns.actions.ticking import tick
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now

    done = tick(actor=SYSTEM, now=now())
    if as_json:
        deeds = [{"number": number, "deed": deed.value} for number, deed in done.deeds]
        output.print_json({"deeds": deeds, "failed": list(done.failed)})
        return int(bool(done.failed))
    page = output.Page()
    moved = len({number for number, _ in done.deeds})
    page.line(f"推进 {moved} 件诉求，共 {len(done.deeds)} 步。")
    if done.failed:
        names = "、".join(done.failed)
        page.line(f"{len(done.failed)} 件没有推进成：{names}。原因见日志。", style="red")
    return int(bool(done.failed))


def _found(number: str) -> Concern:
    from huiqi.concerns.models import Concern
    from huiqi.kernel.words import legible

    related = ("organization", "unit", "lead", "desk")
    found = Concern.objects.filter(number=legible(number)).select_related(*related).first()
    if found is None:
        raise Refused([Problem(f"没有诉求「{number}」。", fix="编号见 huiqi concerns list。")])
    return found


def _day(text: str | None, otherwise: date, problems: list[Problem]) -> date:
    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(f"「{text}」不是日期。", fix=DAY))
        return otherwise


def _brief(one: Concern, moment: datetime) -> dict[str, object]:
    from huiqi.concerns.enums import WITH_CITY

    is_late = one.state in WITH_CITY and one.due_at is not None and one.due_at < moment
    firm = None if one.is_close or one.organization is None else one.organization.name
    return {
        "number": one.number,
        "state": one.state,
        "title": None if one.is_close else one.title,
        "firm": firm,
        "confidential": one.is_close,
        "unit": one.unit.name if one.unit else None,
        "lead": one.lead.name if one.lead else None,
        "level": one.level,
        "due_at": _iso(one.due_at),
        "provisional": one.due_is_provisional,
        "late": is_late,
        "resolution": one.resolution or None,
    }


def _clocks(one: Concern) -> dict[str, object]:
    return {
        "submitted_at": _iso(one.submitted_at),
        "step_due_at": _iso(one.step_due_at),
        "first_due_at": _iso(one.first_due_at),
        "last_due_at": _iso(one.last_due_at),
        "next_rung_at": _iso(one.next_rung_at),
        "rungs_taken": one.rung,
        "ended_at": _iso(one.ended_at),
    }


def _plain(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    return [{**one, "at": _iso(one["at"])} for one in steps]


def _clock(one: Concern, moment: datetime) -> str:
    from huiqi.inbox.clocks import DueMoment, clock_until

    if one.due_at is None:
        return ""
    told = clock_until(DueMoment(one.due_at, one.due_is_provisional), one.counts_from, moment)
    return f"{told.due}，{told.left}"


def _unit(one: Concern) -> str:
    return one.unit.name if one.unit else "已了结"


def _title(one: Concern) -> str:
    return CLOSE if one.is_close else one.title


def _moment(at: datetime | None) -> str:
    from huiqi.kernel.now import CITY

    return f"{at.astimezone(CITY):%Y-%m-%d %H:%M}" if at else ""


def _iso(at: datetime | None) -> str | None:
    from huiqi.kernel.now import CITY

    return at.astimezone(CITY).isoformat(timespec="seconds") if at else None


def _percent(value: int | None) -> str:
    return "" if value is None else f"（{value}%）"
