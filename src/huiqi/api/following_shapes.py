"""关注的架构: what operations on what is followed take and answer, for the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from huiqi.api.frame import Json
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL
from huiqi.follow.differences import CAUSES
from huiqi.follow.enums import Target, Whose
from huiqi.policies.search.finding import ALL_FACETS

_TEXT: Final[Json] = {"type": "string"}
_TEXTS: Final[Json] = {"type": "array", "items": _TEXT}
_COUNT: Final[Json] = {"type": "integer"}
_WHOSE: Final[Json] = {"enum": list(Whose.values)}
_MONEY: Final[Json] = {"type": "number", "description": "元"}
_FACETS: Final[Json] = {
    "type": "object",
    "properties": dict.fromkeys(ALL_FACETS, _TEXTS),
    "additionalProperties": False,
}


def _object(required: Mapping[str, Any], **optional: Any) -> Json:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


SUBSCRIPTION: Final = _object(
    {
        "number": _COUNT,
        "kind": {"enum": list(Target.values)},
        "target": _TEXT,
        "name": _TEXT,
        "whose": _WHOSE,
        "programmes": _TEXTS,
        "last_day": {"type": ["string", "null"], "format": "date"},
        "created_at": MOMENT,
        "ended_at": MOMENT_OR_NULL,
    }
)
SUBSCRIPTION_ASKED: Final = _object(
    {"kind": {"enum": list(Target.values)}, "target": _TEXT},
    whose=_WHOSE | {"description": "不写为本人的"},
)
WATCH: Final = _object(
    {
        "number": _COUNT,
        "programme": _TEXT,
        "verdict": {"enum": ["yes", "no", "unknown", "not_in_force"]},
        "created_at": MOMENT,
        "checked_at": MOMENT,
        "met_at": MOMENT_OR_NULL,
        "ended_at": MOMENT_OR_NULL,
    }
)
WATCH_ASKED: Final = _object({"programme": _TEXT})
SAVED_SEARCH: Final = _object(
    {
        "number": _COUNT,
        "name": _TEXT,
        "text": _TEXT,
        "facets": _FACETS,
        "whose": _WHOSE,
        "found": _TEXTS,
        "new": _TEXTS,
        "seen_at": MOMENT,
    }
)
SAVED_SEARCH_ASKED: Final = _object(
    {"name": _TEXT}, text=_TEXT, facets=_FACETS, whose=_WHOSE | {"description": "不写为本人的"}
)
CHANGES_SCHEMA: Final = _object(
    {
        "since": {"type": ["string", "null"], "format": "date", "description": "上次来的日子"},
        "before": _MONEY,
        "after": _MONEY,
        "difference": _MONEY,
        "items": {
            "type": "array",
            "items": _object(
                {
                    "programme": _TEXT,
                    "title": _TEXT,
                    "difference": _MONEY,
                    "causes": {"type": "array", "items": {"enum": list(CAUSES)}},
                    "why": _TEXTS,
                }
            ),
        },
    }
)
