"""企业名单的形状: of a list, of a firm in it, and of what came in and went out."""

from __future__ import annotations

from typing import Final

from huiqi.api.frame import TEXT, Json
from huiqi.api.paging import page_schema
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL
from huiqi.rosters.enums import Kind


def _object(properties: Json, *, required: bool = True) -> Json:
    found: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(properties)} if required else {})


def _several(of: Json) -> Json:
    return {"type": "array", "items": of}


def _or_null(of: Json) -> Json:
    return of | {"type": [of["type"], "null"]}


_DAY: Final[Json] = {"type": "string", "format": "date"}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_NUMBER: Final[Json] = {"type": "number"}
_KIND: Final[Json] = {
    "enum": list(Kind.values),
    "description": "；".join(f"{one.value}：{one.label}" for one in Kind),
}
_YUAN: Final[Json] = {"type": ["number", "null"]}
ROSTER: Final[Json] = _object(
    {
        "number": {"type": "integer"},
        "programme": TEXT,
        "kind": _KIND,
        "title": TEXT,
        "purpose": TEXT | {"description": "用来办什么事；每次读取连同它记入审计"},
        "on": _DAY | {"description": "按哪一天的事实和规则判断"},
        "known_at": MOMENT | {"description": "事实截至何时所知"},
        "register": TEXT | {"description": "全市名册的哈希"},
        "rules": TEXT | {"description": "规则的哈希"},
        "versions": TEXT,
        "total": _COUNT | {"description": "名册户数"},
        "found": _or_null(_COUNT) | {"description": "查到的户数；还在找时为 null"},
        "done": _COUNT | {"description": "已逐户写明的户数"},
        "listed": _COUNT,
        "without_step": _COUNT | {"description": "也只差一项，但那一项没有可走的一步，没有列入"},
        "amount_sure": _YUAN | {"description": "已定的上限合计，元；不涉及金额为 null"},
        "amount_possible": _YUAN | {"description": "至多的上限合计，元，是上限，不是承诺"},
        "amounts_open": _COUNT | {"description": "上限不详、没有算进合计的户数"},
        "asked_at": MOMENT,
        "finished_at": MOMENT_OR_NULL,
        "stopped": TEXT | {"description": "作废的原因；没有作废为空"},
    }
)
_REASON: Final[Json] = _object(
    {
        **dict.fromkeys(("id", "condition"), TEXT),
        "verdict": {"enum": ["yes", "no", "unknown"]},
        **dict.fromkeys(("value", "needed", "clause"), TEXT),
        "unverified": {"type": "boolean"},
    }
)
_STEP: Final[Json] = _object(
    {
        **dict.fromkeys(("fact", "label", "text"), TEXT),
        **{key: {"type": ["integer", "string"]} for key in ("from", "to", "gap")},
        "wait_days": _COUNT,
        "on": _DAY,
    },
    required=False,
) | {"required": ["fact", "label", "text"]}
FIRM: Final[Json] = _object(
    {
        "name": TEXT,
        "credit_code": TEXT,
        "version": TEXT,
        **dict.fromkeys(("district", "industry", "size"), TEXT | {"description": "未知为空"}),
        "amount_sure": _YUAN,
        "amount_possible": _YUAN | {"description": "元，是上限，不是承诺；没有终点为 null"},
        "reasons": _several(_REASON),
        "missing": _several(TEXT),
        "lacks": TEXT | {"description": "只差的那一项；不是差一步的名单为空"},
        "is_rest_sure": {"type": "boolean", "description": "其余条件是否都已满足"},
        "step": _several(_STEP),
    }
)
_ASKED: Final[Json] = _object({"kind": _KIND, "title": TEXT, "purpose": TEXT})
_CHANGES: Final[Json] = page_schema(_object({"change": {"enum": ["in", "out"]}, "firm": FIRM}))
_CHANGES["properties"] |= {"number": {"type": "integer"}, "since": {"type": "integer"}}
_CHANGES["required"] = [*_CHANGES["required"], "number", "since"]
ROSTER_SCHEMAS: Final[Json] = {
    "roster": ROSTER,
    "roster_asked": _ASKED,
    "rosters_page": page_schema(ROSTER),
    "roster_firms_page": page_schema(FIRM),
    "roster_changes_page": _CHANGES,
}
