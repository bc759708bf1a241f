"""筛选: the rows of a dataset whose columns have certain values, as an address asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from huiqi.opendata.dataset import Column, Dataset
from huiqi.rules.names import nearest

FLAGS: Final[Mapping[str, str]] = {"是": "true", "否": "false", "true": "true", "false": "false"}
SHOWN: Final = 40  # letters of what somebody wrote
DIGITS: Final = 18
WHOLE: Final = ("json", "decimal")  # of these nobody knows how they are written


@dataclass(frozen=True)
class Asked:
    """筛选条件: column and value, as the rows have it in JSON; and everything that is wrong."""

    where: Mapping[str, str]
    problems: tuple[str, ...] = ()


def read_asked(
    dataset: Dataset, given: Iterable[tuple[str, list[str]]], besides: Collection[str]
) -> Asked:
    """读取筛选: ``besides`` are names with another meaning; an empty value asks for nothing."""
    where: dict[str, str] = {}
    problems: list[str] = []
    for name, values in given:
        if name in besides:
            continue
        column = dataset.by_name.get(name)
        text = values[-1].strip() if values else ""
        if column is None:
            problems.append(_unknown(dataset, name))
        elif len(values) > 1:
            problems.append(_("「%(name)s」写了多次，请只留一个。") % {"name": name})
        elif text:
            value, wrong = _value(column, text)
            where[name] = value
            problems += filter(None, [wrong])
    return Asked(where, tuple(problems))


def _unknown(dataset: Dataset, name: str) -> str:
    shown = name[:SHOWN]
    if near := nearest(shown, list(dataset.names)):
        text = _("没有「%(name)s」这一列，是不是「%(near)s」？")
        return text % {"name": shown, "near": near}
    text = _("没有「%(name)s」这一列。可以按这些列筛选：%(names)s。")
    can = (one.name for one in dataset.columns if one.kind not in WHOLE)
    return text % {"name": shown, "names": "、".join(can)}


def _value(column: Column, text: str) -> tuple[str, str]:
    """As it stands in the rows, or a sentence that says how it is to be written."""
    told = {"name": column.name, "title": column.title, "text": text[:SHOWN]}
    match column.kind:
        case "json" | "decimal":
            return "", _("不能按「%(name)s」（%(title)s）筛选，请取回全部再筛。") % told
        case "integer":
            digits = text.removeprefix("-")
            if digits.isascii() and digits.isdigit() and len(digits) <= DIGITS:
                return str(int(text)), ""
            return "", _("「%(name)s」（%(title)s）要写整数，现在是「%(text)s」。") % told
        case "date":
            if _is_day(text):
                return text, ""
            sentence = _("「%(name)s」（%(title)s）要写成 2021-10-20，现在是「%(text)s」。")
            return "", sentence % told
        case "flag":
            if text in FLAGS:
                return FLAGS[text], ""
            return "", _("「%(name)s」（%(title)s）要写「是」或「否」，现在是「%(text)s」。") % told
    if "\x00" in text:
        return "", _("「%(name)s」里有不能使用的字符（NUL），请删去。") % told
    return text, ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
