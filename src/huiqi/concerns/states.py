"""诉求的流转: submitted -> dispatched -> working -> replied -> ended, and every way round it.

Solved is only what the firm confirms. What nobody moves in time is moved by the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiqi.concerns import effects
from huiqi.concerns.access import (
    is_asker,
    is_chief,
    is_desk,
    is_handler,
    is_of_lead,
    is_system,
    may_call_back,
    may_make_common,
    may_supervise,
    may_supply,
)
from huiqi.concerns.enums import OFFERED, OPEN, Resolution, State
from huiqi.concerns.models import Concern
from huiqi.concerns.problem_states import PROBLEM
from huiqi.kernel.access import Check, Sentence
from huiqi.kernel.machine import Guard, Machine, Move

S: Final = State
ENDINGS: Final = (S.ENDED, S.REFUSED, S.WITHDRAWN)


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


def _nothing(_case: Concern) -> Iterator[str]:
    yield from ()


GUARDS: Final[Mapping[str, Guard]] = {
    "object": _assignment_is_open,
    "accept": _offers_a_result,
    "redo": _can_be_redone,
    "hold_to_promise": _offers_a_promise,
}


def _move(
    name: str,
    sources: tuple[State, ...],
    target: State,
    title: Sentence,
    check: Check,
    change: effects.Change | None = None,
) -> Move:
    effect = effects.entering(target, change)
    return Move(name, sources, target, title, check, GUARDS.get(name, _nothing), effect)


CONCERN: Final = Machine(
    "state",
    [
        _move(
            "dispatch",
            (S.SUBMITTED,),
            S.DISPATCHED,
            gettext_lazy("分派"),
            is_desk,
            effects.dispatched,
        ),
        _move(
            "redirect",
            (S.OBJECTED,),
            S.DISPATCHED,
            gettext_lazy("改派"),
            is_desk,
            effects.dispatched,
        ),
        _move(
            "insist", (S.OBJECTED,), S.DISPATCHED, gettext_lazy("维持分派"), is_desk, effects.kept
        ),
        _move(
            "lapse_objection",
            (S.OBJECTED,),
            S.DISPATCHED,
            gettext_lazy("逾期未裁定，维持分派"),
            is_system,
            effects.kept,
        ),
        _move(
            "refuse",
            (S.SUBMITTED, S.OBJECTED),
            S.REFUSED,
            gettext_lazy("不受理"),
            is_desk,
            effects.refused,
        ),
        _move("sign", (S.DISPATCHED,), S.WORKING, gettext_lazy("签收"), is_of_lead, effects.signed),
        _move(
            "lapse_sign",
            (S.DISPATCHED,),
            S.WORKING,
            gettext_lazy("逾期未签收，视为签收"),
            is_system,
            effects.signed,
        ),
        _move(
            "object",
            (S.DISPATCHED,),
            S.OBJECTED,
            gettext_lazy("不归本单位办"),
            is_of_lead,
            effects.objected,
        ),
        _move(
            "assign",
            (S.WORKING,),
            S.WORKING,
            gettext_lazy("指定经办人"),
            is_chief,
            effects.assigned,
        ),
        _move(
            "first_reply",
            (S.WORKING,),
            S.WORKING,
            gettext_lazy("先答复一部分"),
            is_handler,
            effects.first_replied,
        ),
        _move(
            "reply",
            (S.WORKING, S.PROMISED, S.COMMON),
            S.REPLIED,
            gettext_lazy("答复，请企业确认"),
            is_handler,
            effects.replied,
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
            effects.unreached,
        ),
        _move(
            "accept",
            (S.REPLIED,),
            S.ENDED,
            gettext_lazy("确认办结"),
            is_asker,
            effects.accepted,
        ),
        _move(
            "redo",
            (S.REPLIED,),
            S.DISPATCHED,
            gettext_lazy("没有解决，换人重办"),
            is_asker,
            effects.redone,
        ),
        _move(
            "escalate",
            (S.REPLIED,),
            S.WORKING,
            gettext_lazy("仍没有解决，提级"),
            is_asker,
            effects.disputed,
        ),
        _move(
            "hold_to_promise",
            (S.REPLIED,),
            S.PROMISED,
            gettext_lazy("同意等到承诺的日期"),
            is_asker | is_system,
            effects.held,
        ),
        _move(
            "lapse_confirm",
            (S.REPLIED,),
            S.ENDED,
            gettext_lazy("企业未确认，办结"),
            is_system,
            effects.unanswered,
        ),
        _move(
            "close_unsolved",
            (S.REPLIED,),
            S.ENDED,
            gettext_lazy("领导小组已经答复，仍不满意，办结"),
            is_asker,
            effects.unanswered,
        ),
        _move(
            "break_promise",
            (S.PROMISED,),
            S.WORKING,
            gettext_lazy("承诺到期未兑现，提级"),
            is_system,
            effects.broken,
        ),
        _move(
            "make_common",
            (S.WORKING,),
            S.COMMON,
            gettext_lazy("转为共性问题"),
            may_make_common,
            effects.made_common,
        ),
        _move(
            "follow_common",
            (S.COMMON,),
            S.COMMON,
            gettext_lazy("共性问题改期，随着改期"),
            is_system,
        ),
        _move(
            "leave_common",
            (S.COMMON,),
            S.WORKING,
            gettext_lazy("共性问题到期未解决，退回办理"),
            is_system,
            effects.moved_up,
        ),
        _move(
            "climb_to_task_force",
            (S.SUBMITTED, S.DISPATCHED, S.OBJECTED, S.WORKING),
            S.WORKING,
            gettext_lazy("久办未结，提级到专班"),
            is_system,
            effects.climbed,
        ),
        _move(
            "climb_to_leading_group",
            (S.DISPATCHED, S.OBJECTED, S.WORKING),
            S.WORKING,
            gettext_lazy("久办未结，提级到领导小组"),
            is_system,
            effects.climbed,
        ),
        _move(
            "withdraw",
            OPEN,
            S.WITHDRAWN,
            pgettext_lazy("诉求", "撤回"),
            is_asker,
            effects.withdrawn,
        ),
        _move(
            "reopen",
            (S.ENDED,),
            S.DISPATCHED,
            gettext_lazy("没有办好，重新打开"),
            is_asker,
            effects.reopened,
        ),
        _move(
            "resume_after_call",
            (S.ENDED,),
            S.DISPATCHED,
            gettext_lazy("回访说没有解决，恢复办理"),
            may_supervise,
            effects.resumed,
        ),
        _move(
            "dispute",
            (S.REFUSED,),
            S.SUBMITTED,
            gettext_lazy("不服不受理"),
            is_asker,
            effects.back_to_desk,
        ),
        _move(
            "restore",
            (S.WITHDRAWN,),
            S.SUBMITTED,
            gettext_lazy("撤回不是自愿，恢复办理"),
            may_call_back,
            effects.back_to_desk,
        ),
        _move("file", ENDINGS, S.FILED, gettext_lazy("归档"), is_system),
    ],
)

__all__ = ["CONCERN", "PROBLEM"]
