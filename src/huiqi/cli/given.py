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


def firms(named: str, on: date | None) -> list[Facts]:
    """企业: those of a file, or the one on file under a credit code; Refused for neither.

    ``on`` is the day of the facts; not given, that of the city for a firm on file, else today.
    """
    if not named.strip():
        fix = "请写出文件，例如 huiqi match examples/chenglan.json。"
        raise Refused([Problem("没有写企业文件。", fix=fix, key="FILE")])
    code = str(clean(named)).upper()
    if not CODE_LIKE.fullmatch(code) or Path(named).exists():
        return read_file(Path(named), on or today())
    wrong = credit_code.problem_of(code)
    if wrong:
        raise Refused([Problem(wrong, key="credit_code")])
    from huiqi.cli.on_file import facts_on_file

    return [facts_on_file(code, on)]
