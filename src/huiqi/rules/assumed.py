"""假设的文本: a programme as it would be with other numbers; nothing of it is in force."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from huiqi.rules.answer import MEANINGLESS_ABOVE
from huiqi.rules.names import nearest
from huiqi.rules.policy import Parameter, Policy
from huiqi.rules.problems import Problem, Refused

WRITTEN: Final = re.compile(r"(?P<number>\d{1,15}(?:\.\d{1,9})?)\s*(?P<unit>\D*)")
SHARE: Final = "比例"
# What may be written for a unit, and how many of the unit one of it is.
ALSO: Final[Mapping[str, Mapping[str, Fraction]]] = {
    SHARE: {"%": Fraction(1, 100), "％": Fraction(1, 100)},
    "元": {"万元": Fraction(10_000)},
    "万元": {"元": Fraction(1, 10_000)},
}
WHOLE: Final = ("年", "月", "天", "人", "项", "分", "个", "家", "次")
MOST_WHOLE: Final = 1_000_000


def assumed(policy: Policy, on: date, settings: Sequence[str]) -> Policy:
    """假设: ``policy`` with parameters set as ``NAME=VALUE`` says, on every day that has a value.

    A value is written in the parameter's unit, with or without it; a share also in per cent,
    money in 元 or 万元. Refused with every setting that cannot be read, at once.
    """
    edition = policy.edition_on(on)
    text = policy if edition is None else policy.text_of(edition)
    problems: list[Problem] = []
    found: dict[str, Fraction] = {}
    for setting in settings:
        try:
            name, value = _setting(setting, text.parameters)
            if name in found:
                what = f"参数「{name}」设了不止一次。"
                raise Refused([Problem(what, fix="请只留一个值。", key=name)])
            found[name] = value
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return with_values(policy, text, found)


def share_of(written: str, name: str) -> Fraction:
    """比例: above 0 and at most 1, written as 60%, 0.6 or 1; ``name`` is what it is for.

    Refused for anything else.
    """
    match = WRITTEN.fullmatch(written.strip())
    factor = {"": Fraction(1), **ALSO[SHARE]}.get(match["unit"].strip()) if match else None
    value = Fraction(match["number"]) * factor if match and factor else Fraction(0)
    if not 0 < value <= 1:
        fix = "请写大于 0、不超过 100% 的比例，如 60% 或 0.6。"
        raise Refused([Problem(f"{name}不能是「{written}」。", fix=fix, key=name)])
    return value


def with_values(policy: Policy, text: Policy, found: Mapping[str, Fraction]) -> Policy:
    """换数值: ``policy`` with parameters of one of its texts set on every day that has a value.

    Values are in the units of the parameters, whose names are all known.
    """
    changed = {name: _valued(text.parameters[name], value) for name, value in found.items()}
    return instead(policy, text, replace(text, parameters={**text.parameters, **changed}))


def instead(policy: Policy, text: Policy, other: Policy) -> Policy:
    """换一个文本: ``policy`` with ``other`` in the place of ``text``, one of those it is of."""
    if text is policy:
        return other
    editions = tuple(
        replace(one, text=other) if one.text is text else one for one in policy.editions
    )
    return replace(policy, editions=editions)


def _valued(parameter: Parameter, value: Fraction) -> Parameter:
    return replace(
        parameter, values=tuple(replace(dated, value=value) for dated in parameter.values)
    )


def _setting(setting: str, parameters: Mapping[str, Parameter]) -> tuple[str, Fraction]:
    name, equals, written = (part.strip() for part in setting.partition("="))
    if not equals or not name:
        fix = "请写成「参数=值」，例如 rate=0.4。"
        raise Refused([Problem(f"看不懂「{setting}」。", fix=fix)])
    if name not in parameters:
        hint = nearest(name, parameters)
        known = "、".join(parameters) or "没有参数"
        fix = f"是否为「{hint}」？" if hint else f"这一项目的参数：{known}。"
        raise Refused([Problem(f"没有参数「{name}」。", fix=fix, key=name)])
    return name, _value(parameters[name], written)


def _value(parameter: Parameter, written: str) -> Fraction:
    unit = parameter.unit
    factors = {"": Fraction(1), unit: Fraction(1), **ALSO.get(unit, {})}
    match = WRITTEN.fullmatch(written)
    factor = factors.get(match["unit"].strip()) if match else None
    if match is None or factor is None:
        ways = "、".join(f"「{one}」" for one in factors if one not in ("", "％"))
        what = f"参数「{parameter.name}」不能是「{written}」，"
        fix = f"请写不小于零的数，单位可以是{ways}或不写。"
        raise Refused([Problem(what, f"它的单位是「{unit}」。", fix, key=parameter.name)])
    value = Fraction(match["number"]) * factor
    problem = _out_of_bounds(parameter, value, written)
    if problem:
        raise Refused([problem])
    return value


def _out_of_bounds(parameter: Parameter, value: Fraction, written: str) -> Problem | None:
    what = f"参数「{parameter.name}」不能是「{written}」，"
    if parameter.unit in WHOLE and (value.denominator != 1 or value > MOST_WHOLE):
        fix = f"请写 0 至 {MOST_WHOLE:,} 的整数。"
        return Problem(what, f"单位「{parameter.unit}」只能是整数。", fix, key=parameter.name)
    if parameter.unit == SHARE and value > max(Fraction(1), _highest(parameter)):
        return Problem(what, "比例超过了 1。", "请写 0.4 或 40% 这样的数。", key=parameter.name)
    most = MEANINGLESS_ABOVE / 10_000 if parameter.unit == "万元" else MEANINGLESS_ABOVE
    if value > most:
        fix = "请核对是否多写了几个零。"
        return Problem(what, "数太大，没有意义。", fix, key=parameter.name)
    return None


def _highest(parameter: Parameter) -> Fraction:
    known = (dated.value for dated in parameter.values if dated.value is not None)
    return max(known, default=Fraction(0))
