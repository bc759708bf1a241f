"""值的写法: of a recorded fact, and of what it is said to be."""

from __future__ import annotations

from django import template

from huiqi.parties.models import Fact, FactCorrection
from huiqi.rights.saying import label_of, written

register = template.Library()


@register.filter
def fact_value(row: Fact) -> str:
    """记录的值: as people read it."""
    return written(row.key, row.value)


@register.filter
def fact_label(row: Fact) -> str:
    """事实的名称: of a recorded fact."""
    return label_of(row.key)


@register.filter
def proposed_value(correction: FactCorrection) -> str:
    """应为: as people read it; «nothing» where the source should say nothing."""
    if correction.proposed is None:
        return "不该有值"
    return written(correction.fact.key, correction.proposed)
