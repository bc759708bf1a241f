"""账本的架构: what operations on the books take and answer, for the document."""

from __future__ import annotations

from typing import Any, Final

from huiqi.api.frame import DATE, Json, Parameter, component
from huiqi.api.paging import page_schema
from huiqi.api.tokens import MOMENT
from huiqi.ledger.asking import KINDS
from huiqi.ledger.enums import Deed, Method
from huiqi.ledger.forms import FIRST_YEAR, LAST_YEAR
from huiqi.ledger.queries.papers import STATES

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
LEDGER_SAMPLE_ASKED: Final[Json] = {
    "type": "object",
    "properties": {
        "method": {"enum": list(Method.values)},
        "size": _WHOLE | {"minimum": 1, "description": "样本量；above 不写"},
        "amount": MONEY | {"description": "从多少元起全部抽取；只用于 above"},
        "since": DATE | {"description": "支付日期，自；不写为今年 1 月 1 日"},
        "until": DATE | {"description": "至，含当天；不写为今天"},
        "programme": TEXT | {"description": "扶持计划的编号；不写为全部"},
        "reason": TEXT | {"minLength": 1, "description": "目的；企业看得到"},
        "seed": TEXT | {"maxLength": 40, "description": "种子；不写则随机生成并留存"},
    },
    "required": ["method", "reason"],
    "additionalProperties": False,
}
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
_SIDE: Final = _or_null(_object(budget=_WHOLE, fund=TEXT, programme=TEXT, year=_WHOLE))
_MOMENT_OR_NULL: Final = _or_null(MOMENT)
LEDGER_PAPER: Final = _object(
    number=TEXT,
    deed={"enum": [Deed.APPROPRIATE.value, Deed.WITHDRAW.value, Deed.TRANSFER.value]},
    state={"enum": list(STATES)},
    giver=_SIDE,
    taker=_SIDE,
    opens=_or_null(
        _object(
            new_fund=_or_null(TEXT | {"description": "新设的资金的代码"}),
            fund=TEXT,
            department=TEXT,
            basis=TEXT,
            programme=TEXT,
            year=_WHOLE,
        )
    )
    | {"description": "签字时设立的预算"},
    amount=MONEY,
    document=TEXT,
    reason=TEXT,
    made_by=TEXT,
    made_at=MOMENT,
    decided_by=_or_null(TEXT),
    decided_at=_MOMENT_OR_NULL,
    why_refused=_or_null(TEXT),
)
LEDGER_PAPER_ASKED: Final[Json] = {
    "type": "object",
    "properties": {
        "kind": {"enum": list(KINDS)},
        "amount": MONEY | {"exclusiveMinimum": 0},
        "reason": TEXT | {"minLength": 1, "maxLength": 200, "description": "成为凭证的摘要"},
        "document": TEXT | {"maxLength": 100, "description": "文号；调剂不写，其他必写"},
        "giver": _WHOLE | {"description": "调出预算的 budget；withdraw 和 transfer"},
        "taker": _WHOLE | {"description": "调入预算的 budget；transfer"},
        "fund": TEXT | {"description": "资金代码；appropriate"},
        "code": TEXT | {"maxLength": 40, "description": "新设的资金的代码；set-up"},
        "title": TEXT | {"maxLength": 120, "description": "资金名称；set-up"},
        "department": TEXT | {"description": "主管部门的名称；set-up"},
        "basis": TEXT | {"maxLength": 200, "description": "设立的依据；set-up"},
        "programme": TEXT | {"description": "扶持计划的编号；不写为整项资金"},
        "year": _WHOLE | {"description": "年度；不写为今年"},
    },
    "required": ["kind", "amount", "reason"],
    "additionalProperties": False,
}
LEDGER_PAPER_REFUSED: Final[Json] = {
    "type": "object",
    "properties": {"reason": TEXT | {"minLength": 1, "maxLength": 200}},
    "required": ["reason"],
    "additionalProperties": False,
}
SHAPES: Final[dict[str, Json]] = {
    "ledger_board_page": page_schema(LEDGER_BUDGET),
    "ledger_samples_page": page_schema(LEDGER_SAMPLE_HEAD),
    "ledger_sample": LEDGER_SAMPLE,
    "ledger_sample_asked": LEDGER_SAMPLE_ASKED,
    "ledger_year_end": LEDGER_YEAR_END,
    "ledger_paper": LEDGER_PAPER,
    "ledger_papers_page": page_schema(component("ledger_paper")),
    "ledger_paper_asked": LEDGER_PAPER_ASKED,
    "ledger_paper_refused": LEDGER_PAPER_REFUSED,
    "ledger_support_page": page_schema(LEDGER_SUPPORT),
}
