"""小政策: policies of a few lines, written to a folder and loaded like any other."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from huiqi.rules.answer import Answer
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.load import load_library

ON = date(2021, 10, 20)

RULES = """\
id: "{id}"
title: "{title}"
payer: "某市"
kind: "subsidy"
subject: "enterprise"
edition_by: "application"
editions:
  - {{from: "2021-01-01"}}
sources:
  letter: {{title: "答复", issuer: "某局"}}
"""
CASES = """\
defaults: {{}}
cases:
  - {{name: "一无所知", on: "2021-10-20", expect: {{verdict: "{verdict}"}}}}
"""


def write(
    folder: Path,
    programme: str = "city.one",
    *,
    when: Sequence[str] = ("blacklisted OR NOT blacklisted",),
    amount: str = "",
    values: Mapping[str, str] | None = None,
    stacking: str = "",
    verdict: str = "unknown",
) -> Path:
    """Write one policy: ``when`` and ``amount`` are rules, ``stacking`` is YAML in braces."""
    text = RULES.format(id=programme, title=f"{programme} 扶持")
    if values:
        text += "values:\n"
        for name, formula in values.items():
            cite = 'cite: {source: "letter", clause: "一"}'
            text += f'  {name}: {{text: "{name}", {cite}, formula: "{formula}"}}\n'
    text += "when:\n"
    for number, rule in enumerate(when, 1):
        text += f'  - {{id: "c{number}", text: "条款{number}", '
        text += f'cite: {{source: "letter", clause: "一"}}, rule: "{rule}"}}\n'
    if amount:
        text += 'amount:\n  kind: "at_most"\n  parts:\n'
        text += (
            f'    - {{id: "p", formula: "{amount}", cite: {{source: "letter", clause: "一"}}}}\n'
        )
    if stacking:
        text += f"stacking: {stacking}\n"
    jurisdiction, name = programme.split(".")
    home = folder / jurisdiction / name
    home.mkdir(parents=True)
    (home / "rules.yaml").write_text(text, encoding="utf-8")
    (home / "cases.yaml").write_text(CASES.format(verdict=verdict), encoding="utf-8")
    (home / "source.md").write_text("# 答复\n", encoding="utf-8")
    return home


def library(folder: Path) -> Library:
    """Load everything that was written."""
    return load_library(folder)


def rules(folder: Path, programme: str = "city.one") -> Rules:
    """Compile one policy for the day."""
    found = library(folder).rules(programme, Facts(ON))
    assert found is not None
    return found


def explain(folder: Path, given: Mapping[str, object], programme: str = "city.one") -> Answer:
    """Answer one firm by one policy."""
    found = library(folder).explain(programme, given, ON)
    assert isinstance(found, Answer)
    return found
