"""文件夹: one programme folder that tests write and spoil, and what loading it tells."""

from collections.abc import Callable
from pathlib import Path

import pytest

from huiqi.rules.problems import Refused

Write = Callable[..., Path]

RULES = """\
id: "city.rent"
title: "租金扶持"
payer: "某市"
kind: "subsidy"
subject: "enterprise"
edition_by: "application"
editions:
  - {from: "2018-01-01", to: "2020-12-31", note: "旧版", choice: true}
  - {from: "2021-01-01"}
sources:
  letter: {title: "答复", issuer: "某局", date: "2021-10-20"}
  practice: {title: "通行做法", unverified: true}
parameters:
  rate: {unit: "比例", values: {"2018-01-01": "2/37", "2021-06-01": 0.5}, cite: {source: "letter"}}
  cap: {unit: "元", values: {"2021-01-01": null}, cite: {source: "letter"}}
values:
  points:
    text: "得分"
    cite: {source: "letter"}
    bands: {of: "rd_staff", to: "employees", steps: [{above: "0.3", gives: 20}], otherwise: 0}
  growth: {text: "增长", formula: "revenue * revenue", exact: true}
when:
  - {id: "paid", text: "旧", cite: {source: "letter"}, rule: "rent >= 0", to: "2020-12-31"}
  - id: "paid"
    text: "新"
    cite: {source: "letter"}
    rule: >-
      rent > 0
    from: "2021-01-01"
checks:
  - {id: "lease", text: "备案", cite: {source: "practice"}, evidence: "凭证"}
amount:
  kind: "at_most"
  parts: [{id: "rent", formula: "rate * rent", cite: {source: "letter"}}]
  caps: [{id: "a", text: "上限", formula: "cap", cite: {source: "letter"}, from: "2021-01-01"}]
  round: {to: "100"}
outputs:
  - {id: "score", text: "得分", unit: "分", formula: "points", cite: {source: "letter"}}
stacking:
  expense: {pool: "rent", share_at_most: "1", of: "rent"}
  not_with: ["city.other"]
  recurs: {every: "year", at_most: "cap", once: true}
"""


def told(load: Callable[[Path], object], folder: Path) -> list[str]:
    with pytest.raises(Refused) as refusal:
        load(folder)
    prefix = "city/rent/"
    return [str(problem).removeprefix(prefix) for problem in refusal.value.problems]


def changed(old: str, new: str) -> str:
    assert RULES.count(old) == 1
    return RULES.replace(old, new)
