"""答复函的数字: figures of the letter of 2021-10-20 (第20210370号), each with its part."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


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
    yi = _("亿元")
    return (
        Figure(
            *(_("专精特新专项资助"), "2.3", yi, _("1,169 家次，自设立起累计")),
            as_of=_("2012—2020年"),
        ),
        Figure(
            *(_("政府出资的 13 支基金，已投给中小企业"), "147.61", yi, _("共 490 个项目")),
            as_of=_("截至 2021年6月底"),
        ),
        Figure(
            *(_("贷款风险补偿资金池"), "50", yi, _("银行的不良贷款，总体补三成")),
            as_of=_("2021年10月"),
            share=0.3,
        ),
        Figure(
            *(_("创新券服务机构"), "166", _("家以上"), _("兑现由一年一次改为一年多次")),
            as_of=_("2021年10月"),
        ),
    )
