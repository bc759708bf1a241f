"""用语: the Chinese words of verdicts, kinds and classes, the same on every page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from huiqi.rules import alike, say
from huiqi.rules.answer import Answer
from huiqi.rules.expr import Level
from huiqi.rules.policy import Edition, Policy

MARKS: Final = {"yes": "✓", "no": "✗", "unknown": "?"}
STYLES: Final = {"yes": "green", "no": "red", "unknown": "yellow"}
VERDICTS: Final = {"yes": "符合", "no": "不符合", "unknown": "可能符合"}
SIZES: Final = {
    "large": "大型",
    "medium": "中型",
    "small": "小型",
    "micro": "微型",
    "not_covered": "不在划型标准范围内",
    "unknown": "未知",
}
KINDS: Final = alike.KINDS
SUBJECTS: Final = {
    "enterprise": "企业",
    "bid": "投标",
    "loan": "贷款",
    "instrument": "仪器设施",
    "platform": "服务平台",
}
APPEAL: Final = "如有异议可向主管部门申请人工复核；系统不自行拒绝任何申请。"
UNVERIFIED: Final = "依据中有待核之处"


def yuan(value: Fraction) -> str:
    """金额: in 元, exactly, with thousands separators."""
    return say.shown(value, "money")


def listed(keys: Iterable[str]) -> str:
    """事实名单: labels with the keys to write them under."""
    return "、".join(f"{say.label(key)}（{key}）" for key in keys)


def span(edition: Edition) -> str:
    """起止: both days included."""
    first = edition.from_.isoformat()
    return f"{first} 至 {edition.to}" if edition.to else f"{first} 起"


def spans(policy: Policy) -> str:
    """有效期: of every edition."""
    return "；".join(span(edition) for edition in policy.editions)


def outputs(answer: Answer) -> list[str]:
    """其他结果: named results that are not money, in words."""
    told, ranges = dict(answer.outputs), dict(answer.outputs_range)
    return [
        f"{output.text}：{_range(ranges[output.id], output.unit)}"
        if output.id in ranges
        else f"{output.text}：{_result(told[output.id], output.unit)}"
        for output, _ in answer.rules.outputs
    ]


def _range(ends: tuple[object, object], unit: str) -> str:
    least, most = (_result(end, unit) for end in ends)
    if ends[0] is None:
        return f"最多 {most}"
    return f"至少 {least}" if ends[1] is None else f"{least} 至 {most}"


def _result(value: object, unit: str) -> str:
    if isinstance(value, int | Decimal):
        of_money = unit in ("元", "万元")
        # Counts of levels and rows are written in 项, which nobody says of a score.
        # A whole number formatted with f would get six decimals that nobody wrote.
        return f"{Decimal(value):,f}" + (f" {unit}" if of_money else "")
    if isinstance(value, Level):
        return value.text
    return "未知" if value is None else str(value)


def ceiling(answer: Answer) -> str:
    """上限: the most that may be paid, never a promise; or why it cannot be said."""
    money = answer.money
    if money is None:
        return ""
    if money.maximum is not None:
        return f"最高 {yuan(money.maximum)}" if money.maximum else "已领足或为零"
    if money.why_unknown:
        return "金额待核"
    limit = money.range[1]
    return "金额未知" if limit is None else f"最高可能 {yuan(limit)}"


def is_unverified(answer: Answer) -> bool:
    """是否待核: whether a condition or the amount rests on something not yet verified."""
    amount = answer.money is not None and bool(answer.money.why_unknown)
    return amount or any(reason.unverified for reason in answer.reasons)
