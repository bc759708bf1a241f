"""PDF 文档: set by typst in open Chinese fonts; what people wrote stays text, never code."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

TEMPLATES: Final = Path(__file__).parent / "typst"
STANDARD: Final = "a-2b"  # an archive must open it in thirty years


@dataclass(frozen=True)
class Heading:
    """表头: of one column of a list."""

    title: str
    align: Literal["left", "right"] = "left"


def document(template: str, data: Mapping[str, Any]) -> bytes:
    """文档: a template of this folder filled with ``data``; PDF/A-2b.

    FileNotFoundError for a template that does not exist. The data reaches the template as
    JSON, so that nothing in it is read as markup.
    """
    path = TEMPLATES / f"{template}.typ"
    if not path.is_file():
        raise FileNotFoundError(path)
    told = json.dumps(data, ensure_ascii=False)
    made: bytes = _compiler(path).compile(
        format="pdf", sys_inputs={"data": told}, pdf_standards=[STANDARD]
    )
    return made


def table(
    title: str,
    facts: Sequence[tuple[str, str]],
    columns: Sequence[Heading],
    rows: Sequence[Sequence[str]],
    footer: str = "",
) -> bytes:
    """清单: a title, a few facts above, and a table with its heading on every page."""
    return document(
        "list",
        {
            "title": title,
            "facts": [list(fact) for fact in facts],
            "columns": [{"title": one.title, "align": one.align} for one in columns],
            "rows": [list(row) for row in rows],
            "footer": footer,
        },
    )


@cache
def _compiler(path: Path) -> Any:
    import pylopdf_fonts_zh_cn
    import typst

    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Compiler(str(path), root=str(TEMPLATES), font_paths=[str(fonts)])
