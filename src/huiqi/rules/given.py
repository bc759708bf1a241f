"""所给: what was written beside the facts, read so that one mistake does not hide another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from huiqi.rules.fields import Fact
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.values import BadValue, clean, read_value

DAY: Final = Fact("day", "date", "日期", "", lo=1, hi=date.max.toordinal())
LONGEST_NUMBER: Final = 9

T = TypeVar("T")


class Given:
    """所给: reads values one after another and keeps every problem until ``refuse``."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.problems: list[Problem] = []

    def attempt(self, read: Callable[[], T]) -> T | None:
        """试读: the value, or None with its problems kept."""
        try:
            return read()
        except Refused as refused:
            self.problems += refused.problems
            return None

    def day(self, text: str | None, name: str) -> date:
        """日期: as written, in any usual form; today when it was left out or cannot be read."""
        if text is None:
            return self.today
        try:
            return date.fromordinal(int(read_value(DAY, clean(text))))
        except BadValue as bad:
            self.problems.append(Problem(f"{name}{bad.what}", fix=bad.fix, key=name))
            return self.today

    def number(self, text: str | None, name: str) -> int | None:
        """整数: or None when it was left out or cannot be read."""
        if text is None:
            return None
        whole = str(clean(text))
        if not re.fullmatch(rf"[+-]?[0-9]{{1,{LONGEST_NUMBER}}}", whole):
            fix = "请写成 5 的形式。"
            what = f"{name}「{text}」不是可用的整数。"
            self.problems.append(Problem(what, fix=fix, key=name))
            return None
        return int(whole)

    def refuse(self) -> None:
        """拒绝: raise Refused when anything could not be read."""
        if self.problems:
            raise Refused(self.problems)
