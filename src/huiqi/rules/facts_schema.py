"""事实架构: the JSON Schema of one firm's file, generated from the registry of facts.

``python -m huiqi.rules.facts_schema`` writes it beside the other schemas; editors use it to
complete keys and codes. The reader takes more spellings (Chinese labels as keys, full-width
digits), and refuses more (a check digit, a day that does not exist), than a schema can say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS, Fact, scale
from huiqi.rules.read import COMPLETE, ENTRIES, PERIOD, REQUIRED
from huiqi.rules.shape import DRAFT, JsonSchema
from huiqi.rules.values import NO, UNKNOWN_WORDS, YES, most_bare

FILE: Final = Path(__file__).with_name("schemas") / "facts.schema.json"
UNKNOWN: Final[JsonSchema] = {"$ref": "#/$defs/unknown"}
DEFS: Final[JsonSchema] = {
    "unknown": {"description": "不知道", "enum": [None, *sorted(UNKNOWN_WORDS)]},
    "number": {"description": "数字，或 1,000万 这样的文字", "type": "string", "pattern": "[0-9]"},
    "date": {
        "description": "2021-10-20、2021/10/20 或 2021年10月20日",
        "type": "string",
        "pattern": "^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}",
    },
    "flag": {"enum": [True, False, *sorted(YES), *sorted(NO)]},
    "named": {"description": "代码或名称", "type": ["string", "integer"]},
    "text": {"type": ["string", "integer"]},
    "complete": {"description": "列表是否完整；不写即完整", "enum": [True, False, "true", "false"]},
}
BY_REFERENCE: Final = {"date": "date", "flag": "flag", "text": "text"} | dict.fromkeys(
    ("industry", "district"), "named"
)


def facts_schema() -> JsonSchema:
    """事实架构: of one firm; every key of the dictionary, none of them required."""
    properties: JsonSchema = {}
    for fact in FACTS.values():
        properties[fact.key] = _listed(fact) if fact.kind in LISTS else _scalar(fact)
        if fact.kind in LISTS:
            properties[fact.key + COMPLETE] = {"$ref": "#/$defs/complete"}
    return {
        "$schema": DRAFT,
        "title": "惠企企业事实",
        "description": "一户企业的事实。金额写元，比例写小数或百分数；不知道就不写。",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": DEFS,
    }


def facts_schema_text() -> str:
    """架构文本: of the committed file; one line for each fact, so that changes are easy to see."""
    return f"{{\n{_lines(facts_schema(), '  ')}\n}}\n"


def _lines(schema: JsonSchema, indent: str) -> str:
    told = []
    for key, one in schema.items():
        text = json.dumps(one, ensure_ascii=False)
        if key in ("properties", "$defs"):
            text = f"{{\n{_lines(one, indent + '  ')}\n{indent}}}"
        told.append(f"{indent}{json.dumps(key, ensure_ascii=False)}: {text}")
    return ",\n".join(told)


def _scalar(fact: Fact) -> JsonSchema:
    """A value alone, with its source and year, or for several years where it is of a year."""
    value = _value(fact)
    fields = {"value": {"anyOf": [*value, UNKNOWN]}, "source": {"type": "string"}}
    if fact.annual:
        fields["period"] = {"type": ["integer", "string"], "pattern": f"^{PERIOD.pattern}$"}
    dated: JsonSchema = {
        "type": "object",
        "properties": fields,
        "required": ["value"],
        "additionalProperties": False,
    }
    years: list[JsonSchema] = [{"type": "array", "items": dated}] if fact.annual else []
    return _titled(fact, [*value, UNKNOWN, dated, *years])


def _value(fact: Fact) -> list[JsonSchema]:
    """The forms of one known value."""
    if fact.kind in BY_REFERENCE:
        return [{"$ref": f"#/$defs/{BY_REFERENCE[fact.kind]}"}]
    if fact.kind in ("code", "codes"):
        return [{"enum": [*fact.vocabulary, *fact.vocabulary.values()]}]
    whole = fact.kind == "count"
    bounds = {
        "type": "integer" if whole else "number",
        "minimum": _whole(fact, fact.lo),
        "maximum": _whole(fact, most_bare(fact) if fact.kind == "rate" else fact.hi),
    }
    return [bounds, {"$ref": "#/$defs/number"}]


def _whole(fact: Fact, inner: int) -> int:
    """A bound in outer units; the registry has whole ones only, which no reader rounds."""
    outer, rest = divmod(inner, scale(fact))
    if rest:
        raise ValueError(f"{fact.key} 的界限不是整数。")
    return outer


def _listed(fact: Fact) -> JsonSchema:
    if fact.kind == "codes":
        (code,) = _value(fact)
        return _titled(fact, [*_with_source({"type": "array", "items": code}), UNKNOWN])
    fields = ENTRIES[fact.kind]
    entry = {
        "type": "object",
        "properties": {
            key: {"title": one.label, "anyOf": [*_value(one), UNKNOWN]}
            for key, one in fields.items()
        },
        "required": [REQUIRED[fact.kind]] if fact.kind in REQUIRED else [],
        "additionalProperties": False,
    }
    return _titled(fact, [*_with_source({"type": "array", "items": entry}), UNKNOWN])


def _with_source(value: JsonSchema) -> list[JsonSchema]:
    """A list alone, or with where it came from."""
    sourced = {
        "type": "object",
        "properties": {"value": value, "source": {"type": "string"}},
        "required": ["value", "source"],
        "additionalProperties": False,
    }
    return [value, sourced]


def _titled(fact: Fact, forms: list[JsonSchema]) -> JsonSchema:
    told = f"{fact.label}（{fact.unit}）" if fact.unit else fact.label
    note = {"description": fact.note} if fact.note else {}
    return {"title": told, **note, "anyOf": forms}


if __name__ == "__main__":
    FILE.write_text(facts_schema_text(), encoding="utf-8", newline="\n")
