"""诉求的流转: submitted -> dispatched -> working -> replied -> ended, and every way round it.

No effect asks the database: what a move needs is given to it, so that a whole year can be tried
in memory with the same moves. Solved is only what the firm confirms; the system moves what lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiqi.concerns.access import (
    is_asker,
    is_chief,
    is_desk,
    is_handler,
    is_of_lead,
    is_supervisor,
    is_system,
    may_make_common,
    may_supply,
)
from huiqi.concerns.enums import OFFERED, OPEN, Answer, Level, Resolution, State
from huiqi.concerns.models import Concern
from huiqi.concerns.timing import Timeline, retime
from huiqi.kernel.access import Actor
from huiqi.kernel.machine import Machine, Move

S: Final = State
ENDINGS: Final = (S.ENDED, S.REFUSED, S.WITHDRAWN)
CONFIRMED: Final = {Answer.SOLVED: Resolution.SOLVED, Answer.PARTLY: Resolution.PARTLY}
UNSURE: Final = (Resolution.SOLVED, Resolution.PARTLY)  # what an office alone cannot say
Change = Callable[..., None]


def _to(target: State, change: Change | None = None) -> Callable[..., None]:
    """The effect of a move: what changes, then the clocks as they are in the state it leads to."""

    def effect(
        case: Concern,
        *,
        actor: Actor,
        now: datetime,
        timeline: Timeline,
        until: date | None = None,
        **data: object,
    ) -> None:
        if change:
            change(case, actor=actor, now=now, **data)
        retime(case, target, timeline, now, until=until)

    return effect


def _dispatched(
    case: Concern,
    *,
    actor: Actor,
    item: str,
    service: str,
    lead_id: int,
    suggested: list[dict[str, object]] | None = None,
    **_more: object,
) -> None:
    case.item, case.service = item, service
    case.lead_id = case.unit_id = lead_id
    case.confirmed_by_id, case.officer_id = actor.person_id, None
    if suggested is not None:
        case.suggested = suggested


def _kept(case: Concern, **_more: object) -> None:
    case.unit_id, case.is_final = case.lead_id, True


def _objected(case: Concern, **_more: object) -> None:
    case.unit_id = case.desk_id


def _signed(case: Concern, *, now: datetime, officer_id: int | None, **_more: object) -> None:
    case.unit_id, case.officer_id, case.signed_at, case.is_final = (
        case.lead_id,
        officer_id,
        now,
        True,
    )


def _assigned(case: Concern, *, officer_id: int, **_more: object) -> None:
    case.officer_id = officer_id


def _first_replied(case: Concern, *, now: datetime, **_more: object) -> None:
    if case.first_replied_at is None or case.first_replied_at < case.counts_from:
        case.first_replied_at = now


def _replied(case: Concern, *, now: datetime, offered: str, **_more: object) -> None:
    _first_replied(case, now=now)
    case.replied_at, case.offered, case.resolution = now, offered, ""


def _ended(case: Concern, *, now: datetime, resolution: str, **_more: object) -> None:
    case.unit_id, case.ended_at, case.resolution = None, now, resolution


def _accepted(case: Concern, *, now: datetime, answer: str, **_more: object) -> None:
    _ended(case, now=now, resolution=CONFIRMED[Answer(answer)])
    case.is_confirmed = True


def _unanswered(case: Concern, *, now: datetime, **_more: object) -> None:
    """The office's word alone is never «solved»."""
    offered = Resolution(case.offered)
    _ended(case, now=now, resolution=Resolution.UNCONFIRMED if offered in UNSURE else offered)


def _unreached(case: Concern, *, now: datetime, **_more: object) -> None:
    _ended(case, now=now, resolution=Resolution.UNREACHABLE)


def _round(case: Concern, now: datetime) -> None:
    case.counts_from, case.officer_id, case.signed_at = now, None, None
    case.offered, case.resolution, case.is_confirmed = "", "", False


def _redone(case: Concern, *, now: datetime, barred_id: int | None, **_more: object) -> None:
    case.barred_id, case.redone_at = barred_id, now
    _round(case, now)
    case.is_final = True


