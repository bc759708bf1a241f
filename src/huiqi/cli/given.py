"""所给: which day is today, and the firms that a command was given."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from huiqi.rules import credit_code
from huiqi.rules.facts import Facts
from huiqi.rules.intake import read_file
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.values import clean

BEIJING: Final = timezone(timedelta(hours=8))
CODE_LIKE: Final = re.compile(r"[0-9A-Za-z]{15,20}")


def today() -> date:
    """今天: in Beijing, wherever the machine stands."""
    return datetime.now(BEIJING).date()


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
