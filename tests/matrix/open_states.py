"""开放数据的状态: its pages before anything was published, and with two versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from huiqi.kernel.access import SYSTEM
from huiqi.opendata.actions import publish
from huiqi.opendata.dataset import Dataset, Row
from huiqi.opendata.shelf import DATASETS
from tests.cast import NOW
from tests.matrix.opening import State


def _first_rows(of: Dataset) -> Iterator[Row]:
    yield from islice(of.rows(), 20)


def _published() -> None:
    """Some of the open data, in two versions of which the second has fewer rows."""
    sets = [DATASETS[name] for name in ("obligations", "codes")]
    publish(actor=SYSTEM, now=NOW, datasets=sets)
    fewer = [replace(one, rows=partial(_first_rows, one)) for one in sets]
    publish(actor=SYSTEM, now=NOW, datasets=fewer)


OPEN: Final = (
    State("/open/", "未发布"),
    State("/open/", "多行", before=(_published,)),
    State("/open/<slug:name>/", "两版", path="/open/obligations/", before=(_published,)),
    State("/open/<slug:name>/", "未发布", path="/open/rules/"),
    State("/open/<slug:name>/", "未找到", path="/open/no-such/", status=404),
    State("/open/<slug:name>/changes/", "两版", path="/open/codes/changes/", before=(_published,)),
    State("/open/<slug:name>/changes/", "未发布", path="/open/codes/changes/", status=404),
    State(
        "/open/<slug:name>.<slug:form>",
        "筛选有误",
        path="/open/codes.csv?colour=red&fact=a&fact=b",
        status=400,
        before=(_published,),
    ),
    State("/open/<path:rest>", "未找到", path="/open/no-such", status=404),
)
