"""义务的写法: how sure its day is, and what would settle whether it binds."""

from __future__ import annotations

from django import template

from huiqi.matters.duties import Bound
from huiqi.matters.firm import remark

register = template.Library()


@register.filter
def remarks(one: Bound) -> str:
    """日期的说明: of the next time; empty where nothing needs saying."""
    return remark(one, one.next) if one.next else ""
