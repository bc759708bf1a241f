"""接口文档: OpenAPI 3.1, made of the operations and of the schemas that ship with the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from huiqi.api import books_shapes as books
from huiqi.api import following_shapes as following
from huiqi.api.accounts import ACCOUNT_SCHEMAS
from huiqi.api.application_shapes import APPLICATION_SCHEMAS
from huiqi.api.common_problems import COMMON_PROBLEM_SCHEMAS
from huiqi.api.concerns import CONCERN_SCHEMAS
from huiqi.api.corrections import CORRECTION_ASKED, CORRECTION_SCHEMA, FACT_ON_FILE
from huiqi.api.documents import BRIEF_SCHEMA, DOCUMENT_SCHEMA
from huiqi.api.enums import Scope
from huiqi.api.frame import DATE, SECURITY, Json, component, error_responses
from huiqi.api.knowledge import KNOWLEDGE_SCHEMAS
from huiqi.api.main import api
from huiqi.api.matters import MATTER_ITEM, MATTER_PLAN, OBLIGATION
from huiqi.api.network import NETWORK_SCHEMAS
from huiqi.api.notice_shapes import NOTICE_DESK_SCHEMAS, NOTICE_SCHEMAS
from huiqi.api.opendata import OPEN_CHANGE, OPEN_DATASET, ROW
from huiqi.api.paging import page_schema
from huiqi.api.payments import PAYMENT_SCHEMAS
from huiqi.api.policies import POLICY_SCHEMA
from huiqi.api.problems import CODES
from huiqi.api.rights import DATA_REQUEST_ASKED, DATA_REQUEST_SCHEMA, LOOK_SCHEMA
from huiqi.api.roster_shapes import ROSTER_SCHEMAS
from huiqi.api.rule_drafts import SCHEMAS as RULE_DRAFT_SCHEMAS
from huiqi.api.simulations import SIMULATION_SCHEMAS
from huiqi.api.summaries import SUMMARY_SCHEMA
from huiqi.api.tokens import TOKEN_SCHEMA
from huiqi.rules.facts_schema import facts_schema
from huiqi.rules.schemas import FOLDER

ROOT: Final = "/api/v1/"
WIDTH: Final = 100
SHIPPED: Final = (
    *("match", "explain", "size", "workdays", "search", "refused"),
    *("library_list", "library_show", "library_facts"),
)
LOCAL, SHARED = "#/$defs/", "#/components/schemas/"


def document() -> Json:
    """文档: as data."""
    told: Json = dict(api.get_openapi_schema(path_prefix=ROOT.lstrip("/")))
    told["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    told["servers"] = [{"url": "/"}]
    scopes = "；".join(f"{scope.value}：{scope.label}" for scope in Scope)
    security = SECURITY | {"token": SECURITY["token"] | {"description": f"接口令牌。{scopes}"}}
    told["components"] = {"responses": error_responses(), "securitySchemes": security}
    told["components"]["schemas"] = _reachable(told, _schemas())
    return told


@lru_cache(maxsize=1)
def document_text() -> str:
    """文档文本: of the committed file, ending in a newline; short objects stand on one line."""
    return _compact(document(), "") + "\n"


def _schemas() -> Json:
    found: Json = dict(books.SHAPES)
    for name in SHIPPED:
        text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
        found |= _components(name, json.loads(text))
    found |= _components("firm", facts_schema()) | RULE_DRAFT_SCHEMAS | PAYMENT_SCHEMAS
    found |= ACCOUNT_SCHEMAS | NOTICE_SCHEMAS | NOTICE_DESK_SCHEMAS | ROSTER_SCHEMAS
    found |= SIMULATION_SCHEMAS | APPLICATION_SCHEMAS | CONCERN_SCHEMAS
    found |= COMMON_PROBLEM_SCHEMAS | KNOWLEDGE_SCHEMAS | NETWORK_SCHEMAS
    return (
        found
        | _of_a_firm()
        | {
            "asked": {
                "type": "object",
                "properties": {
                    "facts": component("firm"),
                    "on": {"anyOf": [DATE, {"type": "null"}]},
                },
                "required": ["facts"],
                "additionalProperties": False,
            },
            "explained": {
                "oneOf": [component("explain.explained"), component("explain.absent")],
            },
            "policy": POLICY_SCHEMA,
            "problems": _problems(found["refused"]),
            "facts_page": page_schema(found["library_facts"]["items"]),
            "programmes_page": page_schema(found["library_list"]["items"]),
            "matters_page": page_schema(MATTER_ITEM),
            "matter_plan": MATTER_PLAN,
            "obligations_page": page_schema(OBLIGATION),
            "documents_page": page_schema(BRIEF_SCHEMA),
            "document": DOCUMENT_SCHEMA,
            "programme_summary": SUMMARY_SCHEMA,
            "open_datasets_page": page_schema(OPEN_DATASET),
            "open_rows_page": page_schema(ROW),
            "open_changes_page": page_schema(OPEN_CHANGE),
        }
    )


def _of_a_firm() -> Json:
    """What people keep here for themselves and their firms."""
    return {
        "token": TOKEN_SCHEMA,
        "tokens_page": page_schema(component("token")),
        "looks_page": page_schema(LOOK_SCHEMA),
        "facts_on_file_page": page_schema(FACT_ON_FILE),
        "correction": CORRECTION_SCHEMA,
        "correction_asked": CORRECTION_ASKED,
        "corrections_page": page_schema(component("correction")),
        "subscription": following.SUBSCRIPTION,
        "subscription_asked": following.SUBSCRIPTION_ASKED,
        "subscriptions_page": page_schema(component("subscription")),
        "watch": following.WATCH,
        "watch_asked": following.WATCH_ASKED,
        "watches_page": page_schema(component("watch")),
        "saved_search": following.SAVED_SEARCH,
        "saved_search_asked": following.SAVED_SEARCH_ASKED,
        "saved_searches_page": page_schema(component("saved_search")),
        "changes": following.CHANGES_SCHEMA,
        "data_request": DATA_REQUEST_SCHEMA,
        "data_request_asked": DATA_REQUEST_ASKED,
        "data_requests_page": page_schema(component("data_request")),
    }


def _problems(refused: Json) -> Json:
    """As the command line refuses, with more codes."""
    properties = refused["properties"] | {"code": {"enum": list(CODES)}}
    kept = ("type", "required", "additionalProperties")
    return {key: refused[key] for key in kept} | {"properties": properties}


def _components(name: str, schema: Json) -> Json:
    """One shipped schema as components: itself, and each of its parts under its name."""
    told = _renamed(schema, name)
    parts = told.pop("$defs", {})
    told.pop("$schema", None)
    return {name: told} | {f"{name}.{part}": inner for part, inner in parts.items()}


def _renamed(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, name) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, name) for one in value]
    if isinstance(value, str) and value.startswith(LOCAL):
        return f"{SHARED}{name}.{value.removeprefix(LOCAL)}"
    return value


def _reachable(told: Json, schemas: Json) -> Json:
    """Those schemas that something in the document refers to, in their own order."""
    wanted: set[str] = set()
    waiting = list(_references(told))
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += _references(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in wanted}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)
    elif isinstance(value, str) and value.startswith(SHARED):
        yield value.removeprefix(SHARED)


def _compact(value: Any, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + "  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(str(key), ensure_ascii=False)}: " for key in value]
        values = list(value.values())
    else:
        parts, values = [""] * len(value), value
    told = (f"{inner}{head}{_compact(one, inner)}" for head, one in zip(parts, values, strict=True))
    left, right = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return left + "\n" + ",\n".join(told) + "\n" + indent + right
