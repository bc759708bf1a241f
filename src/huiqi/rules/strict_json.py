"""严格 JSON: every number exact, no key found, no number that is none; or the reasons why not."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation

from huiqi.rules.problems import Problem, Refused, shown

TOO_MUCH = "JSON 里有过长的数字或过深的括号。"


def read_json(text: str, file: str = "") -> object:
    """读取 JSON: fractions as Decimal; Refused with every key that stands found in an object."""
    read, problems = read_what_is_there(text, file)
    if problems:
        raise Refused(problems)
    return read


def read_what_is_there(text: str, file: str = "") -> tuple[object, list[Problem]]:
    """读出已有的: with every problem beside it, so that those of the content are told as well.

    Of a key that stands found the last value is read, what is no number is None; Refused only
    where nothing can be read at all.
    """
    found: dict[str, Problem] = {}

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        read = dict(items)
        if len(read) < len(items):
            keys = [key for key, _ in items]
            for key in sorted({key for key in keys if keys.count(key) > 1}):
                what = f"「{shown(key)}」写了两次。"
                found[key] = Problem(what, fix="请只留一个。", file=file, key=shown(key))
        return read

    def no_number(word: str) -> None:
        what = f"「{word}」不是数字。"
        found[what] = Problem(what, fix="不知道时写 null。", file=file)

    try:
        read = json.loads(
            text, parse_float=Decimal, parse_constant=no_number, object_pairs_hook=pairs
        )
    except json.JSONDecodeError as error:
        what = f"JSON 写法有误（第 {error.colno} 列附近）。"
        fix = "请检查逗号、引号和括号是否成对。"
        raise Refused([Problem(what, fix=fix, file=file, line=error.lineno)]) from None
    except (ValueError, RecursionError, InvalidOperation):
        raise Refused([Problem(TOO_MUCH, fix="请核对内容。", file=file)]) from None
    return read, list(found.values())