def _up(
    case: Concern, *, now: datetime, level: int, lead_id: int | None = None, **_more: object
) -> None:
    """With the case goes the duty to answer for it."""
    case.level, case.officer_id, case.is_final = level, None, True
    if lead_id is not None and lead_id != case.lead_id:
        case.lead_id, case.barred_id = lead_id, None
    case.unit_id = case.lead_id
    case.signed_at = case.signed_at or now


def _disputed(case: Concern, *, now: datetime, **more: object) -> None:
    _round(case, now)
    _up(case, now=now, **more)  # type: ignore[arg-type]


def _climbed(case: Concern, **more: object) -> None:
    _up(case, **more)  # type: ignore[arg-type]
    case.rung += 1


def _held(case: Concern, **_more: object) -> None:
    case.resolution = Resolution.PROMISED


def _broken(case: Concern, **more: object) -> None:
    case.resolution = ""
    _up(case, **more)  # type: ignore[arg-type]


def _made_common(case: Concern, *, problem_id: int, lead_id: int, **_more: object) -> None:
    if lead_id != case.lead_id:
        case.officer_id = None
    case.problem_id, case.lead_id, case.unit_id = problem_id, lead_id, lead_id


def _refused(case: Concern, *, now: datetime, **_more: object) -> None:
    case.unit_id, case.ended_at = None, now


def _withdrawn(case: Concern, *, now: datetime, **_more: object) -> None:
    _ended(case, now=now, resolution=Resolution.WITHDRAWN)


def _anew(case: Concern, *, now: datetime, **_more: object) -> None:
    """Open once more: the legal clocks and the ladder begin again."""
    _round(case, now)
    case.ladder_from, case.rung, case.ended_at, case.reopened_at = now, 0, None, now


def _reopened(case: Concern, *, now: datetime, **_more: object) -> None:
    _anew(case, now=now)
    case.unit_id, case.is_final = case.lead_id, True


def _back_to_desk(case: Concern, *, now: datetime, **_more: object) -> None:
    _anew(case, now=now)
    case.unit_id, case.is_final, case.level = case.desk_id, False, Level.OFFICER


def _assignment_is_open(case: Concern) -> Iterator[str]:
    if case.is_final:
        yield _("这件诉求的分派已经最后确定，不能再提异议：办不了的部分，请协办单位一起办")


def _offers_a_result(case: Concern) -> Iterator[str]:
    if case.offered not in OFFERED:
        yield _("还没有答复")


def _offers_a_promise(case: Concern) -> Iterator[str]:
    if case.offered != Resolution.PROMISED:
        yield _("这个答复里没有承诺")


def _can_be_redone(case: Concern) -> Iterator[str]:
    if case.redone_at is not None:
        yield _("已经重办过一次，再不满意就提级")


def _move(
    name: str,
    sources: tuple[State, ...],
    target: State,
    title: object,
    check: object,
    change: Change | None = None,
    **more: object,
) -> Move:
    return Move(name, sources, target, title, check, effect=_to(target, change), **more)  # type: ignore[arg-type]


