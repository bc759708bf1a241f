"""名单的写法: what a list says of a firm's conditions and of its step, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from huiqi.rules import say
from huiqi.rules.answer import Reason
from huiqi.rules.facts import Facts
from huiqi.rules.vocabulary import section_of

VERDICTS: Final = {"yes": "满足", "no": "不满足", "unknown": "待补充"}


def reason_told(reason: Reason) -> dict[str, Any]:
    """一条理由: the condition with value, what is needed and its clause, in words."""
    return {
        "id": reason.id,
        "condition": reason.condition,
        "verdict": reason.verdict,
        "value": reason.value,
        "needed": reason.needed,
        "clause": reason.clause,
        "unverified": reason.unverified,
    }


def held(reason: Mapping[str, Any]) -> str:
    """现为与要求: what is known of a condition and what is needed; what is empty is left out."""
    value, needed = reason["value"], reason["needed"]
    told = [say.after("现为", value)] if value else []
    return "；".join([*told, *([say.after("要求", needed)] if needed else [])])


def reason_line(reason: Mapping[str, Any]) -> str:
    """一条理由: as one line of words."""
    told = f"{VERDICTS[reason['verdict']]}：{reason['condition']}"
    return "；".join(filter(None, (told, held(reason), f"依据{reason['clause']}")))


def step_text(step: Iterable[Mapping[str, Any]]) -> str:
    """差的一步: as one sentence; empty where nothing is lacking."""
    return "；".join(str(one["text"]) for one in step)


def industry_section(facts: Facts) -> str:
    """行业门类: the letter of a firm's industry; empty where it is not known."""
    industry = str(facts.known.get("industry", ""))
    return industry if industry.isalpha() else section_of(industry)
