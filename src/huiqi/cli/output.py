"""输出: JSON with exact decimals, and text that is aligned on a terminal and plain in a pipe."""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from huiqi.rules.problems import Refused

if TYPE_CHECKING:
    from rich.console import Console

# Decimals leave as bare numbers: they are marked in the text and unwrapped afterwards, so
# that no number ever passes through a float.
MARK: Final = "\ue000"
MARKED: Final = re.compile(f'"{MARK}([^"]*)"')


def to_json(value: object) -> str:
    """JSON 文本: decimals written as they are, Chinese as it is."""

    def exact(one: object) -> str:
        if isinstance(one, Decimal):
            return f"{MARK}{one:f}"
        raise TypeError(f"{type(one).__name__} 不能写成 JSON")

    return MARKED.sub(r"\1", json.dumps(value, ensure_ascii=False, indent=2, default=exact))


def print_json(value: object) -> None:
    """输出 JSON: to standard output."""
    sys.stdout.write(to_json(value) + "\n")


def refuse(refused: Refused, *, as_json: bool) -> None:
    """输出拒绝: every problem on standard error."""
    if as_json:
        problems = [problem.to_dict() for problem in refused.problems]
        sys.stderr.write(to_json({"code": "refused", "problems": problems}) + "\n")
        return
    count = len(refused.problems)
    sys.stderr.write(f"输入不能使用，共 {count} 处：\n")
    for problem in refused.problems:
        sys.stderr.write(f"  · {problem}\n")


@lru_cache(maxsize=1)
def _encoding_ready() -> None:
    # A terminal with an old locale still gets Chinese instead of an error.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def console() -> Console:
    """终端: coloured on a terminal, plain and unwrapped when piped."""
    from rich.console import Console

    _encoding_ready()
    piped = not sys.stdout.isatty()
    return Console(highlight=False, emoji=False, markup=False, width=160 if piped else None)
