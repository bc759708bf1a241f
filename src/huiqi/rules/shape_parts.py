"""形状零件: the shapes of names, days and citations that every part of a policy file uses."""

from __future__ import annotations

from typing import Final

from huiqi.rules.policy import UNITS, Cite
from huiqi.rules.scalars import Choice, Day, Expression, Flag, Word
from huiqi.rules.shape import Record, may, need

TEXT: Final = Word()
NAME: Final = Word(r"[a-z][a-z0-9_]*", "小写英文、数字和下划线组成的名称")
PROGRAMME: Final = Word(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", "「辖区.项目」形式的编号")
DAY: Final = Day()
FORMULA: Final = Expression()
FLAG: Final = Flag()
UNIT: Final = Choice(UNITS, "已知的单位")

CITE: Final = Record(
    "cite",
    {"source": need(NAME, "sources 中的来源名"), "clause": may(TEXT, "条款")},
    Cite,
)
ID_FIELD: Final = need(NAME, "编号，同一版本内不重复")
CITE_FIELD: Final = need(CITE, "出处")
PER_FIELD: Final = may(Choice(("loans",)), "逐笔计算：loans 表示每笔贷款")
RANGE_FIELDS: Final = {
    "from": may(DAY, "首日（含），与某版本首日相同", into="from_"),
    "to": may(DAY, "末日（含），与某版本末日相同"),
}
