"""所给: what was written behind a command, read so that one mistake does not hide another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final, TypeVar

from huiqi.rules import credit_code
from huiqi.rules.facts import Facts
from huiqi.rules.fields import Fact
from huiqi.rules.intake import read_file
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.values import BadValue, clean, read_value

BEIJING: Final = timezone(timedelta(hours=8))
DAY: Final = Fact("day", "date", "日期", "", lo=1, hi=date.max.toordinal())
CODE_LIKE: Final = re.compile(r"[0-9A-Za-z]{15,20}")
LONGEST_NUMBER: Final = 9

T = TypeVar("T")


def today() -> date:
    """今天: in Beijing, wherever the machine stands."""
    return datetime.now(BEIJING).date()


class Given:
    """所给: reads values one after another and keeps every problem until ``refuse``."""

    def __init__(self) -> None:
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
            return today()
        try:
            return date.fromordinal(int(read_value(DAY, clean(text))))
        except BadValue as bad:
            self.problems.append(Problem(f"{name}{bad}", key=name))
            return today()

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


def firms(named: str, on: date) -> list[Facts]:
    """企业: those of a file; Refused for a credit code, since no register of firms exists yet."""
    if not named.strip():
        fix = "请写出文件，例如 huiqi match examples/chenglan.json。"
        raise Refused([Problem("没有写企业文件。", fix=fix, key="FILE")])
    code = str(clean(named)).upper()
    if not CODE_LIKE.fullmatch(code) or Path(named).exists():
        return read_file(Path(named), on)
    wrong = credit_code.problem_of(code)
    if wrong:
        raise Refused([Problem(wrong, key="credit_code")])
    raise Refused(
        [
            Problem(
                f"没有「{code}」的企业档案。",
                "这里还没有接入企业登记库。",
                "请把企业的事实写成文件再匹配，例如 huiqi match examples/chenglan.json；"
                "可写的事实见 huiqi library facts。",
                key="credit_code",
            )
        ]
    )
