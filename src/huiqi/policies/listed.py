"""清单: the names of filters, and the whole result as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.sheets import Column, workbook
from huiqi.library import load
from huiqi.policies.advising import department, step_of
from huiqi.policies.matching import Found, Wanted, fen, jurisdiction, last_day
from huiqi.rules.answer import Answer

PLACES: Final = {
    "national": gettext_lazy("国家"),
    "shenzhen": gettext_lazy("深圳市"),
    "shenzhen_baoan": gettext_lazy("宝安区"),
    "shenzhen_futian": gettext_lazy("福田区"),
    "shenzhen_guangming": gettext_lazy("光明区"),
    "shenzhen_longgang": gettext_lazy("龙岗区"),
    "shenzhen_longhua": gettext_lazy("龙华区"),
    "shenzhen_luohu": gettext_lazy("罗湖区"),
    "shenzhen_nanshan": gettext_lazy("南山区"),
    "shenzhen_pingshan": gettext_lazy("坪山区"),
    "shenzhen_yantian": gettext_lazy("盐田区"),
    "shenzhen_dapeng": gettext_lazy("大鹏新区"),
}
KINDS: Final = {
    "subsidy": gettext_lazy("补贴"),
    "award": gettext_lazy("奖励"),
    "recognition": gettext_lazy("认定"),
    "classification": gettext_lazy("划型"),
    "duty": gettext_lazy("义务"),
    "admission": gettext_lazy("入驻"),
    "price": gettext_lazy("价格扣除"),
}


@dataclass(frozen=True)
class Choice:
    """筛选链接: what it is called, what it leads to, and whether it is the present one."""

    name: str
    wanted: Wanted
    is_chosen: bool


def choices(wanted: Wanted) -> list[tuple[str, list[Choice]]]:
    """筛选: every choice there is something behind, by what it chooses."""
    policies = [one for one in load().policies.values() if one.subject == "enterprise"]
    places = {jurisdiction(one.id) for one in policies}
    kinds = {one.kind for one in policies}
    money = [
        _choice(_("全部"), replace(wanted, is_money_only=False), wanted),
        _choice(_("只看发钱的"), replace(wanted, is_money_only=True), wanted),
    ]
    return [
        (
            _("谁发的"),
            [_choice(_("全部"), replace(wanted, payer=""), wanted)]
            + [
                _choice(str(name), replace(wanted, payer=key), wanted)
                for key, name in PLACES.items()
                if key in places
            ],
        ),
        (
            _("哪一类"),
            [_choice(_("全部"), replace(wanted, kind=""), wanted)]
            + [
                _choice(str(name), replace(wanted, kind=key), wanted)
                for key, name in KINDS.items()
                if key in kinds
            ],
        ),
        (_("发不发钱"), money),
    ]


def _choice(name: str, leads_to: Wanted, now: Wanted) -> Choice:
    return Choice(name, leads_to, leads_to == now)


def sheet(found: Found, on: date) -> bytes:
    """电子表格: every programme of the list, one a row, with what decides it."""
    columns = [
        Column(_("分组"), width=18),
        Column(_("项目"), width=44),
        Column(_("找谁")),
        Column(_("最高（元）"), "yuan"),
        Column(_("最高可能（元）"), "yuan"),
        Column(_("本版最后一天"), "day", 14),
        Column(_("满足的条件"), width=40),
        Column(_("不满足或未知的条件"), width=60),
        Column(_("下一步"), width=50),
        Column(_("依据"), width=50),
    ]
    rows = ([name, *_row(one)] for name, answers in found.groups() for one in answers)
    return workbook(_("匹配结果 %(day)s") % {"day": on.isoformat()}, columns, rows)


def _row(one: Answer) -> Iterator[Any]:
    yield one.policy.title
    yield department(one)
    yield fen(one.money.maximum) if one.money and one.money.maximum is not None else None
    yield fen(one.money.range[1]) if one.money and one.money.range[1] else None
    yield last_day(one)
    yield "；".join(reason.condition for reason in one.reasons if reason.verdict == "yes")
    lacking = [reason for reason in one.reasons if reason.verdict != "yes"]
    yield "；".join(f"{reason.condition}（{reason.tree.deciding().text}）" for reason in lacking)
    yield "".join(dict.fromkeys(step.text for reason in lacking if (step := step_of(one, reason))))
    yield "；".join(dict.fromkeys(reason.clause for reason in one.reasons))