CONCERN: Final = Machine(
    "state",
    [
        _move("dispatch", (S.SUBMITTED,), S.DISPATCHED, gettext_lazy("分派"), is_desk, _dispatched),
        _move("redirect", (S.OBJECTED,), S.DISPATCHED, gettext_lazy("改派"), is_desk, _dispatched),
        _move("insist", (S.OBJECTED,), S.DISPATCHED, gettext_lazy("维持分派"), is_desk, _kept),
        _move(
            "lapse_objection",
            (S.OBJECTED,),
            S.DISPATCHED,
            gettext_lazy("逾期未裁定，维持分派"),
            is_system,
            _kept,
        ),
        _move(
            "refuse",
            (S.SUBMITTED, S.OBJECTED),
            S.REFUSED,
            gettext_lazy("不予受理"),
            is_desk,
            _refused,
        ),
        _move("sign", (S.DISPATCHED,), S.WORKING, gettext_lazy("签收"), is_of_lead, _signed),
        _move(
            "lapse_sign",
            (S.DISPATCHED,),
            S.WORKING,
            gettext_lazy("逾期未签收，视为签收"),
            is_system,
            _signed,
        ),
        _move(
            "object",
            (S.DISPATCHED,),
            S.OBJECTED,
            gettext_lazy("不归本单位办"),
            is_of_lead,
            _objected,
            guard=_assignment_is_open,
        ),
        _move("assign", (S.WORKING,), S.WORKING, gettext_lazy("指定经办人"), is_chief, _assigned),
        _move(
            "first_reply",
            (S.WORKING,),
            S.WORKING,
            gettext_lazy("先答复一部分"),
            is_handler,
            _first_replied,
        ),
        _move(
            "reply",
            (S.WORKING, S.PROMISED, S.COMMON),
            S.REPLIED,
            gettext_lazy("答复，请企业确认"),
            is_handler,
            _replied,
        ),
        _move("ask_firm", (S.WORKING,), S.WAITING, gettext_lazy("请企业补充"), is_handler),
        _move("remind_firm", (S.WAITING,), S.WAITING, gettext_lazy("提醒企业补充"), is_system),
        _move("supply", (S.WAITING,), S.WORKING, gettext_lazy("补充材料"), may_supply),
        _move("go_on", (S.WAITING,), S.WORKING, gettext_lazy("不再等，继续办"), is_handler),
        _move(
            "lapse_waiting",
            (S.WAITING,),
            S.ENDED,
            gettext_lazy("久未补充，办结"),
            is_system,
            _unreached,
        ),
        _move(
            "accept",
            (S.REPLIED,),
            S.ENDED,
            gettext_lazy("确认办结"),
            is_asker,
            _accepted,
            guard=_offers_a_result,
        ),
        _move(
            "redo",
            (S.REPLIED,),
            S.DISPATCHED,
            gettext_lazy("没有解决，换人重办"),
            is_asker,
            _redone,
            guard=_can_be_redone,
        ),
        _move(
            "escalate",
            (S.REPLIED,),
            S.WORKING,
            gettext_lazy("仍没有解决，提级"),
            is_asker,
            _disputed,
        ),
        _move(
            "hold_to_promise",
            (S.REPLIED,),
            S.PROMISED,
            gettext_lazy("同意等到承诺的日期"),
            is_asker | is_system,
            _held,
            guard=_offers_a_promise,
        ),
        _move(
            "lapse_confirm",
            (S.REPLIED,),
            S.ENDED,
            gettext_lazy("企业未确认，办结"),
            is_system,
            _unanswered,
        ),
        _move(
            "break_promise",
            (S.PROMISED,),
            S.WORKING,
            gettext_lazy("承诺到期未兑现，提级"),
            is_system,
            _broken,
        ),
        _move(
            "make_common",
            (S.WORKING,),
            S.COMMON,
            gettext_lazy("转为共性问题"),
            may_make_common,
            _made_common,
        ),
        _move(
            "leave_common",
            (S.COMMON,),
            S.WORKING,
            gettext_lazy("共性问题到期未解决，退回办理"),
            is_system,
            _up,
        ),
        _move(
            "climb_to_task_force",
            (S.SUBMITTED, S.DISPATCHED, S.OBJECTED, S.WORKING),
            S.WORKING,
            gettext_lazy("久办未结，提级到专班"),
            is_system,
            _climbed,
        ),
        _move(
            "climb_to_leading_group",
            (S.DISPATCHED, S.OBJECTED, S.WORKING),
            S.WORKING,
            gettext_lazy("久办未结，提级到领导小组"),
            is_system,
            _climbed,
        ),
        _move("withdraw", OPEN, S.WITHDRAWN, pgettext_lazy("诉求", "撤回"), is_asker, _withdrawn),
        _move(
            "reopen",
            (S.ENDED,),
            S.DISPATCHED,
            gettext_lazy("没有办好，重新打开"),
            is_asker,
            _reopened,
        ),
        _move(
            "dispute",
            (S.REFUSED,),
            S.SUBMITTED,
            gettext_lazy("不服不予受理"),
            is_asker,
            _back_to_desk,
        ),
        _move(
            "restore",
            (S.WITHDRAWN,),
            S.SUBMITTED,
            gettext_lazy("撤回不是自愿，恢复办理"),
            is_supervisor,
            _back_to_desk,
        ),
        _move("file", ENDINGS, S.FILED, gettext_lazy("归档"), is_system),
    ],
)
