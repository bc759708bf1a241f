"""写法说明: the numbers of a policy and how it computes its named values, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.rules.say import digits, shown

if TYPE_CHECKING:
    from huiqi.rules.policy import Bands, Dated, Parameter, Value


def dated_value(parameter: Parameter, dated: Dated) -> str:
    """数值写法: with its unit; 待核 where nobody knows it."""
    if dated.value is None:
        return "待核"
    if parameter.unit == "比例":
        return shown(dated.value, "ratio")
    return f"{digits(dated.value)} {parameter.unit}"


def computation(value: Value, quote: str = "") -> str:
    """算法: of a named value, in one line; ``quote`` stands on both sides of every formula."""
    if value.bands:
        return _bands(value.bands, quote)
    several = (("取最高", value.best_of), ("相加", value.sum), ("取最低", value.least_of))
    for word, of in several:
        if of:
            return f"{word}：{'，'.join(f'{quote}{one}{quote}' for one in of)}"
    return f"{quote}{value.formula}{quote}"


def _bands(bands: Bands, quote: str) -> str:
    of = f"{quote}{bands.of}{quote}" + (f"÷{quote}{bands.to}{quote}" if bands.to else "")
    steps = (
        f"{'超过' if step.strict else '达到'} {step.limit} 得 {step.gives}" for step in bands.steps
    )
    return f"{of}：{'；'.join(steps)}；其余得 {bands.otherwise}"
