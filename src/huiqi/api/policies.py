"""政策页的接口: one programme as its page shows it to a stranger, with the answer for a firm.

Of a firm only what public registers tell is used, whoever asks: what else the city knows of it
is told under /organizations to those who may act for it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.frame import DATE, TEXT, Json, Operation, Parameter, component
from huiqi.api.matching import known_programme
from huiqi.library.profile import profile
from huiqi.parties.codes import tidy
from huiqi.parties.queries import organization_by_code, public_facts_of
from huiqi.rules import credit_code
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Problem, Refused

router = Router(tags=["政策页"])

YES_NO: Final[Json] = {"type": "boolean"}
DAY: Final[Json] = {"type": ["string", "null"], "format": "date"}
YUAN: Final[Json] = {"type": ["number", "null"], "description": "元；null：不知道"}
CLAUSE: Final[Json] = {"type": ["string", "null"]}


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _several(of: Json) -> Json:
    return {"type": "array", "items": of}


RANGE: Final[Json] = {
    "type": "array",
    "description": "元，从确定的到可能的；第二个为 null：没有算得出的上限",
    "prefixItems": [{"type": "number"}, {"type": ["number", "null"]}],
    "minItems": 2,
    "maxItems": 2,
}
LIMIT: Final[Json] = _object(
    {
        "text": TEXT,
        "amount": YUAN,
        "clause": TEXT,
        "bites": {"type": ["boolean", "null"], "description": "碰没碰到；null：还不知道"},
    }
)
LINE: Final[Json] = _object(
    {
        "text": TEXT,
        "working": TEXT,
        "clause": CLAUSE,
        "amount_range": RANGE,
        "limits": _several(LIMIT),
    }
)
CALCULATION: Final[Json] = _object(
    {
        "lines": _several(LINE),
        "amount_range": RANGE,
        "missing": _several(TEXT),
        "shared_limits": _several(LIMIT),
        "amount_unknown": TEXT,
    }
)
CHANGE: Final[Json] = _object({"kind": TEXT, "text": TEXT, "clause": CLAUSE})
VERSION: Final[Json] = _object(
    {
        "from": {"type": "string", "format": "date"},
        "to": DAY | {"description": "最后一天；null：没有止期"},
        "note": TEXT,
        "changes": _several(CHANGE) | {"description": "与前一版相比"},
    }
)
TOGETHER: Final[Json] = _object(
    {
        "kind": {"enum": ["exclusive", "limit"]},
        "text": TEXT,
        "programmes": _several(TEXT),
        "clause": CLAUSE,
    }
)
SOURCE: Final[Json] = _object(
    {"title": TEXT, "issuer": TEXT, "document_no": TEXT, "date": DAY, "unverified": YES_NO}
)
DEPARTMENT: Final[Json] = _object({"name": TEXT, "clause": TEXT})
SIMILAR: Final[Json] = _object({"programme": TEXT, "title": TEXT, "why": _several(TEXT)})
PHASE: Final[Json] = {
    "enum": ["now", "ended", "ahead", "between"],
    "description": "这一天：在有效期内、已经结束、还没有开始、两版之间",
}
POLICY_SCHEMA: Final[Json] = _object(
    {
        **dict.fromkeys(("id", "title", "summary", "payer", "kind", "subject"), TEXT),
        "sources": _several(SOURCE),
        "on": {"type": "string", "format": "date"},
        "phase": PHASE,
        "last_day": DAY | {"description": "这一版的最后一天；null：没有止期或不在有效期"},
        "department": {"anyOf": [DEPARTMENT, {"type": "null"}]},
        "in_force": YES_NO,
        "answer": component("explained"),
        "calculation": {"anyOf": [CALCULATION, {"type": "null"}]}
        | {"description": "先当作条件都满足来算；null：不发钱，或算不出"},
        "together": _several(TOGETHER),
        "versions": _several(VERSION) | {"description": "最近的在前"},
        "similar": _several(SIMILAR),
    }
)
POLICY: Final = Operation(
    summary="一项政策：状态、条件、算一算、历次版本、类似政策",
    about="与 huiqi policy --json 相同，也与生客看到的政策页相同：对企业只用公开登记的信息。",
    answers="policy",
    parameters=(
        Parameter("on", "按哪一天的规则和事实；不写为今天", DATE),
        Parameter("firm", "统一社会信用代码；不写则条件都未知", TEXT),
    ),
)


@POLICY.at(router, "GET", "/policies/{programme}")
def policy(request: HttpRequest, programme: str) -> Json:
    """政策: one programme for a stranger."""
    written, given = POLICY.given(request)
    found = known_programme(programme)
    day = given.day(written.get("on"), "on")
    facts = given.attempt(lambda: _facts(written.get("firm", ""), day))
    given.refuse()
    assert facts is not None
    return profile(found, facts)


def _facts(written: str, day: date) -> Facts:
    """What public registers tell of a firm; nothing where none was asked for."""
    code = tidy(written)
    if not code:
        return Facts(day)
    wrong = credit_code.problem_of(code)
    if wrong:
        raise Refused([Problem(wrong, key="firm")])
    firm = organization_by_code(code)
    if firm is None:
        what = _("这个信用代码不在本市登记的企业里。")
        raise Refused([Problem(what, fix=_("请核对，或者不写 firm。"), key="firm")])
    return public_facts_of(firm.subject, day)
