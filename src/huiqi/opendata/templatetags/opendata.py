"""开放数据的模板标签: values of a row by the name of their column, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from huiqi.opendata.lines import one_line

register = template.Library()


@register.filter
def of(row: Mapping[str, Any] | None, name: str) -> Any:
    """列值: of a row; None where the row or the column is not there."""
    return (row or {}).get(name)


@register.filter
def shown(value: Any) -> str:
    """写法: an empty value as «空»."""
    match value:
        case None:
            return "空"
        case str():
            return value or "空"
    return one_line(value)
