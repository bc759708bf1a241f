"""划型命令: the size class of a firm and which indicator decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from huiqi.cli import output
from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts

if TYPE_CHECKING:
    from huiqi.rules.book import Library

STANDARD: Final = "national.sme_size"
INDICATORS: Final = ("employees", "revenue", "assets")
AMPLE: Final = {key: FACTS[key].hi for key in INDICATORS}
NAMES: Final = {
    "large": "大型",
    "medium": "中型",
    "small": "小型",
    "micro": "微型",
    "not_covered": "不在划型标准范围内",
    "unknown": "未知",
}
LABELS: Final = {
    "employees": "从业人员",
    "revenue": "营业收入",
    "assets": "资产总额",
    "industry": "行业",
}


def size(given: Mapping[str, str | None], on: date, *, as_json: bool) -> int:
    """划型: class, what decided it and by which standard."""
    facts = Facts.read(given, on)
    found = classify(load(), facts)
    if as_json:
        output.print_json(found)
        return 0
    console = output.console()
    console.print(f"{NAMES[str(found['class'])]}{_by(found['decided_by'])}", style="bold")
    console.print(f"依据：{found['standard']}")
    return 0


def _by(decided: object) -> str:
    if not decided:
        return ""
    return f"（由{'、'.join(LABELS[key] for key in str(decided).split(','))}决定）"


def classify(library: Library, facts: Facts) -> dict[str, object]:
    """划型结果: class, decided_by (indicators joined by commas), standard, missing."""
    found = _answer(library, facts)
    source = next(iter(found.policy.sources.values()))
    told: dict[str, object] = {
        "class": "unknown",
        "decided_by": None,
        "standard": " ".join(part for part in (source.document_no, source.title) if part),
        "missing": list(found.missing),
    }
    level = dict(found.outputs)["size_class"]
    if found.verdict == "no":
        return told | {"class": "not_covered", "decided_by": "industry", "missing": []}
    if found.verdict == "yes" and level is not None:
        deciding = ",".join(_deciding(library, facts, level))
        return told | {"class": level, "decided_by": deciding, "missing": []}
    return told


def _answer(library: Library, facts: Facts) -> Answer:
    found = library.explain(STANDARD, facts)
    if not isinstance(found, Answer):
        raise TypeError("划型标准当日没有生效的版本")
    return found


def _deciding(library: Library, facts: Facts, level: object) -> list[str]:
    """The indicators that decide: each gives this class while every other one is ample.

    For the highest class each used indicator decides: with none of it the class would be less.
    """
    return [
        key
        for key in INDICATORS
        if key in facts.known
        and (
            _class(library, facts.replace(**{key: 0})) != level
            if level == "large"
            else _class(library, facts.replace(**{**AMPLE, key: facts.known[key]})) == level
        )
    ]


def _class(library: Library, facts: Facts) -> object:
    return dict(_answer(library, facts).outputs)["size_class"]
