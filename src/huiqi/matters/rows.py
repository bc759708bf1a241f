"""路线图的行: what the page, the sheet and the calendar say of each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.days import told
from huiqi.kernel.sheets import Column, workbook
from huiqi.kernel.words import counted
from huiqi.matters.matter import OPEN, Matter, Period, Step
from huiqi.matters.planning import Plan, Planned, plan
from huiqi.matters.standing import Standing, standings
from huiqi.rules.facts import Facts

LEVELS: Final = {
    "firm": gettext_lazy("企业自己"),
    "bank": gettext_lazy("银行"),
    "district": gettext_lazy("区级"),
    "city": gettext_lazy("市级"),
    "province": gettext_lazy("省级"),
    "national": gettext_lazy("国家级"),
}
STATES: Final = {
    "todo": gettext_lazy("要办"),
    "done": gettext_lazy("已办"),
    "skip": gettext_lazy("不用办"),
    "unknown": gettext_lazy("不确定是否还要办"),
}


@dataclass(frozen=True)
class Row:
    """一步: with its place in the plan (None: nothing to do any more) and where the firm stands."""

    number: int
    matter: Matter
    step: Step
    standing: Standing
    planned: Planned | None
    beside: tuple[str, ...] = ()  # what can be done at the same time, by its text

    @property
    def level(self) -> str:
        """哪一级: in words."""
        return str(LEVELS[self.step.level])

    @property
    def state(self) -> str:
        """情形: in words."""
        return str(STATES[self.standing.state])

    @property
    def cite(self) -> str:
        """依据: of the step itself."""
        return self.matter.said(self.step.cite)

    @property
    def before(self) -> list[str]:
        """先办: the steps that must come first, by their text."""
        return [self.matter.step(name).text for name in self.step.after]

    @property
    def promised(self) -> str:
        """承诺时限: empty where nobody has verified one."""
        return self._length(self.step.promised)

    @property
    def legal(self) -> str:
        """法定时限: empty where nobody has verified one."""
        return self._length(self.step.legal)

    @property
    def why_open(self) -> str:
        """用时为什么不定: empty where nothing more is known than that it is 待核."""
        return "" if self.step.days_open == OPEN else self.step.days_open

    @property
    def legal_cite(self) -> str:
        """法定时限的依据: empty without one."""
        return self.matter.said(self.step.legal.cite) if self.step.legal else ""

    @property
    def promised_cite(self) -> str:
        """承诺时限的依据: empty without one."""
        return self.matter.said(self.step.promised.cite) if self.step.promised else ""

    @property
    def when(self) -> str:
        """何时: the days of the plan in one sentence; empty where nothing is left to do."""
        return days(self.planned) if self.planned else ""

    def _length(self, period: Period | None) -> str:
        text = length(period)
        return doubted(text) if period and self.matter.doubts(period.cite) else text


@dataclass(frozen=True)
class Roadmap:
    """路线图: a matter from a first day on, for a firm or for anybody."""

    matter: Matter
    plan: Plan
    rows: tuple[Row, ...]

    @property
    def left(self) -> int:
        """还要办: how many steps."""
        return sum(row.planned is not None for row in self.rows)

    @property
    def is_doubtful(self) -> bool:
        """是否有待核: whether anything it says has not been compared with its source."""
        return any(self.matter.doubts(one) for one in self.matter.cites())

    @property
    def free(self) -> int:
        """免交: how many different materials the city has already."""
        return len({one.material.name for one in self._ready() if one.is_free})

    @property
    def bring(self) -> int:
        """要自备: how many different materials."""
        return len({one.material.name for one in self._ready() if not one.is_free})

    def _ready(self) -> Iterator[Any]:
        for row in self.rows:
            if row.planned:
                yield from row.standing.materials


def roadmap(matter: Matter, start: date, facts: Facts | None) -> Roadmap:
    """路线图: steps that are over take no time; CalendarUnknown as ``plan``."""
    standing = standings(matter, facts)
    over = {name for name, one in standing.items() if one.is_over}
    planned = plan(matter, start, without=over)
    order = {one.step.id: one for one in planned.steps}
    rows = (
        Row(
            *(number, matter, step, standing[step.id]),
            order.get(step.id),
            beside=_beside(order.get(step.id), planned),
        )
        for number, step in enumerate(_listed(matter, planned), 1)
    )
    return Roadmap(matter, planned, tuple(rows))


def _beside(one: Planned | None, planned: Plan) -> tuple[str, ...]:
    """The other steps of the same wave: none of them waits for another."""
    if one is None:
        return ()
    return tuple(
        other.step.text for other in planned.steps if other.wave == one.wave and other is not one
    )


def _listed(matter: Matter, planned: Plan) -> list[Step]:
    """What is over first, then the plan in its order."""
    left = [one.step for one in planned.steps]
    return [step for step in matter.steps if step not in left] + left


def length(period: Period | None) -> str:
    """时限: in words; empty for none."""
    if period is None:
        return ""
    if period.length == 0:
        return _("当日")
    text = {
        "工作日": counted("%(count)d 个工作日", period.length),
        "日": counted("%(count)d 日", period.length),
        "月": counted("%(count)d 个月", period.length),
    }[period.unit]
    return _("至少 %(length)s") % {"length": text} if period.at_least else text


def doubted(text: str) -> str:
    """待核的写法: a figure that nobody has compared with its source."""
    return _("%(text)s（待核）") % {"text": text}


def days(one: Planned) -> str:
    """何时: sure days as such, others as the earliest possible; 待核 where one rests on such."""
    text = _days(one)
    return doubted(text) if one.unverified else text


def _days(one: Planned) -> str:
    start = told(one.start, year=False)
    if one.until is None:
        text = (
            _("%(start)s 可以开始，用时不定") if one.exact else _("最早 %(start)s 开始，用时不定")
        )
        return text % {"start": start}
    words = {"start": start, "until": told(one.until, year=False)}
    if one.exact:
        return _("%(start)s 递交，%(until)s 前办完") % words
    return _("最早 %(start)s 递交，最早 %(until)s 办完") % words


def how_sure(one: Planned) -> str:
    """日期是否确定: exact or the earliest possible, and whether a period of it is 待核."""
    text = _("确定") if one.exact and one.until else _("最早")
    return doubted(text) if one.unverified else text


def sheet(found: Roadmap) -> bytes:
    """电子表格: one step a row, with days, materials and what it rests on."""
    columns = [
        Column(_("步骤"), width=36),
        Column(_("情形"), width=18),
        Column(_("谁来办"), width=26),
        Column(_("在哪里办"), width=30),
        Column(_("最早开始"), "day", 14),
        Column(_("办完"), "day", 14),
        Column(_("日期是否确定"), width=14),
        Column(_("要自备的材料"), width=44),
        Column(_("市里已有，免交"), width=36),
        Column(_("收费"), width=18),
        Column(_("依据"), width=50),
    ]
    return workbook(found.matter.title, columns, (list(_cells(row)) for row in found.rows))


def _cells(row: Row) -> Iterator[Any]:
    one = row.planned
    yield row.step.text
    yield "；".join(filter(None, [row.state, row.standing.why]))
    yield row.step.department
    yield row.step.place.name
    yield one.start if one else None
    yield one.until if one else None
    yield how_sure(one) if one else ""
    yield "；".join(m.material.text for m in row.standing.materials if not m.is_free)
    yield "；".join(m.material.text for m in row.standing.materials if m.is_free)
    yield row.step.fee
    yield row.cite
