"""名单的电子表格: the rows of Excel files, with reasons and the step in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from huiqi.kernel.sheets import Column
from huiqi.library import load
from huiqi.rosters.models import Roster, RosterFirm
from huiqi.rosters.telling import group_name
from huiqi.rules.dictionary import FACTS
from huiqi.rules.sweep.wording import reason_line


def title_of(programme: str) -> str:
    """项目名称: its number where the library no longer has it."""
    policy = load().policies.get(programme)
    return policy.title if policy else programme


def roster_columns() -> tuple[Column, ...]:
    """名单一览的各列: of the lists, without their firms."""
    return (
        Column(_("名单"), width=32),
        Column(_("政策"), width=44),
        Column(_("种类"), width=12),
        Column(_("按哪一天判断"), "day", 14),
        Column(_("名册户数"), "number", 12),
        Column(_("列入的户数"), "number", 12),
        Column(_("已定的上限合计（元，不是承诺）"), "yuan", 24),
        Column(_("用途"), width=40),
        Column(_("谁做的"), width=12),
        Column(_("完成时间"), "moment", 18),
    )


def roster_cells(rosters: Iterable[Roster]) -> Iterator[tuple[Any, ...]]:
    """名单一览的各行: counts and sums where a list is finished."""
    for one in rosters:
        yield (
            one.title,
            title_of(one.programme),
            one.get_kind_display(),
            one.on,
            one.total,
            one.listed if one.finished_at else None,
            one.sure_fen if one.finished_at and not is_unpaid(one) else None,
            one.purpose,
            one.asked_by.name,
            one.finished_at,
        )


def is_unpaid(roster: Roster) -> bool:
    """不涉及金额: a list of firms that are near, or of a programme without money."""
    policy = load().policies.get(roster.programme)
    return roster.kind == "near" or (policy is not None and policy.amount is None)


def firm_columns() -> tuple[Column, ...]:
    """名单的各列: of the firms of a list."""
    return (
        Column(_("企业"), width=36),
        Column(_("统一社会信用代码"), width=22),
        Column(_("区"), width=12),
        Column(_("行业门类"), width=22),
        Column(_("规模"), width=10),
        Column(_("已定的上限（元，不是承诺）"), "yuan", 22),
        Column(_("至多的上限（元，不是承诺）"), "yuan", 22),
        Column(_("差的条件"), width=40),
        Column(_("差的一步"), width=44),
        Column(_("缺少的事实"), width=28),
        Column(_("理由（条件：现为；要求；依据）"), width=90),
        Column(_("规则版本"), width=12),
    )


def firm_cells(firms: Iterable[RosterFirm]) -> Iterator[tuple[Any, ...]]:
    """名单的各行: each firm with its reasons and its step."""
    for one in firms:
        yield (
            one.name,
            one.credit_code,
            *(group_name(group, getattr(one, group)) for group in ("district", "industry", "size")),
            one.low_fen,
            one.high_fen,
            one.lacks,
            one.step_text,
            "、".join(FACTS[key].label for key in one.missing if key in FACTS),
            "\n".join(map(reason_line, one.reasons)),
            one.version,
        )


def change_columns() -> tuple[Column, ...]:
    """两份名单之间的各列: those of a list, behind the change."""
    return (Column(_("变化"), width=10), *firm_columns())


def change_cells(
    came: Iterable[RosterFirm], went: Iterable[RosterFirm]
) -> Iterator[tuple[Any, ...]]:
    """两份名单之间的各行: those who came in first."""
    for word, firms in ((_("进来"), came), (_("出去"), went)):
        for cells in firm_cells(firms):
            yield (word, *cells)
