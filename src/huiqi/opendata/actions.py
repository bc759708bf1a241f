"""开放数据的发布: a dataset that says something new becomes its next version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from huiqi.kernel.access import Actor, is_system, require
from huiqi.opendata.dataset import Dataset
from huiqi.opendata.lines import one_line
from huiqi.opendata.models import Correction, Edition, EditionRow
from huiqi.opendata.shelf import DATASETS

LOCK: Final = 4_037_023  # any number that nothing else locks
BATCH: Final = 2_000
UNKNOWN: Final = "不再符合公布的条件"


@dataclass(frozen=True)
class Line:
    """行: with what names it."""

    key: str
    content: str


@transaction.atomic
def publish(
    *, actor: Actor, now: datetime, datasets: Iterable[Dataset] = tuple(DATASETS.values())
) -> list[Edition]:
    """发布: the new versions; a dataset that says the same as before has none."""
    require(is_system, actor)
    with connection.cursor() as cursor:  # two publishers would both be the next version
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return [new for dataset in datasets if (new := _next(dataset, now))]


def _next(dataset: Dataset, now: datetime) -> Edition | None:
    lines = [_line(dataset, row) for row in dataset.rows()]
    version = _version(dataset, lines)
    last = Edition.objects.filter(dataset=dataset.name).order_by("-number").first()
    if last and last.version == version:
        return None
    edition = Edition.objects.create(
        dataset=dataset.name,
        number=last.number + 1 if last else 1,
        version=version,
        size=len(lines),
        published_at=now,
    )
    rows = (
        EditionRow(edition=edition, place=place, key=line.key, content=line.content)
        for place, line in enumerate(lines, 1)
    )
    EditionRow.objects.bulk_create(rows, batch_size=BATCH)
    if last and dataset.why_gone:
        _correct(dataset, last, edition, {line.key for line in lines})
    return edition


def _correct(dataset: Dataset, last: Edition, edition: Edition, kept: set[str]) -> None:
    """What the last version told and this one does not is named, with the reason."""
    assert dataset.why_gone is not None
    before = EditionRow.objects.filter(edition=last).order_by("place")
    gone = [key for key in before.values_list("key", flat=True) if key not in kept]
    reasons = dataset.why_gone(gone) if gone else {}
    Correction.objects.bulk_create(
        Correction(edition=edition, key=key, reason=reasons.get(key) or UNKNOWN) for key in gone
    )


def _line(dataset: Dataset, row: object) -> Line:
    assert isinstance(row, dict)
    return Line(dataset.key_of(row), one_line({name: row[name] for name in dataset.names}))


def _version(dataset: Dataset, lines: Iterable[Line]) -> str:
    """Of the names of the columns and of every row: the same data have the same hash anywhere."""
    made = hashlib.sha256(",".join(dataset.names).encode())
    for line in lines:
        made.update(b"\n" + line.content.encode())
    return made.hexdigest()
