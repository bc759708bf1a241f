"""申报的形状: calls as everybody reads them, a firm's own applications and what goes with them."""

from __future__ import annotations

from typing import Final

from huiqi.api.frame import DATE, TEXT, Json, component
from huiqi.api.paging import page_schema
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL
from huiqi.kernel.models import Blob
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
    "choices": _several(TEXT) | {"description": "代码；代码列表的每一项选一个；不是选择题的为空"},
}
_QUESTION: Final[Json] = _object(
    _ASKED
    | {"columns": _several(_object(_ASKED)) | {"description": "表格和成行的事实的列；别的为空"}}
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
_FILE: Final[Json] = {
    "id": _COUNT,
    "material": TEXT | {"description": "哪种材料"},
    "name": TEXT,
    "media_type": TEXT | {"description": "看内容定的类型"},
    "size": _COUNT | {"description": "字节"},
    "sha256": TEXT,
    "state": {"enum": list(Blob.State.values), "description": "查杀；clean 才能打开"},
    "scanned_by": TEXT | {"description": "由谁查杀；空的没有查过"},
    "reused_from": {"type": ["integer", "null"], "description": "沿用自哪一份"},
    "added_at": MOMENT,
    "removed_at": MOMENT_OR_NULL,
}
_CONTENT: Final[Json] = TEXT | {"minLength": 1, "contentEncoding": "base64"}
_NAME: Final[Json] = TEXT | {"minLength": 1, "description": "文件名，扩展名与内容相符"}
_LINE: Final[Json] = {
    "code": TEXT | {"description": "10 位或 12 位；数电票没有代码，写空"},
    "number": TEXT | {"description": "8 位或 20 位"},
    "amount": TEXT | {"description": "价税合计，以元计的十进制文字", "examples": ["800000.50"]},
    "buyer": TEXT | {"description": "购买方，信用代码或名称"},
    "seller": TEXT | {"description": "销售方，信用代码或名称"},
    "issued_on": DATE,
}
_GIVEN_LINE: Final[Json] = _LINE | {
    "amount": {**_LINE["amount"], "type": ["string", "number"]},
}
MATERIAL_SCHEMAS: Final[Json] = {
    "application_material": _object(_FILE),
    "application_materials": _object(
        {
            "materials": _several(
                _object(
                    {
                        "id": TEXT,
                        "text": TEXT,
                        "required": _FLAG,
                        "most": _COUNT | {"description": "最多几个文件"},
                        "hint": TEXT,
                        "clause": TEXT,
                        "files": _several(component("application_material")),
                    }
                )
            )
        }
    ),
    "application_reusable_page": page_schema(
        _object(_FILE | {"call": TEXT | {"description": "交在哪一份申报通知下"}})
    ),
    "application_material_given": _object(
        {
            "material": TEXT | {"minLength": 1, "description": "哪种材料的编号"},
            "name": _NAME,
            "content_base64": _CONTENT,
        }
    ),
    "application_material_reused": _object(
        {"evidence": _COUNT | {"description": "可以沿用的那一份的编号"}}
    ),
    "application_invoice": _object({"id": _COUNT, "place": _COUNT} | _LINE),
    "application_invoices_page": page_schema(component("application_invoice")),
    "application_invoices_given": _object(
        {"invoices": _several(_object(_GIVEN_LINE, optional=("code",)))}
    ),
    "application_sheet_given": _object({"name": _NAME, "content_base64": _CONTENT}),
    "application_invoices_written": _object(
        {
            "count": _COUNT | {"description": "现在一共几张"},
            "amount": TEXT | {"description": "现在合计，元"},
            "invoices": _several(component("application_invoice"))
            | {"description": "这一次填上或删去的"},
        }
    ),
}
APPLICATION_SCHEMAS: Final[Json] = {
    **MATERIAL_SCHEMAS,
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
