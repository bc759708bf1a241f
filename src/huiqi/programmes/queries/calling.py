"""申报通知的查询: calls as everybody reads them: open, coming and over, by department and mode."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.words import legible
from huiqi.library import load
from huiqi.programmes.enums import CallState
from huiqi.programmes.models import Call
from huiqi.programmes.queries.scoped import calls_published


class Phase(TextChoices):
    """受理的阶段: of a published call, by its hours alone."""

    OPEN = "open", _("正在受理")
    COMING = "coming", _("即将受理")
    OVER = "over", _("已截止")


@dataclass(frozen=True)
class Asked:
    """查申报通知: a text, the id of a department, mode, programme, phase; empty leaves out."""

    text: str = ""
    department: int | None = None
    mode: str = ""
    programme: str = ""
    phase: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否筛选: anything at all."""
        return self != Asked()


def phase_of(call: Call, now: datetime) -> Phase:
    """受理的阶段: at a moment; what was finished is over."""
    if call.state == CallState.FINISHED or call.ends_at <= now:
        return Phase.OVER
    return Phase.OPEN if call.opens_at <= now else Phase.COMING


def chosen(asked: Asked, now: datetime) -> list[Call]:
    """所查的申报通知: what ends soonest first, then what opens soonest, then what is over."""
    found = calls_published()
    if asked.department:
        found = found.filter(department=asked.department)
    if asked.mode:
        found = found.filter(mode=asked.mode)
    if asked.programme:
        found = found.filter(programme=asked.programme)
    return in_order((one for one in found if _is_meant(one, asked, now)), now)


def calls_of_programme(programme: str, now: datetime) -> list[Call]:
    """某项目的申报通知: all that were published, as ``chosen`` orders them."""
    return in_order(calls_published().filter(programme=programme), now)


def in_order(calls: Iterable[Call], now: datetime) -> list[Call]:
    """排好的申报通知: open, coming, over; the nearest hour first."""
    by_phase: dict[Phase, list[Call]] = {one: [] for one in Phase}
    for call in calls:
        by_phase[phase_of(call, now)].append(call)
    return [
        *sorted(by_phase[Phase.OPEN], key=lambda one: (one.ends_at, one.pk)),
        *sorted(by_phase[Phase.COMING], key=lambda one: (one.opens_at, one.pk)),
        *sorted(by_phase[Phase.OVER], key=lambda one: (one.ends_at, one.pk), reverse=True),
    ]


def title_of(programme: str) -> str:
    """项目名称: its id where the library no longer has it."""
    policy = load().policies.get(programme)
    return policy.title if policy else programme


def _is_meant(call: Call, asked: Asked, now: datetime) -> bool:
    if asked.phase and phase_of(call, now) != asked.phase:
        return False
    text = legible(asked.text).casefold()
    told = (call.title, call.number, call.department.name, title_of(call.programme), call.batch)
    return not text or any(text in one.casefold() for one in told)
