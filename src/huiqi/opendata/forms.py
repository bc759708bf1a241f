"""数据格式: a version as CSV or JSON, row by row; both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from huiqi.kernel.sheets import write_csv
from huiqi.opendata.dataset import Column, Dataset
from huiqi.opendata.lines import one_line, read_line
from huiqi.opendata.models import Edition
from huiqi.opendata.shelf import LICENCE, LICENCE_URL


def as_csv(dataset: Dataset, lines: Iterable[str]) -> Iterator[str]:
    """CSV: UTF-8 with BOM, Chinese headings, lines end as RFC 4180 says."""
    rows = map(read_line, lines)
    yield from write_csv(
        [column.title for column in dataset.columns],
        ([cell(column, row.get(column.name)) for column in dataset.columns] for row in rows),
    )


def as_json(
    dataset: Dataset, edition: Edition, lines: Iterable[str], total: int | None = None
) -> Iterator[str]:
    """JSON: what the data are, then one item a line; ``total`` is how many, if not all."""
    told = about(dataset, edition) | ({} if total is None else {"total": total})
    head = one_line(told).removesuffix("}").rstrip()
    yield f'{head}, "items": ['
    mark = "\n"
    for line in lines:
        yield mark + line
        mark = ",\n"
    yield "\n]}\n"


def about(dataset: Dataset, edition: Edition) -> dict[str, object]:
    """数据说明: what stands before the rows of a version."""
    return {
        "dataset": dataset.name,
        "title": dataset.title,
        "edition": edition.number,
        "version": edition.version,
        "published_at": edition.published_at.isoformat(timespec="seconds"),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "total": edition.size,
    }


def cell(column: Column, value: Any) -> Any:
    """单元格: as a sheet has it; what is more than one value, or of a JSON column, as JSON."""
    if (column.kind == "json" and isinstance(value, str)) or isinstance(value, dict | list):
        return one_line(value)
    return value
