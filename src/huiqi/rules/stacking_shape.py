"""叠加的形状: the keys of ``stacking`` in rules.yaml."""

from __future__ import annotations

from typing import Final, get_args

from huiqi.rules.scalars import Choice, Decimal, Reference
from huiqi.rules.shape import ListOf, Record, may, need
from huiqi.rules.shape_parts import CITE_FIELD, FLAG, FORMULA, NAME, PROGRAMME, TEXT
from huiqi.rules.stacking import (
    Every,
    Expense,
    OncePer,
    Recurrence,
    SharedCap,
    Span,
    Stacking,
    Thing,
)

ONCE_PER: Final = Record(
    "once_per",
    {
        "every": need(
            Choice(get_args(Thing)), "loan 贷款，lease_period 租期，invoice 发票，equipment 设备"
        ),
        "object": need(NAME, "对象名，同名的项目互斥"),
        "cite": CITE_FIELD,
    },
    OncePer,
)
SHARED_CAP: Final = Record(
    "shared_cap",
    {
        "id": need(NAME, "上限的编号，同编号的项目合并计算"),
        "every": need(Choice(get_args(Span)), "year：每个自然年；life：历年合计"),
        "at_most": need(NAME, "上限的参数名（元）"),
        "text": may(TEXT, "含义"),
        "cite": CITE_FIELD,
    },
    SharedCap,
)
STACKING: Final = Record(
    "stacking",
    {
        "expense": may(
            Record(
                "expense",
                {
                    "pool": need(NAME, "费用名，同名的项目合并计算"),
                    "share_at_most": need(Decimal(ratio=True), "合计不超过费用的这一比例"),
                    "of": need(FORMULA, "费用金额（元）"),
                },
                Expense,
            ),
            "同一笔费用的合计上限",
        ),
        "not_with": may(ListOf(Reference(PROGRAMME)), "不可同时享受的项目，互相写明"),
        "recurs": may(
            Record(
                "recurs",
                {
                    "every": need(Choice(get_args(Every)), "按年、称号、贷款，或只有一次"),
                    "at_most": may(NAME, "最多次数的参数名"),
                    "consecutive": may(FLAG, "true：须连续"),
                    "once": may(FLAG, "true：每年（称号、贷款）只一次"),
                },
                Recurrence,
            ),
            "可否重复享受",
        ),
        "group": may(NAME, "同组的项目只能享受一项"),
        "once_per": may(ONCE_PER, "同一贷款、租期、发票或设备只由一个项目扶持"),
        "shared_caps": may(ListOf(SHARED_CAP), "与其他项目合计的上限，同编号的合并计算"),
    },
    Stacking,
)
