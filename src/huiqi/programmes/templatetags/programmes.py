"""数据源的标记: on an application, for the firm that writes it and for the office that decides."""

from __future__ import annotations

from typing import Any

from django import template

from huiqi.kernel.now import today
from huiqi.programmes.degraded import away_for, unsure_of
from huiqi.programmes.models import Application

register = template.Library()


@register.inclusion_tag("programmes/_sources_away.html")
def sources_away(application: Application) -> dict[str, Any]:
    """填写时的数据源中断: that it can be handed in all the same; nothing while all answer."""
    return {"outages": away_for(application, today())}


@register.inclusion_tag("programmes/_sources_unsure.html")
def sources_unsure(application: Application) -> dict[str, Any]:
    """没有补核的事实: which of them wait for which source, and since when."""
    return {"unsure": unsure_of(application)}
