"""参考文档: the pages of docs/reference that are generated from the registry of facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import Fact, Kind

KINDS: Final[dict[Kind, str]] = {
    "money": "金额（元）",
    "rate": "比例",
    "count": "整数",
    "number": "数",
    "date": "日期",
    "flag": "是/否",
    "code": "代码",
    "industry": "行业代码",
    "district": "区划代码",
    "text": "文字",
    "codes": "代码列表",
    "titles": "称号列表",
    "awards": "领款列表",
    "loans": "贷款列表",
}
HEAD: Final = """# 事实词典

由 `make docs` 从代码生成，不要手改。金额一律写元，比例写小数或百分数；不知道就不写。
「年度」指评估日之前最后一个完整会计年度；来源按可信程度先后排列。

| 键 | 名称 | 类型 | 单位 | 来源 | 可选值、说明 |
|---|---|---|---|---|---|
"""


def facts_page() -> str:
    """事实词典页: one row for each fact, in the order people are asked."""
    return HEAD + "".join(_row(fact) for fact in FACTS.values())


def _row(fact: Fact) -> str:
    values = "、".join(f"{name} `{code}`" for code, name in fact.vocabulary.items())
    cells = (
        f"`{fact.key}`",
        fact.label + ("（年度）" if fact.annual else ""),
        KINDS[fact.kind],
        fact.unit or "—",
        "、".join(fact.sources),
        values or fact.note or "—",
    )
    return f"| {' | '.join(cells)} |\n"


def write_pages(folder: Path) -> None:
    """生成参考页: into ``folder`` (docs/reference)."""
    (folder / "facts.md").write_text(facts_page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/reference"))
