"""数据格式: a version as CSV or JSON, row by row; both say the same."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from huiqi.kernel.sheets import BOM, guarded
from huiqi.opendata.dataset import Column, Dataset
from huiqi.opendata.lines import one_line, read_line
from huiqi.opendata.models import Edition
from huiqi.opendata.shelf import LICENCE, LICENCE_URL


def as_csv(dataset: Dataset, lines: Iterable[str]) -> Iterator[str]:
    """CSV: UTF-8 with BOM, Chinese headings, lines end as RFC 4180 says."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow([column.title for column in dataset.columns])
    for line in lines:
        row = read_line(line)
        yield writer.writerow([cell(column, row.get(column.name)) for column in dataset.columns])


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


def cell(column: Column, value: Any) -> str:
    """单元格: text that a spreadsheet would run as a formula begins with an apostrophe."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str() if column.kind != "json":
            return guarded(value)
    return one_line(value)


class _Echo:
    """A file that gives back what is written, so that a row is sent when it is there."""

    def write(self, text: str) -> str:
        return text
