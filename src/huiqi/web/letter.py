"""答复函的数字: figures of the letter of 2021-10-20 (第20210370号), each with its part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Figure:
    """数字: what it counts, how much, since when, and the part of the letter it stands in."""

    what: str
    value: str
    unit: str
    detail: str
    as_of: str
    share: float | None = None


FIGURES: Final = (
    Figure("专精特新专项资助", "2.3", "亿元", "1,169 家次，自设立起累计", "2012—2020年"),
    Figure(
        "政府出资的 13 支基金，已投给中小企业",
        "147.61",
        "亿元",
        "共 490 个项目",
        "截至 2021年6月底",
    ),
    Figure("贷款风险补偿资金池", "50", "亿元", "银行的不良贷款，总体补 30%", "2021年10月", 0.3),
    Figure("创新券服务机构", "166", "家以上", "兑现由一年一次改为一年多次", "2021年10月"),
)
