"""账本的表单: what people wrote, read so that one mistake does not hide another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.ledger.enums import MOST_FEN
from huiqi.rules.fields import Fact
from huiqi.rules.values import BadValue, clean, read_value

AMOUNT: Final = Fact("amount", "money", "金额", "元", lo=1, hi=MOST_FEN)
DAY: Final = Fact("day", "date", "日期", "", lo=1, hi=date.max.toordinal())
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NUMBER: Final = 9
LONGEST: Final = 500

Choice = TypeVar("Choice", bound=StrEnum)


class Written:
    """所填: fields of a form or of an address by name; ``problems`` keeps what does not read.

    ``fields`` has the name of the field that a problem is of, by its sentence.
    """

    def __init__(self, told: Mapping[str, str]) -> None:
        self._told = told
        self.problems: list[str] = []
        self.fields: dict[str, str] = {}

    def text(self, name: str) -> str:
        """文字: stripped, "" when it was left out."""
        return legible(str(self._told.get(name, ""))[:LONGEST])

    def year(self, default: int, name: str = "year") -> int:
        """年度: or ``default`` when it was left out or is none."""
        said = self.text(name)
        if not said:
            return default
        found = _whole(said)
        if found is not None and FIRST_YEAR <= found <= LAST_YEAR:
            return found
        told = worded("年度应是 %(first)s 至 %(last)s 之间的数", first=FIRST_YEAR, last=LAST_YEAR)
        self._wrong(name, told)
        return default

    def whole(self, name: str, label: str) -> int | None:
        """整数: None when it was left out or is none."""
        said = self.text(name)
        found = _whole(said)
        if said and found is None:
            told = worded("%(label)s「%(said)s」不是整数，请写成 25 的形式", label=label, said=said)
            self._wrong(name, told)
        return found

    def amount(self, name: str, label: str) -> int:
        """金额: in 分, of what is written in yuan, like 500000 or 50万; 0 when it does not read."""
        said = self.text(name)
        try:
            return int(read_value(AMOUNT, clean(said)))
        except BadValue:
            told = worded(
                "%(label)s「%(said)s」不是可用的金额，请写大于零的元数，如 500000 或 50万",
                label=label,
                said=said,
            )
            self._wrong(name, told)
            return 0

    def day(self, name: str, label: str, default: date) -> date:
        """日期: in any usual form, or ``default`` when it was left out or is none."""
        said = self.text(name)
        if not said:
            return default
        try:
            return date.fromordinal(int(read_value(DAY, clean(said))))
        except BadValue:
            told = worded(
                "%(label)s「%(said)s」不是日期，请写成 2021-10-20 的形式", label=label, said=said
            )
            self._wrong(name, told)
            return default

    def one_of(self, name: str, label: str, known: Iterable[str]) -> str:
        """选项: one of those there are, "" when it was left out or is none of them."""
        said = self.text(name)
        if not said or said in set(known):
            return said
        told = worded("%(label)s没有「%(said)s」这一项，请从列表里选", label=label, said=said)
        self._wrong(name, told)
        return ""

    def need(self, filled: object, sentence: str, name: str = "") -> None:
        """必填: the sentence is a problem, of the field ``name``, when nothing is there."""
        if not filled:
            self._wrong(name, sentence)

    def refuse(self) -> None:
        """拒绝: Refused when anything does not read."""
        if self.problems:
            raise Refused(list(dict.fromkeys(self.problems)))

    def _wrong(self, name: str, sentence: str) -> None:
        self.problems.append(sentence)
        self.fields[sentence] = name


def _whole(said: str) -> int | None:
    is_whole = said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER
    return int(said) if is_whole else None


def unknown_budget() -> str:
    """没有这笔预算: the sentence for a budget that is not there."""
    return _("没有这笔预算，请从列表里选")
