"""企业命令: match and explain."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huiqi.cli import output, show
from huiqi.library import load
from huiqi.rules import credit_code
from huiqi.rules.intake import read_file
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.rules.facts import Facts


def match(firm: str, on: date, *, as_json: bool) -> int:
    """匹配: every firm of a file against every programme."""
    matches = [load().match(facts) for facts in _firms(firm, on)]
    if as_json:
        told = [one.to_dict() for one in matches]
        output.print_json(told[0] if len(told) == 1 else told)
        return 0
    for one in matches:
        show.match(output.console(), one)
    return 0


def explain(programme: str, firm: str, on: date, *, as_json: bool) -> int:
    """解释: one programme for every subject of a file."""
    load().policy(programme)
    answers = [load().explain(programme, facts) for facts in _firms(firm, on)]
    if as_json:
        told = [one.explained() for one in answers]
        output.print_json(told[0] if len(told) == 1 else told)
        return 0
    for one in answers:
        show.explanation(output.console(), one)
    return 0


def _firms(firm: str, on: date) -> list[Facts]:
    if re.fullmatch(r"[0-9A-Za-z]{15,20}", firm) and not Path(firm).exists():
        wrong = credit_code.problem_of(firm.upper())
        if wrong:
            raise Refused([Problem(wrong, key="credit_code")])
        fix = "请把企业的事实写成文件，例如：huiqi match examples/chenglan.json。"
        raise Refused([Problem(f"还没有「{firm}」的企业档案。", fix=fix)])
    return read_file(Path(firm), on)
