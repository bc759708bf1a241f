"""一行 JSON: a row written exactly and read exactly; no number passes through a binary float."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from huiqi.rules.exact_json import to_json


def one_line(value: object) -> str:
    """写成一行: as ``to_json``, on one line."""
    # A line break stands between values only: within a text it is written as \n.
    return " ".join(part.strip(" ") for part in to_json(value).split("\n"))


def read_line(line: str) -> dict[str, Any]:
    """读一行: as it was written."""
    told: dict[str, Any] = json.loads(line, parse_float=Decimal)
    return told
