"""表头: which fact each column of a register is, and everything that is wrong with the heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from huiqi.parties.codes import problem_of, tidy
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Place, Problem, Refused, shown
from huiqi.rules.read import BY_LABEL, COMPLETE, Reader
from huiqi.rules.values import clean

CODE: Final = "credit_code"
_OTHER_SEPARATORS: Final = {
    ";": "分号",
    "\t": "制表符",
    "|": "竖线",
    "；": "分号",
    "，": "全角逗号",
}
NEAREST: Final = "是否为"  # how a problem begins to say what is near
MOST_LISTED: Final = 10  # columns that nobody knows, in one sentence
_ANY_DAY: Final = date(2021, 1, 1)  # reading a heading asks nothing of the day


def keys_of(headings: Sequence[str], file: str) -> list[str]:
    """各列的键: one for each column; Refused with everything that is wrong with the heading."""
    if problems := list(_wrong_lines(headings, file)):
        raise Refused(problems)
    keys = [key_of(one) for one in headings]
    problems = [
        *_unnamed(headings, file),
        *_unknown(headings, file),
        *_repeated(headings, keys, file),
    ]
    if CODE not in keys:
        problems.append(
            Problem(
                "缺少「统一社会信用代码」（credit_code）一列。",
                "没有它不知道每一行是哪家单位。",
                "请补上这一列。",
                file=file,
                row=1,
            )
        )
    if problems:
        raise Refused(problems)
    return keys


def key_of(heading: str) -> str:
    """列的键: of a heading that is a key or a Chinese label; empty for any other."""
    text = str(clean(heading))
    fact = FACTS.get(text) or BY_LABEL.get(text)
    if fact is not None:
        return fact.key
    return text if text.removesuffix(COMPLETE) in FACTS else ""


def other_separator(headings: Sequence[str]) -> str:
    """另一种分隔符: by name, where the whole heading stands in one cell; else empty."""
    if len(headings) != 1:
        return ""
    return next((name for mark, name in _OTHER_SEPARATORS.items() if mark in headings[0]), "")


def _wrong_lines(headings: Sequence[str], file: str) -> Iterator[Problem]:
    """A first line that is no heading at all, told as the one thing that it is."""
    if name := other_separator(headings):
        what = f"各列用{name}隔开，应当用逗号。"
        yield Problem(what, fix="请另存为逗号分隔的 CSV（UTF-8）。", file=file, row=1)
        return
    if len(headings) == 1 and not key_of(headings[0]):
        what = f"第一行「{shown(str(clean(headings[0])))}」是标题，不是表头。"
        yield Problem(what, fix="请删去这一行，让各列的名称在第一行。", file=file, row=1)
    if any(not problem_of(tidy(one)) for one in headings):
        what = "第一行是一家单位的数据，不是表头。"
        fix = "请在最上面加一行，写明各列是哪项事实，如「统一社会信用代码」「名称」。"
        yield Problem(what, fix=fix, file=file, row=1)


def _unnamed(headings: Sequence[str], file: str) -> Iterator[Problem]:
    for place, heading in enumerate(headings, 1):
        if not str(clean(heading)):
            fix = "请写明是哪项事实，或删去这一列。"
            yield Problem(f"第 {place} 列没有表头。", fix=fix, file=file, row=1)


def _unknown(headings: Sequence[str], file: str) -> Iterator[Problem]:
    """In the words of the reader of facts, which knows the nearest one; all others in one."""
    reader = Reader(_ANY_DAY, Place(file, row=1))
    given = {one: None for one in headings if str(clean(one)) and not key_of(one)}
    reader.read(given, consistent=False)
    near = [problem for problem in reader.problems if problem.fix.startswith(NEAREST)]
    yield from near
    told = {problem.key for problem in near}
    if far := [one for one in given if one not in told]:
        listed = "」「".join(shown(one) for one in far[:MOST_LISTED])
        more = f"等 {len(far)} 列" if len(far) > MOST_LISTED else ""
        what = f"不知道「{listed}」{more}是哪项事实。"
        yield Problem(what, fix="请改用事实词典里的名称；不要的列请删去。", file=file, row=1)


def _repeated(headings: Sequence[str], keys: Sequence[str], file: str) -> Iterator[Problem]:
    for key, times in Counter(key for key in keys if key).items():
        if times > 1:
            same = [shown(one) for one, its in zip(headings, keys, strict=True) if its == key]
            what = f"同一项事实（{key}）有 {times} 列：「{'」「'.join(same)}」。"
            yield Problem(what, fix="请只留一列。", file=file, row=1, key=key)
