"""开放数据的查询: versions, their rows, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from huiqi.opendata.dataset import Dataset
from huiqi.opendata.lines import read_line
from huiqi.opendata.models import Correction, Edition, EditionRow
from huiqi.opendata.shelf import DATASETS

SHORTEST: Final = 8  # digits of a hash that name a version
CHUNK: Final = 500
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_DIFFERENT: Final = """
SELECT coalesce(b.key, a.key), a.content, b.content
FROM (SELECT key, content, place FROM opendata_editionrow WHERE edition_id = %s) a
FULL JOIN (SELECT key, content, place FROM opendata_editionrow WHERE edition_id = %s) b USING (key)
WHERE a.content IS DISTINCT FROM b.content
ORDER BY coalesce(b.place, a.place), coalesce(b.key, a.key)
"""


@dataclass(frozen=True)
class Difference:
    """差异: a row before and after; None before it came or after it went.

    ``reason`` is why a row was taken out, where a correction says so.
    """

    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str = ""

    @property
    def kind(self) -> str:
        """变化: 新增, 删去 or 修改."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def columns(self) -> tuple[str, ...]:
        """变了的列: of a row that is there before and after."""
        before, after = self.before or {}, self.after or {}
        if not before or not after:
            return ()
        names = dict.fromkeys((*before, *after))
        return tuple(name for name in names if before.get(name) != after.get(name))


def current() -> dict[str, Edition]:
    """现行版本: the latest of each dataset that was ever published, in the order of the shelf."""
    found = Edition.objects.order_by("dataset", "-number").distinct("dataset")
    by_name = {one.dataset: one for one in found}
    return {name: by_name[name] for name in DATASETS if name in by_name}


def editions_of(dataset: Dataset) -> list[Edition]:
    """全部版本: the latest first."""
    return list(Edition.objects.filter(dataset=dataset.name).order_by("-number"))


def edition_of(dataset: Dataset, version: str = "") -> Edition | None:
    """版本: the latest, or the latest whose hash begins so, or the one of that number."""
    found = Edition.objects.filter(dataset=dataset.name).order_by("-number")
    if not version:
        return found.first()
    if version.isascii() and version.isdigit() and len(version) < SHORTEST:
        return found.filter(number=int(version)).first()
    is_hash = SHORTEST <= len(version) <= 64 and version.isascii() and version.isalnum()
    return found.filter(version__startswith=version.lower()).first() if is_hash else None


def edition_before(dataset: Dataset, after: Edition) -> Edition | None:
    """前一版: None before the first."""
    return Edition.objects.filter(dataset=dataset.name, number=after.number - 1).first()


def rows_of(edition: Edition, where: Mapping[str, str] = NOTHING) -> QuerySet[EditionRow]:
    """行: of an edition, in order; those whose columns have the values of ``where`` (see Asked)."""
    rows = EditionRow.objects.filter(edition=edition).order_by("place")
    for place, (name, value) in enumerate(where.items()):
        told = KeyTextTransform(name, Cast("content", JSONField()))
        rows = rows.annotate(**{f"asked_{place}": told}).filter(**{f"asked_{place}": value})
    return rows


def contents(edition: Edition, where: Mapping[str, str] = NOTHING) -> Iterator[str]:
    """各行: as JSON, in order, without holding them all."""
    lines = rows_of(edition, where).values_list("content", flat=True)
    return lines.iterator(chunk_size=CHUNK)


def differences(before: Edition, after: Edition) -> Iterator[Difference]:
    """差异: in the order of the rows."""
    reasons = {one.key: one.reason for one in corrections_between(before, after)}
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, [before.pk, after.pk])
        for key, old, new in cursor.fetchall():
            reason = "" if new else reasons.get(key, "")
            yield Difference(key, old and read_line(old), new and read_line(new), reason)


def corrections_between(before: Edition, after: Edition) -> QuerySet[Correction]:
    """更正: of the versions after one up to another, the latest last."""
    return Correction.objects.filter(
        edition__dataset=after.dataset,
        edition__number__gt=before.number,
        edition__number__lte=after.number,
    ).order_by("edition__number", "key")


def corrections_of(dataset: Dataset) -> QuerySet[Correction]:
    """全部更正: of a dataset, the latest first."""
    found = Correction.objects.filter(edition__dataset=dataset.name)
    return found.select_related("edition").order_by("-edition__number", "key")
