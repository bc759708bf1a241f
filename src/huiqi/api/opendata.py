"""开放数据的接口: datasets, their rows by version, and what changed between two versions."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.frame import TEXT, Json, Operation, Parameter
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError
from huiqi.kernel.words import worded
from huiqi.opendata import queries
from huiqi.opendata.asked import read_asked
from huiqi.opendata.dataset import Dataset
from huiqi.opendata.forms import about
from huiqi.opendata.lines import read_line
from huiqi.opendata.models import Edition
from huiqi.opendata.queries import Difference
from huiqi.opendata.shelf import DATASETS
from huiqi.rules.problems import Problem, shown

router = Router(tags=["开放数据"])

EDITION: Final = TEXT | {"description": "第几版，或内容哈希的前 8 位以上；不写为最新一版"}
WHOLE: Final[Json] = {"type": "integer", "minimum": 1}
ROW: Final[Json] = {"type": "object", "description": "列的名称和值，见 /open/数据集/"}
OPEN_DATASET: Final[Json] = {
    "type": "object",
    "properties": {
        "dataset": {"enum": list(DATASETS)},
        "title": TEXT,
        "edition": WHOLE,
        "version": TEXT | {"description": "内容哈希"},
        "published_at": {"type": "string", "format": "date-time"},
        "licence": TEXT,
        "licence_url": TEXT,
        "total": {"type": "integer", "minimum": 0},
    },
    "required": ["dataset", "title", "edition", "version", "published_at", "total"],
    "additionalProperties": False,
}
OPEN_CHANGE: Final[Json] = {
    "type": "object",
    "properties": {
        "key": TEXT,
        "kind": {"enum": ["added", "removed", "changed"]},
        "before": {"anyOf": [ROW, {"type": "null"}]},
        "after": {"anyOf": [ROW, {"type": "null"}]},
        "reason": {"type": ["string", "null"], "description": "更正：为什么删去"},
    },
    "required": ["key", "kind", "before", "after", "reason"],
    "additionalProperties": False,
}
DATASET_LIST: Final = Operation(
    summary="开放数据的目录",
    about="已发布的数据集和最新一版；整份文件在 /open/。",
    answers="open_datasets_page",
    parameters=PAGING,
)
ROWS: Final = Operation(
    summary="一个数据集的行",
    about="与 /open/数据集.json 的 items 相同，次序也相同。列名和值可以写作查询参数（如 year=2021）"
    "来筛选，几个都要满足；小数和 JSON 的列不能筛选。",
    answers="open_rows_page",
    parameters=(*PAGING, Parameter("version", "哪一版", EDITION)),
)
CHANGES: Final = Operation(
    summary="一个数据集两版之间的变化",
    about="不写 from 和 to 时比最新两版；只有一版时没有变化。",
    answers="open_changes_page",
    parameters=(
        *PAGING,
        Parameter("from", "前一版", EDITION),
        Parameter("to", "后一版", EDITION),
    ),
)


@DATASET_LIST.at(router, "GET", "/open")
def open_datasets(request: HttpRequest) -> Json:
    """目录: what is published."""
    written, given = DATASET_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    current = list(queries.current().items())
    return page.of(current, lambda one: about(DATASETS[one[0]], one[1]))


@ROWS.at(router, "GET", "/open/{dataset}")
def open_rows(request: HttpRequest, dataset: str) -> Json:
    """行: of a version."""
    known = _known(dataset)
    written, given = ROWS.given(request, besides=known.names)
    page = Page.read(written, given)
    columns = [(name, told) for name, told in request.GET.lists() if name in known.names]
    asked = read_asked(known, columns, besides=())
    given.problems += [Problem(sentence) for sentence in asked.problems]
    edition = _edition(known, written.get("version", ""))
    given.refuse()
    rows = queries.rows_of(edition, asked.where)
    return page.of(rows.values_list("content", flat=True), read_line)


@CHANGES.at(router, "GET", "/open/{dataset}/changes")
def open_changes(request: HttpRequest, dataset: str) -> Json:
    """变化: row by row."""
    written, given = CHANGES.given(request)
    page = Page.read(written, given)
    known = _known(dataset)
    after = _edition(known, written.get("to", ""))
    told = written.get("from", "")
    before = _edition(known, told) if told else queries.edition_before(known, after)
    given.refuse()
    found = list(queries.differences(before, after)) if before else []
    return page.of(found, _change)


def _change(one: Difference) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "before": one.before,
        "after": one.after,
        "reason": one.reason or None,
    }


def _known(name: str) -> Dataset:
    if name not in DATASETS:
        what = worded("没有「%(name)s」这个数据集。", name=shown(name))
        fix = worded("可写 %(names)s。", names="、".join(DATASETS))
        problem = Problem(what, fix=fix, key="dataset")
        raise ApiError("not_found", [problem])
    return DATASETS[name]


def _edition(dataset: Dataset, version: str) -> Edition:
    found = queries.edition_of(dataset, version.strip())
    if found is None:
        title = dataset.title
        what = (
            worded("「%(title)s」没有「%(version)s」这一版。", title=title, version=shown(version))
            if version
            else worded("「%(title)s」还没有发布过。", title=title)
        )
        fix = worded("现有的版本见 %(address)s。", address=f"/open/{dataset.name}/")
        problem = Problem(what, fix=fix, key="version")
        raise ApiError("not_found", [problem])
    return found
