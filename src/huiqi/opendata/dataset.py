"""数据集: what a table of open data is: its columns, what names a row, where rows come from.

Titles and explanations of columns are part of the data: they are Chinese in every language, and
``name`` is what programs use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["text", "integer", "decimal", "date", "flag", "json"]
Row = Mapping[str, Any]

KINDS: Final[Mapping[Kind, str]] = {
    "text": "文本",
    "integer": "整数",
    "decimal": "小数",
    "date": "日期（2021-10-20）",
    "flag": "是否（CSV 写「是」「否」，JSON 写 true、false）",
    "json": "JSON（CSV 里是一段 JSON 文本）",
}


@dataclass(frozen=True)
class Column:
    """列: ``name`` in JSON, ``title`` in CSV; None is told as null and as an empty cell."""

    name: str
    title: str
    kind: Kind = "text"
    about: str = ""


@dataclass(frozen=True)
class Dataset:
    """数据集: ``key`` names the columns whose values together name a row, for good.

    ``why_gone`` tells for rows that the last version had and the next one has not, by what names
    them, why each was taken out; without it nobody needs to be told.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    why_gone: Callable[[Sequence[str]], Mapping[str, str]] | None = None

    def key_of(self, row: Row) -> str:
        """行的标识: unique within the dataset."""
        return "/".join(str(row[name] or "") for name in self.key)

    @property
    def by_name(self) -> dict[str, Column]:
        """列: by its name, as it may be asked for."""
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """列名: in the order of the columns."""
        return tuple(column.name for column in self.columns)
