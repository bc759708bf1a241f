"""精确 JSON: values written with every decimal digit by digit, as ``strict_json`` reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

# One for all: to make an encoder takes longer than to write most values.
ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


def to_json(value: object, indent: str = "") -> str:
    """JSON 文本: decimals digit by digit, Chinese as it is; TypeError for a float.

    The standard encoder knows binary floats only, through which no amount may pass.
    """
    inner = indent + "  "
    match value:
        case Decimal():
            return f"{value:f}"
        case None | bool() | int() | str():
            return ENCODER.encode(value)
        case Mapping():
            pairs = [f"{to_json(str(key))}: {to_json(one, inner)}" for key, one in value.items()]
            return _bracketed("{", pairs, "}", indent)
        case list() | tuple():
            return _bracketed("[", [to_json(one, inner) for one in value], "]", indent)
    raise TypeError(f"{type(value).__name__} 不能写成 JSON。")


def _bracketed(left: str, parts: list[str], right: str, indent: str) -> str:
    if not parts:
        return left + right
    inside = ",\n".join(f"{indent}  {part}" for part in parts)
    return f"{left}\n{inside}\n{indent}{right}"
