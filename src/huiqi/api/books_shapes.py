"""账本的架构: what operations on the books take and answer, for the document."""

from __future__ import annotations

from typing import Any, Final

from huiqi.api.frame import DATE, Json, Parameter
from huiqi.api.paging import page_schema
from huiqi.api.tokens import MOMENT
from huiqi.ledger.enums import Method
from huiqi.ledger.forms import FIRST_YEAR, LAST_YEAR

TEXT: Final[Json] = {"type": "string"}
COUNT: Final[Json] = {"type": "integer", "minimum": 0}
MONEY: Final[Json] = {"type": "number", "description": "元"}
_WHOLE: Final[Json] = {"type": "integer"}
YEAR: Final = Parameter(
    "year", "年度", {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
)
PROGRAMME: Final = Parameter("programme", "只看一个扶持计划：编号", TEXT)


def _object(**properties: Any) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


LEDGER_BUDGET: Final = _object(
    budget=_WHOLE,
    fund=TEXT,
    programme=TEXT,
    title=TEXT,
    department=TEXT,
    year=_WHOLE,
    appropriated=MONEY,
    available=MONEY,
    committed=MONEY,
    approved=MONEY,
    in_transit=MONEY,
    paid=MONEY,
    returned=MONEY,
    forecast=_object(
        expected=_or_null(MONEY),
        low=_or_null(MONEY),
        high=_or_null(MONEY),
        why_not=_or_null(TEXT),
    ),
    queue=_object(waiting=COUNT, asked=MONEY, last_gets_percent=_or_null(COUNT)),
)
_SAMPLE: Final[Json] = {
    "number": TEXT,
    "method": {"enum": list(Method.values)},
    "seed": TEXT,
    "size": _or_null(COUNT),
    "threshold": _or_null(MONEY),
    "since": DATE,
    "until": DATE,
    "programme": TEXT,
    "reason": TEXT,
    "population": COUNT,
    "population_amount": MONEY,
    "digest": TEXT,
    "drawn_at": MOMENT,
}
LEDGER_SAMPLE_HEAD: Final = _object(**_SAMPLE)
LEDGER_SAMPLE: Final = _object(
    **_SAMPLE,
    same_again={"type": "boolean", "description": "按种子重抽的结果一致"},
    items={
        "type": "array",
        "items": _object(
            position=COUNT,
            entry=TEXT,
            booked_on=DATE,
            programme=TEXT,
            call=TEXT,
            amount=MONEY,
            hits=COUNT,
        ),
    },
)
LEDGER_YEAR_END: Final = _object(
    year=_WHOLE,
    closed={"type": "boolean"},
    hindrances={"type": "array", "items": TEXT},
    budgets={
        "type": "array",
        "items": _object(
            budget=_WHOLE, title=TEXT, free=MONEY, bound=MONEY, returned=MONEY, in_transit=MONEY
        ),
    },
)
LEDGER_SUPPORT: Final = _object(
    fund=TEXT,
    programme=TEXT,
    title=TEXT,
    year=_WHOLE,
    call=TEXT,
    paid=MONEY,
    coming=MONEY,
    returned=MONEY,
    last_paid_on=_or_null(DATE),
    published_on=_or_null(DATE),
)
SHAPES: Final[dict[str, Json]] = {
    "ledger_board_page": page_schema(LEDGER_BUDGET),
    "ledger_samples_page": page_schema(LEDGER_SAMPLE_HEAD),
    "ledger_sample": LEDGER_SAMPLE,
    "ledger_year_end": LEDGER_YEAR_END,
    "ledger_support_page": page_schema(LEDGER_SUPPORT),
}
