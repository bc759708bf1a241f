"""办事命令: the list of life events, and one of them with the days of every step."""

from __future__ import annotations

from huiqi.cli import output
from huiqi.cli.given import today
from huiqi.kernel.clock import CalendarUnknown
from huiqi.matters.describe import described, listed
from huiqi.matters.matter import OPEN, Period
from huiqi.matters.planning import Plan, Planned, plan
from huiqi.matters.reading import matters
from huiqi.rules.given import Given
from huiqi.rules.names import nearest
from huiqi.rules.problems import Problem, Refused


def list_matters(*, as_json: bool) -> int:
    """目录: every life event, in the order of the list."""
    found = matters().values()
    if as_json:
        output.print_json([listed(one) for one in found])
        return 0
    page = output.Page()
    for one in found:
        page.row(one.title, f"{len(one.steps)} 步", style="bold")
        page.line(f"{one.id}：{one.summary}", indent=2)
    page.line(f"共 {len(found)} 件事；huiqi matters show 编号 查看步骤。", style="dim")
    return 0


def show(name: str, start: str | None, *, as_json: bool) -> int:
    """一件事: its steps, with days from a first day on."""
    given = Given(today())
    day = given.day(start, "--start")
    found = matters().get(name)
    if found is None:
        hint = nearest(name, list(matters()))
        fix = f"是否为「{hint}」？" if hint else "用 huiqi matters list 查看全部编号。"
        given.problems.append(Problem(f"没有「{name}」这件事。", fix=fix))
    given.refuse()
    assert found is not None
    try:
        planned = plan(found, day)
    except CalendarUnknown as unknown:
        raise Refused([Problem(str(unknown))]) from None
    if as_json:
        output.print_json(described(found, planned))
        return 0
    page = output.Page()
    page.row(found.title, _whole(planned), style="bold")
    page.line(found.summary, indent=2)
    for number, one in enumerate(planned.steps, 1):
        page.row(f"{number} {one.step.text}", one.step.department, style="bold")
        page.line(_days(one), indent=2)
        for material in found.materials_of(one.step):
            has = material.city_has
            page.line(f"· {material.text}{f'（{has.source}已有，免交）' if has else ''}", indent=2)
        page.line(f"依据：{found.said(one.step.cite)}", indent=2, style="dim")
    return 0


def _whole(planned: Plan) -> str:
    if planned.is_open:
        return "用时不定"
    doubt = f"（{OPEN}）" if planned.unverified else ""
    return f"{'' if planned.exact else '至少 '}{planned.working_days} 个工作日{doubt}"


def _days(one: Planned) -> str:
    main = f"{f'（{OPEN}）' if one.unverified else ''}{'（主线）' if one.critical else ''}"
    earliest = "" if one.exact else "最早 "
    if one.until is None:
        return f"{earliest}{one.start} 开始，{one.step.days_open}{main}"
    return (
        f"{earliest}{one.start} 递交，{earliest}{one.until} 办完，{_period(one.step.period)}{main}"
    )


def _period(period: Period | None) -> str:
    assert period is not None  # of a step with a last day
    if period.length == 0:
        return "当日"
    return f"{'至少 ' if period.at_least else ''}{period.length} {period.unit}"
