"""样例: the charts of the style guide, with invented numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.safestring import SafeString

from huiqi.kernel.charts import Bar, Line, bars, columns, figure, lines, spark, stacked

FUNNEL: Final = (
    Bar("符合条件", 48_600),
    Bar("通知到了", 47_900, "700 家没有可用的联系方式"),
    Bar("打开看了", 31_200, "16,700 家没打开"),
    Bar("开始填", None, "这一步还没有统计"),
    Bar("到账", 19_900, accent=True),
)
BUDGET: Final = (Bar("已支付", 46), Bar("已核定", 21), Bar("已承诺", 12), Bar("可用", 9))
CLOSED: Final = Line("部门报办结", (98, 98, 99, 98, 99, 99, 99, 99, 99), "azu")
SOLVED: Final = Line("企业说解决", (65, 65, 66, None, 67, 69, 69, 70, 71), "och")
MONTHS: Final = tuple(f"{month}月" for month in range(1, 10))
SIZES: Final = (Bar("微型", 312), Bar("小型", 526, accent=True), Bar("中型", 148), Bar("大型", 14))


def charts() -> Iterator[SafeString]:
    """图表样例: one of each kind, as a page draws it."""
    yield figure(bars(FUNNEL), title="符合条件的企业，四成拿到了钱", measure="家。演示")
    yield figure(stacked(BUDGET), title="预算用了一半", measure="万元。演示")
    yield figure(
        lines((CLOSED, SOLVED), MONTHS, "%"),
        title="部门说办结 99%，企业说解决 71%",
        measure="诉求，今年 1 至 9 月，4 月企业回访不详。演示",
        head=("月份", CLOSED.name, SOLVED.name),
        rows=[
            (month, f"{closed}%", "不详" if solved is None else f"{solved}%")
            for month, closed, solved in zip(MONTHS, CLOSED.values, SOLVED.values, strict=True)
        ],
    )
    yield figure(columns(SIZES, unknown=60), title="一半是小型企业", measure="家，按规模。演示")
    yield figure(spark(SOLVED), title="走势", measure="由 65% 到 71%。演示")
