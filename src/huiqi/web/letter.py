"""答复函的数字: figures of the letter of 2021-10-20 (第20210370号), each with its part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from huiqi.kernel.days import is_english


@dataclass(frozen=True)
class Figure:
    """数字: what it counts, how much, since when, and the part of the letter it stands in."""

    what: str
    value: str
    unit: str
    detail: str
    as_of: str
    share: float | None = None


def figures() -> tuple[Figure, ...]:
    """数字: in the language of the page."""
    return (
        Figure(
            *(_("专精特新专项资助"), *_in_yi("2.3"), _("1,169 家次，自设立起累计")),
            as_of=_("2012—2020年"),
        ),
        Figure(
            *(_("政府出资的 13 支基金，已投给中小企业"), *_in_yi("147.61"), _("共 490 个项目")),
            as_of=_("截至 2021年6月底"),
        ),
        Figure(
            *(_("贷款风险补偿资金池"), *_in_yi("50"), _("银行的不良贷款，总体补三成")),
            as_of=_("2021年10月"),
            share=0.3,
        ),
        Figure(
            *(_("创新券服务机构"), "166", _("家以上"), _("兑现由一年一次改为一年多次")),
            as_of=_("2021年10月"),
        ),
    )


def _in_yi(value: str) -> tuple[str, str]:
    """Hundreds of millions of yuan; English counts in millions."""
    return (f"{Decimal(value) * 100:,.0f}", "million yuan") if is_english() else (value, "亿元")
