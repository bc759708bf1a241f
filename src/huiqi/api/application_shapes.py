"""申报的形状: calls as everybody reads them, and a firm's own applications."""

from __future__ import annotations

from typing import Final

from huiqi.api.frame import TEXT, Json, component
from huiqi.api.paging import page_schema
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL
from huiqi.programmes.enums import ApplicationState, Mode, StageKind, StageState
from huiqi.programmes.queries.calling import Phase


def _object(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _several(of: Json) -> Json:
    return {"type": "array", "items": of}


_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_YUAN: Final[Json] = {"type": ["number", "null"], "minimum": 0, "description": "元"}
_FLAG: Final[Json] = {"type": "boolean"}
_DAY_OR_NULL: Final[Json] = {"type": ["string", "null"], "format": "date"}
_CALL: Final[Json] = {
    **dict.fromkeys(("number", "title", "programme", "programme_title", "department"), TEXT),
    "mode": {"enum": list(Mode.values)},
    "batch": TEXT,
    "phase": {"enum": list(Phase.values)},
    "opens_at": MOMENT,
    "ends_at": MOMENT | {"description": "不含；以到达时间为准"},
    "ceiling": _YUAN | {"description": "元，上限，不是承诺"},
    "basis": TEXT,
}
_ASKED: Final[Json] = {
    "key": TEXT,
    "label": TEXT,
    "kind": TEXT,
    "required": _FLAG,
    "choices": _several(TEXT) | {"description": "代码；不是选择题的为空"},
}
_QUESTION: Final[Json] = _object(
    _ASKED | {"columns": _several(_object(_ASKED)) | {"description": "表格的列；不是表格的为空"}}
)
_STAGE: Final[Json] = _object(
    {
        "kind": {"enum": list(StageKind.values)},
        "working_days": _COUNT,
        "clause": TEXT,
    }
)
_PROBLEM: Final[Json] = _object(
    {"about": TEXT | {"description": "哪一题、哪种材料，或 invoices"}, "text": TEXT}
)
_APPLICATION: Final[Json] = {
    "id": _COUNT,
    "number": TEXT | {"description": "提交以前为空"},
    "call": TEXT,
    "state": {"enum": list(ApplicationState.values)},
    "revision": _COUNT | {"description": "保存时要带上"},
    "asked": _YUAN,
    "granted": _YUAN,
    "arrived_at": MOMENT_OR_NULL,
    "who": {"enum": ["firm", "office", ""], "description": "谁在办"},
    "next": TEXT,
    "due_on": _DAY_OR_NULL,
}
APPLICATION_SCHEMAS: Final[Json] = {
    "call": _object(_CALL),
    "calls_page": page_schema(component("call")),
    "call_whole": _object(
        _CALL
        | {
            "granted": _YUAN,
            "paid": _YUAN,
            "version": TEXT,
            "sha256": TEXT | {"description": "项目版本的指纹"},
            "stages": _several(_STAGE),
            "questions": _several(_QUESTION),
            "materials": _several(_object({"id": TEXT, "text": TEXT, "required": _FLAG})),
        }
    ),
    "application": _object(_APPLICATION),
    "applications_page": page_schema(component("application")),
    "application_whole": _object(
        _APPLICATION
        | {
            "answers": {
                "type": "object",
                "additionalProperties": True,
                "description": "按语义键；金额为以元计的十进制文字",
            },
            "known": _several(_object({"key": TEXT, "value": {}, "source": TEXT, "as_of": TEXT}))
            | {"description": "来自官方来源的，不用填，写了也不采用"},
            "problems": _several(_PROBLEM) | {"description": "提交以前还要改的"},
            "stages": _several(
                _object(
                    {
                        "kind": {"enum": list(StageKind.values)},
                        "state": {"enum": list(StageState.values)},
                        "due_on": _DAY_OR_NULL,
                        "provisional": _FLAG,
                    }
                )
            ),
            "papers": _several(
                _object({"kind": TEXT, "number": TEXT, "sha256": TEXT, "verify_code": TEXT})
            ),
        }
    ),
    "application_answers": _object(
        {
            "revision": _COUNT | {"description": "在第几次修改上改的"},
            "answers": {
                "type": "object",
                "additionalProperties": True,
                "description": "只写要改的；null 为清空",
            },
        }
    ),
    "application_saved": _object({"revision": _COUNT, "problems": _several(TEXT)}),
    "application_declared": _object(
        {"declared": _FLAG | {"description": "已看过并同意承诺；必须为 true"}}
    ),
    "application_receipt": _object(
        {"number": TEXT, "round": _COUNT, "arrived_at": MOMENT, "sha256": TEXT}
    ),
}
