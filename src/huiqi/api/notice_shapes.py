"""公示接口的架构: what its operations take and answer, for everybody and for the department."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from huiqi.api.frame import DATE, TEXT, Json
from huiqi.api.paging import page_schema
from huiqi.api.tokens import MOMENT
from huiqi.publicity.enums import DraftState, Ground, Phase, RefereeTie, Standing, Withheld

MOVES: Final = ("submit", "take_back", "return", "publish", "cancel")


def shape(properties: Json, optional: Collection[str] = ()) -> Json:
    """对象的架构: with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


COUNT: Final[Json] = {"type": "integer", "minimum": 0}
YUAN: Final[Json] = {"type": "number", "minimum": 0, "description": "元"}
OR_NULL: Final[Json] = {"type": ["string", "null"]}
_BRIEF: Final[Json] = {
    **dict.fromkeys(("number", "title", "department", "programme", "programme_title"), TEXT),
    "call": TEXT,
    "phase": {"enum": list(Phase.values)},
    "begins_on": DATE,
    "last_day": DATE | {"description": "含当天"},
    "awards": COUNT | {"description": "还有效的几家"},
    "total": YUAN,
    "objections": shape(dict.fromkeys(("named", "anonymous", "answered", "upheld"), COUNT)),
    "withdrawn_on": OR_NULL,
    "withdrawn_for": OR_NULL,
}
NOTICE_SCHEMAS: Final[Json] = {
    "notices_page": page_schema(shape(_BRIEF)),
    "notice": shape(
        _BRIEF
        | {
            "basis": TEXT,
            "working_days": {"type": ["integer", "null"], "description": "首日算在内"},
            "extensions": {
                "type": "array",
                "items": shape({"last_day": DATE, "reason": TEXT}),
            },
        }
    ),
    "notice_awards_page": page_schema(
        shape(
            {
                "row": COUNT,
                **dict.fromkeys(("name", "credit_code", "district", "kind", "withheld"), OR_NULL),
                "amount": YUAN,
                "standing": {"enum": list(Standing.values)},
                "gone_on": OR_NULL,
                "gone_for": OR_NULL,
            }
        )
    ),
    "objection_given": shape(
        {
            "text": TEXT | {"minLength": 1, "maxLength": 600},
            "row": {"type": "integer", "minimum": 1, "description": "不写为整份公示"},
            "raised_by": TEXT | {"maxLength": 120},
            "contact": TEXT | {"maxLength": 120, "description": "电话或邮箱"},
            "anonymous": {"type": "boolean"},
        },
        optional=("row", "raised_by", "contact", "anonymous"),
    ),
    "objection_receipt": shape({"number": TEXT, "code": TEXT}),
}
_ID: Final[Json] = {"type": "integer", "minimum": 1}
_WITHHELD: Final[Json] = {"enum": [*Withheld.values, None]}
_DRAFT: Final[Json] = {
    "draft": _ID,
    "state": {"enum": list(DraftState.values)},
    **dict.fromkeys(("programme", "call", "title", "basis"), TEXT),
    "begins_on": DATE,
    "last_day": OR_NULL | {"description": "null 为通常的公示期"},
    "remark": TEXT,
    "drafted_by": TEXT,
    "notice": OR_NULL,
}
_OBJECTION: Final[Json] = shape(
    {
        "number": TEXT,
        "notice": TEXT,
        "row": {"type": ["integer", "null"]},
        "text": TEXT,
        "raised_by": OR_NULL,
        "contact": OR_NULL,
        "received_at": MOMENT,
        "upheld": {"type": ["boolean", "null"]},
        "answer": OR_NULL,
        "referred_to": OR_NULL | {"description": "移交给哪个部门答复；null 为公示单位自己"},
    }
)
_MOVES: Final[Json] = {"move": {"enum": list(MOVES)}, "reason": TEXT}
NOTICE_DESK_SCHEMAS: Final[Json] = {
    "proposables_page": page_schema(
        shape(
            {
                "programme": TEXT,
                "call": TEXT,
                "subject": _ID,
                "name": TEXT,
                "amount": YUAN,
                "waiting": YUAN | {"description": "其中还没有送付的，元"},
                "running": OR_NULL,
            }
        )
    ),
    "referees_page": page_schema(
        shape({"organization": _ID, "name": TEXT, "tie": {"enum": list(RefereeTie.values)}})
    ),
    "referral_asked": shape(
        {
            "to": {"type": ["integer", "null"]},
            "ground": {"enum": list(Ground.values)},
            "reason": TEXT | {"maxLength": 200},
        },
        optional=("ground",),
    ),
    "notice_drafts_page": page_schema(shape(_DRAFT)),
    "notice_draft": shape(
        _DRAFT
        | {
            "awards": {
                "type": "array",
                "items": shape(
                    {
                        "row": COUNT,
                        "subject": _ID,
                        "name": OR_NULL,
                        "amount": YUAN,
                        "withheld": _WITHHELD,
                    }
                ),
            }
        }
    ),
    "notice_draft_asked": shape(
        {
            **dict.fromkeys(("programme", "call", "title", "basis"), TEXT),
            "begins_on": DATE,
            "last_day": DATE,
            "awards": {
                "type": "array",
                "items": shape({"subject": _ID, "withheld": _WITHHELD}, optional=("withheld",)),
            },
        },
        optional=("last_day",),
    ),
    "notice_move_asked": shape(_MOVES, optional=("reason",)),
    "notice_extension_asked": shape({"last_day": DATE, "reason": TEXT}),
    "notice_withdrawal_asked": shape({"row": _ID, "reason": TEXT}, optional=("row",)),
    "objections_page": page_schema(_OBJECTION),
    "objection": _OBJECTION,
    "objection_answer_asked": shape({"upheld": {"type": "boolean"}, "text": TEXT}),
}
