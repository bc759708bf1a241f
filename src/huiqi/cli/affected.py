"""受影响的企业: as a file that a spreadsheet opens, every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huiqi.cli import output, words
from huiqi.rules.industries import SECTIONS
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.say import plain
from huiqi.rules.vocabulary import DISTRICTS

if TYPE_CHECKING:
    from huiqi.rules.simulate import Affected
    from huiqi.rules.trial import Trial

SUFFIXES: Final = (".xlsx", ".csv")
MOST_LISTED: Final = 20  # of each comparison on the page and in JSON; the file has all
UNKNOWN: Final = "未知"
VERDICTS: Final = {**words.VERDICTS, "not_in_force": "不在有效期"}
TEXTS: Final = {"in_force": "现行规则", "draft": "草案", "compared": "另一草案"}
HEADINGS: Final = (
    *("对比", "统一社会信用代码", "所在区", "行业门类", "规模", "原来", "改后"),
    *("原来已能确定的金额（元）", "改后已能确定的金额（元）", "增减（元）"),
)
Row = Sequence[object]


def written(path: Path, found: Trial) -> None:
    """写出名单: of every comparison; Refused where the file cannot be written or holds no more."""
    try:
        content = _sheet(found) if path.suffix == ".xlsx" else _text(found)
        output.write_whole(path, content)
    except OSError as error:
        fix = "请换一个 --out，或检查权限。"
        what = f"这里不能写：{error.strerror}。"
        raise Refused([Problem(what, fix=fix, file=str(path))]) from error


def group_name(dimension: str, name: str) -> str:
    """分组名称: of a district, a section of industry or a size, in Chinese."""
    if dimension == "district":
        return DISTRICTS.get(name, UNKNOWN)
    if dimension == "industry":
        return f"{name} {SECTIONS[name]}" if name in SECTIONS else UNKNOWN
    return words.SIZES.get(name, UNKNOWN)


def between(before: str, after: str) -> str:
    """对比的名称: from which text to which."""
    return f"{TEXTS[before]} → {TEXTS[after]}"


def _rows(found: Trial) -> Iterator[list[object]]:
    for one in found.comparisons:
        name = between(one.before, one.after)
        yield from ([name, *_firm(firm)] for firm in one.found.affected)


def _firm(firm: Affected) -> Iterator[object]:
    yield firm.credit_code
    for dimension, group in zip(("district", "industry", "size"), firm.groups, strict=True):
        yield group_name(dimension, group)
    yield VERDICTS[firm.before]
    yield VERDICTS[firm.after]
    yield from (firm.fen_before, firm.fen_after, firm.fen_after - firm.fen_before)


def _sheet(found: Trial) -> bytes:
    from huiqi.kernel.sheets import MOST_ROWS, Column, workbook

    rows = sum(len(one.found.affected) for one in found.comparisons)
    if rows > MOST_ROWS:
        what = f"受影响的有 {rows:,} 行，一张 Excel 表最多 {MOST_ROWS:,} 行。"
        raise Refused([Problem(what, fix="请把 --out 写成 .csv。", key="--out")])
    columns = [Column(one, "yuan" if "元" in one else "text", 22) for one in HEADINGS]
    return workbook("受影响的企业", columns, _rows(found))


def _text(found: Trial) -> bytes:
    from huiqi.kernel.sheets import write_csv

    rows = (
        [*told, *(_yuan(fen) for fen in (before, after, rise))]
        for *told, before, after, rise in _rows(found)
    )
    return "".join(write_csv(HEADINGS, rows)).encode()


def _yuan(fen: object) -> object:
    return plain(Fraction(int(str(fen)), 100))
